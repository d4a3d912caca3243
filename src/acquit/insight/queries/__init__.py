"""Questions over many receivables, each a fixed number of queries however many there are."""

from __future__ import annotations

from acquit.insight.queries.bank import BankState, bank_states
from acquit.insight.queries.loose_ends import LooseEnds, loose_ends
from acquit.insight.queries.money import came_in, sales
from acquit.insight.queries.positions import (
    EXPECTED_DAYS,
    WEEKS,
    Heap,
    Late,
    Position,
    largest_overdue,
    owed,
    positions,
)

__all__ = [
    "EXPECTED_DAYS",
    "WEEKS",
    "BankState",
    "Heap",
    "Late",
    "LooseEnds",
    "Position",
    "bank_states",
    "came_in",
    "largest_overdue",
    "loose_ends",
    "owed",
    "positions",
    "sales",
]
