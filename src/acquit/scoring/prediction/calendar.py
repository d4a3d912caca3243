"""The days on which payments come in, as arrays: working days of the payers' countries.

Weekends and national holidays are none: banks carry out no payments then. Where the books
show that money is booked at weekends as well (cards, cash), every day counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from acquit.core.days import is_working_day
from acquit.scoring.prediction.arrays import OPEN, day_of, weekday

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.scoring.prediction.arrays import Ints
    from acquit.scoring.prediction.books import Books

# The country whose money it is, where that is one country. The euro has none: weekends.
COUNTRIES = {
    "AUD": "AU", "BRL": "BR", "CAD": "CA", "CHF": "CH", "CNY": "CN", "CZK": "CZ",
    "DKK": "DK", "GBP": "GB", "HUF": "HU", "INR": "IN", "JPY": "JP", "MAD": "MA",
    "MXN": "MX", "NOK": "NO", "NZD": "NZ", "PLN": "PL", "RON": "RO", "SEK": "SE",
    "SGD": "SG", "TND": "TN", "TRY": "TR", "USD": "US", "ZAR": "ZA",
}  # fmt: skip
# One payment in so many at a weekend is no slip of the bookkeeping any more.
_AT_WEEKENDS = 0.05
_SATURDAY = 5
_BEFORE_DAYS, _AFTER_DAYS = 60, 800
# Days further from today than this are slips of the pen, or stand for "never".
_FARTHEST_DAYS = 3_660


class Calendar:
    """Counts working days. A *place* is the number of a working day in its country."""

    def __init__(
        self, countries: Sequence[str], first: int, last: int, *, weekends: bool = False
    ) -> None:
        """countries: "" = weekends alone are free; days from `first` to `last` can be asked
        for, and a good year after. weekends: every day counts.
        """
        self._first = first - _BEFORE_DAYS
        days = [day_of(one) for one in range(self._first, last + _AFTER_DAYS)]
        working = np.array(
            [[weekends or is_working_day(day, one) for day in days] for one in countries]
        )
        # before[c, d]: working days of country c before day d
        self._before = np.concatenate(
            [np.zeros((len(countries), 1), np.int64), working.cumsum(axis=1)], axis=1
        )
        least = int(working.sum(axis=1).min())
        self._days = np.stack([np.flatnonzero(row)[:least] for row in working])
        self._most = len(days)

    def place_from(self, country: Ints, day: Ints) -> Ints:
        """The place of the day, or of the next working day."""
        return self._before[country, np.clip(day - self._first, 0, self._most)]

    def day(self, country: Ints, place: Ints) -> Ints:
        """The day at a place."""
        most = self._days.shape[1] - 1
        return self._days[country, np.clip(place, 0, most)] + self._first


def pays_at_weekends(books: Books, today: int) -> bool:
    """Whether these payers do, by what was paid before the morning of `today`."""
    paid = books.paid[books.paid < today]
    share = float((weekday(paid) >= _SATURDAY).mean()) if len(paid) else 0.0
    return share >= _AT_WEEKENDS


def calendar_of(books: Books, today: int) -> Calendar:
    """The calendar of these payers, by what was paid before the morning of `today`."""
    known = books.paid[books.paid < OPEN]
    days = np.concatenate([books.issued, books.due, known, [today]])
    days = np.clip(days, today - _FARTHEST_DAYS, today + _FARTHEST_DAYS)
    return Calendar(
        books.countries,
        int(days.min()),
        int(days.max()),
        weekends=pays_at_weekends(books, today),
    )
