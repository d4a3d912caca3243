"""Writing many facts at once: what importers and the matching use.

Everything here runs inside the caller's transaction and takes the customers' locks itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection

from acquit.ledger.actions.allocations import lock
from acquit.ledger.models import (
    Allocation,
    AllocationKind,
    Contact,
    Customer,
    CustomerIban,
    Document,
    Invoice,
    Receipt,
    Receivable,
    Source,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

BATCH = 5000


@dataclass(slots=True)
class Saved:
    """How many rows were new, changed, or already so; and whose books were touched."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    customer_ids: set[int] = field(default_factory=set)

    def __iadd__(self, other: Saved) -> Saved:
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.customer_ids |= other.customer_ids
        return self


def save_customers(rows: Sequence[Customer], ibans: dict[str, Sequence[str]]) -> Saved:
    """Create or update customers of one company by code; empty fields keep what is known.

    ibans: by customer code; new ones are added, none is taken away.
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
    for row in rows:
        existing = known.get(row.code)
        if existing is None:
            fresh.append(row)
        elif _take_over(existing, row):
            changed.append(existing)
        else:
            saved.unchanged += 1
    Customer.objects.bulk_create(fresh, batch_size=BATCH)
    Customer.objects.bulk_update(changed, _CUSTOMER_FIELDS, batch_size=1000)
    known |= {customer.code: customer for customer in fresh}
    CustomerIban.objects.bulk_create(
        [
            CustomerIban(customer=known[code], iban=iban)
            for code, numbers in ibans.items()
            for iban in dict.fromkeys(numbers)
            if code in known
        ],
        ignore_conflicts=True,
        batch_size=BATCH,
    )
    saved.created += len(fresh)
    saved.updated += len(changed)
    saved.customer_ids |= {customer.pk for customer in (*fresh, *changed)}
    return saved


_CUSTOMER_FIELDS = [
    *("name", "search_key", "party_type", "vat", "registration", "country", "language"),
    *("street", "postcode", "city", "email", "phone", "segment", "unit", "collector"),
    *("representative", "payment_terms_days", "payment_method", "credit_limit_minor"),
    *("currency", "custom", "needs_review"),
]


def _take_over(existing: Customer, row: Customer) -> bool:
    """Copy what the row states and the customer does not say already; True when any was."""
    changed = False
    for name in _CUSTOMER_FIELDS:
        field_ = Customer._meta.get_field(name)
        new = getattr(row, field_.attname)
        if name == "custom":
            new = existing.custom | row.custom
        unstated = new in (None, "", {}) or (name == "party_type" and new == "UNKNOWN")
        if unstated or new == getattr(existing, field_.attname):
            continue
        setattr(existing, field_.attname, new)
        changed = True
    return changed


def save_parents(company_id: int, parents: dict[str, str]) -> list[str]:
    """Link customers to their parents by code; codes of parents that are not known come
    back.
    """
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
    Contact.objects.bulk_create(fresh, batch_size=BATCH)
    Contact.objects.bulk_update(changed, fields, batch_size=1000)
    saved.created, saved.updated = len(fresh), len(changed)
    return saved


def save_invoices(invoices: Sequence[Invoice], receivables: Sequence[Receivable]) -> None:
    """Create new invoices and new receivables; both unsaved, linked to each other."""
    lock(invoice.customer_id for invoice in invoices)
    Invoice.objects.bulk_create(invoices, batch_size=BATCH)
    for receivable in receivables:
        receivable.invoice_id = receivable.invoice.pk
    Receivable.objects.bulk_create(receivables, batch_size=BATCH)


def correct_invoices(
    invoices: Sequence[Invoice], receivables: Sequence[Receivable]
) -> None:
    """Write corrected documents and instalments; the caller records what they said before."""
    fields = [
        *("customer", "issued_on", "currency", "total_minor", "available_minor"),
        *("payment_reference", "order_number", "terms", "document", "custom"),
    ]
    Invoice.objects.bulk_update(invoices, fields, batch_size=1000)
    Receivable.objects.bulk_update(
        receivables,
        [
            *(
                "customer",
                "currency",
                "due_on",
                "due_computed",
                "amount_minor",
                "open_minor",
            ),
            *("stated_minor", "settled_on"),
        ],
        batch_size=1000,
    )


def restate(receivables: Sequence[Receivable]) -> None:
    """Keep what the accounting now says is open (`stated_minor`)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_receivable r SET stated_minor = n.minor"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS n (id, minor) WHERE r.id = n.id",
            [[r.pk for r in receivables], [r.stated_minor for r in receivables]],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """One allocation to write. amount_minor is signed; `evidence` says why."""

    receivable_id: int
    kind: AllocationKind
    source: Source
    amount_minor: int
    booked_on: date
    receipt_id: int | None = None
    credit_note_id: int | None = None
    evidence: dict[str, Any] = field(default_factory=dict)


