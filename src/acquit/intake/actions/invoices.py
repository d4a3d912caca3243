"""Booking the invoices table: new documents, corrections, and what the accounting says is
open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Sum

from acquit.audit.actions import Fact, record_all
from acquit.core.money import to_decimal
from acquit.core.same_payment import SAME_MONEY
from acquit.core.text import reference_key
from acquit.intake.actions.customers import refuse_customer
from acquit.ledger.actions import lock
from acquit.ledger.actions.booking import Booking, book
from acquit.ledger.actions.bulk import Saved, correct_invoices, restate, save_invoices
from acquit.ledger.models import (
    Allocation,
    AllocationKind,
    Customer,
    Invoice,
    InvoiceKind,
    Receivable,
    Source,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
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


class Said(NamedTuple):
    """A row with what it comes to. opened: minor units, None = it says nothing of it."""

    row: InvoiceRow
    key: Key
    customer_id: int
    currency: str
    amount: int
    opened: int | None
    due_on: date
    due_computed: bool


@dataclass(slots=True)
class Plan:
    """What the batch comes to, before anything is written."""

    invoices: dict[Key, Invoice] = field(default_factory=dict)
    receivables: dict[tuple[Key, int], Receivable] = field(default_factory=dict)
    changed: dict[int, Invoice] = field(default_factory=dict)
    corrected: dict[int, Receivable] = field(default_factory=dict)
    stated: list[tuple[Receivable, Said]] = field(default_factory=list)
    released: list[Booking] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    saved: Saved = field(default_factory=Saved)


def book_invoices(rows: Sequence[InvoiceRow], context: Context) -> None:
    """Create what is new, correct what changed, and settle what the accounting says is
    paid.

    An open amount that is stated replaces what was allocated until today, by one entry of
    the difference; stating the same again changes nothing, whatever the bank has told
    since.
    """
    terms = _terms({row.customer_code for row in rows}, context)
    keys = [_key(row) for row in rows]
    _lock(keys, (customer_id for customer_id, _ in terms.values()), context)
    known = load_known(keys, context)
    plan = Plan()
    for row in rows:
        said = _read(row, terms, context)
        if said is None:
            continue
        context.count(said.currency, -said.amount if row.credit_note else said.amount)
        if row.credit_note:
            _plan_credit_note(said, known, plan, context)
        else:
            _plan_invoice(said, known, plan, context)
    write(plan, context)


def _key(row: InvoiceRow) -> Key:
    kind = InvoiceKind.CREDIT_NOTE if row.credit_note else InvoiceKind.INVOICE
    return Key(kind, row.invoice_number, row.issued_on.year)


def _terms(codes: set[str], context: Context) -> dict[str, tuple[int, int | None]]:
    """The customers with these codes: their ids and terms of payment in days."""
    rows = Customer.objects.filter(company=context.company, code__in=codes)
    found = rows.values_list("code", "pk", "payment_terms_days")
    return {code: (pk, days) for code, pk, days in found}


def _lock(keys: Sequence[Key], customer_ids: Iterable[int], context: Context) -> None:
    """Nobody pays, promises or sends while what is known is read and written again."""
    owners = Invoice.objects.filter(
        company=context.company, number__in={key.number for key in keys}
    ).values_list("customer_id", flat=True)
    lock({*customer_ids, *owners})


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


def due_day(
    stated: date | None, issued_on: date, terms_days: int | None
) -> tuple[date, bool]:
    """The due day, and whether it had to be computed from the customer's terms."""
    if stated is not None:
        return stated, False
    days = USUAL_TERMS_DAYS if terms_days is None else terms_days
    return issued_on + timedelta(days=days), True


def _read(
    row: InvoiceRow, terms: dict[str, tuple[int, int | None]], context: Context
) -> Said | None:
    """None when the row is refused."""
    if row.customer_code not in terms:
        refuse_customer(row.where, row.customer_code, context)
        return None
    key = _key(row)
    what = f"{_called(row)}, instalment {row.instalment or 1}"
    if context.is_twice(row.where, what, (key, row.instalment or 1)):
        return None
    currency = row.currency or context.company.currency
    amount = context.minor(row.amount, currency, row.where)
    if amount is None or not _open_amount_fits(row, context):
        return None
    opened = 0 if row.settled_on else None
    if row.open_amount is not None:
        opened = context.minor(row.open_amount, currency, row.where)
        if opened is None:
            return None
    customer_id, days = terms[row.customer_code]
    due_on, computed = due_day(row.due_on, row.issued_on, days)
    return Said(row, key, customer_id, currency, amount, opened, due_on, computed)


