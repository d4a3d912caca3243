"""Booking the invoices table: new documents, corrections, and what the accounting says is
open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from acquit.audit.actions import Fact, record_all
from acquit.core.text import reference_key
from acquit.intake.actions.customers import customer_ids, refuse_customer
from acquit.ledger.actions.bulk import (
    Booking,
    Saved,
    book,
    correct_invoices,
    restate,
    save_invoices,
)
from acquit.ledger.models import (
    AllocationKind,
    Customer,
    Invoice,
    InvoiceKind,
    Receivable,
    Source,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.formats.records import InvoiceRow
    from acquit.intake.actions.booking import Context

# Law and habit agree where nothing else is known: EU directive 2011/7, art. 3(3)(b).
USUAL_TERMS_DAYS = 30


class Key(NamedTuple):
    """What an invoice is known by, within its company."""

    kind: str
    number: str
    year: int


@dataclass(slots=True)
class Known:
    """The company's invoices that the batch names, with their instalments."""

    invoices: dict[Key, Invoice]
    receivables: dict[tuple[int, int], Receivable]


@dataclass(slots=True)
class Plan:
    """What the batch comes to, before anything is written."""

    invoices: dict[Key, Invoice] = field(default_factory=dict)
    receivables: dict[tuple[Key, int], Receivable] = field(default_factory=dict)
    changed: dict[int, Invoice] = field(default_factory=dict)
    corrected: dict[int, Receivable] = field(default_factory=dict)
    stated: list[tuple[Receivable, int, InvoiceRow]] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    saved: Saved = field(default_factory=Saved)


def book_invoices(rows: Sequence[InvoiceRow], context: Context) -> None:
    """Create what is new, correct what changed, and settle what the accounting says is
    paid.

    An open amount that is stated replaces what was allocated until today, by one entry of
    the difference; stating the same again changes nothing, whatever the bank has told
    since.
    """
    customers = customer_ids({row.customer_code for row in rows}, context)
    terms = _terms(set(customers.values()))
    known = load_known([_key(row) for row in rows], context)
    plan = Plan()
    for row in rows:
        customer_id = customers.get(row.customer_code)
        if customer_id is None:
            refuse_customer(row.where, row.customer_code, context)
        else:
            _plan_row(row, customer_id, terms.get(customer_id), known, plan, context)
    write(plan, context)


def _key(row: InvoiceRow) -> Key:
    kind = InvoiceKind.CREDIT_NOTE if row.credit_note else InvoiceKind.INVOICE
    return Key(kind, row.invoice_number, row.issued_on.year)


def _terms(ids: set[int]) -> dict[int, int | None]:
    rows = Customer.objects.filter(pk__in=ids)
    return dict(rows.values_list("pk", "payment_terms_days"))


def load_known(keys: Sequence[Key], context: Context) -> Known:
    """The invoices with these keys that the books hold already."""
    found = Invoice.objects.filter(
        company=context.company,
        number__in={key.number for key in keys},
        year__in={key.year for key in keys},
    )
    invoices = {Key(one.kind, one.number, one.year): one for one in found}
    rows = Receivable.objects.filter(invoice__in=[one.pk for one in invoices.values()])
    return Known(invoices, {(row.invoice_id, row.instalment): row for row in rows})


