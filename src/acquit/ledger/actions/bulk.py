"""Writing many facts at once: what importers and the matching use.

Everything here runs inside the caller's transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Self

from django.db import connection
from psycopg.types.json import Jsonb

from acquit.audit.actions import Fact, record_all
from acquit.core.text import fold
from acquit.ledger.actions.copying import copy_in, copy_over, copy_values
from acquit.ledger.models import (
    Contact,
    Customer,
    CustomerIban,
    Document,
    Invoice,
    PaymentMethod,
    Receipt,
    Receivable,
    Source,
)
from acquit.organisation.queries import usual_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from acquit.audit.actions import Actor


@dataclass(slots=True)
class Saved:
    """How many rows were new, changed, or already so; and whose books were touched."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    customer_ids: set[int] = field(default_factory=set)

    def __iadd__(self, other: Saved) -> Self:
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.customer_ids |= other.customer_ids
        return self


def save_customers(
    rows: Sequence[Customer],
    ibans: Mapping[str, Sequence[str]],
    *,
    actor: Actor,
    at: datetime,
) -> Saved:
    """Create or update customers of one company by code; empty fields keep what is known.

    New ones must be complete (`complete_customer`). ibans: by customer code; new ones are
    added, none is taken away. What a field said before goes to the audit trail.
    """
    saved = Saved()
    if not rows:
        return saved
    known = {
        customer.code: customer
        for customer in Customer.objects.filter(
            company=rows[0].company_id, code__in=[row.code for row in rows]
        )
    }
    fresh = []
    changed: list[Customer] = []
    facts: list[Fact] = []
    for row in rows:
        existing = known.get(row.code)
        if existing is None:
            fresh.append(complete_customer(row))
        elif before := _take_over(existing, row):
            changed.append(existing)
            facts.append(_corrected(existing, before))
        else:
            saved.unchanged += 1
    copy_in(fresh)
    Customer.objects.bulk_update(changed, _CUSTOMER_FIELDS, batch_size=1000)
    record_all(facts, actor=actor, at=at)
    known |= {customer.code: customer for customer in fresh}
    CustomerIban.objects.bulk_create(
        [
            CustomerIban(customer=known[code], iban=iban)
            for code, numbers in ibans.items()
            for iban in dict.fromkeys(numbers)
            if code in known
        ],
        ignore_conflicts=True,
        batch_size=5000,
    )
    saved.created += len(fresh)
    saved.updated += len(changed)
    saved.customer_ids |= {customer.pk for customer in (*fresh, *changed)}
    return saved


def complete_customer(customer: Customer) -> Customer:
    """Fill what was not said of a new customer as its company would."""
    company = customer.company
    customer.country = customer.country or company.country
    customer.language = customer.language or usual_language(company, customer.country)
    customer.currency = customer.currency or company.currency
    customer.payment_method = customer.payment_method or PaymentMethod.TRANSFER
    return customer


# Each by its own name or, for a link, by its column.
_CUSTOMER_FIELDS = [
    *("name", "search_key", "party_type", "vat", "registration", "country", "language"),
    *("street", "postcode", "city", "email", "phone", "segment", "unit_id"),
    *("collector_id", "representative_id", "payment_terms_days", "payment_method"),
    *("credit_limit_minor", "currency", "custom", "needs_review"),
]


def _take_over(existing: Customer, row: Customer) -> dict[str, str]:
    """Copy what the row states and the customer does not say already; what stood there."""
    before = {}
    for name in _CUSTOMER_FIELDS:
        old, new = getattr(existing, name), getattr(row, name)
        if name == "custom":
            new = old | new
        unstated = new in (None, "", {}) or (name == "party_type" and new == "UNKNOWN")
        if unstated or new == old:
            continue
        before[name] = str(old)
        setattr(existing, name, new)
    return before


def _corrected(customer: Customer, before: dict[str, str]) -> Fact:
    return Fact(
        event="customer_corrected",
        subject=customer,
        company_id=customer.company_id,
        customer_id=customer.pk,
        details=before,
    )


def save_parents(company_id: int, parents: dict[str, str]) -> list[str]:
    """Link customers to their parents by code; gives back the codes that are not known."""
    codes = {*parents, *parents.values()}
    ids = dict(
        Customer.objects.filter(company=company_id, code__in=codes).values_list(
            "code", "pk"
        )
    )
    changed = []
    for customer in Customer.objects.filter(company=company_id, code__in=parents):
        parent = ids.get(parents[customer.code])
        if parent and parent not in {customer.pk, customer.parent_id}:
            customer.parent_id = parent
            changed.append(customer)
    Customer.objects.bulk_update(changed, ["parent"], batch_size=1000)
    return sorted({parent for parent in parents.values() if parent not in ids})


