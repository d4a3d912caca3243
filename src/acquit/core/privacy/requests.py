"""What a person may ask for, and until when it is answered (GDPR, art. 12(3))."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from acquit.core.limitation_watch import months_before

if TYPE_CHECKING:
    from datetime import date


class RequestKind(StrEnum):
    """OBJECTION: to being scored."""

    ACCESS = "ACCESS"
    ERASURE = "ERASURE"
    RECTIFICATION = "RECTIFICATION"
    OBJECTION = "OBJECTION"


def answer_by(received_on: date) -> date:
    """One month later."""
    return months_before(received_on, -1)
