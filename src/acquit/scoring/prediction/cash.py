"""What comes in of each payer, week by week: how much, and how far that may be off.

The items of one payer are paid together: if it pays the one, it pays those that are as
likely. Taken to the end, all of a payer's payments hang on one and the same chance; the
other end is that each has a chance of its own. The truth lies between; which share of the
variance is the first one's, a company's own past weeks tell (`Spread`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from acquit.scoring.prediction import mornings
from acquit.scoring.prediction.arrays import share_of

if TYPE_CHECKING:
    from acquit.scoring.prediction.answers import Predictor
    from acquit.scoring.prediction.arrays import Floats, Ints, Reals
    from acquit.scoring.prediction.past import Past

# Weeks of each past Monday that are compared with what came, and looks at most.
JUDGED_WEEKS, MOST_LOOKS = 4, 60_000
# 80 % of a normal distribution lie within so many standard deviations.
_Z80 = 1.2816
# What few weeks tell leans on these, as if that were so many weeks. Weeks that overlap tell
# less than they count, and narrower than it was said no interval is made by few of them.
_TOGETHER, _LEANING, _LEAST, _MOST = 0.5, 24, 0.8, 4.0
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """together: 0..1, so much of the variance is as if all of a payer's items hung on one
    chance; factor: how many times as wide an 80 % interval must be made so that 80 % of the
    weeks lie in it. weeks: so many were judged.
    """

    together: float = _TOGETHER
    factor: float = 1.0
    weeks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """A row for each payer and a column for each interval of days: the sum that is
    expected, and its variances by both extremes.
    """

    mean: Reals
    together: Reals
    apart: Reals

    def variance(self, spread: Spread) -> Reals:
        """The variance of each sum, not yet made wider by the factor."""
        mixed: Reals = spread.together * self.together + (1 - spread.together) * self.apart
        return mixed


def sums(payer: Ints, amount: Reals, low: Floats, high: Floats, *, payers: int) -> Sums:
    """payer: 0 to payers - 1; low, high: for each item, and each interval of days, the
    probabilities that it is paid before it, and until its end.
    """
    width = low.shape[1]
    shape = (payers, width)
    found = Sums(mean=np.zeros(shape), together=np.zeros(shape), apart=np.zeros(shape))
    for column in range(width):
        within = high[:, column] - low[:, column] > _NOTHING
        whose, due = payer[within], amount[within]
        begin = low[within, column].astype(np.float64)
        end = high[within, column].astype(np.float64)
        chance = end - begin
        mean: Reals = np.bincount(whose, due * chance, payers).astype(np.float64)
        squares = _squares_together(whose, due, begin, end, payers)
        found.mean[:, column] = mean
        found.apart[:, column] = np.bincount(
            whose, due * due * chance * (1 - chance), payers
        )
        found.together[:, column] = np.maximum(squares - mean * mean, 0)
    return found


def _squares_together(
    whose: Ints, amount: Reals, begin: Reals, end: Reals, payers: int
) -> Reals:
    """The mean of each payer's squared sum when one number, evenly drawn from 0 to 1,
    decides: an item is paid within the interval if it falls between its two probabilities.

    The sum is then a staircase over that number. Its steps in order, payer after payer on
    one line, make this n log n instead of each item with each other.
    """
    steps: Reals = np.concatenate([whose + begin, whose + end])
    order = np.argsort(steps, kind="stable")
    height = np.cumsum(np.concatenate([amount, -amount])[order])[:-1]
    length = np.diff(steps[order])
    owner = np.concatenate([whose, whose])[order][:-1]
    squares = np.bincount(owner, height * height * length, payers)
    return squares.astype(np.float64)


def fitted(past: Past, predictor: Predictor, begin: int, today: int) -> Spread:
    """By what was expected on the Mondays from `begin` on, and what then came.

    predictor: that learnt before `begin`; past: of books as they are known on the morning
    of `today`.
    """
    told = [
        one
        for monday in mornings.mondays(begin, today - 6).tolist()
        if (one := _monday(past, predictor, monday, begin, today))
    ]
    if not told:
        return Spread()
    weeks = sum(one.came.shape[1] for one in told)
    seen_together = _share_together(told)
    together = (weeks * seen_together + _LEANING * _TOGETHER) / (weeks + _LEANING)
    spread = Spread(together=together)
    away = np.concatenate([one.away(spread) for one in told])
    if not len(away):
        return Spread()
    seen = (float(np.quantile(away, 0.8)) / _Z80) ** 2
    factor = np.sqrt((weeks * seen + _LEANING) / (weeks + _LEANING))
    return Spread(
        together=together, factor=float(np.clip(factor, _LEAST, _MOST)), weeks=weeks
    )


@dataclass(frozen=True, slots=True)
class _Monday:
    """Of each payer and week: what was expected, and what came; and each payer's currency
    and whole open amount.
    """

    expected: Sums
    came: Reals
    currency: Ints
    open: Reals

    def away(self, spread: Spread) -> Reals:
        """How many standard deviations the week's sum was off, for each week and currency
        in which anything was expected.
        """
        variance = self.expected.variance(spread)
        found = []
        for currency in np.unique(self.currency):
            own = self.currency == currency
            off = (self.came - self.expected.mean)[own].sum(axis=0)
            of_all = variance[own].sum(axis=0)
            found.append(np.abs(off[of_all > 0]) / np.sqrt(of_all[of_all > 0]))
        return np.concatenate(found)


def _monday(
    past: Past, predictor: Predictor, monday: int, begin: int, today: int
) -> _Monday | None:
    """What was expected and came of whole payers, drawn where there are many."""
    books = past.books
    weeks = min(JUDGED_WEEKS, (today - monday) // 7)
    looks = mornings.open_on(books, np.array([monday]))
    count = max((today - begin) // 7, 1)
    share = MOST_LOOKS / max(len(looks.rows) * count, 1)
    drawn = share_of(books.customer[looks.rows], salt=3) < share
    rows = looks.rows[drawn]
    if not len(rows):
        return None
    ends = monday + 6 + 7 * np.arange(weeks)
    by = np.zeros((len(rows), weeks), np.float32)
    for places, known in past.known(rows, np.full(len(rows), monday)):
        found = predictor.distribution(past, known)
        for week, end in enumerate(ends.tolist()):
            by[places, week] = found.by(np.full(len(places), end))
    pair = books.customer[rows] * (int(books.currency.max()) + 1) + books.currency[rows]
    pairs, payer = np.unique(pair, return_inverse=True)
    amount = books.amount[rows]
    low = np.concatenate([by[:, :1] * 0, by[:, :-1]], axis=1)
    paid_in = (books.paid[rows] - monday) // 7
    came = np.zeros((len(pairs), weeks))
    inside = (paid_in >= 0) & (paid_in < weeks)
    np.add.at(came, (payer[inside], paid_in[inside]), amount[inside])
    return _Monday(
        sums(payer, amount, low, by, payers=len(pairs)),
        came,
        pairs % (int(books.currency.max()) + 1),
        np.bincount(payer, amount, len(pairs)).astype(np.float64),
    )


def _share_together(told: list[_Monday]) -> float:
    """Where the squares of what was off lie between the two variances, each payer measured
    by what it owes, so that the largest does not speak alone.
    """
    above, between = 0.0, 0.0
    for one in told:
        weight = 1 / np.maximum(one.open, 1.0)[:, None] ** 2
        off = (one.came - one.expected.mean) ** 2
        above += float((weight * (off - one.expected.apart)).sum())
        between += float((weight * (one.expected.together - one.expected.apart)).sum())
    return float(np.clip(above / between, 0, 1)) if between > _NOTHING else _TOGETHER
