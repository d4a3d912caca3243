"""The list of sources, and the page of one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse

from acquit.desk import lists
from acquit.desk.doors import DeskRequest, door
from acquit.desk.sources import lights
from acquit.desk.sources.forms import companies_to_set_up
from acquit.desk.sources.table import SourceList, delivery_table, sources_within
from acquit.intake.models import Source, SourceKind
from acquit.intake.queries import newest_states
from acquit.intake.sources.light import Light, light
from acquit.organisation import rights
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from django.http import HttpResponse

# A worker that is there takes a look up within seconds.
TAKEN_UP_WITHIN = timedelta(minutes=1)


@door(Act.IMPORT)
def sources(request: DeskRequest) -> HttpResponse:
    context = {"may_open": bool(companies_to_set_up(request))}
    table = SourceList(request).table()
    return lists.show(request, table, "desk/sources/list.html", context)


@door(Act.IMPORT)
def source(request: DeskRequest, pk: int) -> HttpResponse:
    """How it is, what it brought, and what can be done about it."""
    one = source_of(request, pk)
    now = request.desk.at
    found = light(one, newest_states([one]).get(one.pk, ""), at=now)
    asked = _asked(request, one)
    context = {
        "source": one,
        "badge": lights.badge(found).html(),
        "trouble": lights.trouble(one),
        "quiet": found == Light.QUIET,
        "last": lights.since(one.delivered_at, now=now),
        "tried": lights.since(one.tried_at, now=now),
        "next": lights.next_try(one, now=now),
        "tokens": one.tokens.filter(revoked_at=None).order_by("pk"),
        "door": request.build_absolute_uri(reverse("api:imports")),
        "folder": settings.WATCH / one.folder,
        "is_upload": one.kind == SourceKind.UPLOAD,
        "may_change": rights.scope(request.user, Act.ADMINISTER).covers_company(
            one.company_id
        ),
        "looking": asked is not None and now - asked < TAKEN_UP_WITHIN,
        "forgotten": asked is not None and now - asked >= TAKEN_UP_WITHIN,
    }
    return lists.show(request, delivery_table(one), "desk/sources/source.html", context)


def source_of(request: DeskRequest, pk: int) -> Source:
    """The source, within reach of the act of the page; 404 else."""
    rows = sources_within(request.granted).select_related("company")
    return get_object_or_404(rows, pk=pk)


def _asked(request: DeskRequest, one: Source) -> datetime | None:
    """When somebody asked for a look that nobody has taken up yet."""
    try:
        asked = datetime.fromisoformat(request.GET.get("asked", ""))
    except ValueError:
        return None
    if asked.tzinfo is None or (one.tried_at is not None and one.tried_at >= asked):
        return None
    return asked
