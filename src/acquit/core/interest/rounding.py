"""The one rounding: half up, to the minor unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction


def half_up(exact: Fraction) -> int:
    """The nearest whole number; half of one goes up. For amounts of zero and above."""
    return divided(exact.numerator, exact.denominator)


def divided(numerator: int, denominator: int) -> int:
    """The same of a quotient, without making a fraction of it."""
    return (2 * numerator + denominator) // (2 * denominator)
