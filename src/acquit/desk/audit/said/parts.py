"""What the sentences of the trail are put together from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from acquit.core.money import Money
from acquit.web import reading

if TYPE_CHECKING:
    from collections.abc import Sequence


def amount(text: str) -> str:
    """`1200.00 EUR`, as the trail keeps it, for the reader."""
    return reading.amount_and_currency(Money.of(*text.split()))


def day(text: str) -> str:
    """A day of ISO 8601, for the reader."""
    return reading.short_day(date.fromisoformat(text))


def label(choices: Sequence[tuple[str, Any]], code: str) -> str:
    """The name of a code; the code itself where it is not among the choices."""
    return str(dict(choices).get(code, code))


def listed(*parts: str) -> str:
    """Those that say something, one after the other."""
    return " · ".join(part for part in parts if part)
