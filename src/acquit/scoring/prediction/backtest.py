"""What a predictor would have said in the last weeks, beside what came of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from acquit.scoring.prediction import calibration, mornings
from acquit.scoring.prediction.answers import interval
from acquit.scoring.prediction.arrays import OPEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.scoring.prediction.answers import Predictor
    from acquit.scoring.prediction.arrays import Flags, Ints, Reals
    from acquit.scoring.prediction.books import Books
    from acquit.scoring.prediction.calibration import Line
    from acquit.scoring.prediction.distribution import Distribution
    from acquit.scoring.prediction.mornings import Looks
    from acquit.scoring.prediction.past import Known, Past

# What is not paid so long after due counts as paid on the day of judging, not as unknown.
SETTLING_DAYS = 14
MOST_JUDGED = 20_000
# Of the payments; a little more than is promised, as the next weeks differ from the last.
COVERED = 0.805
# A wider histogram is taken when its error is at most this much of the narrowest one's.
CLEARLY = 0.99
# To have more payments within three days may cost so much: beyond it the closest day is
# taken.
_WORTH = 0.98
_SHARES = np.arange(0.5, 0.98, 0.02)


def looks(books: Books, begin: int, today: int) -> Looks:
    """What was issued from `begin` on and has had time to be paid, on its day of issue."""
    issued = mornings.at_issue(books, begin, today)
    ripe = books.due[issued.rows] + SETTLING_DAYS < today
    ripened = mornings.Looks(issued.rows[ripe], issued.mornings[ripe])
    return mornings.drawn(ripened, MOST_JUDGED / max(len(ripened.rows), 1), salt=2)


class Backtest:
    """The answers of one predictor, and how right they were.

    predictor: as it was given, with `nearly` 0 where the median's day was clearly nearer;
    mae: mean absolute error of the expected day; brier: of the chance to be late, as it was
    said. Needs at least one look.
    """

    def __init__(
        self, past: Past, asked: Sequence[Known], today: int, predictor: Predictor
    ) -> None:
        """past: of books as they are known on the morning of `today`; asked: what was known
        of the `looks`.
        """
        self._today = today
        self._found: list[Distribution] = []
        self._paid: list[Ints] = []
        chances: list[Reals] = []
        happened: list[Flags] = []
        for known in asked:
            paid, due = past.books.paid[known.rows], past.books.due[known.rows]
            found = predictor.distribution(past, known)
            late, _ = predictor.chances(past, known, found)
            # Certain ones, issued after their due day, teach nothing about chances.
            asking = known.morning <= due
            chances.append(late[asking])
            happened.append((paid > due)[asking])
            self._found.append(found)
            self._paid.append(paid)
        self._chance, self._happened = np.concatenate(chances), np.concatenate(happened)
        self.brier = float(np.square(self._chance - self._happened).mean())
        self.mae, self._nearly = self._mae(predictor.nearly), predictor.nearly
        if (closest := self._mae(0.0)) < self.mae * _WORTH:
            self.mae, self._nearly = closest, 0.0
        self.predictor = replace(predictor, nearly=self._nearly)

    def _mae(self, nearly: float) -> float:
        """Open still: it is known to be paid today or later, and no more."""
        errors = []
        for found, paid in zip(self._found, self._paid, strict=True):
            expected = found.expected(nearly)
            off = np.abs(expected - np.minimum(paid, self._today))
            spared = (paid == OPEN) & (expected >= self._today)
            errors.append(np.where(spared, 0, off))
        return float(np.concatenate(errors).mean())

    def line(self) -> Line:
        """What puts the chances to be late right."""
        return calibration.fitted(self._chance, self._happened)

    def share(self) -> float:
        """What an interval must hold for COVERED of the payments to fall into it."""
        judged = len(np.concatenate(self._paid))
        covered = np.zeros(len(_SHARES))
        for found, paid in zip(self._found, self._paid, strict=True):
            expected, median = found.expected(self._nearly), found.quantile(0.5)
            for place, share in enumerate(_SHARES):
                low, high = interval(found, share, expected, median)
                open_still = (paid == OPEN) & (high >= self._today)
                inside = ((low <= paid) & (paid <= high)) | open_still
                covered[place] += inside.sum() / judged
        return float(np.interp(COVERED, np.maximum.accumulate(covered), _SHARES))
