"""Booking the invoices table: each row is read, planned as an instalment or a credit note,
and the whole batch is written at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.audit.actions import record_all
from acquit.core.sentences import say
from acquit.formats import places
from acquit.intake.actions.credit_notes import plan_credit_note
from acquit.intake.actions.customers import refuse_customer
from acquit.intake.actions.plans import (
    Key,
    Plan,
    Reading,
    due_day,
    is_ours,
    load_known,
)
from acquit.intake.actions.receivables import plan_invoice
from acquit.intake.actions.stated_amounts import book_stated
from acquit.ledger.actions import lock
from acquit.ledger.actions.booking import book
from acquit.ledger.actions.bulk import correct_invoices, save_invoices
from acquit.ledger.models import Customer, Invoice, InvoiceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from acquit.core.sentences import Sentence
    from acquit.formats.records import InvoiceRow
    from acquit.intake.actions.booking import Context


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
        reading = _read(row, terms, context)
        if reading is None or is_ours(reading.key, known, context):
            continue
        if row.credit_note:
            if plan_credit_note(reading, known, plan, context):
                context.count(reading.currency, -reading.amount)
        elif plan_invoice(reading, known, plan, context):
            context.count(reading.currency, reading.amount)
    write(plan, context)


def write(plan: Plan, context: Context) -> None:
    """Write the plan: documents first, then what the accounting says of them."""
    save_invoices(list(plan.invoices.values()), list(plan.receivables.values()))
    book(plan.released, at=context.at)
    correct_invoices(list(plan.changed.values()), list(plan.corrected.values()))
    record_all(plan.facts, actor=context.actor, at=context.at)
    book_stated(plan, context)
    context.saved += plan.saved
    for invoice in plan.invoices.values():
        context.named |= {invoice.number_key, invoice.payment_reference} - {""}


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


def _read(
    row: InvoiceRow, terms: dict[str, tuple[int, int | None]], context: Context
) -> Reading | None:
    """None when the row is refused."""
    if row.customer_code not in terms:
        refuse_customer(row.where, row.customer_code, context)
        return None
    key, instalment, called = _key(row), row.instalment or 1, _called(row)
    what = say("%(invoice)s, instalment %(number)s", invoice=called, number=instalment)
    if context.is_twice(row.where, what, (key, instalment)):
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
    due = due_day(row.due_on, row.issued_on, days)
    return Reading(row, key, called, customer_id, currency, amount, opened, *due)


def _called(row: InvoiceRow) -> Sentence:
    if row.credit_note:
        return say("credit note %(number)s", number=row.invoice_number)
    return say("invoice %(number)s", number=row.invoice_number)


def _open_amount_fits(row: InvoiceRow, context: Context) -> bool:
    """False, with the row refused, when it contradicts itself."""
    if row.settled_on is not None and row.open_amount:
        context.refuse(
            row.where,
            saw=say(
                "settled_on %(day)s and open_amount %(amount)s",
                day=row.settled_on,
                amount=row.open_amount,
            ),
            wanted=say("one or the other"),
            remedy=say("Leave settled_on empty while something is open."),
        )
        return False
    if row.open_amount is not None and row.open_amount > row.amount:
        context.refuse(
            places.column(row.where, "open_amount"),
            saw=str(row.open_amount),
            wanted=say("at most the amount, %(amount)s", amount=row.amount),
            remedy=say("Correct it, or add what was invoiced more as another invoice."),
        )
        return False
    return True
