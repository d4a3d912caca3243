"""A CFONB 120 file against itself, in a first pass, so that one that fails yields nothing.

Records come in their order, and old balance and operations make the new balance.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import places
from acquit.formats.cfonb120 import fields
from acquit.formats.cfonb120.fields import not_cfonb
from acquit.formats.values import refused, shown

if TYPE_CHECKING:
    from acquit.formats.records import Refused
    from acquit.formats.source import Source

MOST_COMPLEMENTS = 500


@dataclass(slots=True)
class _Statement:
    """One between its records 01 and 07.

    complements: how many its last operation has; None = there is no operation yet.
    """

    account: str
    currency: str
    old: Decimal
    booked: Decimal = Decimal(0)
    complements: int | None = None


def check(source: Source) -> None:
    """Raises Refused when a record is out of its place, or balances do not meet."""
    statement: _Statement | None = None
    number = 0
    for number, record in fields.records(source):
        kind = record[:2]
        if kind == "01":
            if statement is not None or not record[21:32].strip():
                raise _out_of_place(kind, number)
            old = fields.amount(record, number, fields.OLD_BALANCE)
            statement = _Statement(record[21:32], fields.currency(record), old)
        elif statement is None:
            raise _out_of_place(kind, number)
        else:
            _take(record, number, statement)
            statement = None if kind == "07" else statement
    if statement is not None or not number:
        raise not_cfonb(number + 1, say("the end of the file before the new balance"))


def _take(record: str, number: int, statement: _Statement) -> None:
    if record[21:32] != statement.account:
        account = shown(record[21:32].strip())
        raise not_cfonb(number, say("the account %(account)s", account=account))
    currency = fields.currency(record)
    if currency and statement.currency and currency != statement.currency:
        raise not_cfonb(number, say("the currency %(currency)s", currency=shown(currency)))
    match record[:2]:
        case "04":
            statement.booked += fields.amount(record, number, fields.AMOUNT)
            statement.complements = 0
        case "05":
            if statement.complements is None or statement.complements == MOST_COMPLEMENTS:
                raise _out_of_place("05", number)
            statement.complements += 1
        case _:
            _check_balance(record, number, statement)


def _check_balance(record: str, number: int, statement: _Statement) -> None:
    new = fields.amount(record, number, fields.NEW_BALANCE)
    if statement.old + statement.booked != new:
        raise refused(
            where=places.line(number),
            saw=say(
                "an old balance of %(old)s and operations of %(booked)s, together %(sum)s",
                old=statement.old,
                booked=statement.booked,
                sum=statement.old + statement.booked,
            ),
            wanted=say("the new balance %(new)s, as written", new=new),
            remedy=say("Download the file again: records are missing or were changed."),
        )


def _out_of_place(kind: str, number: int) -> Refused:
    return not_cfonb(number, say("a record %(kind)s out of its place", kind=kind))
