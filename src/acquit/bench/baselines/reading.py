"""What was imported for a company, as the baselines read it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from acquit.bank import models as bank
from acquit.bench.baselines.books import Item, Line
from acquit.bench.baselines.payers import Customer, Payers
from acquit.ledger.models import Customer as Debtor
from acquit.ledger.models import CustomerIban, InvoiceKind, Receivable

if TYPE_CHECKING:
    from acquit.organisation.models import Company


@dataclass(frozen=True, slots=True)
class Told:
    """lines: money in, in the order of days; items: of all invoices, whatever is open."""

    lines: tuple[Line, ...]
    items: tuple[Item, ...]
    payers: Payers


def read(company: Company) -> Told:
    """The lines and the books of the company; nothing that the matcher made of them."""
    return Told(_lines(company), _items(company), Payers(_customers(company)))


def _lines(company: Company) -> tuple[Line, ...]:
    rows = bank.Line.objects.filter(account__company=company, amount_minor__gt=0)
    return tuple(
        Line(
            bank_reference=row.bank_reference,
            booked_on=row.booked_on,
            minor=row.amount_minor,
            currency=row.currency,
            name=row.name,
            iban=row.iban,
            text=f"{row.text} {row.end_to_end_id}",
            references=tuple(
                dict.fromkeys(filter(None, (row.structured_reference, *row.references)))
            ),
        )
        for row in rows.order_by("booked_on", "pk").iterator()
    )


def _items(company: Company) -> tuple[Item, ...]:
    rows = Receivable.objects.filter(
        company=company, invoice__kind=InvoiceKind.INVOICE
    ).select_related("invoice", "customer")
    return tuple(
        Item(
            number=row.invoice.number,
            instalment=row.instalment,
            customer=row.customer.code,
            issued_on=row.invoice.issued_on,
            due_on=row.due_on,
            currency=row.currency,
            minor=row.amount_minor,
            reference=row.invoice.payment_reference,
        )
        for row in rows.order_by("pk").iterator()
    )


def _customers(company: Company) -> list[Customer]:
    ibans: dict[int, list[str]] = defaultdict(list)
    known = CustomerIban.objects.filter(customer__company=company)
    for key, iban in known.values_list("customer", "iban"):
        ibans[key].append(iban)
    rows = Debtor.objects.filter(company=company).values_list("pk", "code", "name")
    return [
        Customer(code, name, tuple(ibans[key])) for key, code, name in rows.order_by("pk")
    ]
