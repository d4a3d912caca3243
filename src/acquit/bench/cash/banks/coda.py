"""CODA 2.6, Belgium: records of 128 characters, text in 53, 53 and 43, names in 35.

Source: Febelfin, "Standard CODA 2.6".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.bench.cash.banks.statements import parts
from acquit.bench.cash.folding import ascii_only
from acquit.bench.cash.lines import Fitted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from acquit.bench.cash.banks.statements import BankAccount, Statement
    from acquit.bench.cash.lines import Line

SUFFIX, ENCODING = ".cod", "ascii"
_NAME, _TEXT = 35, 140
_OGM, _RF = "101", "100"


def fit(line: Line, _account: BankAccount) -> Fitted:
    """Plain letters; a structured reference leaves no room for text."""
    return Fitted(
        name=ascii_only(line.name)[:_NAME].strip(),
        iban=line.iban,
        text="" if line.structured else ascii_only(line.text)[:_TEXT].strip(),
        end_to_end_id=ascii_only(line.end_to_end_id)[:35],
    )


def pages(statements: Iterable[Statement]) -> Iterator[str]:
    """The records of each statement, from its header to its trailer."""
    several = list(statements)
    for place, statement in enumerate(several, 1):
        for record in _records(statement, last=place == len(several)):
            yield f"{record:<128}\r\n"


def _records(statement: Statement, *, last: bool) -> Iterator[str]:
    account, day = statement.account, _day(statement.day)
    owner = ascii_only(account.owner)[:26]
    number = f"{statement.number % 1000:03}"
    ours = f"{account.iban:<34}{account.currency}"
    yield f"00000{day}30005{'':8}{statement.number:010}{owner:<26}{'':22} 00000{'':39}2"
    opening = _amount(statement.opening, 1 if statement.opening < 0 else 0)
    before = _day(statement.before)
    yield f"12{number}{ours}{opening}{before}{owner:<26}{'':35}{number}"
    count, credit, debit = 2, 0, 0
    for place, line in enumerate(statement.lines, 1):
        for record in _movement(line, place, number, account):
            count += 1
            yield record
        credit += max(line.minor, 0)
        debit += max(-line.minor, 0)
    closing = _amount(statement.closing, 1 if statement.closing < 0 else 0)
    yield f"8{number}{ours}{closing}{day}{'':64}0"
    yield f"9{'':15}{count:06}{debit * 10:015}{credit * 10:015}{'':75}{2 if last else 1}"


def _movement(line: Line, place: int, number: str, account: BankAccount) -> Iterator[str]:
    fitted = fit(line, account)
    head = f"{place:04}0000"
    structured = _structured(line.structured)
    first, second, third = parts(structured or fitted.text, 53, 53, 43)
    day = _day(line.booked_on)
    amount = _amount(line.minor, 1 if line.minor < 0 else 0)
    code = "00150000" if line.minor > 0 else "00101000"
    yield (
        f"21{head}{line.bank_reference:<21}{amount}{day}{code}"
        f"{1 if structured else 0}{first}{day}{number}01 0"
    )
    yield f"22{head}{second}{fitted.end_to_end_id:<35}{'':11}{'':16}1 0"
    yield f"23{head}{fitted.iban:<34}{'':3}{fitted.name:<35}{third}0 0"


def _structured(reference: str) -> str:
    if not reference:
        return ""
    return (_RF if reference.startswith("RF") else _OGM) + reference


def _amount(minor: int, sign: int) -> str:
    return f"{sign}{abs(minor) * 10:015}"


def _day(day: date) -> str:
    return f"{day:%d%m%y}"
