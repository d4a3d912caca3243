"""Questions to the bank's data: its lines, and its statements in a row."""

from __future__ import annotations

from acquit.bank.queries.caring import is_parked
from acquit.bank.queries.continuity import continuity, stretches
from acquit.bank.queries.lines import (
    covered_periods,
    has_provisional_lines,
    known_lines,
    known_until,
    lines_about,
    lines_to_confirm,
    lines_with_receipts,
    messages_of,
    told_by,
    unconfirmed_lines,
)
from acquit.bank.queries.returns import (
    payments_like,
    payments_of,
    returned_payments,
    returns_of,
    standing_returns,
    waiting_returns,
)
from acquit.bank.queries.statements import closing_before, twins

__all__ = [
    "closing_before",
    "continuity",
    "covered_periods",
    "has_provisional_lines",
    "is_parked",
    "known_lines",
    "known_until",
    "lines_about",
    "lines_to_confirm",
    "lines_with_receipts",
    "messages_of",
    "payments_like",
    "payments_of",
    "returned_payments",
    "returns_of",
    "standing_returns",
    "stretches",
    "told_by",
    "twins",
    "unconfirmed_lines",
    "waiting_returns",
]
