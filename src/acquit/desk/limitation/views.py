"""The claims that come near their day, what an invoice says of its own, and recording what
moved it. Whoever may hold reminders may record it: a wrong word loses the claim.
"""

from __future__ import annotations

import hashlib
import mimetypes
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from acquit.desk import erased, lists, sheets
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.invoices import document as documents
from acquit.desk.limitation.forms import ALL, CUSTOMER, OccurrenceForm, WithdrawForm
from acquit.desk.limitation.panel import parts
from acquit.desk.limitation.table import claim_table
from acquit.desk.limitation.told import named
from acquit.desk.sheets import Sheet
from acquit.ledger import queries as ledger
from acquit.ledger.models import Document, Receivable
from acquit.limitation import actions
from acquit.limitation.models import Occurrence
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from acquit.ledger.models import Invoice

BOTH = ("GET", "POST")


@door(Act.SEE)
def limitation(request: DeskRequest) -> HttpResponse:
    """Next to fall first."""
    return lists.show(request, claim_table(request), "desk/limitation/list.html", {})


@door(Act.SEE)
def invoice_limitation(request: DeskRequest, pk: int) -> HttpResponse:
    """Until when this invoice can be brought to court: fetched by its page."""
    seen = ledger.invoices_within(request.granted).select_related("customer__company")
    found = get_object_or_404(seen, pk=pk)
    read = documents.read(found, as_of=request.desk.as_of, today=request.desk.today)
    may = request.desk.may(Act.HOLD) and not request.desk.in_the_past
    context = {"document": read, "parts": parts(read, may_record=may), "may_record": may}
    return render(request, "desk/limitation/invoice.html", context)


@door(Act.HOLD, *BOTH)
def record_limitation(request: DeskRequest, pk: int) -> HttpResponse:
    """The debt was acknowledged, or something else begins the years anew."""
    seen = ledger.invoices_within(request.granted).select_related("customer")
    invoice = get_object_or_404(seen, pk=pk)
    rows = list(invoice.receivables.filter(open_minor__gt=0).order_by("instalment"))
    today = request.desk.today
    others = _others(request, invoice)
    files = request.FILES if request.method == "POST" else None
    form = OccurrenceForm(
        rows, others.count(), sheets.sent(request), files, initial={"on": today}
    )
    sheet = Sheet(
        title=_("Record what moves the limitation"),
        lead=f"{invoice.customer.name} · {invoice.number}",
        submit=_("Record it"),
        done=_("Recorded: the day was looked at again."),
        back=reverse("desk:invoice", args=[pk]),
    )

    def write(given: dict[str, Any]) -> None:
        actions.record_occurrence(
            receivable_ids=_meant(given.pop("about"), rows, others),
            document=_document(invoice.company_id, given.pop("file"), request),
            today=today,
            actor=actor(request),
            at=request.desk.at,
            **given,
        )

    return sheets.answer(request, sheet, form, write)


@door(Act.HOLD, *BOTH)
def withdraw_occurrence(request: DeskRequest, pk: int) -> HttpResponse:
    """It did not happen so."""
    found = get_object_or_404(_seen(request), pk=pk)
    sheet = Sheet(
        title=_("Take it back"),
        lead=f"{named(found.kind)} · {found.receivable.invoice.number}",
        submit=_("Take it back"),
        done=_("Taken back: the day was looked at again."),
        back=reverse("desk:invoice", args=[found.receivable.invoice_id]),
        danger=True,
    )
    return sheets.answer(
        request,
        sheet,
        WithdrawForm(sheets.sent(request)),
        lambda given: actions.withdraw_occurrence(
            occurrence_id=pk,
            today=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
            **given,
        ),
    )


@door(Act.SEE)
def occurrence_document(request: DeskRequest, pk: int) -> HttpResponse:
    """What shows that it happened, to be saved: nothing of it is shown in a page."""
    seen = _seen(request).filter(pk=pk)
    kept = get_object_or_404(Document, pk__in=seen.values("document"))
    erased.check(kept.size)
    answer = HttpResponse(bytes(kept.content), content_type="application/octet-stream")
    named = content_disposition_header(as_attachment=True, filename=kept.name)
    answer.headers["Content-Disposition"] = named or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _seen(request: DeskRequest) -> QuerySet[Occurrence]:
    rows = ledger.receivables_within(request.granted)
    found = Occurrence.objects.filter(receivable__in=rows, withdraws=None)
    return found.select_related("receivable__invoice")


def _others(request: DeskRequest, invoice: Invoice) -> QuerySet[Receivable]:
    """What else this customer owes and was due by now."""
    rows = ledger.receivables_within(request.granted).filter(
        customer=invoice.customer_id, open_minor__gt=0, due_on__lte=request.desk.today
    )
    return rows.exclude(invoice=invoice)


def _meant(
    about: str, rows: Sequence[Receivable], others: QuerySet[Receivable]
) -> list[int]:
    every = [row.pk for row in rows]
    if about == ALL:
        return every
    if about == CUSTOMER:
        return [*every, *others.values_list("pk", flat=True)]
    return [int(about)]


def _document(company_id: int, file: Any, request: DeskRequest) -> Document | None:
    if file is None:
        return None
    content = file.read()
    return Document(
        company_id=company_id,
        name=file.name[:200],
        media_type=mimetypes.guess_type(file.name)[0] or "application/octet-stream",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
        recorded_at=request.desk.at,
    )
