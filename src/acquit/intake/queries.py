"""Acquit's own tables, written as they are read: what comes out can be imported again; and
which sources are to be looked into.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from acquit.core.money import to_decimal
from acquit.intake.models import Delivery, Source, SourceToken
from acquit.ledger.models import Contact, Customer, Receipt, Receivable
from acquit.ledger.queries import credit_notes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

Row = tuple[Any, ...]
CHUNK = 2000

CUSTOMERS = (
    *("customer_code", "name", "party_type", "vat", "registration", "country", "language"),
    *("street", "postcode", "city", "email", "phone", "ibans", "segment", "unit"),
    *("collector", "representative", "parent_code", "payment_terms_days"),
    *("payment_method", "credit_limit", "currency"),
)
CONTACTS = (
    *("customer_code", "name", "role", "email", "phone", "language", "preferred_channel"),
)
INVOICES = (
    *("invoice_number", "instalment", "customer_code", "type", "issue_date", "due_date"),
    *("currency", "amount", "open_amount", "payment_reference", "order_number", "terms"),
    "settled_on",
)
RECEIPTS = (
    *("receipt_reference", "customer_code", "received_on", "currency", "amount"),
    *("payer_name", "payer_iban", "text"),
)


def customers(company_id: int) -> Iterator[Row]:
    """Every customer, by code."""
    rows = (
        Customer.objects.filter(company=company_id)
        .select_related("unit", "collector", "representative", "parent")
        .prefetch_related("ibans")
        .order_by("code")
    )
    for one in rows.iterator(CHUNK):
        limit = one.credit_limit_minor
        yield (
            *(
                one.code,
                one.name,
                "" if one.party_type == "UNKNOWN" else one.party_type.lower(),
            ),
            *(one.vat, one.registration, one.country, one.language),
            *(one.street, one.postcode, one.city, one.email, one.phone),
            " ".join(iban.iban for iban in one.ibans.all()),
            one.segment,
            one.unit.code if one.unit else "",
            one.collector.email if one.collector else "",
            one.representative.email if one.representative else "",
            one.parent.code if one.parent else "",
            one.payment_terms_days,
            one.payment_method.lower(),
            None if limit is None else to_decimal(limit, one.currency),
            one.currency,
        )


def contacts(company_id: int) -> Iterator[Row]:
    """Every contact, by customer."""
    rows = Contact.objects.filter(customer__company=company_id).select_related("customer")
    for one in rows.order_by("customer__code", "pk").iterator(CHUNK):
        yield (
            *(one.customer.code, one.name, one.role.lower(), one.email, one.phone),
            *(one.language, one.preferred_channel.lower()),
        )


def invoices(company_id: int) -> Iterator[Row]:
    """Every instalment with its open amount, then every credit note, by day of issue."""
    rows = Receivable.objects.filter(company=company_id).select_related(
        "invoice", "customer"
    )
    for one in rows.order_by(
        "invoice__issued_on", "invoice__number", "instalment"
    ).iterator(CHUNK):
        paper = one.invoice
        settled = one.settled_on
        yield (
            *(paper.number, one.instalment, one.customer.code, "invoice", paper.issued_on),
            *(one.due_on, one.currency, to_decimal(one.amount_minor, one.currency)),
            None if settled else to_decimal(one.open_minor, one.currency),
            *(paper.payment_reference, paper.order_number, paper.terms, settled),
        )
    for note in credit_notes_of(company_id).iterator(CHUNK):
        yield (
            *(note.number, None, note.customer.code, "credit_note", note.issued_on, None),
            *(note.currency, to_decimal(note.total_minor, note.currency)),
            to_decimal(note.available_minor, note.currency),
            *(note.payment_reference, note.order_number, note.terms, None),
        )


def receipts(company_id: int) -> Iterator[Row]:
    """Every payment once, whoever reported it, by day."""
    rows = Receipt.objects.filter(company=company_id, same_as=None).select_related(
        "customer"
    )
    for one in rows.order_by("received_on", "pk").iterator(CHUNK):
        yield (
            *(one.key, one.customer.code if one.customer else "", one.received_on),
            *(one.currency, to_decimal(one.amount_minor, one.currency)),
            *(one.payer_name, one.payer_iban, one.text),
        )


TABLES: dict[str, tuple[tuple[str, ...], Callable[[int], Iterator[Row]]]] = {
    "customers": (CUSTOMERS, customers),
    "contacts": (CONTACTS, contacts),
    "invoices": (INVOICES, invoices),
    "receipts": (RECEIPTS, receipts),
}


def sources_due(*, at: datetime) -> list[int]:
    """The sources that are to be looked into now, the longest waiting first."""
    due = Source.objects.filter(paused_at=None, next_try_at__lte=at)
    return list(due.order_by("next_try_at").values_list("pk", flat=True))


def newest_states(sources: Iterable[Source]) -> dict[int, str]:
    """Of each source, by key: the state of the newest delivery that brought files."""
    rows = Delivery.objects.filter(source__in=sources, files__gt=0)
    newest = rows.order_by("source", "-started_at", "-pk").distinct("source")
    return dict(newest.values_list("source_id", "state"))


def token_of(digest: str) -> SourceToken | None:
    """The token that was kept as this digest, unless it was revoked."""
    rows = SourceToken.objects.select_related("source__company")
    return rows.filter(digest=digest, revoked_at=None).first()


def deliveries_since(source: Source, since: datetime) -> int:
    """How often the source brought something from that moment on."""
    return Delivery.objects.filter(source=source, started_at__gte=since).count()
