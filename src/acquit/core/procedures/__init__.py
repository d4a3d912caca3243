"""What a procedure before a court asks for, and which clock runs after each of its stages.

The tables lie in `data/procedures.toml`, each row with its source and how sure it is. What
only a person can judge is left to a person (`State.TO_SEE`); a period that is not written
down is never guessed (`NoFilingPeriod`).
Told in docs/explanation/hand-over.md; not legal advice. Tests: tests/core/procedures.
"""

from __future__ import annotations

from acquit.core.procedures.checking import check
from acquit.core.procedures.clocks import (
    Deadline,
    NoFilingPeriod,
    NotPublished,
    Reached,
    claim_filing,
    deadlines,
    filing_rule,
    next_deadline,
)
from acquit.core.procedures.reading import Until, Whose
from acquit.core.procedures.shapes import (
    CaseFacts,
    Claimed,
    Condition,
    Identity,
    Need,
    Procedure,
    Stage,
    State,
)
from acquit.core.procedures.suiting import by_country

__all__ = [
    "CaseFacts",
    "Claimed",
    "Condition",
    "Deadline",
    "Identity",
    "Need",
    "NoFilingPeriod",
    "NotPublished",
    "Procedure",
    "Reached",
    "Stage",
    "State",
    "Until",
    "Whose",
    "by_country",
    "check",
    "claim_filing",
    "deadlines",
    "filing_rule",
    "next_deadline",
]
