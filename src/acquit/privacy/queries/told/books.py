"""Who a person is, and what the accounting holds of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.core.text import fold
from acquit.ledger.models import (
    Allocation,
    Contact,
    Invoice,
    Receipt,
    Receivable,
)
from acquit.privacy.queries.told.rows import PROGRAM, STAFF, Row, as_amount, as_instant

if TYPE_CHECKING:
    from acquit.ledger.models import Customer


def identity(one: Customer) -> list[Row]:
    """Who they are, as the accounting has it."""
    return [
        {
            "code": one.code,
            "name": one.name,
            "party": one.party_type.lower(),
            "street": one.street,
            "postcode": one.postcode,
            "city": one.city,
            "country": one.country,
            "language": one.language,
            "email": one.email,
            "phone": one.phone,
            "vat": one.vat,
            "registration": one.registration,
            "accounts": ", ".join(one.ibans.values_list("iban", flat=True)),
            "segment": one.segment,
            "terms_days": one.payment_terms_days,
            "credit_limit": as_amount(one.credit_limit_minor, one.currency),
            "other": one.custom or "",
            "recorded_at": as_instant(one.recorded_at),
        }
    ]


def own_contacts(customer: Customer) -> list[Row]:
    """Only those that are the customer; others are other people."""
    return [
        contact(one)
        for one in Contact.objects.filter(customer=customer).order_by("pk")
        if fold(one.name) == fold(customer.name)
        or (one.email and one.email.lower() == customer.email.lower())
    ]


def contact(one: Contact) -> Row:
    """One contact person, with nothing of others."""
    return {
        "name": one.name,
        "role": one.role.lower(),
        "email": one.email,
        "phone": one.phone,
        "language": one.language,
        "preferred_channel": one.preferred_channel.lower(),
        "customer": one.customer.name,
    }


def invoices(customer: Customer) -> list[Row]:
    """What they were invoiced, with what of it is due when."""
    rows = Receivable.objects.filter(customer=customer).select_related("invoice")
    due: dict[int, list[Receivable]] = {}
    for one in rows.order_by("instalment"):
        due.setdefault(one.invoice_id, []).append(one)
    found = Invoice.objects.filter(customer=customer).order_by("issued_on", "pk")
    return [_invoice(one, due.get(one.pk, [])) for one in found]


def _invoice(one: Invoice, due: list[Receivable]) -> Row:
    return {
        "number": one.number,
        "kind": one.kind.lower(),
        "issued_on": one.issued_on.isoformat(),
        "due_on": ", ".join(row.due_on.isoformat() for row in due),
        "amount": as_amount(one.total_minor, one.currency),
        "open": as_amount(sum(row.open_minor for row in due), one.currency),
        "settled_on": ", ".join(str(row.settled_on) for row in due if row.settled_on),
        "reference": one.payment_reference,
        "order": one.order_number,
        "text": one.terms,
        "other": one.custom or "",
    }


def payments(customer: Customer) -> list[Row]:
    """What they paid, and what it was used for."""
    used: dict[int, list[str]] = {}
    rows = Allocation.objects.filter(
        receipt__customer=customer, receivable__customer=customer
    )
    for receipt_id, number in rows.values_list("receipt_id", "receivable__invoice__number"):
        if receipt_id and number not in used.setdefault(receipt_id, []):
            used[receipt_id].append(number)
    return [
        {
            "received_on": one.received_on.isoformat(),
            "amount": as_amount(one.amount_minor, one.currency),
            "payer": one.payer_name,
            "account": one.payer_iban,
            "text": one.text,
            "used_for": ", ".join(used.get(one.pk, [])),
            "source": one.source.lower(),
        }
        for one in Receipt.objects.filter(customer=customer).order_by("received_on", "pk")
    ]


def sources(customer: Customer) -> list[Row]:
    """Where it comes from: the files of the accounting, the bank, our own people."""
    papers = (
        Invoice.objects.filter(customer=customer, document__isnull=False)
        .order_by("document__recorded_at")
        .values_list("number", "document__recorded_at")
    )
    rows = [
        {"what": number, "where": "accounting", "on": as_instant(at)}
        for number, at in papers
    ]
    return [
        {"what": "identity", "where": "accounting", "on": as_instant(customer.recorded_at)},
        {"what": "payments", "where": "bank", "on": ""},
        {"what": "notes", "where": STAFF, "on": ""},
        {"what": "profile", "where": PROGRAM, "on": ""},
        *rows,
    ]
