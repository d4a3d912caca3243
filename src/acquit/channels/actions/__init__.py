"""Every write to this room's tables: what leaves, what is reported, what comes in."""

from __future__ import annotations

from acquit.channels.actions.incoming import assign, mark_done, record_incoming
from acquit.channels.actions.mailboxes import keep_place
from acquit.channels.actions.reported import record_event
from acquit.channels.actions.sending import (
    Done,
    claim,
    hand_over,
    orphans,
    record,
    sender_present,
    understand,
    withdraw,
)

__all__ = [
    "Done",
    "assign",
    "claim",
    "hand_over",
    "keep_place",
    "mark_done",
    "orphans",
    "record",
    "record_event",
    "record_incoming",
    "sender_present",
    "understand",
    "withdraw",
]
