"""Writing off, agreeing to it, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from acquit.core.money import Money
from acquit.cycle.actions import cases as cycle
from acquit.desk import sheets
from acquit.desk.cases.forms import WishForm, WriteOffForm
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.sheets import Sheet
from acquit.handover import actions as handover
from acquit.handover.models import WriteOffWish
from acquit.handover.queries.cases import wishes_within, written_off_within
from acquit.ledger import queries as ledger
from acquit.ledger.models import WriteOffReason
from acquit.organisation.rights import Act
from acquit.web import reading

if TYPE_CHECKING:
    from django.http import HttpResponse

BOTH = ("GET", "POST")


@door(Act.MATCH, *BOTH)
def write_off(request: DeskRequest, pk: int) -> HttpResponse:
    """Nobody will ask for this any more."""
    seen = ledger.receivables_within(request.granted).select_related("invoice", "customer")
    receivable = get_object_or_404(seen, pk=pk)
    sheet = Sheet(
        title=_("Write off"),
        lead=f"{receivable.customer.name} · {receivable.invoice.number}",
        submit=_("Write off"),
        done=_("What is within your limit is written off."),
        back=reverse("desk:customer", args=[receivable.customer_id]),
        danger=True,
    )

    def write(given: dict[str, Any]) -> None:
        made = cycle.give_up(
            receivable_id=pk,
            amount=given["amount"],
            reason=WriteOffReason(given["reason"]),
            words=given["words"],
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
        )
        if isinstance(made, WriteOffWish):
            waits = _("It is beyond your limit: it waits for somebody who may.")
            messages.warning(request, waits)

    return sheets.answer(
        request, sheet, WriteOffForm(receivable, sheets.sent(request)), write
    )


@door(Act.MATCH, *BOTH)
def approve_write_off(request: DeskRequest, pk: int) -> HttpResponse:
    """Agree to a write-off, or decline it."""
    rows = wishes_within(request.granted).select_related("receivable__invoice", "actor")
    wish = get_object_or_404(rows, pk=pk)
    row = wish.receivable
    amount = Money(wish.amount_minor, row.currency)
    said = [
        f"{row.invoice.number}: {reading.amount_and_currency(amount)}",
        str(WriteOffReason(wish.reason).label),
        wish.words,
        wish.actor.name if wish.actor else "",
    ]
    sheet = Sheet(
        title=_("Approve a write-off"),
        lead=" · ".join(one for one in said if one),
        submit=_("Decide"),
        done=_("Decided."),
        back=reverse("desk:customer", args=[row.customer_id]),
    )

    def write(given: dict[str, Any]) -> None:
        by: Any = {"wish_id": pk, "actor": actor(request), "at": request.desk.at}
        if given["answer"] == WishForm.YES:
            cycle.approve_write_off(on=request.desk.today, **by)
        else:
            handover.decline_write_off(words=given["words"], **by)

    return sheets.answer(request, sheet, WishForm(sheets.sent(request)), write)


@door(Act.MATCH, *BOTH)
def take_back_write_off(request: DeskRequest, pk: int) -> HttpResponse:
    """It is asked for again."""
    rows = written_off_within(request.granted).select_related("receivable__invoice")
    row = get_object_or_404(rows, pk=pk)
    amount = Money(row.amount_minor, row.receivable.currency)
    sheet = Sheet(
        title=_("Take the write-off back"),
        lead=f"{row.receivable.invoice.number}: {reading.amount_and_currency(amount)}",
        submit=_("Take back"),
        done=_("It is owed again, and followed up."),
        back=reverse("desk:invoice", args=[row.receivable.invoice_id]),
    )
    return sheets.confirm(
        request,
        sheet,
        lambda: cycle.take_back_write_off(
            allocation_id=pk,
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
        ),
    )
