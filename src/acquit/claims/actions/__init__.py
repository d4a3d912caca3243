"""Every write of this room."""

from __future__ import annotations

from acquit.claims.actions.notes import (
    AlreadyWithdrawn,
    NothingClaimed,
    NothingToClaim,
    PaidAlready,
    TooLittleToClaim,
    WithdrawnWithoutAReason,
    issue_debit_notes,
    withdraw_debit_note,
)
from acquit.claims.actions.outstanding import sum_up
from acquit.claims.actions.runs import (
    begin_run,
    end_run,
    next_item,
    note_left_out,
    note_made,
)
from acquit.claims.actions.terms import (
    LONGEST_DAYS,
    TermsOutOfBounds,
    TermsWithoutADay,
    set_terms,
)
from acquit.claims.actions.waivers import (
    NothingToWaive,
    WaivedWithoutAReason,
    WaiverEnded,
    end_waiver,
    waive,
)

__all__ = [
    "LONGEST_DAYS",
    "AlreadyWithdrawn",
    "NothingClaimed",
    "NothingToClaim",
    "NothingToWaive",
    "PaidAlready",
    "TermsOutOfBounds",
    "TermsWithoutADay",
    "TooLittleToClaim",
    "WaivedWithoutAReason",
    "WaiverEnded",
    "WithdrawnWithoutAReason",
    "begin_run",
    "end_run",
    "end_waiver",
    "issue_debit_notes",
    "next_item",
    "note_left_out",
    "note_made",
    "set_terms",
    "sum_up",
    "waive",
    "withdraw_debit_note",
]
