"""What changes what receipts are matched with: the matching itself, and people."""

from __future__ import annotations

from acquit.matching.actions.learning import learn_owner
from acquit.matching.actions.matching import (
    match_incoming,
    match_receipts,
    match_waiting,
    told_before,
    use_credit_note,
)
from acquit.matching.actions.people import accept, accept_together, decline, undo
from acquit.matching.actions.rules import set_rules

__all__ = [
    "accept",
    "accept_together",
    "decline",
    "learn_owner",
    "match_incoming",
    "match_receipts",
    "match_waiting",
    "set_rules",
    "told_before",
    "undo",
    "use_credit_note",
]
