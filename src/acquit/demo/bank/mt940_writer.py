"""MT940: the SWIFT customer statement of a day, as Dutch banks fill it since SEPA.

Field 61 is the entry, field 86 its words between slashes: end-to-end reference, mandate,
counterparty, remittance. A field 86 has six lines of 65 characters at most; a line that is
full goes on within the word. Letters are those of SWIFT's set X.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from acquit.core.money import to_decimal
from acquit.demo.bank.letters import plain
from acquit.demo.bank.lines import Kind, Line, Statement

if TYPE_CHECKING:
    from datetime import date

    from acquit.demo.cast import Account, Company

WIDTH, LINES = 65, 6
# types of entry, SWIFT's own codes
TYPES = {
    Kind.TRANSFER: "TRF",
    Kind.COLLECTION: "DDT",
    Kind.RETURN: "RTI",
    Kind.SALARIES: "TRF",
    Kind.COSTS: "CHG",
    Kind.INTEREST: "INT",
    Kind.CARDS: "MSC",
}
_OTHERS = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")


def statement_file(
    statement: Statement,
    account: Account,
    company: Company,  # noqa: ARG001  # no field names the owner
) -> bytes:
    """One message, lines ended as SWIFT ends them."""
    fields = [
        f":20:P{statement.day:%y%m%d}{statement.number:09}",
        f":25:{account.iban}{account.currency}",
        f":28C:{statement.number:05}",
        _balance("60F", statement.opening, statement.previous_day, account),
        *(field for line in statement.lines for field in _entry(line)),
        _balance("62F", statement.closing, statement.day, account),
        _balance("64", statement.closing, statement.day, account),
    ]
    bank = f"{account.bic[:8]}AXXX"
    head = f"{{1:F01{bank}0000000000}}{{2:I940{bank}N}}{{4:"
    return "".join(f"{line}\r\n" for line in (head, *fields, "-}")).encode("ascii")


def _balance(tag: str, minor: int, day: date, account: Account) -> str:
    amount = _amount(minor, account.currency)
    return f":{tag}:{_side(minor)}{day:%y%m%d}{account.currency}{amount}"


def _side(minor: int) -> str:
    return "D" if minor < 0 else "C"


def _amount(minor: int, currency: str) -> str:
    """The comma is mandatory, decimals are not."""
    whole, _, decimals = str(to_decimal(abs(minor), currency)).partition(".")
    return f"{whole},{decimals}"


def _entry(line: Line) -> list[str]:
    reference = "EREF" if line.end_to_end_id else "NONREF"
    amount = _amount(line.minor, line.currency)
    return [
        f":61:{line.day:%y%m%d}{line.day:%m%d}{_side(line.minor)}{amount}"
        f"N{TYPES[line.kind]}{reference}//{line.reference}",
        *_wrapped(f":86:{_words(line)}"),
    ]


def _words(line: Line) -> str:
    """Each word with its value, in the order of the Dutch banks' handbook."""
    party = line.party
    words = [
        ("RTRN", line.return_reason),
        ("EREF", line.end_to_end_id),
        ("MARF", line.mandate),
        ("OCMT", _sent(line)),
    ]
    told = "".join(f"/{word}/{_letters(value)}/" for word, value in words if value)
    if party.name or party.iban:
        told += f"/CNTP/{party.iban}/{party.bic}/{_letters(party.name[:70])}//"
    if line.structured:
        return f"{told}/REMI/STRD/CUR/{line.structured}/"
    return f"{told}/REMI/USTD//{_letters(line.text[:140])}/" if line.text else told


def _sent(line: Line) -> str:
    if line.instructed is None:
        return ""
    minor, currency = line.instructed
    return f"{currency}{_amount(minor, currency)}"


def _letters(text: str) -> str:
    """In set X: no ampersand, no asterisk, no accent."""
    return _OTHERS.sub(".", plain(text).replace("&", "+"))


def _wrapped(field: str) -> list[str]:
    """The tag counts into the first line."""
    lines = [field[at : at + WIDTH] for at in range(0, len(field), WIDTH)]
    return lines[:LINES]
