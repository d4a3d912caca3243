"""Questions over many receivables: each is one query, however many there are."""

from __future__ import annotations

from acquit.insight.queries.ahead import Ahead, what_is_ahead
from acquit.insight.queries.bank import BankState, bank_states
from acquit.insight.queries.forecasts import foresights, kept
from acquit.insight.queries.foresight import Cash, Doubt, Foresight
from acquit.insight.queries.loose_ends import LooseEnds, loose_ends, neglected
from acquit.insight.queries.losses import loss_rates, lost, rates_of
from acquit.insight.queries.money import Sold, Unsold, came_in, sales, sold
from acquit.insight.queries.payers import Largest, Payer, falls_due, largest_payers
from acquit.insight.queries.position import EXPECTED_DAYS, WEEKS, Heap, Position
from acquit.insight.queries.positions import (
    Late,
    is_in,
    largest_overdue,
    owed,
    positions,
)
from acquit.insight.queries.proof import LEADS, PROVEN_WEEKS, Proven, proven

__all__ = [
    "EXPECTED_DAYS",
    "LEADS",
    "PROVEN_WEEKS",
    "WEEKS",
    "Ahead",
    "BankState",
    "Cash",
    "Doubt",
    "Foresight",
    "Heap",
    "Largest",
    "Late",
    "LooseEnds",
    "Payer",
    "Position",
    "Proven",
    "Sold",
    "Unsold",
    "bank_states",
    "came_in",
    "falls_due",
    "foresights",
    "is_in",
    "kept",
    "largest_overdue",
    "largest_payers",
    "loose_ends",
    "loss_rates",
    "lost",
    "neglected",
    "owed",
    "positions",
    "proven",
    "rates_of",
    "sales",
    "sold",
    "what_is_ahead",
]
