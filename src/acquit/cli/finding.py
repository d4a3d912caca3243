"""What `acquit doctor` finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a part is: a note is no fault, a fault makes the command fail."""

    GOOD = "good"
    NOTE = "note"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One part, how it is, and a sentence about it."""

    part: str
    state: State
    sentence: str
