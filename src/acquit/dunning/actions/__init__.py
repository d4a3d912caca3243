"""Deciding, approving, dispatching: every write to this room's tables."""

from __future__ import annotations

from acquit.dunning.actions.approvals import approve, decline
from acquit.dunning.actions.assigning import assign, found_scenarios, survey
from acquit.dunning.actions.decide import Tally, decide, prepare_thanks
from acquit.dunning.actions.dispatch import (
    Dispatched,
    dispatch,
    settle_message,
    settle_orphans,
)
from acquit.dunning.actions.policies import set_policy
from acquit.dunning.actions.promises import assess_promises

__all__ = [
    "Dispatched",
    "Tally",
    "approve",
    "assess_promises",
    "assign",
    "decide",
    "decline",
    "dispatch",
    "found_scenarios",
    "prepare_thanks",
    "set_policy",
    "settle_message",
    "settle_orphans",
    "survey",
]