def _called(row: InvoiceRow) -> str:
    kind = "credit note" if row.credit_note else "invoice"
    return f"{kind} {row.invoice_number}"


def _open_amount_fits(row: InvoiceRow, context: Context) -> bool:
    """False, with the row refused, when it contradicts itself."""
    if row.settled_on is not None and row.open_amount:
        context.refuse(
            row.where,
            saw=f"settled_on {row.settled_on} and open_amount {row.open_amount}",
            wanted="one or the other",
            remedy="Leave settled_on empty while something is open.",
        )
        return False
    if row.open_amount is not None and row.open_amount > row.amount:
        context.refuse(
            f"{row.where}, column open_amount",
            saw=f"{row.open_amount}",
            wanted=f"at most the amount, {row.amount}",
            remedy="Correct it, or add what was invoiced more as another invoice.",
        )
        return False
    return True


def _plan_invoice(said: Said, known: Known, plan: Plan, context: Context) -> None:
    invoice = known.invoices.get(said.key) or plan.invoices.get(said.key)
    if invoice is None:
        invoice = _new_invoice(said, context)
        if not context.fits(invoice, said.row.where):
            return
        plan.invoices[said.key] = invoice
    elif not _belongs(said, invoice, plan, context):
        return
    existing = None
    if invoice.pk is not None:
        existing = known.receivables.get((invoice.pk, said.row.instalment or 1))
    if existing is None:
        receivable = _plan_instalment(said, invoice, plan, context)
        changed = said.opened is not None
    else:
        receivable = existing
        if not _amount_fits(said, existing, context):
            return
        resized = said.amount != existing.amount_minor
        corrected = _plan_correction(said, existing, invoice, plan, context)
        restated = said.opened is not None and said.opened != existing.stated_minor
        changed = restated or (resized and said.opened is not None)
        if corrected or changed:
            plan.saved.updated += 1
        else:
            plan.saved.unchanged += 1
    if changed:
        plan.stated.append((receivable, said))


def _belongs(said: Said, invoice: Invoice, plan: Plan, context: Context) -> bool:
    """False, with the row refused, when it cannot be a row of this invoice."""
    if invoice.currency != said.currency:
        context.refuse(
            said.row.where,
            saw=f"{_called(said.row)} in {said.currency}",
            wanted=f"{invoice.currency}, as it is booked",
            remedy="Credit the invoice, and issue it again in the other currency.",
        )
        return False
    if said.key in plan.invoices and invoice.customer_id != said.customer_id:
        context.refuse(
            said.row.where,
            saw=f"{_called(said.row)} of customer {said.row.customer_code}",
            wanted="the same customer for all instalments of an invoice",
            remedy="Correct the number or the customer.",
        )
        return False
    return True


def _amount_fits(said: Said, existing: Receivable, context: Context) -> bool:
    """False, with the row refused, when more was paid than it asks for now.

    What was settled by the accounting's own word is the accounting's to change.
    """
    paid = existing.amount_minor - existing.open_minor
    if said.amount >= paid:
        return True
    stated = Allocation.objects.filter(receivable=existing, kind=AllocationKind.STATED)
    by_word = stated.aggregate(total=Sum("amount_minor"))["total"] or 0
    if said.opened is not None and said.amount - said.opened >= paid - by_word:
        return True
    context.refuse(
        f"{said.row.where}, column amount",
        saw=f"{said.row.amount}",
        wanted=f"at least {to_decimal(paid, existing.currency)}, which is paid already",
        remedy="Undo the payment on the Bank page first, or send a credit note.",
    )
    return False


def _new_invoice(said: Said, context: Context) -> Invoice:
    row = said.row
    return Invoice(
        company_id=context.company.pk,
        customer_id=said.customer_id,
        kind=said.key.kind,
        number=row.invoice_number,
        number_key=reference_key(row.invoice_number),
        issued_on=row.issued_on,
        year=said.key.year,
        currency=said.currency,
        total_minor=0,
        payment_reference=reference_key(row.payment_reference),
        order_number=row.order_number,
        terms=row.terms,
        custom=row.custom | ({"document": row.document} if row.document else {}),
        recorded_at=context.at,
    )


