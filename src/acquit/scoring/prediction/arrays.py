"""The kinds of columns that pass between the parts. A day is days since 1970-01-01."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Reals = NDArray[np.float64]
Flags = NDArray[np.bool_]

EPOCH = date(1970, 1, 1)
# Later than every day: what is still open is paid then.
OPEN = 1_000_000


def number_of(day: date) -> int:
    """The day as a number."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """The number as a day."""
    return EPOCH + timedelta(days=int(number))


def weekday(day: Ints) -> Ints:
    """0 = Monday."""
    return (day + 3) % 7


def month_position(day: Ints) -> tuple[Ints, Ints]:
    """Days since the first of its month, and days until the first of the next one."""
    days = day.astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    first = months.astype("datetime64[D]").astype(np.int64)
    following = (months + 1).astype("datetime64[D]").astype(np.int64)
    return day - first, following - day


def share_of(numbers: Ints, *, salt: int = 0) -> Reals:
    """0 to 1, as good as random, the same for the same number: chance without a seed that
    depends on how many rows there are.
    """
    mixed = (numbers.astype(np.uint64) + np.uint64(salt)) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    return (mixed >> np.uint64(11)).astype(np.float64) / float(1 << 53)
