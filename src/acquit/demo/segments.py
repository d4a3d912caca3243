"""Segments: the kinds of customers, how much they buy, how they pay, whence they come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from acquit.demo.habits import Habit

if TYPE_CHECKING:
    from random import Random

Drawn = TypeVar("Drawn")

SHARES = {"BE01": 0.45, "FR01": 0.3, "NL01": 0.25}


class Segment(StrEnum):
    KEY = "KEY"
    TRADE = "TRADE"
    SME = "SME"
    CRAFT = "CRAFT"
    PUBLIC = "PUBLIC"
    PRIVATE = "PRIVATE"


@dataclass(frozen=True, slots=True)
class Trait:
    """share: of the customers; rate: invoices against the others; net: median, in euros."""

    share: float
    rate: float
    net: float
    spread: float


TRAITS = {
    Segment.KEY: Trait(0.04, 10, 8200, 0.7),
    Segment.TRADE: Trait(0.18, 4, 4700, 0.75),
    Segment.SME: Trait(0.38, 2, 3100, 0.8),
    Segment.CRAFT: Trait(0.24, 1.3, 720, 0.75),
    Segment.PUBLIC: Trait(0.10, 2, 5600, 0.8),
    Segment.PRIVATE: Trait(0.06, 0.3, 320, 0.7),
}
HABITS: dict[Segment, dict[Habit, float]] = {
    Segment.KEY: {Habit.BATCHES: 76, Habit.SLOW_STEADY: 16, Habit.DETERIORATING: 8},
    Segment.TRADE: {
        Habit.PROMPT: 40,
        Habit.SLOW_STEADY: 18,
        Habit.BATCHES: 10,
        Habit.ERRATIC: 9,
        Habit.DETERIORATING: 5,
        Habit.IMPROVING: 5,
        Habit.DISPUTING: 4,
        Habit.INSOLVENT: 2,
        Habit.AFTER_REMINDER: 7,
    },
    Segment.SME: {
        Habit.PROMPT: 36,
        Habit.SLOW_STEADY: 14,
        Habit.ERRATIC: 9,
        Habit.DETERIORATING: 4,
        Habit.IMPROVING: 5,
        Habit.DISPUTING: 4,
        Habit.INSOLVENT: 3,
        Habit.AFTER_REMINDER: 12,
        Habit.DIRECT_DEBIT: 13,
    },
    Segment.CRAFT: {
        Habit.PROMPT: 32,
        Habit.ERRATIC: 12,
        Habit.SLOW_STEADY: 8,
        Habit.INSOLVENT: 4,
        Habit.AFTER_REMINDER: 22,
        Habit.DIRECT_DEBIT: 17,
        Habit.DETERIORATING: 5,
    },
    Segment.PUBLIC: {Habit.PUBLIC_BODY: 1},
    Segment.PRIVATE: {Habit.PROMPT: 55, Habit.AFTER_REMINDER: 30, Habit.ERRATIC: 15},
}
# country and language of the customer, by unit of the creditor
ORIGINS: dict[str, dict[tuple[str, str], float]] = {
    "GENT": {("BE", "nl"): 95, ("NL", "nl"): 2, ("GB", "en"): 2, ("LU", "fr"): 1},
    "LUIK": {("BE", "fr"): 92, ("LU", "fr"): 6, ("FR", "fr"): 2},
    "EUPEN": {("BE", "de"): 62, ("DE", "de"): 38},
    "LILLE": {("FR", "fr"): 97, ("BE", "fr"): 3},
    "LYON": {("FR", "fr"): 93, ("CH", "de"): 7},
    "NANTES": {("FR", "fr"): 100},
    "UTRECHT": {("NL", "nl"): 94, ("US", "en"): 3, ("GB", "en"): 3},
    "EINDHOVEN": {("NL", "nl"): 88, ("DE", "de"): 9, ("BE", "nl"): 3},
}
UNIT_SHARES = {"EUPEN": 0.25}
CURRENCIES = {"GB": "GBP", "US": "USD", "CH": "CHF"}


def quotas(count: int, chance: Random) -> list[tuple[Segment, Habit]]:
    """A segment and a habit for each of `count` customers, by exact shares, in no order.

    Quotas and not draws, so that every seed has its key accounts and its bad payers.
    """
    segments = _by_share({segment: trait.share for segment, trait in TRAITS.items()}, count)
    drawn = []
    for segment in Segment:
        habits = _by_share(HABITS[segment], segments.count(segment))
        drawn += [(segment, habit) for habit in habits]
    chance.shuffle(drawn)
    return drawn


def _by_share(shares: dict[Drawn, float], count: int) -> list[Drawn]:
    """`count` keys in proportion to their shares (largest remainders)."""
    total = sum(shares.values())
    exact = {key: share * count / total for key, share in shares.items()}
    made = {key: int(part) for key, part in exact.items()}
    by_remainder = sorted(exact, key=lambda key: made[key] - exact[key])
    for key in by_remainder[: count - sum(made.values())]:
        made[key] += 1
    return [key for key, times in made.items() for _ in range(times)]
