"""What is learnt from a company's own books: gradient-boosted trees, by XGBoost.

Three models. *Hazard*: is it paid on this working day, if it is still open? One row for
each day at risk, so that what is not paid yet teaches as well: it was not paid on those
days. *Late* and *much later*: is it paid after the due day, more than 30 days after? Learnt
from what became due (30 days) before the day of learning, paid or not: whether a row takes
part never depends on how it ended. docs/explanation/prediction.md tells why that matters.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from acquit.scoring.prediction import delays, mornings
from acquit.scoring.prediction.arrays import OPEN
from acquit.scoring.prediction.distribution import mixed, of_hazards
from acquit.scoring.prediction.grid import PLACES, day_features, grid, habits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.scoring.prediction.arrays import Flags, Floats, Reals
    from acquit.scoring.prediction.books import Books
    from acquit.scoring.prediction.calendar import Calendar
    from acquit.scoring.prediction.distribution import Distribution
    from acquit.scoring.prediction.grid import Grid, Habit
    from acquit.scoring.prediction.mornings import Looks
    from acquit.scoring.prediction.past import Known, Past

MUCH_LATER_DAYS = 30
# Of the Mondays on which a receivable was open, so many teach beside the day of its issue.
MONDAYS_SHARE = 0.35
# More looks than this are drawn from, the same share of every month.
MOST_LOOKS = 60_000
# Days are asked in steps, as long as so much is open: most receivables need few.
_STEP = 4
_LITTLE = 0.1
# Tier 0 has so much of a say in the distribution: trees that saw a payer pause for weeks
# may believe that it never pays again, its histogram does not.
TIER0_SHARE = 0.2

_TREES: dict[str, Any] = {
    "objective": "binary:logistic",
    "tree_method": "hist",
    "grow_policy": "lossguide",
    "max_depth": 0,
    "max_leaves": 31,
    "min_child_weight": 8,
    "subsample": 0.7,
    "colsample_bytree": 0.5,
    "reg_lambda": 5,
    "max_bin": 128,
    "nthread": 1,  # the same answer on any machine
    "seed": 1,
}
_HAZARD = {**_TREES, "eta": 0.09, "reg_lambda": 50}
_LATE = {**_TREES, "eta": 0.04}
_MUCH_LATER = {**_TREES, "eta": 0.05, "max_leaves": 8, "min_child_weight": 4}
_ROUNDS, _LATE_ROUNDS, _MUCH_LATER_ROUNDS = 100, 150, 80


class LibraryMissing(Exception):
    """The learning library is not there, or not for this machine."""


@functools.cache
def library() -> Any:
    """XGBoost, loaded when it is first needed; raises LibraryMissing."""
    try:
        import xgboost  # noqa: PLC0415 - heavy, and never in the web process
    except (ImportError, OSError) as error:
        raise LibraryMissing(str(error)) from error
    xgboost.set_config(verbosity=0)
    return xgboost


@dataclass(frozen=True, slots=True)
class Trained:
    """Three models, learnt from what was known on one morning."""

    hazard: Any
    late: Any
    much_later: Any

    def distribution(self, books: Books, calendar: Calendar, known: Known) -> Distribution:
        """When each will be paid, as the trees say, and a little as tier 0 says."""
        on = grid(books, calendar, known)
        told = habits(books, known, on)
        histogram = told[-1].hazard()
        learnt = self._hazard(books, known, on, told, histogram.copy())
        return mixed(of_hazards(on.day, histogram), of_hazards(on.day, learnt), TIER0_SHARE)

    def _hazard(
        self, books: Books, known: Known, on: Grid, told: Sequence[Habit], hazard: Floats
    ) -> Floats:
        """The hazard of the trees in place of the histogram's, as long as much is open."""
        left = np.ones(len(known.rows))
        for start in range(0, PLACES, _STEP):
            asked = np.zeros(on.day.shape, bool)
            asked[left > _LITTLE, start : start + _STEP] = True
            if not asked.any():
                break
            features = day_features(books, known, on, told, asked)
            hazard[asked] = self.hazard.inplace_predict(features)
            left = left * np.prod(1 - hazard[:, start : start + _STEP], axis=1)
        return hazard

    def chances(self, known: Known) -> tuple[Reals, Reals]:
        """The probabilities to be late, and much later, by their own models."""
        features = _whole(known)
        late = self.late.inplace_predict(features)
        much_later = self.much_later.inplace_predict(features)
        return late.astype(np.float64), much_later.astype(np.float64)


