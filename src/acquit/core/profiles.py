"""What kind of payer a customer is: its profile."""

from __future__ import annotations

from enum import StrEnum


class Profile(StrEnum):
    """Classes of payers, the most telling first: what fits several is the first of them."""

    INSOLVENT = "INSOLVENT"
    PUBLIC_BODY = "PUBLIC_BODY"
    NEW = "NEW"
    DETERIORATING = "DETERIORATING"
    PROMISE_BREAKER = "PROMISE_BREAKER"
    DISPUTE_PRONE = "DISPUTE_PRONE"
    CHRONICALLY_LATE = "CHRONICALLY_LATE"
    IMPROVING = "IMPROVING"
    ERRATIC = "ERRATIC"
    AFTER_REMINDER = "AFTER_REMINDER"
    SLOW_BUT_STEADY = "SLOW_BUT_STEADY"
    PROMPT = "PROMPT"
