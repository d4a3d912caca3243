"""Bank lines out of the tables that banks let people download.

There is no standard: amounts stand in one column with a sign, in two, or beside a word that
says which way the money went; the account stands in a column, in a title, or nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats.cells import Unfit
from acquit.formats.layouts import movements
from acquit.formats.records import LineRecord, Problem, StatementClosed, StatementOpened
from acquit.formats.values import refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from acquit.core.sentences import Sentence
    from acquit.formats.layouts.table import Row, Table
    from acquit.formats.records import Record, Refused

    Key = tuple[str, str]  # account and currency

MOST_ACCOUNTS = 50
# Lines of other accounts that are kept until their turn; where there are more, the table is
# read again for each account, which so many may ask for.
MOST_HELD, MOST_READINGS = 200_000, 10
THE_TABLE = say("the table")


@dataclass(slots=True)
class _Account:
    """What a first reading learns of one account and currency of the table."""

    first_on: date
    last_on: date
    first: tuple[Decimal | None, Decimal]
    last: tuple[Decimal | None, Decimal]
    total: Decimal
    lines: int = 1
    pending: int = 0

    def meet(self, on: date, balance: Decimal | None, amount: Decimal) -> None:
        self.first_on, self.last_on = min(self.first_on, on), max(self.last_on, on)
        self.last = balance, amount
        self.total += amount
        self.lines += 1

    def balances(self) -> tuple[Decimal | None, Decimal | None]:
        """Opening and closing that agree with the lines between them, else none; tables
        run downwards in time or upwards.
        """
        (first, first_amount), (last, last_amount) = self.first, self.last
        if first is None or last is None:
            return None, None
        ways = (first - first_amount, last), (last - last_amount, first)
        return next((way for way in ways if way[0] + self.total == way[1]), (None, None))


def read(table: Table) -> Iterator[Record | Problem]:
    """Each account as a statement of its own; one that nobody names is called ""."""
    accounts = _accounts(table)
    if not accounts:
        yield from _unread(table)
        return
    first = next(iter(accounts))
    held = _held(accounts)
    for key, found in accounts.items():
        opening, closing = found.balances()
        account, currency = key
        yield StatementOpened(
            where=THE_TABLE,
            account=account,
            currency=currency,
            number="",
            opened_on=found.first_on,
            opening=opening,
        )
        if key == first:
            yield from _first_lines(table, key, held)
        elif held is None:
            yield from _lines_of(table, key)
        else:
            yield from held.pop(key)
        yield StatementClosed(
            where=THE_TABLE,
            closed_on=found.last_on,
            closing=closing,
            pending=found.pending,
        )


def _unread(table: Table) -> Iterator[Problem]:
    """What is wrong with a table none of whose rows could be read."""
    whole = True
    for _, said in _told(table):
        if isinstance(said, Problem):
            whole = False
            yield said
    if whole:
        yield Problem(
            where=THE_TABLE,
            saw=say("no line with a day and an amount"),
            wanted=say("at least one"),
            remedy=say("There is nothing to import, or the columns are others."),
        )


def _held(accounts: dict[Key, _Account]) -> dict[Key, list[LineRecord]] | None:
    """Where the lines of all accounts but the first wait; None when they are too many."""
    others = list(accounts)[1:]
    lines = sum(accounts[key].lines for key in others)
    return {key: [] for key in others} if lines <= MOST_HELD else None


def _first_lines(
    table: Table, first: Key, held: dict[Key, list[LineRecord]] | None
) -> Iterator[LineRecord | Problem]:
    """The lines of the first account, and the problems of all; other lines are held."""
    for key, said in _told(table):
        if key is None or key == first:
            yield said
        elif held is not None and isinstance(said, LineRecord):
            held[key].append(said)


def _lines_of(table: Table, wanted: Key) -> Iterator[LineRecord]:
    for key, said in _told(table):
        if key == wanted and isinstance(said, LineRecord):
            yield said


def _told(table: Table) -> Iterator[tuple[Key | None, LineRecord | Problem]]:
    """Every booked line with its account, and every problem, with none."""
    for row in _movements(table):
        try:
            if movements.is_booked(row):
                key = movements.account(row), movements.currency(row)
                for record in movements.records(row, own=key[0], currency=key[1]):
                    yield key, record
        except Unfit as unfit:
            yield None, unfit.at(row.where)


def _accounts(table: Table) -> dict[Key, _Account]:
    """The accounts that the table tells of, in their order, and what they come to."""
    found: dict[Key, _Account] = {}
    pending: dict[Key, int] = {}
    for number, row in enumerate(_movements(table)):
        if number > MOST_HELD and len(found) > MOST_READINGS:
            raise _too_many(row.where, MOST_READINGS)
        try:
            key = movements.account(row), movements.currency(row)
            if not movements.is_booked(row):
                pending[key] = pending.get(key, 0) + 1
                continue
            on, balance = movements.day(row), movements.balance(row)
            amount = movements.amount(row) + movements.fee(row)
        except Unfit:
            continue  # the second reading says so
        if known := found.get(key):
            known.meet(on, balance, amount)
        elif len(found) < MOST_ACCOUNTS:
            found[key] = _Account(on, on, (balance, amount), (balance, amount), amount)
        else:
            raise _too_many(row.where, MOST_ACCOUNTS)
    for key, account in found.items():
        account.pending = pending.get(key, 0)
    return found


def _movements(table: Table) -> Iterator[Row]:
    return (row for row in table.rows() if movements.is_movement(row))


def _too_many(where: Sentence, most: int) -> Refused:
    return refused(
        where=where,
        saw=say("more than %(most)s accounts", most=most),
        wanted=say("the lines of a few accounts"),
        remedy=say("Is the column of the account the right one?"),
    )
