"""What is due next for each receivable, each step that was taken, and the scenarios."""

from __future__ import annotations

from acquit.dunning.models.actions import Action, ActionItem, ActionState, Outlook
from acquit.dunning.models.scenarios import (
    AssignmentRule,
    Following,
    Move,
    Pin,
    Policy,
    Scenario,
    Version,
)
from acquit.dunning.models.wording import Wording

__all__ = [
    "Action",
    "ActionItem",
    "ActionState",
    "AssignmentRule",
    "Following",
    "Move",
    "Outlook",
    "Pin",
    "Policy",
    "Scenario",
    "Version",
    "Wording",
]
