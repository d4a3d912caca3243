"""How sure a share is that was counted."""

from __future__ import annotations

from math import ceil, sqrt

# Of a normal distribution, 95 % lie within so many standard deviations.
Z95 = 1.96


def interval(right: int, count: int) -> tuple[float, float]:
    """The two ends between which the share lies in 95 of 100 cases, each 0 to 1 (Wilson
    1927). Of nothing counted, nothing is known: 0 and 1.
    """
    if not count:
        return 0.0, 1.0
    share, z = right / count, Z95
    middle = share + z * z / (2 * count)
    spread = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    whole = 1 + z * z / count
    return max((middle - spread) / whole, 0.0), min((middle + spread) / whole, 1.0)


def needed(share: float) -> int:
    """How many must be counted, all of them right, to prove that it is at least this share,
    0 to 1, 1 left out.
    """
    return ceil(share * Z95 * Z95 / (1 - share))