def _plan_row(
    row: InvoiceRow,
    customer_id: int,
    terms_days: int | None,
    known: Known,
    plan: Plan,
    context: Context,
) -> None:
    key = _key(row)
    currency = row.currency or context.company.currency
    amount = context.minor(row.amount, currency, row.where)
    opened = _stated_open(row, amount, currency, context)
    if amount is None or opened is False:
        return
    context.count(currency, -amount if row.credit_note else amount)
    if row.credit_note:
        _plan_credit_note(row, customer_id, amount, opened, known, plan, context)
        return
    invoice = known.invoices.get(key) or plan.invoices.get(key)
    if invoice is None:
        invoice = _new_invoice(row, key, customer_id, currency, context)
        if not context.fits(invoice, row.where):
            return
        plan.invoices[key] = invoice
        plan.saved.created += 1
    instalment = row.instalment or 1
    existing = _existing(invoice, key, instalment, known, plan)
    if existing is None:
        _plan_instalment(row, invoice, key, amount, terms_days, plan, context)
        receivable = plan.receivables[key, instalment]
        if opened is not None:
            plan.stated.append((receivable, opened, row))
        return
    if (key, instalment) in plan.receivables:
        context.refuse(
            row.where,
            saw=f"invoice {row.invoice_number}, instalment {instalment}, a second time",
            wanted="each instalment once",
            remedy="Delete one of the two rows.",
        )
        return
    changed = _plan_correction(row, existing, invoice, customer_id, amount, plan)
    if opened is not None and opened != existing.stated_minor:
        plan.stated.append((existing, opened, row))
        changed = True
    if changed:
        plan.saved.updated += 1
    else:
        plan.saved.unchanged += 1


def _existing(
    invoice: Invoice, key: Key, instalment: int, known: Known, plan: Plan
) -> Receivable | None:
    if invoice.pk is None:
        return plan.receivables.get((key, instalment))
    return known.receivables.get((invoice.pk, instalment))


def _stated_open(
    row: InvoiceRow, amount: int | None, currency: str, context: Context
) -> int | bool | None:
    """What the row says is open: minor units, None when it says nothing, False when
    refused.
    """
    if row.settled_on is not None:
        if row.open_amount:
            context.refuse(
                row.where,
                saw=f"settled_on {row.settled_on} and open_amount {row.open_amount}",
                wanted="one or the other",
                remedy="Leave settled_on empty while something is open.",
            )
            return False
        return 0
    if row.open_amount is None or amount is None:
        return None
    opened = context.minor(row.open_amount, currency, row.where)
    if opened is None:
        return False
    if opened > amount:
        context.refuse(
            f"{row.where}, column open_amount",
            saw=f"{row.open_amount}",
            wanted=f"at most the amount, {row.amount}",
            remedy="Correct the open amount, or add what was invoiced more as another invoice.",
        )
        return False
    return opened


def _new_invoice(
    row: InvoiceRow, key: Key, customer_id: int, currency: str, context: Context
) -> Invoice:
    return Invoice(
        company=context.company,
        customer_id=customer_id,
        kind=key.kind,
        number=row.invoice_number,
        number_key=reference_key(row.invoice_number),
        issued_on=row.issued_on,
        year=key.year,
        currency=currency,
        total_minor=0,
        payment_reference=reference_key(row.payment_reference),
        order_number=row.order_number,
        terms=row.terms,
        custom=row.custom | ({"document": row.document} if row.document else {}),
        recorded_at=context.at,
    )


def due_day(
    stated: date | None, issued_on: date, terms_days: int | None
) -> tuple[date, bool]:
    """The due day, and whether it had to be computed from the customer's terms."""
    if stated is not None:
        return stated, False
    days = USUAL_TERMS_DAYS if terms_days is None else terms_days
    return issued_on + timedelta(days=days), True


def _plan_instalment(
    row: InvoiceRow,
    invoice: Invoice,
    key: Key,
    amount: int,
    terms_days: int | None,
    plan: Plan,
    context: Context,
) -> None:
    due_on, computed = due_day(row.due_on, row.issued_on, terms_days)
    invoice.total_minor += amount
    if invoice.pk is not None:
        plan.changed[invoice.pk] = invoice
        plan.saved.created += 1
    plan.receivables[key, row.instalment or 1] = Receivable(
        company=context.company,
        customer_id=invoice.customer_id,
        invoice=invoice,
        instalment=row.instalment or 1,
        currency=invoice.currency,
        due_on=due_on,
        due_computed=computed,
        amount_minor=amount,
        open_minor=amount,
        settled_on=None if amount else row.issued_on,
        recorded_at=context.at,
    )
    plan.saved.customer_ids.add(invoice.customer_id)


