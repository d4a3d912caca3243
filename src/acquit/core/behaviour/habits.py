"""The habit of a payer: how its delays were spread until the end of a day.

Facts are added one by one; nothing is looked at twice. A delay is counted in days from due
to settled, negative = before; the counts of each delay are kept, so that every quantile is
exact and two habits add up to one, as those of a group do.

docs/explanation/prediction.md tells how the figures are read.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.days import working_day_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# The last quarter is compared with all before it.
QUARTER_DAYS = 91
# A payer's share of late payments leans on the wider one as if that were so many payments.
LEANING = 3.0
MUCH_LATER_DAYS = 30
MONTH_END_DAYS = 5
# A month has seven parts of five days, the last one shorter.
PART_DAYS = 5


class Settled(NamedTuple):
    """A receivable that was settled in full by payments. amount_minor: in the company's
    currency; country: of the payer, "" = unknown: its working days are all but weekends;
    parts: payments that it took.
    """

    due_on: date
    settled_on: date
    amount_minor: int
    country: str = ""
    parts: int = 1

    @property
    def delay_days(self) -> int:
        """Calendar days after the due day; negative = before it."""
        return (self.settled_on - self.due_on).days

    @property
    def late(self) -> bool:
        """After the first working day on which it could be paid: due on a Sunday and paid
        on Monday is in time.
        """
        return self.settled_on > working_day_from(self.due_on, self.country)


@dataclass(slots=True)
class Habit:
    """What was counted so far. late, late_30: after due, and more than 30 days after it;
    month_end: in the last five days of a month. delays: payments by delay; weekdays: by day
    of the week, 0 = Monday; parts: by part of the month, 0 = its first five days; months:
    by month of due, with the sum of their delays in month_days.
    """

    payments: int = 0
    amount_minor: int = 0
    late: int = 0
    late_minor: int = 0
    late_30: int = 0
    month_end: int = 0
    delays: Counter[int] = field(default_factory=Counter)
    weekdays: Counter[int] = field(default_factory=Counter)
    parts: Counter[int] = field(default_factory=Counter)
    months: Counter[int] = field(default_factory=Counter)
    month_days: Counter[int] = field(default_factory=Counter)

    def add(self, fact: Settled) -> None:
        """Count one more payment."""
        due_on, settled_on, amount_minor, _, _ = fact
        delay = (settled_on - due_on).days
        self.payments += 1
        self.amount_minor += amount_minor
        if delay > 0 and fact.late:
            self.late += 1
            self.late_minor += amount_minor
            self.late_30 += delay > MUCH_LATER_DAYS
        self.month_end += _ends_month(settled_on)
        self.delays[delay] += 1
        self.weekdays[settled_on.weekday()] += 1
        self.parts[(settled_on.day - 1) // PART_DAYS] += 1
        self.months[due_on.month] += 1
        self.month_days[due_on.month] += delay

    def joined(self, other: Habit) -> Habit:
        """Both together, as of two customers of a group; neither is changed."""
        return Habit(
            payments=self.payments + other.payments,
            amount_minor=self.amount_minor + other.amount_minor,
            late=self.late + other.late,
            late_minor=self.late_minor + other.late_minor,
            late_30=self.late_30 + other.late_30,
            month_end=self.month_end + other.month_end,
            delays=self.delays + other.delays,
            weekdays=self.weekdays + other.weekdays,
            parts=self.parts + other.parts,
            months=self.months + other.months,
            month_days=_summed(self.month_days, other.month_days),
        )

    @property
    def mean_days(self) -> float | None:
        """The mean delay; None without a payment."""
        if not self.payments:
            return None
        return sum(days * count for days, count in self.delays.items()) / self.payments

    @property
    def spread_days(self) -> float | None:
        """The standard deviation of the delays; None under two payments."""
        mean = self.mean_days
        if mean is None or self.payments < 2:
            return None
        squares = sum(count * (days - mean) ** 2 for days, count in self.delays.items())
        return math.sqrt(squares / (self.payments - 1))

    @property
    def median_days(self) -> float | None:
        """The middle delay, of an even number the mean of both; None without a payment."""
        if not self.payments:
            return None
        return (
            self._delay_at((self.payments + 1) // 2)
            + self._delay_at(self.payments // 2 + 1)
        ) / 2

    def quantile_days(self, share: float) -> int | None:
        """The delay that this share of the payments does not exceed; None without one."""
        if not self.payments:
            return None
        return self._delay_at(max(1, math.ceil(share * self.payments - 1e-9)))

    def late_share(self, wider: float) -> float:
        """The share that came late, 0..1, leaning on the wider share."""
        return (self.late + LEANING * wider) / (self.payments + LEANING)

    def late_amount_share(self, wider: float) -> float:
        """The share of the amounts that came late, leaning as if on average payments."""
        if not self.amount_minor:
            return wider
        lent = LEANING * self.amount_minor / self.payments
        return (self.late_minor + lent * wider) / (self.amount_minor + lent)

    def weekday_shares(self) -> Mapping[int, float]:
        """Share of the payments on each weekday that had any; 0 = Monday."""
        return {day: n / self.payments for day, n in sorted(self.weekdays.items())}

    @property
    def month_end_share(self) -> float:
        """The share of payments in the last five days of a month; 0 without any."""
        return self.month_end / self.payments if self.payments else 0.0

    def _delay_at(self, place: int) -> int:
        """The delay of the payment at this place, 1 = the earliest."""
        passed = 0
        for days in sorted(self.delays):
            passed += self.delays[days]
            if passed >= place:
                return days
        raise IndexError(place)


def habit(facts: Iterable[Settled], *, before: date) -> Habit:
    """What was known on the morning of `before`; what was settled on it or later is not."""
    found = Habit()
    for fact in facts:
        if fact.settled_on < before:
            found.add(fact)
    return found


_LAST_DAYS = timedelta(MONTH_END_DAYS)


def _ends_month(day: date) -> bool:
    return day.day > 23 and (day + _LAST_DAYS).month != day.month


def _summed(one: Counter[int], other: Counter[int]) -> Counter[int]:
    """Sums may be negative, and `+` of counters drops those."""
    both = Counter(one)
    both.update(other)
    return both
