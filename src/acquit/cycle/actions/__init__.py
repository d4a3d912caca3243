"""The daily walk, and what happens at once when a fact arrives.

Doors call these verbs: each records a fact in its room and decides anew for the customers
whose books it touched, so that a page never shows yesterday's decision.
"""

from __future__ import annotations

from acquit.cycle.actions.assessing import set_thresholds
from acquit.cycle.actions.calls import Heard, record_call
from acquit.cycle.actions.claiming import begin_debit_notes, make_debit_notes
from acquit.cycle.actions.claims import (
    end_waiver,
    issue_debit_notes,
    set_terms,
    waive,
    withdraw_debit_note,
)
from acquit.cycle.actions.daily import (
    DayIsPast,
    assess,
    decide_shard,
    dispatch_shard,
    start,
    walk,
)
from acquit.cycle.actions.facts import (
    approve_action,
    close_dispute,
    decline_action,
    end_hold,
    import_files,
    open_dispute,
    place_hold,
    record_promise,
    settle_message,
    withdraw_promise,
    write_note,
)
from acquit.cycle.actions.missing import keep_missing, settle_missing
from acquit.cycle.actions.outstanding import sum_up_company
from acquit.cycle.actions.payments import (
    accept_match,
    accept_together,
    decline_match,
    mark_not_ours,
    put_on_account,
    undo_match,
)
from acquit.cycle.actions.returns import say_returned, undo_return
from acquit.cycle.actions.sources import (
    Look,
    LookedInto,
    SourceIsPaused,
    look_into,
    take_upload,
)
from acquit.cycle.actions.tables import import_table

__all__ = [
    "DayIsPast",
    "Heard",
    "Look",
    "LookedInto",
    "SourceIsPaused",
    "accept_match",
    "accept_together",
    "approve_action",
    "assess",
    "begin_debit_notes",
    "close_dispute",
    "decide_shard",
    "decline_action",
    "decline_match",
    "dispatch_shard",
    "end_hold",
    "end_waiver",
    "import_files",
    "import_table",
    "issue_debit_notes",
    "keep_missing",
    "look_into",
    "make_debit_notes",
    "mark_not_ours",
    "open_dispute",
    "place_hold",
    "put_on_account",
    "record_call",
    "record_promise",
    "say_returned",
    "set_terms",
    "set_thresholds",
    "settle_message",
    "settle_missing",
    "start",
    "sum_up_company",
    "take_upload",
    "undo_match",
    "undo_return",
    "waive",
    "walk",
    "withdraw_debit_note",
    "withdraw_promise",
    "write_note",
]
