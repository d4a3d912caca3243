"""How right answers were: one number each, over rows whose end is known.

Errors are predicted less actual, in days. Shares are 0 to 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from acquit.scoring.prediction.arrays import Flags, Ints, Reals

BINS = 10


def of_days(error: Ints | Reals) -> dict[str, float]:
    """Mean absolute error, shares within 3 and 7 days, and the mean error (bias)."""
    away = np.abs(error)
    return {
        "mae": _mean(away),
        "within3": _mean(away <= 3),
        "within7": _mean(away <= 7),
        "bias": _mean(error),
    }


def of_chances(chance: Reals, happened: Flags) -> dict[str, float]:
    """Area under the ROC curve, Brier score, expected calibration error in ten bins."""
    return {
        "auc": auc(chance, happened),
        "brier": _mean((chance - happened) ** 2),
        "ece": calibration_error(chance, happened),
    }


def of_intervals(low: Ints, high: Ints, paid: Ints) -> dict[str, float]:
    """Share of payments inside, and mean width: last day less first day."""
    inside = (low <= paid) & (paid <= high)
    return {"cover80": _mean(inside), "width80": _mean(high - low)}


def auc(chance: Reals, happened: Flags) -> float:
    """The probability that of two, the one it happened to had the higher chance; NaN when
    it happened to all or none.
    """
    yes = int(happened.sum())
    if yes in (0, len(happened)):
        return float("nan")
    _, place, count = np.unique(chance, return_inverse=True, return_counts=True)
    rank = (count.cumsum() - (count - 1) / 2)[place]
    above = rank[happened].sum() - yes * (yes + 1) / 2
    return float(above / (yes * (len(happened) - yes)))


def calibration_error(chance: Reals, happened: Flags) -> float:
    """The mean distance between what was said and what came, over ten bins of chance."""
    place = np.minimum((chance * BINS).astype(np.int64), BINS - 1)
    said = np.bincount(place, chance, BINS)
    came = np.bincount(place, happened, BINS)
    return float(np.abs(said - came).sum() / max(len(chance), 1))


def calibration(chance: Reals, happened: Flags) -> list[dict[str, float]]:
    """Bin by bin: how many, what was said on average, what came."""
    place = np.minimum((chance * BINS).astype(np.int64), BINS - 1)
    return [
        {"n": int(one.sum()), "said": _mean(chance[one]), "came": _mean(happened[one])}
        for one in (place == number for number in range(BINS))
        if one.any()
    ]


def weekly_error(told: Reals, came: Reals) -> float:
    """WAPE: what the weeks' sums are off, as a share of what came in."""
    return float(np.abs(told - came).sum() / max(float(came.sum()), 1e-9))


def _mean(values: Flags | Ints | Reals) -> float:
    return float(np.mean(values)) if len(values) else float("nan")
