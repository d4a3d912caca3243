"""What comes in, as a sum that is not sure: its interval, and how right it was.

Payers of one company are taken as independent of each other, companies are not.
docs/explanation/forecast-and-risk.md tells why, and each with worked numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

# 80 % of a normal distribution lie within so many standard deviations.
Z80 = 1.2816


class Interval(NamedTuple):
    """Minor units: in eight cases of ten what comes in lies between the two, in one below
    `low`, in one above `high`.
    """

    low: int
    high: int

    def holds(self, minor: int) -> bool:
        return self.low <= minor <= self.high


class Expected(NamedTuple):
    """A sum to come: minor units, and its variance in minor units squared."""

    minor: int = 0
    variance: float = 0.0

    @property
    def interval(self) -> Interval:
        """Normal, as a sum of many payers is, and never below nothing.

        10,000 with a variance of 1,000,000 lie between 8,718 and 11,282.
        """
        reach = Z80 * sqrt(self.variance)
        return Interval(max(round(self.minor - reach), 0), round(self.minor + reach))

    def and_also(self, other: Expected) -> Expected:
        """With what is expected of other payers."""
        return Expected(self.minor + other.minor, self.variance + other.variance)

    def spread(self, factor: float) -> Expected:
        """The same sum with an interval so many times as wide."""
        return Expected(self.minor, self.variance * factor * factor)


def total(parts: Iterable[Expected]) -> Expected:
    """What is expected of payers of one company: their variances add up."""
    found = Expected()
    for one in parts:
        found = found.and_also(one)
    return found


def of_companies(parts: Iterable[Expected]) -> Expected:
    """What is expected of several companies: their standard deviations add up.

    How wide a company's own sum must be, its own past tells; nothing tells it of several
    together, and the same month's end and the same holiday move the payers of all.
    """
    rows = list(parts)
    spread = sum(sqrt(one.variance) for one in rows)
    return Expected(sum(one.minor for one in rows), spread * spread)


class Told(NamedTuple):
    """What was expected of a week, and what then came of the same invoices."""

    expected: Expected
    came_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTest:
    """How right the forecasts of some weeks were. None = nothing can be said.

    wape: the sum of the errors, up and down alike, as a share of what came; bias: the same,
    ups and downs set off, above 0 = too much was expected; held: the share of the weeks in
    which the interval did.
    """

    weeks: int
    wape: float | None
    bias: float | None
    held: float | None


def back_test(told: Iterable[Told]) -> BackTest:
    """Expected 100 and 120, came 90 and 130: the errors are 20 of 220, so the WAPE is 9.1 %
    and the bias 0.
    """
    rows = list(told)
    came = sum(one.came_minor for one in rows)
    errors = [one.expected.minor - one.came_minor for one in rows]
    held = sum(one.expected.interval.holds(one.came_minor) for one in rows)
    return BackTest(
        weeks=len(rows),
        wape=sum(map(abs, errors)) / came if came > 0 else None,
        bias=sum(errors) / came if came > 0 else None,
        held=held / len(rows) if rows else None,
    )
