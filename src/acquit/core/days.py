"""Working days of a country: weekends and public holidays are not.

Source of the holidays: the `holidays` package, national days only. A country that it does
not know has weekends alone.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays

ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@lru_cache(maxsize=512)
def _public_holidays(country: str, year: int) -> frozenset[date]:
    if country not in holidays.list_supported_countries():
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=year))


def is_holiday(day: date, country: str) -> bool:
    """Whether it is a public holiday there; a Sunday is none."""
    return day in _public_holidays(country, day.year)


def is_working_day(day: date, country: str) -> bool:
    """True unless it is a weekend or a public holiday there."""
    return day.weekday() < _SATURDAY and not is_holiday(day, country)


@lru_cache(maxsize=65536)
def working_day_from(day: date, country: str) -> date:
    """The day itself when it is a working day there, else the next one."""
    while not is_working_day(day, country):
        day += ONE_DAY
    return day


def next_working_day(day: date, country: str) -> date:
    """The first working day after `day`."""
    return working_day_from(day + ONE_DAY, country)


def working_days_between(first: date, last: date, country: str) -> int:
    """How many working days lie after `first` until `last`, this one included; 0 when not
    later.

    Stops counting at 30: nobody asks for more here, and a forgotten account may be years
    old.
    """
    count, day = 0, first
    while day < last and count < 30:
        day = next_working_day(day, country)
        count += day <= last
    return count
