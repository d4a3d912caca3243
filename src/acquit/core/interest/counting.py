"""How many days lie between two days, and what share of a year they are.

Every convention here gives each day a place on one scale, and a year so many of its units.
What lies between two days is a difference of places, so that a period split in two always
adds up to the whole.
"""

from __future__ import annotations

from calendar import isleap
from datetime import MAXYEAR, date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from acquit.core.law import DayCount

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# 365 x 366: a day of a common year is 366 of these, one of a leap year 365.
_ACTUAL = 365 * 366
UNITS: Mapping[DayCount, int] = {
    DayCount.ACT_365: 365,
    DayCount.ACT_ACT: _ACTUAL,
    DayCount.THIRTY_360: 360,
}


def place(day: date, convention: DayCount) -> int:
    """The day's place on the scale, in units of which `UNITS` make a year.

    30_360 is the European one (30E/360): the 31st counts as the 30th.
    """
    match convention:
        case DayCount.ACT_365:
            return day.toordinal()
        case DayCount.ACT_ACT:
            weight = 365 if isleap(day.year) else 366
            return day.year * _ACTUAL + day.timetuple().tm_yday * weight
        case DayCount.THIRTY_360:
            return day.year * 360 + day.month * 30 + min(day.day, 30)


def year_share(after: date, until: date, convention: DayCount) -> Fraction:
    """The days after the first until the second, it included, as a share of a year."""
    between = place(until, convention) - place(after, convention)
    return Fraction(between, UNITS[convention])


def days_between(after: date, until: date, convention: DayCount) -> int:
    """How many days lie after the first until the second, as this convention counts."""
    if convention is DayCount.THIRTY_360:
        return place(until, convention) - place(after, convention)
    return (until - after).days


def full_years(since: date, until: date) -> Iterator[date]:
    """The last days of the full years of interest that runs after `since`, in order.

    A year that begins on a 29th of February ends on the last day of a February.
    """
    first = since + timedelta(days=1)
    for year in range(first.year + 1, min(until.year + 1, MAXYEAR) + 1):
        ends = _same_day(first, year) - timedelta(days=1)
        if ends > until:
            return
        yield ends


def _same_day(day: date, year: int) -> date:
    if (day.month, day.day) == (2, 29) and not isleap(year):
        return date(year, 3, 1)
    return day.replace(year=year)
