"""A first pass over a CODA file that holds it to its own sums and to its order.

Balances, totals and the number of records stand in the file, so nothing of a file that was
cut short or changed is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core.sentences import listed, say
from acquit.formats import places
from acquit.formats.coda import fields
from acquit.formats.coda.fields import not_coda
from acquit.formats.values import refused, shown

if TYPE_CHECKING:
    from acquit.core.sentences import Said, Sentence
    from acquit.formats.source import Source

_COUNTED = frozenset("1238")
# What the totals add up: single movements and totals, never their details.
_BOOKED = frozenset("0123")


@dataclass(slots=True)
class _Sums:
    """What adds up in one statement."""

    currency: str
    old: Decimal
    new: Decimal | None = None
    credit: Decimal = Decimal(0)
    debit: Decimal = Decimal(0)
    records: int = 1


def check(source: Source) -> None:
    """Raises Refused where an order, a sum, a total or the number of records is broken."""
    sums: _Sums | None = None
    started = False
    number = 0
    for number, record in fields.records(source):
        kind = record[0]
        if started == (kind == "0"):
            raise not_coda(number, say("a header out of its place"))
        if kind == "0":
            _check_version(record, number)
            started = True
        elif kind == "1":
            if sums is not None:
                raise not_coda(number, say("a second old balance"))
            sums = _started(record, number)
        elif sums is None:
            raise not_coda(number, say("a record before the old balance"))
        elif kind == "9":
            _check_trailer(record, number, sums)
            sums, started = None, False
        else:
            _add_up(record, number, sums)
    if started or not number:
        raise not_coda(number + 1, say("the end of the file before the trailer record"))


def _check_version(record: str, number: int) -> None:
    if record[127] != "2":
        raise refused(
            where=places.line(number),
            saw=say("CODA version %(version)s", version=shown(record[127].strip())),
            wanted=say("version 2"),
            remedy=say("Ask the bank for CODA 2 files."),
        )


def _started(record: str, number: int) -> _Sums:
    _, currency = fields.account(record[1], record[5:42])
    return _Sums(currency, _amount(record[42:58], currency, number, fields.OLD_BALANCE))


def _add_up(record: str, number: int, sums: _Sums) -> None:
    sums.records += record[0] in _COUNTED
    if record[:2] == "21" and record[53] in _BOOKED:
        if sums.new is not None:
            raise not_coda(number, say("a movement after the new balance"))
        amount = _amount(record[31:47], sums.currency, number, fields.AMOUNT)
        if amount < 0:
            sums.debit -= amount
        else:
            sums.credit += amount
    elif record[0] == "8":
        sums.new = _amount(record[41:57], sums.currency, number, fields.NEW_BALANCE)


def _check_trailer(record: str, number: int, sums: _Sums) -> None:
    """Name everything that differs at once: the reader will want to see the whole."""
    new = sums.old if sums.new is None else sums.new
    debit = _amount("0" + record[22:37], sums.currency, number, fields.DEBIT_TOTAL)
    credit = _amount("0" + record[37:52], sums.currency, number, fields.CREDIT_TOTAL)
    count = record[16:22]
    pairs: list[tuple[Sentence, object, object]] = [
        (say("the credit total"), sums.credit, credit),
        (say("the debit total"), sums.debit, debit),
        (say("the new balance"), sums.old + sums.credit - sums.debit, new),
        (
            say("the number of records"),
            sums.records,
            int(count) if count.isdecimal() else count,
        ),
    ]
    differing = [(what, ours, theirs) for what, ours, theirs in pairs if ours != theirs]
    if differing:
        raise refused(
            where=places.line(number),
            saw=listed(
                (
                    say("%(what)s comes to %(found)s", what=what, found=ours)
                    for what, ours, _ in differing
                ),
                "; ",
            ),
            wanted=listed(
                (
                    say("%(what)s %(written)s as written", what=what, written=theirs)
                    for what, _, theirs in differing
                ),
                "; ",
            ),
            remedy=say("Download the file again: records are missing or were changed."),
        )


def _amount(text: str, currency: str, number: int, field: Said) -> Decimal:
    return fields.amount(text, currency, number, field, exact=False)