def _plan_instalment(
    said: Said, invoice: Invoice, plan: Plan, context: Context
) -> Receivable:
    instalment = said.row.instalment or 1
    invoice.total_minor += said.amount
    if invoice.pk is not None:
        plan.changed[invoice.pk] = invoice
    receivable = Receivable(
        company_id=context.company.pk,
        customer_id=invoice.customer_id,
        invoice=invoice,
        instalment=instalment,
        currency=invoice.currency,
        due_on=said.due_on,
        due_computed=said.due_computed,
        amount_minor=said.amount,
        open_minor=said.amount,
        stated_minor=said.opened,
        settled_on=None if said.amount else said.row.issued_on,
        recorded_at=context.at,
    )
    plan.receivables[said.key, instalment] = receivable
    plan.saved.created += 1
    plan.saved.customer_ids.add(invoice.customer_id)
    return receivable


def _plan_correction(
    said: Said, existing: Receivable, invoice: Invoice, plan: Plan, context: Context
) -> bool:
    """Take over what the accounting corrected; what stood there before goes to the audit
    trail.
    """
    row = said.row
    before = _correct_document(said, invoice)
    if row.due_on and row.due_on != existing.due_on:
        before["due_on"] = existing.due_on.isoformat()
        existing.due_on, existing.due_computed = row.due_on, False
    if said.amount != existing.amount_minor:
        before["amount_minor"] = str(existing.amount_minor)
        _resize(said, existing, invoice, plan, context)
    if said.customer_id != existing.customer_id:
        before["customer"] = str(existing.customer_id)
        plan.saved.customer_ids.add(existing.customer_id)
        invoice.customer_id = existing.customer_id = said.customer_id
    if not before:
        return False
    plan.changed[invoice.pk] = invoice
    plan.corrected[existing.pk] = existing
    plan.saved.customer_ids.add(said.customer_id)
    plan.facts.append(_corrected(invoice, said.customer_id, before))
    return True


def _resize(
    said: Said, existing: Receivable, invoice: Invoice, plan: Plan, context: Context
) -> None:
    """Another amount. What is paid stays paid; what was settled by word alone and no longer
    fits is taken back.
    """
    paid = existing.amount_minor - existing.open_minor
    if paid > said.amount:
        plan.released.append(
            Booking(
                receivable_id=existing.pk,
                kind=AllocationKind.STATED,
                source=Source.ACCOUNTING,
                amount_minor=said.amount - paid,
                booked_on=context.on,
                evidence={"how": "amount corrected"},
            )
        )
        paid = said.amount
    invoice.total_minor += said.amount - existing.amount_minor
    existing.amount_minor = said.amount
    existing.open_minor = said.amount - paid
    if existing.open_minor:
        existing.settled_on = None
    elif existing.settled_on is None:
        existing.settled_on = context.on


def _correct_document(said: Said, invoice: Invoice) -> dict[str, str]:
    """Take over what the row says of the whole document; gives what stood there."""
    news = {
        "issued_on": said.row.issued_on,
        "payment_reference": reference_key(said.row.payment_reference),
        "order_number": said.row.order_number,
        "terms": said.row.terms,
    }
    before = {}
    for name, new in news.items():
        old = getattr(invoice, name)
        if new and new != old:
            before[name] = str(old)
            setattr(invoice, name, new)
    return before


def _corrected(invoice: Invoice, customer_id: int, before: dict[str, str]) -> Fact:
    return Fact(
        event="invoice_corrected",
        subject=invoice,
        company_id=invoice.company_id,
        customer_id=customer_id,
        details=before,
    )


def _plan_credit_note(said: Said, known: Known, plan: Plan, context: Context) -> None:
    note = known.invoices.get(said.key)
    if note is None:
        note = _new_invoice(said, context)
        note.total_minor, note.stated_minor = said.amount, said.opened
        note.available_minor = said.amount if said.opened is None else said.opened
        if context.fits(note, said.row.where):
            plan.invoices[said.key] = note
            plan.saved.created += 1
            plan.saved.customer_ids.add(said.customer_id)
    elif _belongs(said, note, plan, context):
        _correct_credit_note(said, note, plan, context)


