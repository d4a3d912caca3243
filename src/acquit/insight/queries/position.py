"""What is open at the close of a day, as values: every picture is cut from them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from acquit.core import figures
from acquit.core.figures import Bucket
from acquit.core.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

EXPECTED_DAYS = 30
# This week and twelve more: a quarter ahead.
WEEKS = 13
# (company, unit); a customer may belong to no unit.
Place = tuple[int, int | None]


def outer_days(as_of: date) -> tuple[date, date]:
    """The first and the last due day that a position tells apart: what is due before the
    one is as late, what is due after the other as far ahead.
    """
    _, last_of_the_latest = figures.due_between(Bucket.OVER_90, as_of)
    return last_of_the_latest or as_of, figures.week_of(as_of) + timedelta(weeks=WEEKS)


class Heap(NamedTuple):
    """Receivables of one place that are due on one of the `outer_days`, or between them.

    rows: how many there are.
    """

    currency: str
    company_id: int
    unit_id: int | None
    due_on: date
    rows: int
    minor: int


@dataclass(frozen=True)
class Position:
    """All that is open in one currency at the close of `as_of`, as heaps."""

    currency: str
    as_of: date
    heaps: Sequence[Heap] = ()

    @cached_property
    def count(self) -> int:
        return sum(heap.rows for heap in self.heaps)

    @cached_property
    def open(self) -> Money:
        return self._sum(self.heaps)

    @cached_property
    def not_due(self) -> Money:
        return Money(self.by_bucket[Bucket.NOT_DUE], self.currency)

    @cached_property
    def overdue(self) -> Money:
        return self.open - self.not_due

    @cached_property
    def overdue_share(self) -> float | None:
        return figures.share(self.overdue.minor, self.open.minor)

    @cached_property
    def soon(self) -> Money:
        """What falls due within EXPECTED_DAYS."""
        last = self.as_of + timedelta(days=EXPECTED_DAYS)
        return self._sum(heap for heap in self.heaps if self.as_of <= heap.due_on <= last)

    @cached_property
    def by_bucket(self) -> Mapping[Bucket, int]:
        found = dict.fromkeys(Bucket, 0)
        for heap in self.heaps:
            found[figures.bucket(heap.due_on, self.as_of)] += heap.minor
        return found

    @cached_property
    def by_week(self) -> Mapping[date, int]:
        """What falls due in each of WEEKS weeks, by its Monday."""
        _, beyond = outer_days(self.as_of)
        found: dict[date, int] = defaultdict(int)
        for heap in self.heaps:
            if self.as_of <= heap.due_on < beyond:
                found[figures.week_of(heap.due_on)] += heap.minor
        return found

    @cached_property
    def overdue_by_place(self) -> Mapping[Place, Mapping[Bucket, int]]:
        """Where something is late: how much of it, and how late."""
        found: dict[Place, dict[Bucket, int]] = {}
        for heap in self.heaps:
            bucket = figures.bucket(heap.due_on, self.as_of)
            if bucket is not Bucket.NOT_DUE:
                place = found.setdefault((heap.company_id, heap.unit_id), {})
                place[bucket] = place.get(bucket, 0) + heap.minor
        return found

    def _sum(self, heaps: Iterable[Heap]) -> Money:
        return Money(sum(heap.minor for heap in heaps), self.currency)


def by_currency(heaps: Iterable[Heap], as_of: date) -> dict[str, Position]:
    """The position in each currency, the one with most receivables first."""
    sorted_out: dict[str, list[Heap]] = defaultdict(list)
    for heap in heaps:
        sorted_out[heap.currency].append(heap)
    found = [Position(code, as_of, alike) for code, alike in sorted(sorted_out.items())]
    found.sort(key=lambda position: -position.count)
    return {position.currency: position for position in found}
