"""Questions to the bank's data: its lines, and its statements in a row."""

from __future__ import annotations

from acquit.bank.queries.continuity import continuity, stretches
from acquit.bank.queries.lines import (
    covered_periods,
    has_provisional_lines,
    known_lines,
    known_until,
    lines_about,
    lines_with_receipts,
    messages_of,
    provisional_lines,
    told_by,
    unconfirmed_lines,
)
from acquit.bank.queries.statements import closing_before

__all__ = [
    "closing_before",
    "continuity",
    "covered_periods",
    "has_provisional_lines",
    "known_lines",
    "known_until",
    "lines_about",
    "lines_with_receipts",
    "messages_of",
    "provisional_lines",
    "stretches",
    "told_by",
    "unconfirmed_lines",
]
