"""Booking an e-invoice: is it ours, whose is it, what does it ask for and when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from acquit.core.money import Money, to_decimal, to_minor
from acquit.core.sentences import say
from acquit.core.text import reference_key
from acquit.intake.actions import invoices as booking
from acquit.intake.actions.documents import corrected
from acquit.intake.actions.papers import hold_corrected, is_owed, worth_saying
from acquit.intake.actions.parties import customer_of, is_ours
from acquit.intake.actions.plans import Key, Plan, due_day, load_known, new_receivable
from acquit.intake.actions.plans import is_ours as is_debit_note
from acquit.ledger.actions import lock
from acquit.ledger.models import Customer, Invoice, InvoiceKind, Receivable
from acquit.matching.actions import use_credit_note

if TYPE_CHECKING:
    from datetime import date

    from acquit.formats.records import InvoiceRecord
    from acquit.intake.actions.booking import Context
    from acquit.ledger.models import Document

_AN_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T].*)?")
_SHORTEST_REFERENCE, _LONGEST_REFERENCE = 4, 40
_PLACEHOLDERS = {"NONE", "NOTPROVIDED", "NOTAPPLICABLE", "UNKNOWN", "NULL"}


def book_einvoice(record: InvoiceRecord, context: Context) -> None:
    """Create one invoice or credit note; a customer that is not known is made."""
    if not is_ours(record, context) or not is_owed(record, context):
        return
    minor = context.minor(record.payable, record.currency, record.where)
    if minor is None:
        return
    is_credit = record.credit_note != (minor < 0)
    kind = InvoiceKind.CREDIT_NOTE if is_credit else InvoiceKind.INVOICE
    key = Key(kind, record.number, record.issued_on.year)
    context.count(record.currency, -abs(minor) if is_credit else abs(minor))
    lock(_owners(key, context))
    known = load_known([key], context)
    existing = known.invoices.get(key)
    if existing is not None:
        _compare(existing, record, abs(minor), context)
        return
    ours = is_debit_note(key, known, context)
    customer = None if ours else customer_of(record, context)
    if customer is None:
        return
    lock([customer.pk])
    invoice = _invoice(record, key, customer, abs(minor), context)
    if not context.fits(invoice, record.where):
        return
    invoice.document = context.paper()
    plan = Plan()
    if is_credit:
        invoice.available_minor = abs(minor)
        invoice.corrects = [reference_key(number) for number in record.references]
        plan.add_credit_note(key, invoice)
    else:
        invoice.discounts = _discounts(record)
        plan.invoices[key] = invoice
        first, *others = _instalments(record, invoice, customer, context)
        plan.add_instalment(key, first)
        plan.receivables |= {(key, one.instalment): one for one in others}
    booking.write(plan, context)
    for said in worth_saying(record):
        context.remark(said)
    if invoice.corrects:
        use_credit_note(invoice, at=context.at)
    elif not is_credit:
        hold_corrected(record, invoice, context)


def _owners(key: Key, context: Context) -> list[int]:
    """The customer who has this invoice already, if it is known."""
    known = Invoice.objects.filter(company=context.company, **key._asdict())
    return list(known.values_list("customer_id", flat=True))


def _invoice(
    record: InvoiceRecord, key: Key, customer: Customer, minor: int, context: Context
) -> Invoice:
    return Invoice(
        company=context.company,
        customer=customer,
        kind=key.kind,
        number=record.number,
        number_key=reference_key(record.number),
        issued_on=record.issued_on,
        year=key.year,
        currency=record.currency,
        total_minor=minor,
        written_negative=record.payable < 0,
        payment_reference=_payment_reference(record.payment_reference),
        order_number=record.order_number[:60],
        terms=record.terms,
        recorded_at=context.at,
    )


def _payment_reference(written: str) -> str:
    """BT-83 as it is compared; "" for what no payer would give: an instant, a placeholder,
    a word too short, a text too long.
    """
    key = reference_key(written)
    fits = _SHORTEST_REFERENCE <= len(key) <= _LONGEST_REFERENCE
    is_junk = _AN_INSTANT.fullmatch(written) or key in _PLACEHOLDERS or not key.strip("0")
    return key if fits and not is_junk else ""


def _discounts(record: InvoiceRecord) -> list[dict[str, Any]]:
    """What is offered for early payment, as `Invoice.discounts` keeps it."""
    return [
        {
            "until": one.until.isoformat(),
            "days": one.days,
            "percent": None if one.percent is None else str(one.percent),
            "base_minor": None if one.base is None else to_minor(one.base, record.currency),
            "amount_minor": None
            if one.amount is None
            else to_minor(one.amount, record.currency),
        }
        for one in record.discounts
    ]


def _instalments(
    record: InvoiceRecord, invoice: Invoice, customer: Customer, context: Context
) -> list[Receivable]:
    """The parts that are due apart, else the whole."""
    if not record.instalments:
        due = _due(record, customer)
        return [new_receivable(invoice, invoice.total_minor, due, context)]
    receivables = []
    for number, part in enumerate(record.instalments, start=1):
        minor = to_minor(part.amount, record.currency)
        one = new_receivable(invoice, minor, (part.due_on, False), context)
        one.instalment = number
        receivables.append(one)
    return receivables


def _due(record: InvoiceRecord, customer: Customer) -> tuple[date, bool]:
    """The due day, and whether it was computed: from the terms on the invoice, else from
    those of the customer.
    """
    if record.due_on is None and record.due_by_terms is not None:
        return record.due_by_terms, True
    return due_day(record.due_on, record.issued_on, customer.payment_terms_days)


def _compare(
    existing: Invoice, record: InvoiceRecord, minor: int, context: Context
) -> None:
    """The same document again adds what the books lack; another one under its number is
    refused.
    """
    paper = context.paper()
    if not _is_same(existing, record, minor, paper):
        _refuse_other(existing, record, context)
        return
    before: dict[str, str] = {}
    if existing.document_id is None and paper is not None:
        before["document"] = ""
        existing.document = paper
    if not existing.discounts and existing.kind == InvoiceKind.INVOICE and record.discounts:
        before["discounts"] = ""
        existing.discounts = _discounts(record)
    if not before:
        context.saved.unchanged += 1
        return
    plan = Plan()
    plan.changed[existing.pk] = existing
    plan.facts.append(corrected(existing, existing.customer_id, before))
    plan.saved.updated += 1
    booking.write(plan, context)


def _is_same(
    existing: Invoice, record: InvoiceRecord, minor: int, paper: Document | None
) -> bool:
    """The accounting may have told the gross amount where the invoice asks for the rest."""
    if existing.currency != record.currency:
        return False
    if existing.total_minor == minor:
        return True
    told_by_accounting = existing.document_id in {None, paper and paper.pk}
    gross = Money(existing.total_minor, existing.currency).amount
    return told_by_accounting and gross == abs(record.gross)


def _refuse_other(existing: Invoice, record: InvoiceRecord, context: Context) -> None:
    context.refuse(
        record.where,
        saw=say(
            "%(number)s over %(amount)s %(currency)s",
            number=record.number,
            amount=record.payable,
            currency=record.currency,
        ),
        wanted=say(
            "%(amount)s %(currency)s, as it is booked",
            amount=to_decimal(existing.total_minor, existing.currency),
            currency=existing.currency,
        ),
        remedy=say("Correct an e-invoice by a credit note; it cannot be replaced."),
    )
