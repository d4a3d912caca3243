"""Days: on which days the banks book, and on which the companies invoice.

Banks book on TARGET days (European Central Bank: weekdays, less six holidays).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import holidays

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = timedelta(days=1)


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.financial_holidays("ECB", years=year))


@lru_cache(maxsize=64)
def _public_holidays(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year))


@lru_cache(maxsize=8192)
def is_banking_day(day: date) -> bool:
    """Whether banks book on it."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


@lru_cache(maxsize=8192)
def is_working_day(day: date, country: str) -> bool:
    """Whether people of that country work on it; regions are not told apart."""
    return day.weekday() < 5 and day not in _public_holidays(country, day.year)


def banking_day(day: date) -> date:
    """The day itself, or the next one on which banks book."""
    while not is_banking_day(day):
        day += DAY
    return day


def working_day(day: date, country: str) -> date:
    """The day itself, or the next one on which people of that country work."""
    while not is_working_day(day, country):
        day += DAY
    return day


def weekday_from(day: date, weekday: int) -> date:
    """The day itself, or the next one with that weekday (0 is Monday)."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def end_of_month(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def days(after: date, until: date) -> Iterator[date]:
    """Every day later than `after`, `until` included."""
    day = after + DAY
    while day <= until:
        yield day
        day += DAY