def learn(past: Past, today: int) -> Trained:
    """Learn from the past of books as they are known on the morning of `today`; raises
    LibraryMissing.
    """
    books = past.books
    first = int(books.issued.min(initial=today))
    looks = mornings.together(
        mornings.at_issue(books, first, today),
        mornings.drawn(
            mornings.open_on(books, mornings.mondays(first, today)), MONDAYS_SHARE
        ),
    )
    looks = mornings.drawn(looks, MOST_LOOKS / max(len(looks.rows), 1), salt=1)
    return _fit(past, looks, today)


def _fit(past: Past, looks: Looks, today: int) -> Trained:
    days: list[Floats] = []
    paid_then: list[Flags] = []
    wholes: list[Floats] = []
    labels: list[Floats] = []
    for _, found in past.known(*looks):
        # What people said is no part of the habit that is learnt: `conditions` adds it.
        known = replace(found, said=None)
        features, paid = _days_at_risk(past, known, today)
        days.append(features)
        paid_then.append(paid)
        wholes.append(_whole(known))
        labels.append(_labels(past.books, known, today))
    whole, label = np.concatenate(wholes), np.concatenate(labels)
    return Trained(
        hazard=_boosted(_HAZARD, np.concatenate(days), np.concatenate(paid_then), _ROUNDS),
        late=_boosted(_LATE, whole, label[:, 0], _LATE_ROUNDS),
        much_later=_boosted(_MUCH_LATER, whole, label[:, 1], _MUCH_LATER_ROUNDS),
    )


def _days_at_risk(past: Past, known: Known, today: int) -> tuple[Floats, Flags]:
    """A row for each working day from the morning until paid, or until today."""
    books = past.books
    country, paid = books.country[known.rows], books.paid[known.rows]
    on = grid(books, past.calendar, known)
    place = on.first[:, None] + np.arange(PLACES)
    paid_place = past.calendar.place_from(country, paid)
    last = np.minimum(paid_place, past.calendar.place_from(country, paid * 0 + today) - 1)
    # Paid before its payer ever began to pay: not at risk on any day of the grid.
    chosen = (place <= last[:, None]) & (paid_place >= on.first)[:, None]
    happened = (place == paid_place[:, None]) & (paid < OPEN)[:, None]
    told = habits(books, known, on)
    return day_features(books, known, on, told, chosen), happened[chosen]


def _labels(books: Books, known: Known, today: int) -> Floats:
    """Late, and much later: 1, 0, or NaN where it is not known yet, or was known before."""
    due, paid = books.due[known.rows], books.paid[known.rows]
    columns = []
    for limit in (due, due + MUCH_LATER_DAYS):
        open_question = (limit < today) & (known.morning <= limit)
        columns.append(np.where(open_question, paid > limit, np.nan))
    return np.column_stack(columns).astype(np.float32)


def _whole(known: Known) -> Floats:
    """What was known of each, and what its payer's histogram says of both questions."""
    late = [
        known.lately[:, 1 + day - delays.EARLIEST :].sum(axis=1)
        for day in (0, MUCH_LATER_DAYS)
    ]
    return np.column_stack([known.seen, known.weekdays[:, :5], known.month_parts, *late])


def _boosted(how: dict[str, Any], rows: Floats, label: Any, rounds: int) -> Any:
    known = ~np.isnan(label)
    xgboost = library()
    bins = {"max_bin": how["max_bin"], "nthread": how["nthread"]}
    rows, label = rows[known], label[known]
    return xgboost.train(how, xgboost.QuantileDMatrix(rows, label, **bins), rounds)
