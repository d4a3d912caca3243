"""What the matching needs to know of the books."""

from __future__ import annotations

from acquit.matching.queries.books import (
    candidates,
    has_customers,
    knows_anything,
    open_items,
    refresh,
)
from acquit.matching.queries.lessons import judge, records_of, rules_of
from acquit.matching.queries.payers import likely_payers, payers
from acquit.matching.queries.receipts import (
    credit_notes_for,
    lines_of,
    read,
    reports_of_others,
    undecided,
    unused_money,
    uses_of,
    waiting,
)

__all__ = [
    "candidates",
    "credit_notes_for",
    "has_customers",
    "judge",
    "knows_anything",
    "likely_payers",
    "lines_of",
    "open_items",
    "payers",
    "read",
    "records_of",
    "refresh",
    "reports_of_others",
    "rules_of",
    "undecided",
    "unused_money",
    "uses_of",
    "waiting",
]
