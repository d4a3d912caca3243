"""From the books to the lines of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from acquit.dunning.statement.lines import Line, Paid, Sort
from acquit.ledger.models import Invoice, InvoiceKind, Receipt, Receivable
from acquit.ledger.queries import receivables_as_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from acquit.ledger.models import Customer


def open_lines(customer: Customer, *, as_of: date) -> Iterator[tuple[str, Line]]:
    """What was owed at the close of that day, and what stood to the customer's credit;
    with its currency.
    """
    known = receivables_as_of(Receivable.objects.filter(customer=customer), as_of)
    rows: list[Any] = list(known.select_related("invoice"))
    parts = dict(
        Invoice.objects.filter(pk__in={one.invoice_id for one in rows})
        .values_list("pk")
        .annotate(count=Count("receivables"))
    )
    for one in rows:
        count = parts[one.invoice_id]
        yield (
            one.currency,
            Line(
                _sort(one.invoice),
                one.invoice.number,
                f"{one.instalment}/{count}" if count > 1 else "",
                one.invoice.issued_on,
                one.due_on,
                one.amount_minor,
                one.balance_minor,
            ),
        )
    yield from _credit_notes(customer, as_of)
    yield from _money(customer, as_of)


def _sort(invoice: Invoice) -> Sort:
    debit = invoice.kind == InvoiceKind.DEBIT_NOTE
    return Sort.DEBIT_NOTE if debit else Sort.INVOICE


def _credit_notes(customer: Customer, as_of: date) -> Iterator[tuple[str, Line]]:
    later = Sum("uses__amount_minor", filter=Q(uses__booked_on__gt=as_of))
    notes = Invoice.objects.filter(
        customer=customer, kind=InvoiceKind.CREDIT_NOTE, issued_on__lte=as_of
    ).annotate(left=F("available_minor") + Coalesce(later, 0))
    for one in notes.filter(left__gt=0):
        line = Line(
            Sort.CREDIT_NOTE,
            one.number,
            "",
            one.issued_on,
            None,
            -one.total_minor,
            -one.left,
        )
        yield one.currency, line


def _money(customer: Customer, as_of: date) -> Iterator[tuple[str, Line]]:
    later = Sum("allocations__amount_minor", filter=Q(allocations__booked_on__gt=as_of))
    receipts = Receipt.objects.filter(
        customer=customer, same_as=None, received_on__lte=as_of
    ).annotate(left=F("available_minor") + Coalesce(later, 0))
    for one in receipts.filter(left__gt=0):
        line = Line(Sort.MONEY, "", "", one.received_on, None, -one.amount_minor, -one.left)
        yield one.currency, line


def paid_since(
    customer: Customer, since: date, *, as_of: date
) -> Iterator[tuple[str, Paid]]:
    """The money that came from that day on, without what went back; with its currency."""
    receipts = Receipt.objects.filter(
        customer=customer, same_as=None, received_on__range=(since, as_of)
    )
    for one in receipts.filter(amount_minor__gt=F("returned_minor")):
        kept = one.amount_minor - one.returned_minor
        yield one.currency, Paid(one.received_on, " ".join(one.text.split()), kept)
