"""Whose lines are looked at: one's own, those of colleagues, or of nobody in particular."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from acquit.desk.bank import lines

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from acquit.bank.models import Line
    from acquit.desk.doors import DeskRequest
    from acquit.organisation.models import Person

WHOSE = (
    ("mine", _("Mine")),
    ("others", _("Of colleagues")),
    ("nobody", _("Of nobody in particular")),
)


def chosen_whose(request: DeskRequest) -> str:
    """Whose lines the address asks for; empty for everybody's."""
    asked = request.GET.get("whose", "")
    return asked if asked in dict(WHOSE) else ""


def whose_query(request: DeskRequest) -> str:
    """The same, for a link to another line."""
    whose = chosen_whose(request)
    return f"?whose={whose}" if whose else ""


def waiting(request: DeskRequest) -> QuerySet[Line]:
    """The lines that are gone through: what waits, of those whom the address asks for."""
    rows = lines.waiting_lines(request.granted, today=request.desk.today)
    return by_whose(rows, chosen_whose(request), request.user)


def by_whose(rows: QuerySet[Line], value: str, person: Person) -> QuerySet[Line]:
    """The lines of one's own, of colleagues, or of nobody in particular."""
    match value:
        case "mine":
            return rows.filter(care__assignee=person)
        case "others":
            return rows.filter(care__assignee__isnull=False).exclude(care__assignee=person)
        case "nobody":
            return rows.filter(care__assignee=None)
        case _:
            return rows
