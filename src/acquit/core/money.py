"""Money: a signed count of minor units in one currency. Nothing here rounds in silence.

Exponents follow ISO 4217 (list one): two decimals, unless `EXPONENTS` says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EXPONENTS = dict.fromkeys(
    (
        *("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX"),
        *("UYI", "VND", "VUV", "XAF", "XOF", "XPF"),
    ),
    0,
) | dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3)


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies were added or compared."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__(f"{left} and {right} cannot be added: convert one of them first.")


class TooPrecise(ValueError):
    """The amount has more decimals than its currency knows."""

    def __init__(self, amount: Decimal, currency: str) -> None:
        super().__init__(f"{amount} has more decimals than {currency} knows.")


def exponent(currency: str) -> int:
    """How many decimals the currency has: 2 for EUR, 0 for JPY, 3 for TND."""
    return EXPONENTS.get(currency, 2)


def to_minor(amount: Decimal, currency: str) -> int:
    """The amount as a count of minor units; raises TooPrecise rather than round."""
    scaled = amount.scaleb(exponent(currency))
    if scaled != scaled.to_integral_value():
        raise TooPrecise(amount, currency)
    return int(scaled)


def to_decimal(minor: int, currency: str) -> Decimal:
    """The count of minor units as a decimal with the currency's own number of places."""
    return Decimal(minor).scaleb(-exponent(currency))


@dataclass(frozen=True, slots=True)
class Money:
    """minor: signed count of the currency's smallest unit; currency: ISO 4217."""

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: Decimal | str | int, currency: str) -> Money:
        """Read a decimal amount, exactly; raises TooPrecise."""
        return cls(to_minor(Decimal(amount), currency), currency)

    @property
    def amount(self) -> Decimal:
        return to_decimal(self.minor, self.currency)

    def __add__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same_currency(other)
        return self.minor < other.minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def split(self, weights: Sequence[int]) -> list[Money]:
        """Share out by whole weights; the parts add up to the whole, to the cent.

        Cents left over go to the first parts, one each.
        """
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            raise ValueError(f"Weights must not be negative, and not all zero: {weights}.")
        parts = [self.minor * weight // total for weight in weights]
        for index in range(self.minor - sum(parts)):
            parts[index] += 1
        return [Money(part, self.currency) for part in parts]

    def _same_currency(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(self.currency, other.currency)


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum; zero of `currency` when there is none."""
    return sum(amounts, Money(0, currency))
