"""Booking the rows of the invoices table that are credit notes."""

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
from acquit.ledger.models import Allocation

if TYPE_CHECKING:
    from acquit.intake.actions.booking import Context
    from acquit.intake.actions.plans import Known, Plan, Reading
    from acquit.ledger.models import Invoice


def plan_credit_note(reading: Reading, known: Known, plan: Plan, context: Context) -> bool:
    """Add the row to the plan; False when it is refused."""
    note = known.invoices.get(reading.key)
    if note is None:
        note = new_document(reading, context)
        note.total_minor, note.stated_minor = reading.amount, reading.opened
        note.available_minor = reading.amount if reading.opened is None else reading.opened
        if not context.fits(note, reading.row.where):
            return False
        plan.add_credit_note(reading.key, note)
        return True
    if not belongs(reading, note, plan, context):
        return False
    total = Allocation.objects.filter(credit_note=note).aggregate(total=Sum("amount_minor"))
    used = total["total"] or 0
    if reading.amount < used:
        _refuse_smaller(reading, note, used, context)
        return False
    _correct(reading, note, used, plan)
    return True


def _correct(reading: Reading, note: Invoice, used: int, plan: Plan) -> None:
    """Take over another amount, and what the accounting says is left of it."""
    before = correct_document(reading, note)
    if reading.amount != note.total_minor:
        before["amount_minor"] = str(note.total_minor)
        note.available_minor = reading.amount - used
        note.total_minor = reading.amount
    if reading.opened is not None and reading.opened != note.stated_minor:
        before["stated_minor"] = str(note.stated_minor)
        note.available_minor = min(reading.opened, note.total_minor - used)
        note.stated_minor = reading.opened
    if reading.customer_id != note.customer_id and not used:
        before["customer"] = str(note.customer_id)
        plan.saved.customer_ids.add(note.customer_id)
        note.customer_id = reading.customer_id
    if not before:
        plan.saved.unchanged += 1
        return
    plan.changed[note.pk] = note
    plan.saved.updated += 1
    plan.saved.customer_ids.add(reading.customer_id)
    plan.facts.append(corrected(note, reading.customer_id, before))


def _refuse_smaller(reading: Reading, note: Invoice, used: int, context: Context) -> None:
    context.refuse(
        places.column(reading.row.where, "amount"),
        saw=str(reading.row.amount),
        wanted=say(
            "at least %(amount)s, which is used already",
            amount=to_decimal(used, note.currency),
        ),
        remedy=say("Credit notes are not made smaller: invoice the difference."),
    )
