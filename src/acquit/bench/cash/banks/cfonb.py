"""CFONB 120, France: capitals without accents; a label of 31, further texts of 70 signs.

A terse bank tells the payer in the label and 70 characters of text, without an account.
Source: CFONB, "Relevé de compte sur support informatique", and its changes for SEPA.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.bench.cash.folding import ascii_only
from acquit.bench.cash.lines import Fitted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from acquit.bench.cash.banks.statements import BankAccount, Statement
    from acquit.bench.cash.lines import Line

SUFFIX, ENCODING = ".cfo", "ascii"
_LABEL, _TEXT = 31, 70
_PLUS, _MINUS = "{ABCDEFGHI", "}JKLMNOPQR"
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+* ")


def fit(line: Line, account: BankAccount) -> Fitted:
    """In capitals, and at a terse bank the name as part of the text."""
    name, text = _plain(line.name), _plain(line.structured or line.text)
    if account.terse:
        label = f"VIR {name}"[:_LABEL].strip()
        return Fitted("", "", f"{label} {text[:_TEXT]}".strip(), "")
    return Fitted(
        name=name[:_TEXT].strip(),
        iban=line.iban,
        text=f"VIR SEPA RECU {text[: 2 * _TEXT]}".strip(),
        end_to_end_id=_plain(line.end_to_end_id)[:35],
    )


def pages(statements: Iterable[Statement]) -> Iterator[str]:
    """The records of each day."""
    for statement in statements:
        for record in _records(statement):
            yield f"{record:<120}\r\n"


def _records(statement: Statement) -> Iterator[str]:
    account = statement.account
    yield _balance("01", account, statement.before, statement.opening)
    for place, line in enumerate(statement.lines, 1):
        yield from _operation(line, account, place)
    yield _balance("07", account, statement.day, statement.closing)


def _balance(kind: str, account: BankAccount, day: date, minor: int) -> str:
    bank, branch, number = _account(account)
    return (
        f"{kind}{bank}{'':4}{branch}{account.currency}2 {number}  {day:%d%m%y}{'':50}"
        f"{_amount(minor)}"
    )


def _operation(line: Line, account: BankAccount, place: int) -> Iterator[str]:
    bank, branch, number = _account(account)
    day = f"{line.booked_on:%d%m%y}"
    code = "05" if line.minor >= 0 else "06"
    begin = f"{bank}B1B1{branch}{account.currency}2 {number}{code}{day}"
    label, complements = _told(line, account)
    yield (
        f"04{begin}  {day}{label:<31}  {place % 10**7:07}0 {_amount(line.minor)}"
        f"{line.bank_reference:<16}"
    )
    for qualifier, words in complements:
        if words:
            yield f"05{begin}{'':5}{qualifier}{words:<70}"


def _told(line: Line, account: BankAccount) -> tuple[str, list[tuple[str, str]]]:
    """The label of the operation and its complements."""
    name, text = _plain(line.name), _plain(line.structured or line.text)
    if account.terse:
        return f"VIR {name}"[:_LABEL], [("LIB", text[:_TEXT])]
    payer, iban = ("NPY", "IPY") if line.minor >= 0 else ("NBE", "IBE")
    return "VIR SEPA RECU" if line.minor >= 0 else "VIR SEPA EMIS", [
        (payer, name[:_TEXT]),
        (iban, line.iban),
        ("LCC", text[:_TEXT]),
        ("LC2", text[_TEXT : 2 * _TEXT]),
        ("RCN", _plain(line.end_to_end_id)[:35]),
    ]


def _account(account: BankAccount) -> tuple[str, str, str]:
    """Bank, branch and number, as they stand in a French IBAN."""
    return account.iban[4:9], account.iban[9:14], account.iban[14:25]


def _amount(minor: int) -> str:
    signs = _PLUS if minor >= 0 else _MINUS
    digits = f"{abs(minor):014}"
    return digits[:-1] + signs[int(digits[-1])]


def _plain(text: str) -> str:
    kept = (sign if sign in _LETTERS else " " for sign in ascii_only(text).upper())
    return " ".join("".join(kept).split())
