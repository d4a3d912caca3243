"""Whether a payer changes: the last quarter against all before, tested against chance.

Payments of one day are one decision of the payer, a run; so runs are compared, not
invoices, by the rank sum of their mean delays (Mann and Whitney 1947, with the normal
approximation and the correction for ties). That asks nothing of how delays are spread, and
one payment that was forgotten for a year does not make a trend.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from acquit.core.behaviour.habits import QUARTER_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from acquit.core.behaviour.habits import Settled

# Fewer runs than this on either side: anything may be chance.
LEAST_RUNS = 4
# Chance gives such a difference, or a larger one, less often than once in a hundred; and a
# difference of a day or so is of no use to anybody, however sure it is.
SURE = 0.01
LEAST_DAYS = 2.0


class Direction(StrEnum):
    """How a payer changes."""

    STEADY = "steady"
    LATER = "later"
    SOONER = "sooner"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """change_days: median delay of the last quarter's runs less that of the runs before;
    now_days: of the last quarter's.

    chance: how often chance alone gives as much, 0..1. runs: of the quarter, and before.
    """

    direction: Direction
    change_days: float = 0.0
    now_days: float = 0.0
    chance: float = 1.0
    runs: tuple[int, int] = (0, 0)


def trend(facts: Iterable[Settled], *, before: date) -> Trend:
    """What was known on the morning of `before`; later facts are not looked at."""
    quarter = before - timedelta(QUARTER_DAYS)
    known = [fact for fact in facts if fact.settled_on < before]
    late = _runs(fact for fact in known if fact.settled_on >= quarter)
    early = _runs(fact for fact in known if fact.settled_on < quarter)
    runs = len(late), len(early)
    if min(runs) < LEAST_RUNS:
        return Trend(direction=Direction.UNKNOWN, runs=runs)
    now = _median(late)
    change, chance = now - _median(early), rank_sum_chance(late, early)
    return Trend(
        direction=_direction(change, chance),
        change_days=change,
        now_days=now,
        chance=chance,
        runs=runs,
    )


def rank_sum_chance(one: Sequence[float], other: Sequence[float]) -> float:
    """How often two such samples of one and the same kind differ as much; two-sided."""
    total = len(one) + len(other)
    ranks, ties = _ranks([*one, *other])
    above = sum(ranks[: len(one)]) - len(one) * (len(one) + 1) / 2
    expected = len(one) * len(other) / 2
    variance = expected / 6 * (total + 1 - ties / (total * (total - 1)))
    if variance <= 0:
        return 1.0
    # Half a rank nearer to the middle: ranks are whole numbers, the normal curve is not.
    distance = max(abs(above - expected) - 0.5, 0) / math.sqrt(variance)
    return math.erfc(distance / math.sqrt(2))


def _direction(change: float, chance: float) -> Direction:
    if chance >= SURE or abs(change) < LEAST_DAYS:
        return Direction.STEADY
    return Direction.LATER if change > 0 else Direction.SOONER


def _runs(facts: Iterable[Settled]) -> list[float]:
    """The mean delay of each day on which something was settled."""
    days: dict[date, list[int]] = defaultdict(list)
    for fact in facts:
        days[fact.settled_on].append(fact.delay_days)
    return [sum(delays) / len(delays) for delays in days.values()]


def _ranks(values: Sequence[float]) -> tuple[list[float], int]:
    """The rank of each value, equal ones sharing theirs, and the sum of t³ - t of ties."""
    counts = Counter(values)
    rank, passed = {}, 0
    for value in sorted(counts):
        rank[value] = passed + (counts[value] + 1) / 2
        passed += counts[value]
    ties = sum(count**3 - count for count in counts.values())
    return [rank[value] for value in values], ties


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return (ordered[middle] + ordered[-middle - 1]) / 2
