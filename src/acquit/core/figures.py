"""The key figures of receivables, as formulas over one currency.

Amounts are minor units; what is sold is counted as what is open is: with VAT, less credit
notes. None = not available. docs/reference/figures.md tells each with worked numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Thirteen whole weeks, so that each weekday counts alike whatever day it is.
PERIOD_DAYS = 91
# A customer base that has not paid for two years of sales is not measured in days.
MOST_MONTHS = 24


class Bucket(StrEnum):
    """How late something is, on time first. The due day itself is on time."""

    NOT_DUE = "NOT_DUE"
    TO_30 = "TO_30"
    TO_60 = "TO_60"
    TO_90 = "TO_90"
    OVER_90 = "OVER_90"


# The most days late that each bucket holds; the last one holds all the rest.
REACHES: dict[Bucket, int | None] = {
    Bucket.NOT_DUE: 0,
    Bucket.TO_30: 30,
    Bucket.TO_60: 60,
    Bucket.TO_90: 90,
    Bucket.OVER_90: None,
}


def due_between(bucket: Bucket, as_of: date) -> tuple[date | None, date | None]:
    """The first and the last due day of the bucket, both inside; None = without end."""
    buckets = list(REACHES)
    reach, place = REACHES[bucket], buckets.index(bucket)
    first = None if reach is None else as_of - timedelta(days=reach)
    if bucket is Bucket.NOT_DUE:
        return first, None
    before = REACHES[buckets[place - 1]] or 0
    return first, as_of - timedelta(days=before + 1)


def bucket(due_on: date, as_of: date) -> Bucket:
    """The bucket of what is due on that day."""
    days_late = (as_of - due_on).days
    for one, reach in REACHES.items():
        if reach is None or days_late <= reach:
            return one
    return Bucket.OVER_90


def share(part: int, whole: int) -> float | None:
    """0..1; None of nothing."""
    return part / whole if whole > 0 else None


def days_of_sales(open_minor: int, sales_minor: int, days: int) -> float | None:
    """DSO by the period: how many days of sales are open.

    Given all that is open it is the DSO; given what is not due yet, the best possible one.
    """
    return open_minor / sales_minor * days if sales_minor > 0 else None


@dataclass(frozen=True, slots=True)
class Month:
    """What was sold in a calendar month, or in the days of it that have passed."""

    sales_minor: int
    days: int


def months(sales: Mapping[date, int], as_of: date) -> list[Month]:
    """Sales by day as months, newest first, back to the oldest day sold.

    The first one ends on `as_of`; later days are left out.
    """
    found: list[Month] = []
    last = as_of
    oldest = min(sales, default=as_of)
    while last >= oldest and len(found) < MOST_MONTHS:
        first = last.replace(day=1)
        sold = sum(minor for day, minor in sales.items() if first <= day <= last)
        found.append(Month(sold, (last - first).days + 1))
        last = first - timedelta(days=1)
    return found


def count_back(open_minor: int, newest_first: Iterable[Month]) -> float | None:
    """DSO by exhaustion: take off whole months of sales until nothing is open.

    A month without sales adds its days. None when the months known do not suffice.
    """
    days, left = 0.0, open_minor
    for month in newest_first:
        if left <= 0:
            return days
        if month.sales_minor >= left:
            return days + left / month.sales_minor * month.days
        left -= max(month.sales_minor, 0)
        days += month.days
    return days if left <= 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesOutstanding:
    """DSO in its three forms, in days. `delinquent`: the part that is due to lateness."""

    period: float | None
    best: float | None
    counted_back: float | None
    sales_minor: int

    @property
    def delinquent(self) -> float | None:
        if self.period is None or self.best is None:
            return None
        return self.period - self.best


def sales_outstanding(
    open_minor: int, not_due_minor: int, sales: Mapping[date, int], as_of: date
) -> SalesOutstanding:
    """DSO at the close of `as_of`, over the PERIOD_DAYS that end with it."""
    since = as_of - timedelta(days=PERIOD_DAYS)
    sold = sum(minor for day, minor in sales.items() if since < day <= as_of)
    return SalesOutstanding(
        period=days_of_sales(open_minor, sold, PERIOD_DAYS),
        best=days_of_sales(not_due_minor, sold, PERIOD_DAYS),
        counted_back=count_back(open_minor, months(sales, as_of)),
        sales_minor=sold,
    )


def month_before(day: date) -> date:
    """The same day a month earlier, or the last one that month has."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())
