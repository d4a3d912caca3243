"""What pictures of a payer's habit are drawn of: its delays in bands, and by month."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from acquit.core.behaviour.habits import Settled

# The last day after due of each band of delays, negative = before due; later is the last.
BANDS = (-15, -8, -1, 0, 7, 14, 30, 60, 90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What was paid in a month. Days after due: the middle payment, and the first and last
    tenth. payments: one at least.
    """

    first: date
    payments: int
    median_days: float
    soonest_days: int
    slowest_days: int


def banded(delays: Mapping[int, int]) -> list[int]:
    """delays: payments by days after due. One count for each band, and one for later."""
    found = [0] * (len(BANDS) + 1)
    for days, count in delays.items():
        found[bisect_left(BANDS, days)] += count
    return found


def by_month(payments: Iterable[Settled]) -> list[Month]:
    """The months in which something was paid, the oldest first."""
    delays: dict[date, list[int]] = defaultdict(list)
    for one in payments:
        delays[one.settled_on.replace(day=1)].append(one.delay_days)
    return [_month(first, sorted(days)) for first, days in sorted(delays.items())]


def _month(first: date, days: list[int]) -> Month:
    middle, tenth = len(days) // 2, (len(days) - 1) // 10
    return Month(
        first=first,
        payments=len(days),
        median_days=(days[middle] + days[-middle - 1]) / 2,
        soonest_days=days[tenth],
        slowest_days=days[-tenth - 1],
    )
