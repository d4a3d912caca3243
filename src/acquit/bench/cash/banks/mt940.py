"""MT940 as German banks write it: text in subfields ?20 to ?29 of 27 characters, names in
?32 and ?33, letters of SWIFT's set X.

Sources: SWIFT user handbook (MT940), Deutsche Kreditwirtschaft (DFÜ-Abkommen, Anlage 3).
"""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

from acquit.bench.cash.banks.statements import decimal
from acquit.bench.cash.folding import ascii_only, german
from acquit.bench.cash.lines import Fitted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from acquit.bench.cash.banks.statements import BankAccount, Statement
    from acquit.bench.cash.lines import Line

SUFFIX, ENCODING = ".sta", "ascii"
_WIDTH, _LINE, _SUBFIELDS = 27, 65, 10
_TEXT = 140
# Set X without the question mark, which begins a subfield.
_LETTERS = frozenset(string.ascii_letters + string.digits + "/-:().,'+ ")


def fit(line: Line, _account: BankAccount) -> Fitted:
    """In the letters of set X; a structured reference stands in the text."""
    return Fitted(
        name=_plain(line.name)[: 2 * _WIDTH].strip(),
        iban=line.iban,
        text=_plain(line.structured or line.text)[:_TEXT].strip(),
        end_to_end_id=_plain(line.end_to_end_id)[:35],
    )


def pages(statements: Iterable[Statement]) -> Iterator[str]:
    """A message for each day."""
    for statement in statements:
        yield "".join(f"{line}\r\n" for line in _message(statement))


def _message(statement: Statement) -> Iterator[str]:
    account = statement.account
    yield f":20:STARTUMS{statement.number:05}"
    yield f":25:{account.iban}"
    yield f":28C:{statement.number:05}/001"
    yield f":60F:{_balance(statement.opening, f'{statement.before:%y%m%d}', account)}"
    for line in statement.lines:
        mark = "C" if line.minor >= 0 else "D"
        yield (
            f":61:{line.booked_on:%y%m%d%m%d}{mark}{decimal(line.minor, ',')}NTRFNONREF"
            f"//{line.bank_reference}"
        )
        text = _text(line, fit(line, account))
        yield f":86:{text[: _LINE - 4]}"
        for at in range(_LINE - 4, len(text), _LINE):
            yield text[at : at + _LINE]
    yield f":62F:{_balance(statement.closing, f'{statement.day:%y%m%d}', account)}"
    yield "-"


def _text(line: Line, fitted: Fitted) -> str:
    code, words = ("166", "GUTSCHRIFT") if line.minor >= 0 else ("177", "UEBERWEISUNG")
    told = [
        *_chunks(f"EREF+{fitted.end_to_end_id}"),
        *(_chunks(f"SVWZ+{fitted.text}") if fitted.text else ()),
    ]
    purpose = "".join(f"?{20 + place}{one}" for place, one in enumerate(told[:_SUBFIELDS]))
    iban = f"?31{fitted.iban}" if fitted.iban else ""
    name = "".join(f"?{32 + place}{one}" for place, one in enumerate(_chunks(fitted.name)))
    return f"{code}?00{words}?109310{purpose}{iban}{name}"


def _chunks(text: str) -> list[str]:
    return [text[at : at + _WIDTH] for at in range(0, len(text), _WIDTH)]


def _balance(minor: int, day: str, account: BankAccount) -> str:
    mark = "C" if minor >= 0 else "D"
    return f"{mark}{day}{account.currency}{decimal(minor, ',')}"


def _plain(text: str) -> str:
    spelt = ascii_only(german(text).replace("&", "+"))
    kept = "".join(sign if sign in _LETTERS else " " for sign in spelt)
    return " ".join(kept.split())
