"""Every write to this room's tables: what leaves, what is reported, what comes in."""

from __future__ import annotations

from acquit.channels.actions.incoming import assign, mark_done, record_incoming
from acquit.channels.actions.mailboxes import keep_place
from acquit.channels.actions.reported import record_event
from acquit.channels.actions.sending import orphans, record_outcome, sender_present

__all__ = [
    "assign",
    "keep_place",
    "mark_done",
    "orphans",
    "record_event",
    "record_incoming",
    "record_outcome",
    "sender_present",
]
