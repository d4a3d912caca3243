"""The columns in which every kind of fact is told, and how one of them is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Cast

if TYPE_CHECKING:
    from datetime import date, datetime

    from acquit.core.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened. `letter` is opened on demand, `words` are shown at once."""

    day: date
    title: str
    icon: str
    tone: str = "neutral"
    who: str = ""
    at: datetime | None = None
    amount: Money | None = None
    words: str = ""
    letter: str = ""
    subject: str = ""


class Told(NamedTuple):
    """A fact in the columns that all kinds share."""

    on: date
    kind: str
    pk: int
    at: datetime | None
    code: str
    text: str
    more: str
    who: str
    minor: int | None
    currency: str
    number: str
    until: date | None


COLUMNS: dict[str, tuple[models.Field[Any, Any], Any]] = {
    "on": (models.DateField(), None),
    "kind": (models.TextField(), ""),
    "pk": (models.BigIntegerField(), 0),
    "at": (models.DateTimeField(), None),
    "code": (models.TextField(), ""),
    "text": (models.TextField(), ""),
    "more": (models.TextField(), ""),
    "who": (models.TextField(), ""),
    "minor": (models.BigIntegerField(), None),
    "currency": (models.TextField(), ""),
    "number": (models.TextField(), ""),
    "until": (models.DateField(), None),
}


def told(kind: str, rows: QuerySet[Any], **columns: Any) -> QuerySet[Any]:
    """These rows in the shared columns; a column that is not given stays empty."""
    given = {"kind": Value(kind), "pk": F("pk")} | columns
    named = {
        f"told_{name}": Cast(given.get(name, Value(empty)), field)
        for name, (field, empty) in COLUMNS.items()
    }
    found: QuerySet[Any] = rows.order_by().annotate(**named).values_list(*named)
    return found