def save_contacts(rows: Sequence[Contact]) -> Saved:
    """Create or update contacts by customer and name."""
    saved = Saved(customer_ids={row.customer_id for row in rows})
    known = {
        (contact.customer_id, contact.name): contact
        for contact in Contact.objects.filter(customer__in=saved.customer_ids)
    }
    fields = ["role", "email", "phone", "language", "preferred_channel"]
    fresh, changed = [], []
    for row in rows:
        existing = known.get((row.customer_id, row.name))
        if existing is None:
            row.search_key = fold(row.name)[:300]
            known[row.customer_id, row.name] = row
            fresh.append(row)
            continue
        news = [
            name
            for name in fields
            if getattr(row, name) not in {"", getattr(existing, name)}
        ]
        for name in news:
            setattr(existing, name, getattr(row, name))
        if news:
            changed.append(existing)
        else:
            saved.unchanged += 1
    copy_in(fresh)
    Contact.objects.bulk_update(changed, fields, batch_size=1000)
    saved.created, saved.updated = len(fresh), len(changed)
    return saved


def save_invoices(invoices: Sequence[Invoice], receivables: Sequence[Receivable]) -> None:
    """Create new invoices and new receivables; both unsaved, linked to each other.

    The caller holds the customers' locks.
    """
    copy_in(invoices)
    for receivable in receivables:
        receivable.invoice_id = receivable.invoice.pk
    copy_in(receivables)


def correct_invoices(
    invoices: Sequence[Invoice], receivables: Sequence[Receivable]
) -> None:
    """Write corrected documents and instalments; the caller holds the customers' locks, and
    records what they said before.
    """
    document = [
        *("customer", "issued_on", "total_minor", "available_minor", "stated_minor"),
        *("payment_reference", "order_number", "terms", "document", "discounts", "custom"),
    ]
    instalment = [
        *("customer", "due_on", "due_computed", "amount_minor", "open_minor"),
        *("stated_minor", "settled_on"),
    ]
    Invoice.objects.bulk_update(invoices, document, batch_size=1000)
    Receivable.objects.bulk_update(receivables, instalment, batch_size=1000)


def restate(receivables: Sequence[Receivable]) -> None:
    """Keep what the accounting now says is open (`stated_minor`)."""
    if not receivables:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_receivable r SET stated_minor = n.minor"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS n (id, minor) WHERE r.id = n.id",
            [[r.pk for r in receivables], [r.stated_minor for r in receivables]],
        )


def save_receipts(receipts: Sequence[Receipt]) -> list[Receipt]:
    """Create receipts; they come back with their ids."""
    return copy_in(receipts)


class BankReceipt(NamedTuple):
    """Money in, as a line of the bank tells it; nothing of it is used yet."""

    key: str
    received_on: date
    value_on: date
    currency: str
    amount_minor: int
    payer_name: str
    payer_iban: str
    text: str


def add_receipts(
    rows: Sequence[BankReceipt], *, company_id: int, at: datetime
) -> list[int]:
    """Create receipts of the bank; gives their ids, in order."""
    names = (*BankReceipt._fields, "available_minor", "company_id", "source", "recorded_at")
    ours = company_id, Source.BANK.value, at
    values = [(*row, row.amount_minor, *ours) for row in rows]
    return copy_values(Receipt, names, values)


def retell_receipts(receipts: Sequence[Receipt]) -> None:
    """Write what a further message of the bank told: key, name, account and text."""
    copy_over(receipts, ["key", "payer_name", "payer_iban", "text"])


def say_whose(told: Iterable[tuple[int, int | None, Sequence[str]]]) -> None:
    """Write whose money receipts are, and what they pay, as far as that was found out:
    their ids, customers and number keys.
    """
    named = list(told)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_receipt r SET customer_id = n.customer, pays = n.pays"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::jsonb[])"
            " AS n (id, customer, pays) WHERE r.id = n.id AND (r.customer_id, r.pays)"
            " IS DISTINCT FROM (n.customer, n.pays)",
            [
                [receipt_id for receipt_id, _, _ in named],
                [customer_id for _, customer_id, _ in named],
                [Jsonb(list(pays)) for _, _, pays in named],
            ],
        )


def keep_on_account(receipt_ids: Sequence[int]) -> None:
    """Leave what is not used of these receipts as credit of their customer: some cents, or
    what they were more than was asked.
    """
    if receipt_ids:
        Receipt.objects.filter(pk__in=receipt_ids).update(on_account=True)


def take_off_account(receipt_id: int) -> None:
    """What the receipt was used for is taken back: all of it may be used again."""
    Receipt.objects.filter(pk=receipt_id, on_account=True).update(on_account=False)


def same_money(carriers: Mapping[int, int]) -> None:
    """Two sources reported one payment: the first receipt of each pair carries nothing any
    more, the second stands for it. Both by id; the first one is used for nothing.
    """
    receipts = Receipt.objects.in_bulk(carriers)
    for receipt in receipts.values():
        receipt.same_as_id = carriers[receipt.pk]
        receipt.available_minor = 0
    Receipt.objects.bulk_update(
        receipts.values(), ["same_as", "available_minor"], batch_size=1000
    )


def keep_document(document: Document) -> Document:
    """Keep a file once; the same content of one company is the same document."""
    found = Document.objects.filter(company=document.company_id, sha256=document.sha256)
    kept = found.defer("content").first()
    if kept is None:
        document.save(force_insert=True)
        return document
    return kept
