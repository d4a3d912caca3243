"""Sharing out the money of several payments: the first is used up before the second."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def dealt(available: Sequence[int], wanted: Sequence[int]) -> list[list[tuple[int, int]]]:
    """For each payment, in order: (place among what is wanted, how much), in order.

    A payment of which nothing is needed has an empty list. Raises ValueError where more is
    wanted than there is.
    """
    if sum(wanted) > sum(available):
        raise ValueError("More is wanted than there is.")
    shares: list[list[tuple[int, int]]] = [[] for _ in available]
    left, payment = list(available), 0
    for place, amount in enumerate(wanted):
        missing = amount
        while missing:
            part = min(missing, left[payment])
            if part:
                shares[payment].append((place, part))
                left[payment] -= part
                missing -= part
            if missing:
                payment += 1
    return shares
