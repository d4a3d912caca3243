"""The lists of invoices and credit notes, and the page of one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render

from acquit.bank.models import Line
from acquit.claims.models import DebitNote
from acquit.desk import lists, scopes
from acquit.desk.claims import late, note
from acquit.desk.doors import DeskRequest, door
from acquit.desk.invoices import document as documents
from acquit.desk.invoices.credit_notes import CreditNoteList
from acquit.desk.invoices.history import history
from acquit.desk.invoices.instalments import Instalments, statements, told
from acquit.desk.invoices.interest import was_due, workings
from acquit.desk.invoices.predicted import forecasts
from acquit.desk.invoices.receivables import InvoiceList
from acquit.desk.invoices.tabs import CREDIT, KEPT, TABS, chosen_tab
from acquit.ledger import queries as ledger
from acquit.organisation import rights
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from django.http import HttpResponse

    from acquit.desk.invoices.document import Document
    from acquit.ledger.models import Invoice


@door(Act.SEE)
def invoices(request: DeskRequest) -> HttpResponse:
    here = chosen_tab(request)
    tabs = [(label, _tab(request, key), key == here) for key, label in TABS]
    found = CreditNoteList(request) if here == CREDIT else InvoiceList(request)
    return lists.show(request, found.table(), "desk/invoices/list.html", {"tabs": tabs})


@door(Act.SEE)
def invoice(request: DeskRequest, pk: int) -> HttpResponse:
    seen = ledger.invoices_within(request.granted).select_related(
        "customer__company", "customer__unit", "document"
    )
    found = get_object_or_404(seen.defer("document__content"), pk=pk)
    read = documents.read(found, as_of=request.desk.as_of, today=request.desk.today)
    said = statements(read)
    instalments = Instalments(request, read, said)
    context = {
        "document": read,
        "next": instalments.next(),
        "expected": instalments.expected(),
        "forecasts": forecasts(read),
        "instalments": instalments.lines(),
        "uses": documents.uses(
            read,
            _bank_lines(request, read),
            may_take_back=request.desk.may(Act.MATCH) and not request.desk.in_the_past,
        ),
        "told": told(read, said),
        "was_due": was_due(read),
        "history": history(read),
    }
    return render(request, "desk/invoices/invoice.html", context)


@door(Act.SEE)
def interest(request: DeskRequest, pk: int) -> HttpResponse:
    """What the law gives for this invoice, line by line: fetched by its page."""
    seen = ledger.invoices_within(request.granted).select_related("customer__company")
    found = get_object_or_404(seen, pk=pk)
    read = documents.read(found, as_of=request.desk.as_of, today=request.desk.today)
    may = request.desk.may_do[Act.CHARGE] and not request.desk.in_the_past
    context = {"document": read, "workings": workings(read, may_charge=may)}
    if read.is_debit:
        context |= _debit_note(found, may_charge=may)
    return render(request, "desk/invoices/interest.html", context)


def _debit_note(found: Invoice, *, may_charge: bool) -> dict[str, object]:
    """What a debit note asks for, line by line."""
    notes = DebitNote.objects.select_related("invoice")
    kept = notes.prefetch_related("invoice__receivables").get(invoice=found)
    return {
        "note": kept,
        "note_lines": note.lines(kept),
        "state": late.state(kept),
        "withdraw": late.withdraw(kept, may_charge=may_charge),
    }


def _tab(request: DeskRequest, key: str) -> str:
    """The address of a tab: what is searched and filtered by place stays."""
    params = request.GET.copy()
    for name in set(params) - KEPT:
        del params[name]
    params["state"] = key
    return f"?{params.urlencode()}"


def _bank_lines(request: DeskRequest, read: Document) -> dict[int, int]:
    """The bank line of each receipt that was used, for those who may see it."""
    receipts = {one.receipt_id for one in read.allocations if one.receipt_id}
    if not receipts or not request.desk.may(Act.SEE_BANK):
        return {}
    scope = rights.scope(request.user, Act.SEE_BANK)
    lines = Line.objects.filter(
        scopes.companies(scope, "account__company"), receipt__in=receipts
    )
    return dict(lines.values_list("receipt_id", "pk"))
