"""Handing over: which invoices, to whom, how; with the conditions before one's eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from acquit.core.errors import Refusal
from acquit.core.party import Party
from acquit.core.procedures import Procedure, by_country
from acquit.cycle.actions import cases as cycle
from acquit.desk import words
from acquit.desk.cases import shown
from acquit.desk.cases.forms import HandOverForm
from acquit.desk.doors import DeskRequest, actor, door
from acquit.handover.models import CaseReceivable
from acquit.handover.queries.cases import partners_of
from acquit.handover.queries.conditions import checked, kept, party_of
from acquit.ledger import queries as ledger
from acquit.ledger.models import Customer, Receivable
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from django.http import HttpResponse

# So many invoices are offered, the oldest first.
MOST = 200


@door(Act.HAND_OVER, "GET", "POST")
def hand_over(request: DeskRequest, pk: int) -> HttpResponse:
    """Choose what goes to whom; what is overdue is ticked."""
    customer = _customer(request, pk)
    rows = _rows(request, customer)
    form = _form(request, customer, rows)
    if request.method == "POST" and form.is_valid():
        try:
            case = _write(request, customer, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, words.refused(refusal))
        else:
            messages.success(request, _("Handed over: reminders have stopped."))
            return redirect("desk:case", case.pk)
    context = {
        "customer": customer,
        "form": form,
        "rows": rows,
        "more": len(rows) == MOST,
        "may_add": request.granted.covers_company(customer.company_id),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/cases/hand_over.html", context, status=status)


@door(Act.HAND_OVER)
def conditions(request: DeskRequest, pk: int) -> HttpResponse:
    """The conditions of a procedure for the invoices that are ticked, as a part of a
    page.
    """
    customer = _customer(request, pk)
    named = [int(one) for one in request.GET.getlist("receivables") if one.isdecimal()]
    asked = request.GET.get("procedure", "")
    procedure = Procedure(asked) if asked in set(Procedure) else _usual(customer)
    found = checked(customer, named, procedure, on=request.desk.today)
    context = {"customer": customer, "conditions": shown.conditions(kept(found))}
    whole = "desk/cases/conditions.html"
    part = "desk/cases/conditions_part.html"
    return render(request, part if request.htmx else whole, context)


def _customer(request: DeskRequest, pk: int) -> Customer:
    seen = ledger.customers_within(request.granted).select_related("company")
    return get_object_or_404(seen, pk=pk)


def _rows(request: DeskRequest, customer: Customer) -> list[Receivable]:
    """What is open and in no case, the oldest first."""
    taken = CaseReceivable.objects.filter(
        ended_on=None, receivable__customer=customer
    ).values("receivable")
    rows = ledger.receivables_within(request.granted).filter(customer=customer)
    free = rows.filter(open_minor__gt=0).exclude(pk__in=taken)
    return list(free.select_related("invoice").order_by("due_on", "pk")[:MOST])


def _form(request: DeskRequest, customer: Customer, rows: list[Receivable]) -> HandOverForm:
    late = [str(row.pk) for row in rows if row.due_on < request.desk.today]
    return HandOverForm(
        rows,
        list(partners_of([customer.company_id])),
        request.POST if request.method == "POST" else None,
        natural=party_of(customer) is Party.CONSUMER,
        initial={"receivables": late, "procedure": _usual(customer).value},
    )


def _usual(customer: Customer) -> Procedure:
    return by_country(customer.company.country, customer.country)


def _write(request: DeskRequest, customer: Customer, given: dict[str, Any]) -> Any:
    return cycle.hand_over(
        customer_id=customer.pk,
        receivable_ids=[int(one) for one in given["receivables"]],
        partner_id=int(given["partner"]),
        procedure=Procedure(given["procedure"]),
        words=given["words"],
        confirmed=given.get("confirmed", False),
        on=request.desk.today,
        actor=actor(request),
        at=request.desk.at,
    )
