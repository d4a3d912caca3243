"""What the scoring does."""

from __future__ import annotations

from acquit.scoring.actions.assessing import assess
from acquit.scoring.actions.limits import NotAThreshold, set_thresholds
from acquit.scoring.actions.observing import observe, sum_up
from acquit.scoring.actions.overriding import (
    EndsTooLate,
    NoReason,
    NotAScore,
    SaysNothing,
    end_override,
    override,
)
from acquit.scoring.actions.proving import prove

__all__ = [
    "EndsTooLate",
    "NoReason",
    "NotAScore",
    "NotAThreshold",
    "SaysNothing",
    "assess",
    "end_override",
    "observe",
    "override",
    "prove",
    "set_thresholds",
    "sum_up",
]
