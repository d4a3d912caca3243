"""Deciding, approving, dispatching: every write to this room's tables."""

from __future__ import annotations

from acquit.dunning.actions.approvals import approve, decline
from acquit.dunning.actions.assigning import assign, found_scenarios, survey
from acquit.dunning.actions.calling import MOST_TRIES, NotCalling, record_call
from acquit.dunning.actions.decide import Tally, decide
from acquit.dunning.actions.dispatch import Dispatched, Sending, dispatch
from acquit.dunning.actions.following import settle_message, settle_orphans
from acquit.dunning.actions.policies import set_policy
from acquit.dunning.actions.promises import assess_promises
from acquit.dunning.actions.thanking import prepare_thanks

__all__ = [
    "MOST_TRIES",
    "Dispatched",
    "NotCalling",
    "Sending",
    "Tally",
    "approve",
    "assess_promises",
    "assign",
    "decide",
    "decline",
    "dispatch",
    "found_scenarios",
    "prepare_thanks",
    "record_call",
    "set_policy",
    "settle_message",
    "settle_orphans",
    "survey",
]
