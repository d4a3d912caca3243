"""Booking the rows of the invoices table that are invoices: new instalments, and what the
accounting corrected of those that are known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Sum

from acquit.core.money import to_decimal
from acquit.core.sentences import say
from acquit.formats import places
from acquit.intake.actions.documents import (
    belongs,
    correct_document,
    corrected,
    new_document,
)
from acquit.intake.actions.plans import new_receivable
from acquit.ledger.actions.booking import Booking
from acquit.ledger.models import Allocation, AllocationKind, Source

if TYPE_CHECKING:
    from acquit.intake.actions.booking import Context
    from acquit.intake.actions.plans import Known, Plan, Reading
    from acquit.ledger.models import Invoice, Receivable


def plan_invoice(reading: Reading, known: Known, plan: Plan, context: Context) -> bool:
    """Add the row to the plan; False when it is refused."""
    invoice = known.invoices.get(reading.key) or plan.invoices.get(reading.key)
    if invoice is None:
        invoice = new_document(reading, context)
        if not context.fits(invoice, reading.row.where):
            return False
        plan.invoices[reading.key] = invoice
    elif not belongs(reading, invoice, plan, context):
        return False
    existing = None
    if invoice.pk is not None:
        existing = known.receivables.get((invoice.pk, reading.row.instalment or 1))
    if existing is None:
        _plan_new(reading, invoice, plan, context)
    elif _amount_fits(reading, existing, context):
        _plan_known(reading, existing, invoice, plan, context)
    else:
        return False
    return True


def _plan_new(reading: Reading, invoice: Invoice, plan: Plan, context: Context) -> None:
    invoice.total_minor += reading.amount
    if invoice.pk is not None:
        plan.changed[invoice.pk] = invoice
    due = reading.due_on, reading.due_computed
    receivable = new_receivable(invoice, reading.amount, due, context)
    receivable.instalment = reading.row.instalment or 1
    receivable.stated_minor = reading.opened
    plan.add_instalment(reading.key, receivable)
    if reading.opened is not None:
        plan.stated.append((receivable, reading))


def _plan_known(
    reading: Reading, existing: Receivable, invoice: Invoice, plan: Plan, context: Context
) -> None:
    resized = reading.amount != existing.amount_minor
    corrects = _plan_correction(reading, existing, invoice, plan, context)
    restated = reading.opened is not None and (
        resized or reading.opened != existing.stated_minor
    )
    if restated:
        plan.stated.append((existing, reading))
    if corrects or restated:
        plan.saved.updated += 1
    else:
        plan.saved.unchanged += 1


def _amount_fits(reading: Reading, existing: Receivable, context: Context) -> bool:
    """False, with the row refused, when more was paid than it asks for now.

    What was settled by the accounting's own word is the accounting's to change.
    """
    paid = existing.amount_minor - existing.open_minor
    if reading.amount >= paid:
        return True
    stated = Allocation.objects.filter(receivable=existing, kind=AllocationKind.STATED)
    by_word = stated.aggregate(total=Sum("amount_minor"))["total"] or 0
    if reading.opened is not None and reading.amount - reading.opened >= paid - by_word:
        return True
    context.refuse(
        places.column(reading.row.where, "amount"),
        saw=str(reading.row.amount),
        wanted=say(
            "at least %(amount)s, which is paid already",
            amount=to_decimal(paid, existing.currency),
        ),
        remedy=say("Undo the payment on the Bank page first, or send a credit note."),
    )
    return False


def _plan_correction(
    reading: Reading, existing: Receivable, invoice: Invoice, plan: Plan, context: Context
) -> bool:
    """Take over what the accounting corrected; what stood there before goes to the audit
    trail.
    """
    row = reading.row
    before = correct_document(reading, invoice)
    if row.due_on and row.due_on != existing.due_on:
        before["due_on"] = existing.due_on.isoformat()
        existing.due_on, existing.due_computed = row.due_on, False
    if reading.amount != existing.amount_minor:
        before["amount_minor"] = str(existing.amount_minor)
        _resize(reading, existing, invoice, plan, context)
    if reading.customer_id != existing.customer_id:
        before["customer"] = str(existing.customer_id)
        plan.saved.customer_ids.add(existing.customer_id)
        invoice.customer_id = existing.customer_id = reading.customer_id
    if not before:
        return False
    plan.changed[invoice.pk] = invoice
    plan.corrected[existing.pk] = existing
    plan.saved.customer_ids.add(reading.customer_id)
    plan.facts.append(corrected(invoice, reading.customer_id, before))
    return True


def _resize(
    reading: Reading, existing: Receivable, invoice: Invoice, plan: Plan, context: Context
) -> None:
    """Another amount. What is paid stays paid; what was settled by word alone and no longer
    fits is taken back.
    """
    paid = existing.amount_minor - existing.open_minor
    if paid > reading.amount:
        plan.released.append(
            Booking(
                receivable_id=existing.pk,
                kind=AllocationKind.STATED,
                source=Source.ACCOUNTING,
                amount_minor=reading.amount - paid,
                booked_on=context.on,
                evidence={"how": "amount corrected"},
            )
        )
        paid = reading.amount
    invoice.total_minor += reading.amount - existing.amount_minor
    existing.amount_minor = reading.amount
    existing.open_minor = reading.amount - paid
    if existing.open_minor:
        existing.settled_on = None
    elif existing.settled_on is None:
        existing.settled_on = context.on
