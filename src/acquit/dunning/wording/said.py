"""Amounts, days and references as people of each language write them: as letters do."""

from __future__ import annotations

from acquit.channels.letter.said import (
    amount,
    bare,
    country,
    day,
    listed,
    name_of_language,
    reference,
    short_day,
    spaced,
)

__all__ = [
    "amount",
    "bare",
    "country",
    "day",
    "listed",
    "name_of_language",
    "reference",
    "short_day",
    "spaced",
]