def _plan_correction(
    row: InvoiceRow,
    existing: Receivable,
    invoice: Invoice,
    customer_id: int,
    amount: int,
    plan: Plan,
) -> bool:
    """Take over what the accounting corrected; what stood there before goes to the audit
    trail.
    """
    before = {}
    if row.due_on and row.due_on != existing.due_on:
        before["due_on"] = existing.due_on.isoformat()
        existing.due_on, existing.due_computed = row.due_on, False
    paid = existing.amount_minor - existing.open_minor
    if amount != existing.amount_minor and amount >= paid:
        before["amount_minor"] = str(existing.amount_minor)
        invoice.total_minor += amount - existing.amount_minor
        existing.open_minor = amount - paid
        existing.amount_minor = amount
        existing.settled_on = None if existing.open_minor else row.issued_on
    if customer_id != existing.customer_id:
        before["customer"] = str(existing.customer_id)
        plan.saved.customer_ids.add(existing.customer_id)
        invoice.customer_id = existing.customer_id = customer_id
    reference = reference_key(row.payment_reference)
    if reference and reference != invoice.payment_reference:
        before["payment_reference"] = invoice.payment_reference
        invoice.payment_reference = reference
    if not before:
        return False
    plan.changed[invoice.pk] = invoice
    plan.corrected[existing.pk] = existing
    plan.saved.customer_ids.add(customer_id)
    plan.facts.append(
        Fact(
            event="invoice_corrected",
            subject=invoice,
            company_id=invoice.company_id,
            customer_id=customer_id,
            details=before,
        )
    )
    return True


def _plan_credit_note(
    row: InvoiceRow,
    customer_id: int,
    amount: int,
    opened: int | bool | None,
    known: Known,
    plan: Plan,
    context: Context,
) -> None:
    key = _key(row)
    existing = known.invoices.get(key)
    available = amount if opened is None else int(opened)
    if existing is None:
        if key in plan.invoices:
            context.refuse(
                row.where,
                saw=f"credit note {row.invoice_number} a second time",
                wanted="each credit note once",
                remedy="Delete one of the two rows.",
            )
            return
        note = _new_invoice(
            row, key, customer_id, row.currency or context.company.currency, context
        )
        note.total_minor, note.available_minor = amount, available
        if context.fits(note, row.where):
            plan.invoices[key] = note
            plan.saved.created += 1
            plan.saved.customer_ids.add(customer_id)
        return
    used = existing.total_minor - existing.available_minor
    if amount == existing.total_minor or amount < used:
        plan.saved.unchanged += 1
        return
    existing.available_minor = amount - used
    existing.total_minor = amount
    plan.changed[existing.pk] = existing
    plan.saved.updated += 1
    plan.saved.customer_ids.add(customer_id)


def write(plan: Plan, context: Context) -> None:
    """Write the plan: documents first, then what the accounting says of them."""
    save_invoices(list(plan.invoices.values()), list(plan.receivables.values()))
    correct_invoices(list(plan.changed.values()), list(plan.corrected.values()))
    record_all(plan.facts, actor=context.actor, at=context.at)
    _state(plan, context)
    context.saved += plan.saved


def _state(plan: Plan, context: Context) -> None:
    """Book the difference between what the accounting says is open and what the books say."""
    bookings = []
    restated = []
    for receivable, opened, row in plan.stated:
        difference = receivable.open_minor - opened
        receivable.stated_minor = opened
        restated.append(receivable)
        if not difference:
            continue
        if difference < 0:
            _remark_reopened(row, context)
        bookings.append(
            Booking(
                receivable_id=receivable.pk,
                kind=AllocationKind.STATED,
                source=Source.ACCOUNTING,
                amount_minor=difference,
                booked_on=row.settled_on or context.on,
                evidence={"stated_open_minor": opened},
            )
        )
        plan.saved.customer_ids.add(receivable.customer_id)
    restate(restated)
    book(bookings, at=context.at)


def _remark_reopened(row: InvoiceRow, context: Context) -> None:
    context.remark(
        f"{row.where}: the accounting says that {row.open_amount} of invoice "
        f"{row.invoice_number} is open; payments known here had settled more. "
        "The accounting's word was taken."
    )
