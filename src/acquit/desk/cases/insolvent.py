"""A debtor is insolvent: recorded, filed, over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from acquit.core.procedures import NoFilingPeriod, filing_rule
from acquit.cycle.actions import cases as cycle
from acquit.desk import sheets
from acquit.desk.cases.forms import FiledForm, InsolvencyForm
from acquit.desk.cases.writing import paper
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.law.views import NAMES
from acquit.desk.sheets import Sheet
from acquit.handover import actions as handover
from acquit.handover.models import Insolvency, InsolvencyKind
from acquit.handover.queries.cases import insolvencies_within
from acquit.ledger import queries as ledger
from acquit.organisation.rights import Act
from acquit.web import reading

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

BOTH = ("GET", "POST")


@door(Act.HOLD, *BOTH)
def record_insolvency(request: DeskRequest, pk: int) -> HttpResponse:
    """Proceedings were opened against this customer."""
    customer = get_object_or_404(ledger.customers_within(request.granted), pk=pk)
    today = request.desk.today
    sheet = Sheet(
        title=_("Insolvency"),
        lead=_rule(customer.country, today),
        submit=_("Record it"),
        done=_("Reminders have stopped; filing the claim stands on the list."),
        back=reverse("desk:customer", args=[pk]),
    )
    form = InsolvencyForm(sheets.sent(request), initial={"opened_on": today})
    return sheets.answer(
        request,
        sheet,
        form,
        lambda given: cycle.record_insolvency(
            customer_id=pk,
            **given | {"kind": InsolvencyKind(given["kind"])},
            on=today,
            actor=actor(request),
            at=request.desk.at,
        ),
    )


@door(Act.HOLD, *BOTH)
def file_claim(request: DeskRequest, pk: int) -> HttpResponse:
    """Our claim was filed."""
    found = _found(request, pk)
    sheet = Sheet(
        title=_("The claim was filed"),
        lead=_("%(name)s: to be filed until %(day)s.")
        % {
            "name": found.customer.name,
            "day": reading.short_day(found.deadline_on),
        },
        submit=_("Keep it"),
        done=_("Filed: it is off the list."),
        back=_back(found),
    )
    form = FiledForm(
        sheets.sent(request), request.FILES or None, initial={"on": request.desk.today}
    )
    return sheets.answer(
        request,
        sheet,
        form,
        lambda given: handover.mark_filed(
            insolvency_id=pk,
            on=given["on"],
            words=given["words"],
            proof=paper(request, found.customer.company_id),
            actor=actor(request),
            at=request.desk.at,
        ),
    )


@door(Act.HAND_OVER, *BOTH)
def end_insolvency(request: DeskRequest, pk: int) -> HttpResponse:
    """The proceedings are over."""
    found = _found(request, pk)
    sheet = Sheet(
        title=_("The insolvency is over"),
        lead=_("What is open is followed up again. Write off what was lost first."),
        submit=_("It is over"),
        done=_("The proceedings are over."),
        back=_back(found),
    )
    return sheets.confirm(
        request,
        sheet,
        lambda: cycle.end_insolvency(
            insolvency_id=pk,
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
        ),
    )


def _found(request: DeskRequest, pk: int) -> Insolvency:
    rows = insolvencies_within(request.granted).select_related("customer")
    return get_object_or_404(rows, pk=pk)


def _back(found: Insolvency) -> str:
    return reverse("desk:customer", args=[found.customer_id])


def _rule(country: str, today: date) -> str:
    """Whether the last day is known from the publication."""
    name = str(NAMES.get(country, country))
    try:
        rule = filing_rule(country, today)
    except NoFilingPeriod:
        return _(
            "No fixed period for filing a claim is known here for %(country)s: enter the "
            "last day as the judgment or the notice says it."
        ) % {"country": name}
    return _(
        "In %(country)s the claim is filed within %(months)d months of the publication "
        "(%(source)s). Not legal advice."
    ) % {"country": name, "months": rule.months, "source": rule.basis.source}
