"""What people write in a customer file: promises, disputes, holds, notes. One verb each."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquit.cycle import actions as cycle
from acquit.desk import sheets
from acquit.desk.customers import following
from acquit.desk.customers.forms import DisputeForm, HoldForm, NoteForm, PromiseForm
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.sheets import Sheet
from acquit.ledger import queries as ledger
from acquit.ledger.models import Customer, Dispute, Hold, Promise, Receivable
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from django.http import HttpResponse

BOTH = ("GET", "POST")
A_WEEK = timedelta(days=7)
# `?from=` names the list that a verb was called on, and leads back to it.
DUNNING = {
    "waiting": "desk:dunning",
    "ready": "desk:dunning_leaving",
    "held": "desk:dunning_held",
}


@door(Act.PROMISE, *BOTH)
def record_promise(request: DeskRequest, pk: int) -> HttpResponse:
    """The customer said when it will pay."""
    receivable = _receivable(request, pk)
    today = request.desk.today
    form = PromiseForm(
        receivable, sheets.sent(request), initial={"promised_on": today + A_WEEK}
    )
    sheet = Sheet(
        title=_("Record a promise"),
        lead=_about(receivable),
        submit=_("Record the promise"),
        done=_("The promise is recorded; nothing is sent until that day is over."),
        back=_back(receivable.customer_id),
    )
    return sheets.answer(
        request,
        sheet,
        form,
        lambda given: cycle.record_promise(
            receivable_id=pk,
            made_on=today,
            actor=actor(request),
            at=request.desk.at,
            **given,
        ),
    )


@door(Act.PROMISE, *BOTH)
def withdraw_promise(request: DeskRequest, pk: int) -> HttpResponse:
    """The promise was a mistake, or is off."""
    promise = get_object_or_404(
        Promise.objects.select_related("receivable__invoice"), pk=pk
    )
    receivable = _receivable(request, promise.receivable_id)
    sheet = Sheet(
        title=_("Withdraw the promise"),
        lead=_about(receivable),
        submit=_("Withdraw the promise"),
        done=_("The promise is withdrawn; reminders go on."),
        back=_back(receivable.customer_id),
        danger=True,
    )
    return sheets.confirm(
        request,
        sheet,
        lambda: cycle.withdraw_promise(
            promise_id=pk, on=request.desk.today, actor=actor(request), at=request.desk.at
        ),
    )


@door(Act.DISPUTE, *BOTH)
def open_dispute(request: DeskRequest, pk: int) -> HttpResponse:
    """The customer contests this receivable."""
    receivable = _receivable(request, pk)
    sheet = Sheet(
        title=_("Open a dispute"),
        lead=_about(receivable),
        submit=_("Open the dispute"),
        done=_("The dispute is open; the contested amount is not asked for."),
        back=_back(receivable.customer_id),
    )
    return sheets.answer(
        request,
        sheet,
        DisputeForm(receivable, sheets.sent(request)),
        lambda given: cycle.open_dispute(
            receivable_id=pk,
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
            **given,
        ),
    )


@door(Act.DISPUTE, *BOTH)
def close_dispute(request: DeskRequest, pk: int) -> HttpResponse:
    """Nothing is contested any more."""
    dispute = get_object_or_404(Dispute, pk=pk)
    receivable = _receivable(request, dispute.receivable_id)
    sheet = Sheet(
        title=_("Close the dispute"),
        lead=_about(receivable),
        submit=_("Close the dispute"),
        done=_("The dispute is closed; the amount is asked for again."),
        back=_back(receivable.customer_id),
    )
    return sheets.confirm(
        request,
        sheet,
        lambda: cycle.close_dispute(
            dispute_id=pk, on=request.desk.today, actor=actor(request), at=request.desk.at
        ),
    )


@door(Act.HOLD, *BOTH)
def hold_receivable(request: DeskRequest, pk: int) -> HttpResponse:
    """No reminder for this receivable, until a day."""
    receivable = _receivable(request, pk)
    return _hold(request, receivable.customer, receivable)


@door(Act.HOLD, *BOTH)
def hold_customer(request: DeskRequest, pk: int) -> HttpResponse:
    """No reminder for this customer, until a day."""
    return _hold(request, _customer(request, pk), None)


@door(Act.HOLD, *BOTH)
def end_hold(request: DeskRequest, pk: int) -> HttpResponse:
    """Reminders go on before the hold is over."""
    hold = get_object_or_404(Hold, pk=pk)
    customer = _customer(request, hold.customer_id)
    sheet = Sheet(
        title=_("End the hold"),
        lead=customer.name,
        submit=_("End the hold"),
        done=_("The hold is ended; reminders go on."),
        back=list_of_origin(request) or _back(customer.pk),
    )
    return sheets.confirm(
        request,
        sheet,
        lambda: cycle.end_hold(
            hold_id=pk, on=request.desk.today, actor=actor(request), at=request.desk.at
        ),
    )


@door(Act.NOTE, *BOTH)
def write_note(request: DeskRequest, pk: int) -> HttpResponse:
    """Something to remember about this customer."""
    customer = _customer(request, pk)
    sheet = Sheet(
        title=_("Write a note"),
        lead=customer.name,
        submit=_("Keep the note"),
        done=_("The note is kept in the timeline."),
        back=reverse("desk:customer_timeline", args=[pk]),
    )
    return sheets.answer(
        request,
        sheet,
        NoteForm(sheets.sent(request)),
        lambda given: cycle.write_note(
            customer_id=pk, actor=actor(request), at=request.desk.at, **given
        ),
    )


def _hold(
    request: DeskRequest, customer: Customer, receivable: Receivable | None
) -> HttpResponse:
    today = request.desk.today
    origin = list_of_origin(request)
    sheet = Sheet(
        title=_("Put on hold"),
        lead=_about(receivable) if receivable else customer.name,
        submit=_("Put on hold"),
        done=_(
            "Reminders are on hold. What was due stands under “Held”, "
            "where the hold can be ended."
        )
        if origin
        else _("Reminders are on hold."),
        back=origin or _back(customer.pk),
    )
    form = HoldForm(
        sheets.sent(request), initial={"from_on": today, "until_on": today + A_WEEK}
    )
    if receivable is None and (others := _others(request, customer)):
        form.offer_group(others)
    return sheets.answer(
        request,
        sheet,
        form,
        lambda given: cycle.place_hold(
            customer_id=customer.pk,
            receivable_id=receivable.pk if receivable else None,
            actor=actor(request),
            at=request.desk.at,
            **given,
        ),
    )


def _others(request: DeskRequest, customer: Customer) -> str:
    """Who else is the same debtor; empty when nobody is."""
    seen, beyond = following.group_of(customer.pk, request.granted)
    named = [f"{one.name} ({one.company.name})" for one in seen]
    if beyond:
        more = ngettext(
            "%(count)d beyond your reach", "%(count)d beyond your reach", beyond
        )
        named.append(more % {"count": beyond})
    return ", ".join(named)


def list_of_origin(request: DeskRequest) -> str:
    """The list of the dunning page that one came from; empty when it was none."""
    view = DUNNING.get(request.GET.get("from", ""))
    return reverse(view) if view else ""


def _customer(request: DeskRequest, pk: int) -> Customer:
    return get_object_or_404(ledger.customers_within(request.granted), pk=pk)


def _receivable(request: DeskRequest, pk: int) -> Receivable:
    seen = ledger.receivables_within(request.granted).select_related("invoice", "customer")
    return get_object_or_404(seen, pk=pk)


def _about(receivable: Receivable) -> str:
    return f"{receivable.customer.name} · {receivable.invoice.number}"


def _back(customer_id: int) -> str:
    return reverse("desk:customer", args=[customer_id])