def book(bookings: Sequence[Booking], *, at: datetime) -> None:
    """Write allocations and, together with them, the balances they change.

    The database refuses a balance below zero or above the amount, and with it the whole.
    """
    if not bookings:
        return
    Allocation.objects.bulk_create(
        [
            Allocation(
                receivable_id=one.receivable_id,
                kind=one.kind,
                source=one.source,
                receipt_id=one.receipt_id,
                credit_note_id=one.credit_note_id,
                amount_minor=one.amount_minor,
                booked_on=one.booked_on,
                evidence=one.evidence,
                recorded_at=at,
            )
            for one in bookings
        ],
        batch_size=BATCH,
    )
    _lower_receivables(bookings)
    _lower("ledger_receipt", ((b.receipt_id, b.amount_minor) for b in bookings))
    _lower("ledger_invoice", ((b.credit_note_id, b.amount_minor) for b in bookings))


def _lower_receivables(bookings: Sequence[Booking]) -> None:
    sums: dict[int, int] = defaultdict(int)
    last: dict[int, date] = {}
    for one in bookings:
        sums[one.receivable_id] += one.amount_minor
        last[one.receivable_id] = max(
            last.get(one.receivable_id, one.booked_on), one.booked_on
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_receivable r SET open_minor = r.open_minor - n.minor,"
            " settled_on = CASE WHEN r.open_minor = n.minor THEN n.last END"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::date[]) AS n (id, minor, last)"
            " WHERE r.id = n.id",
            [list(sums), list(sums.values()), [last[key] for key in sums]],
        )


def _lower(table: str, uses: Iterable[tuple[int | None, int]]) -> None:
    """Take what was used off what is available of receipts or credit notes."""
    sums: dict[int, int] = defaultdict(int)
    for key, minor in uses:
        if key is not None:
            sums[key] += minor
    if not sums:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} t SET available_minor = t.available_minor - n.minor"  # noqa: S608  # one of two constants
            " FROM unnest(%s::bigint[], %s::bigint[]) AS n (id, minor) WHERE t.id = n.id",
            [list(sums), list(sums.values())],
        )


def save_receipts(receipts: Sequence[Receipt]) -> list[Receipt]:
    """Create those receipts whose key is new; they come back with their ids."""
    if not receipts:
        return []
    known = set(
        Receipt.objects.filter(
            company=receipts[0].company_id,
            source=receipts[0].source,
            key__in=[receipt.key for receipt in receipts],
        ).values_list("key", flat=True)
    )
    fresh = [receipt for receipt in receipts if receipt.key not in known]
    return list(Receipt.objects.bulk_create(fresh, batch_size=BATCH))


def name_payers(receipts: Sequence[Receipt]) -> None:
    """Write whose money it is, as far as that was found out."""
    Receipt.objects.bulk_update(receipts, ["customer"], batch_size=1000)


def same_money(receipt: Receipt, *, carried_by: Receipt) -> None:
    """Two sources reported one payment: this row carries nothing any more."""
    receipt.same_as = carried_by
    receipt.available_minor = 0
    receipt.save(update_fields=["same_as", "available_minor"])


def keep_document(document: Document) -> Document:
    """Keep a file once; the same content of one company is the same document."""
    found = Document.objects.filter(company=document.company_id, sha256=document.sha256)
    kept = found.defer("content").first()
    if kept is None:
        document.save(force_insert=True)
        return document
    return kept
