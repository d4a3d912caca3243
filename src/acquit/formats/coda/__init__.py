"""CODA 2, the statement of the Belgian banks: records of 128 characters.

Read here rather than with febelfin-coda: that library loads the whole file, checks sums
with `assert` (nothing at all under `python -O`), fails on detail records of type 9 and ends
in any exception on a damaged file. Positions follow Febelfin's "Standard CODA 2.6".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from acquit.formats import places
from acquit.formats.coda import fields, sums
from acquit.formats.coda.lines import line_of
from acquit.formats.coda.movements import BOOKED, Movements
from acquit.formats.records import StatementClosed, StatementOpened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.formats.records import Problem, Record
    from acquit.formats.source import Source

LABEL = "CODA"
MOST_MESSAGES, LONGEST_MESSAGE = 100, 2000

_HEADER = re.compile(rb"0[ 0-9]{4}[0-9]{6}.{3}05[D ]")


@dataclass(slots=True)
class _Statement:
    opened: StatementOpened
    movements: Movements
    closed: StatementClosed | None = None
    messages: dict[str, str] = field(default_factory=dict)

    def hear(self, record: str) -> None:
        """A free communication (record 4); lines of one sequence number are one message."""
        number, words = record[2:6], " ".join(record[32:112].split())
        if words and len(self.messages) < MOST_MESSAGES:
            before = self.messages.get(number, "")
            self.messages[number] = f"{before} {words}".strip()[:LONGEST_MESSAGE]


def recognises(source: Source) -> str:
    """`coda` when the first line is a CODA header of version 1 or 2."""
    line = source.head.partition(b"\n")[0].rstrip(b"\r")
    return "coda" if _HEADER.match(line) and line[127:128] in {b"1", b"2"} else ""


def read(source: Source) -> Iterator[Record | Problem]:
    """Yield each statement, its movements and its end; raises Refused before any of them
    when a sum, a total or the number of records is not what the bank wrote.
    """
    sums.check(source)
    statement: _Statement | None = None
    for number, record in fields.records(source):
        kind = record[0]
        if kind == "1":
            opened = _opened(record, number)
            statement = _Statement(opened, Movements(opened.currency))
            yield opened
        elif statement is not None:
            begins = kind == "2" and record[1] == "1" and record[53] in BOOKED
            if (begins or kind in "89") and (ended := statement.movements.finished()):
                yield line_of(ended, statement.opened.currency)
            if begins:
                statement.movements.begin(record, number)
            elif kind in "23":
                statement.movements.add(record, number)
            elif kind == "4":
                statement.hear(record)
            elif kind == "8":
                statement.closed = _closed(record, number, statement.opened.currency)
            elif kind == "9":
                closed = statement.closed or _without_balance(statement)
                yield replace(closed, messages=tuple(statement.messages.values()))
                statement = None


def _opened(record: str, number: int) -> StatementOpened:
    account, currency = fields.account(record[1], record[5:42])
    counted = record[125:128] if record[125:128].strip("0 ") else record[2:5]
    return StatementOpened(
        where=places.line(number),
        account=account,
        currency=currency,
        number=counted.strip(),
        opened_on=fields.day(record[58:64], number, fields.OLD_BALANCE_DAY),
        opening=fields.amount(record[42:58], currency, number, fields.OLD_BALANCE),
        owner=record[64:90].strip(),
        sequence=_sequence(counted),
    )


def _sequence(digits: str) -> int | None:
    """Its place among the statements of the year; zeros where the bank does not count."""
    return int(digits) or None if digits.isascii() and digits.isdecimal() else None


def _closed(record: str, number: int, currency: str) -> StatementClosed:
    return StatementClosed(
        where=places.line(number),
        closed_on=fields.day(record[57:63], number, fields.NEW_BALANCE_DAY),
        closing=fields.amount(record[41:57], currency, number, fields.NEW_BALANCE),
    )


def _without_balance(statement: _Statement) -> StatementClosed:
    return StatementClosed(where=statement.opened.where, closed_on=None, closing=None)
