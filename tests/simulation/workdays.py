"""On which days people work, country by country."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays

ONE_DAY = timedelta(days=1)


@cache
def days_off(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year))


def works(day: date, country: str) -> bool:
    return day.weekday() not in {5, 6} and day not in days_off(country, day.year)


def working_day(day: date, country: str) -> date:
    """The day, or the first one after it on which people work there."""
    while not works(day, country):
        day += ONE_DAY
    return day


def working_days_after(first: date, last: date, country: str) -> int:
    days = range(1, (last - first).days + 1)
    return sum(works(first + timedelta(days=n), country) for n in days)
