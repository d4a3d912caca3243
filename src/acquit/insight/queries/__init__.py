"""Questions over many receivables: each is one query, however many there are."""

from __future__ import annotations

from acquit.insight.queries.bank import BankState, bank_states
from acquit.insight.queries.loose_ends import LooseEnds, loose_ends, neglected
from acquit.insight.queries.money import came_in, sales
from acquit.insight.queries.position import EXPECTED_DAYS, WEEKS, Heap, Position
from acquit.insight.queries.positions import (
    Late,
    is_in,
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
    "is_in",
    "largest_overdue",
    "loose_ends",
    "neglected",
    "owed",
    "positions",
    "sales",
]
