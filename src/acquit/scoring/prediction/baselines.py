"""The simple guesses that a prediction must beat, from the payer's own history alone.

Each knows what the prediction knows: payments before the morning, of the same payer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from acquit.scoring.prediction import delays

if TYPE_CHECKING:
    from acquit.scoring.prediction.arrays import Ints, Reals
    from acquit.scoring.prediction.past import Known, Past

# The ratio of a payer with few payments leans on everybody's, as if it were so many.
RATIO_WEIGHT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Guesses:
    """due: the due day; median: due day and the payer's median delay; no day lies before
    the morning. late, much_later: the payer's shares. low, high: its 10 % and 90 %
    quantiles. payments: how many of the payer's were known.
    """

    due: Ints
    median: Reals
    late: Reals
    much_later: Reals
    low: Ints
    high: Ints
    payments: Ints


def guesses(past: Past, known: Known) -> Guesses:
    """Who never paid is expected on the due day, within everybody's quantiles."""
    due = past.books.due[known.rows]
    everybody = past.everybody(known.morning)
    count = known.counts.sum(axis=1)
    median = np.nan_to_num(delays.median(known.counts))
    ratios = delays.shrunk(known.counts, everybody, RATIO_WEIGHT)
    late, much_later = (
        ratios[:, 1 + day - delays.EARLIEST :].sum(axis=1) for day in (0, 30)
    )
    habits = np.where(count[:, None] > 0, known.counts, everybody)
    quantiles = delays.summary(habits)
    low, high = (
        quantiles[:, delays.SUMMARY.index(one)].astype(np.int64) for one in ("q10", "q90")
    )
    return Guesses(
        due=np.maximum(due, known.morning),
        median=np.maximum(due + median, known.morning).astype(np.float64),
        late=late.astype(np.float64),
        much_later=much_later.astype(np.float64),
        low=np.maximum(due + low, known.morning),
        high=np.maximum(due + high, known.morning),
        payments=count.astype(np.int64),
    )
