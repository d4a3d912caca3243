"""Working days of the payers' countries as arrays: weekends and national holidays are not.

Banks carry out no payments on such days, so no prediction falls on one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from acquit.core.days import is_working_day
from acquit.scoring.prediction.arrays import day_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.scoring.prediction.arrays import Ints

# The country whose money it is, where that is one country. The euro has none: weekends.
COUNTRIES = {
    "AUD": "AU", "BRL": "BR", "CAD": "CA", "CHF": "CH", "CNY": "CN", "CZK": "CZ",
    "DKK": "DK", "GBP": "GB", "HUF": "HU", "INR": "IN", "JPY": "JP", "MAD": "MA",
    "MXN": "MX", "NOK": "NO", "NZD": "NZ", "PLN": "PL", "RON": "RO", "SEK": "SE",
    "SGD": "SG", "TND": "TN", "TRY": "TR", "USD": "US", "ZAR": "ZA",
}  # fmt: skip
_AFTER_DAYS = 800


class Calendar:
    """Counts working days. A *place* is the number of a working day in its country."""

    def __init__(self, countries: Sequence[str], first: int, last: int) -> None:
        """countries: "" = weekends alone; days from `first` to `last` can be asked for,
        and a good year after.
        """
        self._first = first - 60
        days = [day_of(one) for one in range(self._first, last + _AFTER_DAYS)]
        working = np.array([[is_working_day(d, c) for d in days] for c in countries])
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
