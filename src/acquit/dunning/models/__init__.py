"""What is due next for each receivable, each step that was taken, and the scenarios."""

from __future__ import annotations

from acquit.dunning.models.actions import (
    Action,
    ActionItem,
    ActionState,
    CallOutcome,
    Outlook,
)
from acquit.dunning.models.notices import LegalNotice, NoticeKind, SentBy
from acquit.dunning.models.scenarios import (
    AssignmentRule,
    Following,
    Move,
    Pin,
    Policy,
    Scenario,
    Version,
)
from acquit.dunning.models.trials import Prices, Trial, TrialState
from acquit.dunning.models.wording import Wording

__all__ = [
    "Action",
    "ActionItem",
    "ActionState",
    "AssignmentRule",
    "CallOutcome",
    "Following",
    "LegalNotice",
    "Move",
    "NoticeKind",
    "Outlook",
    "Pin",
    "Policy",
    "Prices",
    "Scenario",
    "SentBy",
    "Trial",
    "TrialState",
    "Version",
    "Wording",
]
