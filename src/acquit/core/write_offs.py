"""How much of a receivable a person may write off: by role, in units of its currency.

Cents need no limit, nor does a discount that was agreed on and taken in time.
docs/explanation/matching.md tells more.
"""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from acquit.core.money import Money, exponent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# By the codes of the roles; who has none of them writes nothing off.
LIMITS: Mapping[str, Decimal] = {
    "COLLECTOR": Decimal("10.00"),
    "CREDIT_MANAGER": Decimal("250.00"),
    "ADMINISTRATOR": Decimal("250.00"),
}
# What the sums of two programs differ by.
CENTS = Decimal("0.05")


def as_money(units: Decimal, currency: str) -> Money:
    """As much of the currency; what it cannot express is cut off: never more."""
    scaled = units.scaleb(exponent(currency))
    return Money(int(scaled.to_integral_value(ROUND_FLOOR)), currency)


def limit(
    roles: Iterable[str], currency: str, ours: Mapping[str, Decimal] | None = None
) -> Money:
    """The most that somebody with these roles may write off of one receivable.

    ours: what a company decided for some roles instead of LIMITS.
    """
    known = {**LIMITS, **(ours or {})}
    most = max((known.get(role, Decimal(0)) for role in roles), default=Decimal(0))
    return as_money(most, currency)


def are_cents(missing: Money) -> bool:
    """Whether it is so little that it may be called rounding by anybody."""
    return missing.minor <= as_money(CENTS, missing.currency).minor
