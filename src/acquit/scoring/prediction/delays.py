"""Delays as histograms: a column for each day from 45 before due to 120 after it.

A histogram with few payments leans on a wider one: the payer's on that of its terms, the
last two months' on the payer's, those of one weekday on the payer's of late. That is
shrinking: `weight` counts as so many payments of the wider one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from acquit.scoring.prediction.arrays import Floats, Ints

EARLIEST, LATEST = -45, 120
WIDTH = LATEST - EARLIEST + 1
DELAYS = np.arange(EARLIEST, LATEST + 1)
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
SUMMARY = ("mean", "spread", "q10", "q25", "median", "q75", "q90", "late", "late_30")


def column(delay: Ints) -> Ints:
    """The column of a delay; those beyond the ends are counted at the ends."""
    return np.clip(delay, EARLIEST, LATEST) - EARLIEST


def before_any_payment() -> Floats:
    """What a company expects that has seen nobody pay: most on the due day, some later."""
    expected = np.zeros(WIDTH, np.float32)
    for first, last, mass in ((0, 0, 0.6), (1, 7, 0.2), (8, 30, 0.15), (31, 60, 0.05)):
        expected[column(np.arange(first, last + 1))] += mass / (last - first + 1)
    return expected


def shrunk(counts: Floats, wider: Floats, weight: float) -> Floats:
    """Shares that lean on the wider shares as if it were `weight` payments."""
    total = counts.sum(axis=1, keepdims=True)
    leaned: Floats = (counts + weight * wider) / (total + weight)
    return leaned


def summary(counts: Floats) -> Floats:
    """Nine columns, named by SUMMARY; NaN where nothing was counted. Spread is the standard
    deviation, late and late_30 the shares after due and more than 30 days after.
    """
    total = counts.sum(axis=1)
    some = np.where(total > 0, total, np.nan)
    mean = counts @ DELAYS / some
    spread = np.sqrt(np.maximum(counts @ DELAYS**2 / some - mean**2, 0))
    running = counts.cumsum(axis=1)
    places = [np.argmax(running >= (q * total - 1e-6)[:, None], axis=1) for q in QUANTILES]
    quantiles = [np.where(total > 0, place + EARLIEST, np.nan) for place in places]
    late = [counts[:, 1 + day - EARLIEST :].sum(axis=1) / some for day in (0, 30)]
    return np.column_stack([mean, spread, *quantiles, *late]).astype(np.float32)


def median(counts: Floats) -> Floats:
    """The middle of what was counted, the mean of the two middle ones; NaN for nothing."""
    running, total = counts.cumsum(axis=1), counts.sum(axis=1)
    low = np.argmax(running >= ((total + 1) // 2)[:, None], axis=1)
    high = np.argmax(running >= (total // 2 + 1)[:, None], axis=1)
    middle = (low + high) / 2 + EARLIEST
    return np.where(total > 0, middle, np.nan).astype(np.float32)
