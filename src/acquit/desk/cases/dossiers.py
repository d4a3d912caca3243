"""The dossier of a case: asked for, being made, and its files."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from acquit.core.errors import Refusal
from acquit.core.sentences import of_json
from acquit.cycle.actions.dossiers import ask_for_dossier
from acquit.desk import sheets, words
from acquit.desk.cases.seen import case_of
from acquit.desk.doors import DeskRequest, door
from acquit.handover.models import Case, CaseDossier, DossierFile, DossierState
from acquit.handover.queries.dossiers import (
    claimed_in,
    content_of,
    dossiers_of,
    dossiers_within,
    is_lost,
)
from acquit.organisation.rights import Act
from acquit.web.cells import Badge

# A worker that is there takes a job at once, or when it has ended another.
WORKER_COMES_WITHIN = timedelta(minutes=1)
_STATES = {
    DossierState.WAITING: ("clock", "neutral"),
    DossierState.RUNNING: ("loader", "info"),
}


@door(Act.HAND_OVER, "GET", "POST")
def case_dossier(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask for all that the partner needs of what is still open; or how far it is, which the
    page of the case asks again and again.
    """
    found = case_of(request, pk)
    here = reverse("desk:case", args=[pk])
    if request.method == "POST":
        try:
            ask_for_dossier(pk, by_id=request.user.pk, at=request.desk.at)
        except Refusal as refusal:
            messages.warning(request, words.refused(refusal))
            return sheets.gone(request, here)
    if not request.htmx:
        return redirect(here)
    context = {"case": found} | panel(request, found)
    return render(request, "desk/cases/dossier.html", context)


@door(Act.HAND_OVER)
def dossier_pdf(request: DeskRequest, pk: int) -> HttpResponse:
    """The bound document."""
    return _file(request, pk, DossierFile.PDF, "application/pdf")


@door(Act.HAND_OVER)
def dossier_zip(request: DeskRequest, pk: int) -> HttpResponse:
    """The parcel with every file by itself."""
    return _file(request, pk, DossierFile.ZIP, "application/zip")


def panel(request: DeskRequest, of: Case) -> dict[str, Any]:
    """What the page of a case says of its dossier."""
    stands = dossiers_of(of)
    under_way, failed = stands.under_way, stands.failed
    return {
        "dossiers": stands,
        "may_ask": (under_way is None or is_lost(under_way, at=request.desk.at))
        and claimed_in(of).exists(),
        "making": _badge(under_way) if under_way else None,
        "nobody_comes": under_way is not None
        and under_way.state == DossierState.WAITING
        and request.desk.at - under_way.asked_at > WORKER_COMES_WITHIN,
        "why": words.told(of_json(failed.why)) if failed else "",
    }


def _badge(one: CaseDossier) -> Badge:
    icon, tone = _STATES[DossierState(one.state)]
    return Badge(one.get_state_display(), icon, tone)


def _file(request: DeskRequest, pk: int, file: DossierFile, kind: str) -> HttpResponse:
    rows = dossiers_within(request.granted).select_related("case__customer")
    found = get_object_or_404(rows, pk=pk)
    answer = HttpResponse(content_of(found, file), content_type=kind)
    name = f"{found.case}-{found.case.customer.code}.{file.lower()}"
    answer["Content-Disposition"] = str(
        content_disposition_header(as_attachment=True, filename=name)
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