def _correct_credit_note(said: Said, note: Invoice, plan: Plan, context: Context) -> None:
    """Take over another amount, and what the accounting says is left of it."""
    total = Allocation.objects.filter(credit_note=note).aggregate(total=Sum("amount_minor"))
    used = total["total"] or 0
    if said.amount < used:
        context.refuse(
            f"{said.row.where}, column amount",
            saw=f"{said.row.amount}",
            wanted=f"at least {to_decimal(used, note.currency)}, which is used already",
            remedy="Credit notes are not made smaller: invoice the difference.",
        )
        return
    before = _correct_document(said, note)
    if said.amount != note.total_minor:
        before["amount_minor"] = str(note.total_minor)
        note.available_minor = said.amount - used
        note.total_minor = said.amount
    if said.opened is not None and said.opened != note.stated_minor:
        before["stated_minor"] = str(note.stated_minor)
        note.available_minor = min(said.opened, note.total_minor - used)
        note.stated_minor = said.opened
    if said.customer_id != note.customer_id and not used:
        before["customer"] = str(note.customer_id)
        plan.saved.customer_ids.add(note.customer_id)
        note.customer_id = said.customer_id
    if not before:
        plan.saved.unchanged += 1
        return
    plan.changed[note.pk] = note
    plan.saved.updated += 1
    plan.saved.customer_ids.add(said.customer_id)
    plan.facts.append(_corrected(note, said.customer_id, before))


def write(plan: Plan, context: Context) -> None:
    """Write the plan: documents first, then what the accounting says of them."""
    save_invoices(list(plan.invoices.values()), list(plan.receivables.values()))
    book(plan.released, at=context.at)
    correct_invoices(list(plan.changed.values()), list(plan.corrected.values()))
    record_all(plan.facts, actor=context.actor, at=context.at)
    _state(plan, context)
    context.saved += plan.saved
    for invoice in plan.invoices.values():
        context.named |= {invoice.number_key, invoice.payment_reference} - {""}


def _state(plan: Plan, context: Context) -> None:
    """Book the difference between what the accounting and what the books say is open."""
    unbooked = _not_yet_in_accounting(plan, context)
    bookings = []
    known = []
    for receivable, said in plan.stated:
        opened = said.opened or 0
        if receivable.stated_minor != opened:
            receivable.stated_minor = opened
            known.append(receivable)
        paid_less = max(opened - receivable.open_minor, 0)
        spared = min(paid_less, unbooked.get(receivable.pk, 0))
        difference = receivable.open_minor + spared - opened
        if paid_less:
            _remark_more_open(said, spared, paid_less - spared, context)
        if difference:
            plan.saved.customer_ids.add(receivable.customer_id)
            bookings.append(_stated(receivable, said, difference, context))
    restate(known)
    book(bookings, at=context.at)


def _stated(receivable: Receivable, said: Said, minor: int, context: Context) -> Booking:
    settled_on = said.row.settled_on
    evidence: dict[str, object] = {"stated_open_minor": said.opened}
    if settled_on is not None:
        evidence["settled_on"] = settled_on.isoformat()
    return Booking(
        receivable_id=receivable.pk,
        kind=AllocationKind.STATED,
        source=Source.ACCOUNTING,
        amount_minor=minor,
        booked_on=settled_on or context.on,
        evidence=evidence,
    )


def _not_yet_in_accounting(plan: Plan, context: Context) -> dict[int, int]:
    """What the bank told, or a person allocated, in the last days: the accounting may not
    have booked it yet, and a paid invoice must not be opened again for that.
    """
    doubtful = [
        receivable.pk
        for receivable, said in plan.stated
        if (said.opened or 0) > receivable.open_minor
    ]
    if not doubtful:
        return {}
    rows = (
        Allocation.objects.filter(
            receivable__in=doubtful,
            kind=AllocationKind.RECEIPT,
            source__in=[Source.BANK, Source.PERSON],
            booked_on__gt=context.on - SAME_MONEY,
        )
        .values_list("receivable")
        .annotate(total=Sum("amount_minor"))
    )
    return {receivable_id: max(total, 0) for receivable_id, total in rows}


def _remark_more_open(said: Said, spared: int, reopened: int, context: Context) -> None:
    row, currency = said.row, said.currency
    begin = (
        f"{row.where}: the accounting says that {row.open_amount} of {_called(row)} is open"
    )
    if spared:
        context.remark(
            f"{begin}; {to_decimal(spared, currency)} {currency} that the bank told is "
            "not booked there yet. The bank's word was kept."
        )
    if reopened:
        context.remark(
            f"{begin}; payments known here had settled {to_decimal(reopened, currency)} "
            f"{currency} more. The accounting's word was taken."
        )
