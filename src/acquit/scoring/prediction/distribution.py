"""A distribution over payment days for each of many receivables, and what is read from it.

It stands on the working days of the payer that follow the morning: `day[i, j]`, with
`paid_by[i, j]` the probability that it is paid until then. What is left after the last of
them goes on with the hazard `tail` for each further working day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from acquit.scoring.prediction.arrays import Floats, Ints, Reals

# Working days are 5 of 7; nobody is told a day more than about a year ahead.
_DAYS_PER_PLACE = 7 / 5
_LONGEST_TAIL = 260
# Probabilities that differ by less are the same.
_CLOSE = 1e-12
# A day counts as expected when the payment falls this near to it.
NEAR_DAYS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """See above. Days rise from left to right, and so do the probabilities, up to 1."""

    day: Ints
    paid_by: Reals
    tail: Reals

    def quantile(self, share: float | Reals) -> Ints:
        """The first day by which it is paid with at least this probability."""
        share = np.broadcast_to(np.asarray(share, np.float64), len(self.day))
        place = (self.paid_by < share[:, None] - _CLOSE).sum(axis=1)
        width = self.day.shape[1]
        inside = self.day[np.arange(len(self.day)), np.minimum(place, width - 1)]
        left = 1 - self.paid_by[:, -1]
        wanted = np.clip((1 - share) / np.maximum(left, 1e-9), 1e-9, 1)
        further = np.ceil(np.log(wanted) / np.log1p(-self.tail))
        beyond = self.day[:, -1] + np.minimum(further, _LONGEST_TAIL) * _DAYS_PER_PLACE
        return np.where(place < width, inside, np.rint(beyond)).astype(np.int64)

    def by(self, day: Ints) -> Reals:
        """The probability that it is paid until this day of each."""
        place = (self.day <= day[:, None]).sum(axis=1)
        inside = self.paid_by[np.arange(len(day)), np.maximum(place - 1, 0)]
        places_after = np.maximum(day - self.day[:, -1], 0) / _DAYS_PER_PLACE
        left = (1 - self.paid_by[:, -1]) * (1 - self.tail) ** places_after
        return np.where(place == 0, 0.0, np.where(places_after > 0, 1 - left, inside))

    def hazard(self, rows: Ints) -> Reals:
        """Of some rows, the probability of each day if it is still open on it."""
        before = np.pad(self.paid_by[rows, :-1], ((0, 0), (1, 0)))
        left = np.maximum(1 - before, _CLOSE)
        return np.clip((self.paid_by[rows] - before) / left, 0, 1)

    def shares(self) -> Reals:
        """The probability of each day alone; what is left is not among them."""
        return np.diff(self.paid_by, axis=1, prepend=0.0)

    def expected(self, nearly: float | Reals) -> Ints:
        """The day to count on: of the days nearly as close to the payment, on average, as
        the median is, the one that most probably has it within three days. nearly: how much
        further away they may be, as a share; 0 = the closest one.
        """
        shares = self.shares()
        left = 1 - self.paid_by[:, -1]
        # The mean distance of each day: what lies before it, what after it, what is left.
        before = np.cumsum(shares, axis=1)
        weighted = np.cumsum(shares * self.day, axis=1)
        after = weighted[:, -1:] - weighted + left[:, None] * self.quantile(0.999)[:, None]
        away = self.day * (2 * before - 1) - weighted + after
        best = away.min(axis=1, keepdims=True)
        allowed = best * (1 + np.reshape(nearly, (-1, 1)))
        held = np.where(away <= allowed, self._within(NEAR_DAYS), -1.0)
        place = np.argmax(held - 1e-6 * np.abs(away - best), axis=1)
        expected: Ints = self.day[np.arange(len(place)), place]
        return expected

    def _within(self, days: int) -> Reals:
        """For each day, the probability that it is paid at most so many days from it."""
        before = np.concatenate([self.paid_by[:, :1] * 0, self.paid_by[:, :-1]], axis=1)
        low, high = before.copy(), self.paid_by.copy()
        for step in range(1, min(days, self.width - 1) + 1):
            close = self.day[:, step:] - self.day[:, :-step] <= days
            high[:, :-step] = np.where(close, self.paid_by[:, step:], high[:, :-step])
            low[:, step:] = np.where(close, before[:, :-step], low[:, step:])
        within: Reals = high - low
        return within

    @property
    def width(self) -> int:
        """How many days it stands on."""
        return int(self.day.shape[1])

    def narrowest(self, share: float) -> tuple[Ints, Ints]:
        """The fewest days in a row that hold at least this probability: first and last.

        Of several as short, the most probable; where it does not fit, from the quantile.
        """
        width = self.width
        # A row for each day: the comparisons below run along it.
        days, by = self.day.T.copy(), self.paid_by.T.copy()
        before = np.concatenate([by[:1] * 0, by[:-1]])
        best_cost = np.full(len(self.day), np.inf)
        low, high = self.quantile((1 - share) / 2), self.quantile((1 + share) / 2)
        rows = np.arange(len(self.day))
        for start in range(width):
            needed = before[start] + share - _CLOSE
            if (by[-1] < needed).all():
                break
            end = start + (by[start:] < needed).sum(axis=0, dtype=np.int16)
            last_place = np.minimum(end, width - 1)
            last, held = days[last_place, rows], by[last_place, rows] - before[start]
            cost = np.where(end < width, last - days[start] - held / 2, np.inf)
            better = cost < best_cost
            low = np.where(better, days[start], low)
            high = np.where(better, last, high)
            best_cost = np.where(better, cost, best_cost)
        return low, high


def mixed(one: Distribution, other: Distribution, share: float) -> Distribution:
    """Both on the same days; `share` of the probability is the first one's."""
    return Distribution(
        day=one.day,
        paid_by=share * one.paid_by + (1 - share) * other.paid_by,
        tail=share * one.tail + (1 - share) * other.tail,
    )


def of_hazards(day: Ints, hazard: Floats) -> Distribution:
    """From the probability, day by day, that what is still open is paid on that day."""
    chance: Reals = np.clip(hazard.astype(np.float64), 0, 1 - 1e-9)
    paid_by = 1 - np.cumprod(1 - chance, axis=1, dtype=np.float64)
    tail: Reals = np.clip(chance[:, -10:].mean(axis=1), 0.004, 0.5)
    return Distribution(day=day, paid_by=paid_by, tail=tail)
