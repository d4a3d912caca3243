"""The list of cases, and one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from acquit.desk import case_words, erased, lists
from acquit.desk.cases import dossiers, shown
from acquit.desk.cases.seen import case_of
from acquit.desk.cases.table import CaseList, outcome_badge, stage_badge
from acquit.desk.doors import DeskRequest, door
from acquit.handover.models import Case, CaseCost, CaseStage
from acquit.handover.queries.cases import (
    awaited,
    cases_within,
    insolvencies_within,
    stages_of,
    sums,
)
from acquit.organisation.rights import Act
from acquit.web import reading

if TYPE_CHECKING:
    from acquit.ledger.models import Document


@door(Act.SEE)
def cases(request: DeskRequest) -> HttpResponse:
    """What lawyers, bailiffs and agencies have in hand."""
    return lists.show(request, CaseList(request).table(), "desk/cases/list.html", {})


@door(Act.SEE)
def case(request: DeskRequest, pk: int) -> HttpResponse:
    """One of them: its stages, what was handed over, what it cost, what came of it."""
    found = case_of(request, pk)
    today = request.desk.today
    stages = stages_of([pk]).get(pk, [])
    rows = found.receivables.select_related("receivable__invoice")
    costs = found.costs.order_by("on", "pk")
    may_write = request.desk.may(Act.HAND_OVER) and not request.desk.in_the_past
    some = sums([pk]).get(pk, [])
    context = {
        "case": found,
        "badge": outcome_badge(found)
        if found.closed_on
        else stage_badge(stages[-1] if stages else None),
        "awaited": _awaited(found, stages, request),
        "sums": some,
        "bars": [(one, shown.parts(one)) for one in some],
        "stages": [_stage(one) for one in reversed(stages)],
        "receivables": shown.receivables(
            list(rows.order_by("receivable__due_on", "pk")[:500]), today
        ),
        "costs": shown.costs(list(costs), may_write=may_write),
        "conditions": shown.conditions(found.conditions),
        "facts": _facts(found),
        "may_write": may_write,
    }
    if may_write:
        context |= dossiers.panel(request, found)
    return render(request, "desk/cases/case.html", context)


@door(Act.SEE)
def stage_paper(request: DeskRequest, pk: int) -> HttpResponse:
    """The proof of a stage."""
    mine = cases_within(request.granted).values("pk")
    row = get_object_or_404(
        CaseStage.objects.select_related("document"), pk=pk, case__in=mine
    )
    return _paper(row.document)


@door(Act.SEE)
def cost_paper(request: DeskRequest, pk: int) -> HttpResponse:
    """The bill of a cost."""
    mine = cases_within(request.granted).values("pk")
    row = get_object_or_404(
        CaseCost.objects.select_related("document"), pk=pk, case__in=mine
    )
    return _paper(row.document)


@door(Act.SEE)
def filing_proof(request: DeskRequest, pk: int) -> HttpResponse:
    """The receipt of a claim that was filed."""
    rows = insolvencies_within(request.granted).select_related("proof")
    return _paper(get_object_or_404(rows, pk=pk).proof)


def _paper(kept: Document | None) -> HttpResponse:
    if kept is None:
        raise Http404
    erased.check(kept.size)
    answer = HttpResponse(bytes(kept.content), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=kept.name
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _awaited(
    found: Case, stages: list[CaseStage], request: DeskRequest
) -> dict[str, Any] | None:
    day = awaited(found, stages, as_of=request.desk.today)
    if day is None:
        return None
    return {
        "on": day.on,
        "what": capfirst(str(case_words.AWAITED[day.until])),
        "source": day.basis.source if day.basis else "",
    }


def _stage(one: CaseStage) -> dict[str, Any]:
    icon, tone = case_words.STAGES[one.stage]
    return {"row": one, "icon": icon, "tone": tone}


def _facts(found: Case) -> list[tuple[str, str]]:
    partner = found.partner
    told = [
        (_("With"), f"{partner.name} ({partner.get_kind_display()})"),
        (_("Personal data"), partner.get_data_role_display()),
        (_("E-mail"), partner.email),
        (_("Phone"), partner.phone),
        (_("Their reference"), found.reference),
        (_("Procedure"), found.get_procedure_display()),
        (_("Handed over on"), reading.short_day(found.opened_on)),
        (_("By"), found.actor.name if found.actor else ""),
        (_("What they should know"), found.words),
        (_("Closed on"), reading.short_day(found.closed_on) if found.closed_on else ""),
        (_("How it ended"), found.get_outcome_display() if found.outcome else ""),
        (_("Explanation"), found.closing_words),
    ]
    return [(name, value) for name, value in told if value]
