"""Values of a row as they are handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from acquit.core.behaviour.reasons import Evidence
from acquit.core.money import Money
from acquit.core.sentences import of_json, told

if TYPE_CHECKING:
    from datetime import date, datetime


Row = dict[str, Any]
# Who did something: one of our people, or the program by itself.
STAFF, PROGRAM = "staff", "program"
EVIDENCE = frozenset(Evidence.__dataclass_fields__)


def by_whom(person_id: int | None) -> str:
    """One of our people, or the program."""
    return STAFF if person_id is not None else PROGRAM


def as_amount(minor: int | None, currency: str) -> str:
    """With its currency."""
    return "" if minor is None else str(Money(minor, currency))


def as_day(day: date | None) -> str:
    """ISO 8601, "" for none."""
    return day.isoformat() if day else ""


def as_instant(at: datetime | None) -> str:
    """ISO 8601, "" for none."""
    return at.isoformat(timespec="minutes") if at else ""


def sentence(kept: Any) -> str:
    """What was kept as data, in the reader's language."""
    return told(of_json(kept), gettext)
