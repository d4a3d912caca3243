"""Whether the statements of one account follow each other without a gap.

Every statement should open with what the one before closed with. Where it does not, one is
missing, or two tell of the same days; numbers, days and pages say more about which.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, islice
from typing import TYPE_CHECKING

from acquit.core.days import is_working_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ONE_DAY = timedelta(days=1)
MOST_DAYS = 31
MOST_PAGES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What one statement, with all its pages, tells of its account.

    first_on, last_on: its days, both included. sequence: its place in the bank's count.
    Balances None = the bank stated none. lines_minor: the sum of its lines, None = they are
    not comparable. pages: those that are here; last_page: whether the last one is.
    """

    statement_id: int
    number: str
    sequence: int | None
    first_on: date
    last_on: date
    opening_minor: int | None
    closing_minor: int | None
    lines_minor: int | None
    pages: tuple[int, ...] = (1,)
    last_page: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceBreak:
    """A statement does not open with what the one before closed with."""

    before: Stretch
    after: Stretch

    @property
    def differs_minor(self) -> int:
        """What the missing lines come to: what it opens with less what was closed with."""
        return (self.after.opening_minor or 0) - (self.before.closing_minor or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersMissing:
    """The bank's count goes on further than by one. first, last: the numbers between."""

    before: Stretch
    after: Stretch
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysMissing:
    """Working days of which no statement tells, though the balance moved or is not known.

    days: at most the first 31.
    """

    before: Stretch
    after: Stretch
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Two statements tell of the same days, both included."""

    before: Stretch
    after: Stretch
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesMissing:
    """Of a statement in pages some are not here. pages: at most the first 100 of them;
    last: whether the last one is missing, too.
    """

    statement: Stretch
    pages: tuple[int, ...]
    last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SumBreak:
    """Opening balance and lines do not make the closing balance. found_minor: what they do
    make.
    """

    statement: Stretch
    found_minor: int


Finding = BalanceBreak | NumbersMissing | DaysMissing | Overlap | PagesMissing | SumBreak


def findings(stretches: Iterable[Stretch], *, country: str) -> list[Finding]:
    """What is not as it should be, in the order of the statements.

    country: whose working days count. Statements that tell of the same days share lines, so
    their sums say nothing.
    """
    found: list[Finding] = []
    sharing: set[int] = set()
    before: Stretch | None = None
    for after in in_order(stretches):
        found += _pages(after)
        if before is not None:
            if overlap := _overlap(before, after):
                sharing |= {before.statement_id, after.statement_id}
                found.append(overlap)
            else:
                found += _between(before, after, country)
        found += _sum(after)
        if before is None or after.last_on >= before.last_on:
            before = after
    return [
        one
        for one in found
        if not isinstance(one, SumBreak) or one.statement.statement_id not in sharing
    ]


def in_order(stretches: Iterable[Stretch]) -> list[Stretch]:
    """By their days; several of one day in the order in which their balances meet."""
    row: list[Stretch] = []
    by_day = sorted(
        stretches, key=lambda s: (s.last_on, s.first_on, s.sequence or 0, s.statement_id)
    )
    for _, group in groupby(by_day, key=lambda one: one.last_on):
        waiting = list(group)
        while waiting:
            meeting = (one for one in waiting if row and _meet(row[-1], one))
            following = next(meeting, waiting[0])
            row.append(following)
            waiting.remove(following)
    return row


def _meet(before: Stretch, after: Stretch) -> bool | None:
    """Whether the balances do; None when one of them is not stated."""
    if before.closing_minor is None or after.opening_minor is None:
        return None
    return before.closing_minor == after.opening_minor


def _overlap(before: Stretch, after: Stretch) -> Overlap | None:
    """Two statements of one day whose balances meet tell of its two halves."""
    if after.first_on > before.last_on or _meet(before, after):
        return None
    return Overlap(
        before=before,
        after=after,
        first_on=max(before.first_on, after.first_on),
        last_on=min(before.last_on, after.last_on),
    )


def _between(before: Stretch, after: Stretch, country: str) -> Iterator[Finding]:
    meet = _meet(before, after)
    if meet is False:
        yield BalanceBreak(before=before, after=after)
    numbers = _numbers_between(before, after)
    if numbers:
        yield NumbersMissing(before=before, after=after, first=numbers[0], last=numbers[-1])
    if meet or (numbers is not None and not numbers):
        return  # a day without a statement is a day on which nothing was booked
    if days := _working_days(before.last_on, after.first_on, country):
        yield DaysMissing(before=before, after=after, days=days)


def _numbers_between(before: Stretch, after: Stretch) -> range | None:
    """The numbers of the bank's count between two statements; None where it does not count.

    A count goes on, or begins anew with 1 in each year.
    """
    if before.sequence is None or after.sequence is None:
        return None
    anew = after.last_on.year > before.last_on.year and after.sequence <= before.sequence
    return range(1 if anew else before.sequence + 1, after.sequence)


def _working_days(first: date, last: date, country: str) -> tuple[date, ...]:
    """Those after the first and before the last."""
    count = min((last - first).days - 1, MOST_DAYS * 2)
    days = (first + ONE_DAY * (n + 1) for n in range(count))
    return tuple(islice((day for day in days if is_working_day(day, country)), MOST_DAYS))


def _pages(statement: Stretch) -> Iterator[PagesMissing]:
    here = set(statement.pages)
    gaps = (page for page in range(1, max(here)) if page not in here)
    missing = tuple(islice(gaps, MOST_PAGES))
    if missing or not statement.last_page:
        yield PagesMissing(statement=statement, pages=missing, last=not statement.last_page)


def _sum(statement: Stretch) -> Iterator[SumBreak]:
    opening, lines = statement.opening_minor, statement.lines_minor
    if opening is None or lines is None or statement.closing_minor is None:
        return
    if opening + lines != statement.closing_minor:
        yield SumBreak(statement=statement, found_minor=opening + lines)
