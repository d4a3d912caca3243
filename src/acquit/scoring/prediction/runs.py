"""The last payments of each payer: those of one day are one run, one decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from acquit.scoring.prediction import delays
from acquit.scoring.prediction.arrays import weekday
from acquit.scoring.prediction.tallies import keys

if TYPE_CHECKING:
    from acquit.scoring.prediction.arrays import Floats, Ints
    from acquit.scoring.prediction.books import Books

# "Lately": what a payer did before that tells less of what it does now.
RECENT_DAYS = 60


class Payments:
    """The last payments of each payer; those of one day are one run."""

    def __init__(self, paid: Books) -> None:
        order = np.argsort(keys(paid.customer, paid.paid), kind="stable")
        self._keys = keys(paid.customer, paid.paid)[order]
        self._customer, self._day = paid.customer[order], paid.paid[order]
        delay = np.clip(paid.delay[order], delays.EARLIEST, delays.LATEST)
        self._running = np.concatenate([[0], delay.cumsum()])
        # The latest due day among all that this payer has paid so far.
        self._reached = np.maximum.accumulate(keys(paid.customer, paid.due)[order])

    def seen(self, customer: Ints, due: Ints, t: Ints) -> list[Ints | Floats]:
        """Mean delay, age, size and weekday of the last run; mean delay of the last 5 and
        15 payments; how far beyond this due day the payer has paid already.
        """
        if not len(self._keys):
            return [np.full(len(t), np.nan, np.float32)] * 7
        first = np.searchsorted(self._keys, keys(customer, 0))
        end = np.searchsorted(self._keys, keys(customer, t))
        any_paid = end > first
        last = np.maximum(end - 1, 0)
        ran_on = self._day[last]
        run = np.searchsorted(self._keys, keys(customer, ran_on))
        beyond = self._reached[last] - keys(customer, due)
        columns = [
            self._mean(np.minimum(run, last), end),
            np.minimum(t - ran_on, RECENT_DAYS),
            np.minimum(end - run, 20),
            weekday(ran_on),
            self._mean(np.maximum(end - 5, first), end),
            self._mean(np.maximum(end - 15, first), end),
            np.clip(beyond, -60, 60),
        ]
        return [np.where(any_paid, one, np.nan).astype(np.float32) for one in columns]

    def _mean(self, start: Ints, end: Ints) -> Floats:
        summed = self._running[end] - self._running[start]
        mean: Floats = (summed / np.maximum(end - start, 1)).astype(np.float32)
        return mean
