"""What people tell of a case: stages, costs, its reference, its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from acquit.core.procedures import Stage
from acquit.cycle.actions import cases as cycle
from acquit.desk import sheets
from acquit.desk.cases.forms import (
    CloseForm,
    CorrectionForm,
    CostForm,
    PartnerForm,
    ReferenceForm,
    StageForm,
)
from acquit.desk.cases.seen import case_of
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.sheets import Sheet
from acquit.handover import actions as handover
from acquit.handover.models import (
    Bearer,
    CaseCost,
    CaseStage,
    CostKind,
    DataRole,
    Outcome,
    PartnerKind,
)
from acquit.handover.queries.cases import cases_within, standing_stages
from acquit.organisation.models import Company
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from django.http import HttpResponse

    from acquit.handover.models import Case
    from acquit.ledger.models import Document

BOTH = ("GET", "POST")


@door(Act.HAND_OVER, *BOTH)
def tell_stage(request: DeskRequest, pk: int) -> HttpResponse:
    """The partner told what happened."""
    case = case_of(request, pk)
    form = StageForm(
        sheets.sent(request), request.FILES or None, initial={"on": request.desk.today}
    )
    sheet = Sheet(
        title=_("A further stage"),
        lead=_about(case),
        submit=_("Keep it"),
        done=_("The stage is kept; the day to watch stands with the case."),
        back=_back(case),
    )
    return sheets.answer(
        request, sheet, form, lambda given: _tell(request, case, given, corrects=None)
    )


@door(Act.HAND_OVER, *BOTH)
def correct_stage(request: DeskRequest, pk: int) -> HttpResponse:
    """It was told wrongly: what is right takes its place."""
    mine = cases_within(request.granted).values("pk")
    wrong = get_object_or_404(standing_stages().filter(case__in=mine), pk=pk)
    case = case_of(request, wrong.case_id)
    told = {
        "stage": wrong.stage,
        "on": wrong.on,
        "told_until": wrong.told_until,
        "words": wrong.words,
    }
    form = CorrectionForm(sheets.sent(request), request.FILES or None, initial=told)
    sheet = Sheet(
        title=_("Correct a stage"),
        lead=_about(case),
        submit=_("Correct it"),
        done=_("The stage is corrected; what stood there before is kept in the trail."),
        back=_back(case),
    )
    return sheets.answer(
        request, sheet, form, lambda given: _tell(request, case, given, corrects=wrong)
    )


def _tell(
    request: DeskRequest, case: Case, given: dict[str, Any], *, corrects: CaseStage | None
) -> CaseStage:
    return handover.tell_stage(
        case_id=case.pk,
        stage=Stage(given["stage"]),
        on=given["on"],
        told_until=given["told_until"],
        words=given["words"],
        document=_paper(request, case),
        corrects_id=corrects.pk if corrects else None,
        withdrawn=given.get("withdrawn", False),
        today=request.desk.today,
        actor=actor(request),
        at=request.desk.at,
    )


@door(Act.HAND_OVER, *BOTH)
def add_cost(request: DeskRequest, pk: int) -> HttpResponse:
    """What the case cost."""
    case = case_of(request, pk)
    form = CostForm(
        case.customer.currency,
        sheets.sent(request),
        request.FILES or None,
        initial={"on": request.desk.today},
    )
    sheet = Sheet(
        title=_("A cost"),
        lead=_about(case),
        submit=_("Keep it"),
        done=_("The cost is kept with the case."),
        back=_back(case),
    )
    return sheets.answer(
        request,
        sheet,
        form,
        lambda given: handover.add_cost(
            case_id=case.pk,
            kind=CostKind(given["kind"]),
            amount=given["amount"],
            borne_by=Bearer(given["borne_by"]),
            on=given["on"],
            words=given["words"],
            document=_paper(request, case),
            actor=actor(request),
            at=request.desk.at,
        ),
    )


@door(Act.HAND_OVER, *BOTH)
def take_back_cost(request: DeskRequest, pk: int) -> HttpResponse:
    """It was none."""
    mine = cases_within(request.granted).values("pk")
    cost = get_object_or_404(CaseCost, pk=pk, case__in=mine)
    case = case_of(request, cost.case_id)
    sheet = Sheet(
        title=_("Take the cost back"),
        lead=_about(case),
        submit=_("Take back"),
        done=_("The cost is taken back by a further row."),
        back=_back(case),
        danger=True,
    )
    return sheets.confirm(
        request,
        sheet,
        lambda: handover.take_back_cost(
            cost_id=pk, on=request.desk.today, actor=actor(request), at=request.desk.at
        ),
    )


@door(Act.HAND_OVER, *BOTH)
def case_reference(request: DeskRequest, pk: int) -> HttpResponse:
    """The partner's own number of it."""
    case = case_of(request, pk)
    form = ReferenceForm(sheets.sent(request), initial={"reference": case.reference})
    sheet = Sheet(
        title=_("Their reference"),
        lead=_about(case),
        submit=_("Keep it"),
        done=_("The reference is kept with the case."),
        back=_back(case),
    )
    return sheets.answer(
        request,
        sheet,
        form,
        lambda given: handover.tell_reference(
            case_id=pk, actor=actor(request), at=request.desk.at, **given
        ),
    )


@door(Act.HAND_OVER, *BOTH)
def close_case(request: DeskRequest, pk: int) -> HttpResponse:
    """How it ended."""
    case = case_of(request, pk)
    sheet = Sheet(
        title=_("Close the case"),
        lead=_(
            "What is still open is followed up again from today on. "
            "Write it off first where nobody shall ask for it any more."
        ),
        submit=_("Close the case"),
        done=_("The case is closed."),
        back=_back(case),
    )
    return sheets.answer(
        request,
        sheet,
        CloseForm(sheets.sent(request)),
        lambda given: cycle.close_case(
            case_id=pk,
            outcome=Outcome(given["outcome"]),
            words=given["words"],
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
        ),
    )


@door(Act.HAND_OVER, *BOTH)
def add_partner(request: DeskRequest, pk: int) -> HttpResponse:
    """Somebody new who takes cases on."""
    seen = [pk] if request.granted.covers_company(pk) else []
    company = get_object_or_404(Company, pk__in=seen)
    sheet = Sheet(
        title=_("A new partner"),
        lead=company.name,
        submit=_("Add"),
        done=_("The partner can take cases on."),
        back=reverse("desk:cases"),
    )
    return sheets.answer(
        request,
        sheet,
        PartnerForm(sheets.sent(request)),
        lambda given: handover.add_partner(
            pk,
            **given
            | {
                "kind": PartnerKind(given["kind"]),
                "data_role": DataRole(given["data_role"]),
            },
            actor=actor(request),
            at=request.desk.at,
        ),
    )


def _paper(request: DeskRequest, case: Case) -> Document | None:
    return paper(request, case.company_id)


def paper(request: DeskRequest, company_id: int) -> Document | None:
    """The file that was sent along, kept; None when there was none."""
    sent = request.FILES.get("paper")
    if sent is None:
        return None
    return handover.keep_paper(
        company_id,
        name=str(sent.name),
        media_type=sent.content_type or "",
        content=sent.read(),
        at=request.desk.at,
    )


def _about(case: Case) -> str:
    return f"{case} · {case.customer.name} · {case.partner.name}"


def _back(case: Case) -> str:
    return reverse("desk:case", args=[case.pk])
