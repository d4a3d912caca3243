"""Booking the receipts table: payments as the accounting knows them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from stdnum import iban as iban_number

from acquit.core.matching import Payment
from acquit.core.text import reference_key
from acquit.intake.actions.customers import customer_ids, refuse_customer
from acquit.ledger.actions.bulk import Booking, book, same_money, save_receipts
from acquit.ledger.models import Allocation, AllocationKind, Receipt, Receivable, Source
from acquit.matching.actions import SAME_MONEY, Incoming, match_receipts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.formats.records import ReceiptRow
    from acquit.intake.actions.booking import Context


def book_receipts(rows: Sequence[ReceiptRow], context: Context) -> None:
    """Record payments; those that name invoices settle them, the others go to the matching."""
    ids = customer_ids({row.customer_code for row in rows if row.customer_code}, context)
    ready: dict[str, tuple[Receipt, ReceiptRow]] = {}
    for row in rows:
        receipt = _receipt(row, ids, context)
        if receipt is None or not context.fits(receipt, row.where):
            continue
        if receipt.key in ready:
            context.saved.unchanged += 1
        else:
            ready[receipt.key] = (receipt, row)
    fresh = save_receipts([receipt for receipt, _ in ready.values()])
    context.saved.created += len(fresh)
    context.saved.unchanged += len(ready) - len(fresh)
    context.saved.customer_ids |= {r.customer_id for r in fresh if r.customer_id}
    pairs = [(receipt, ready[receipt.key][1]) for receipt in fresh]
    named = [(receipt, row) for receipt, row in pairs if row.invoice_numbers]
    _settle_named(named, context)
    loose = [Incoming(r, _payment(r, row)) for r, row in pairs if not row.invoice_numbers]
    matched = match_receipts(loose, at=context.at)
    context.saved.customer_ids |= matched.customer_ids


def _receipt(row: ReceiptRow, ids: dict[str, int], context: Context) -> Receipt | None:
    if row.customer_code and row.customer_code not in ids:
        refuse_customer(row.where, row.customer_code, context)
        return None
    currency = row.currency or context.company.currency
    minor = context.minor(row.amount, currency, row.where)
    if minor is None:
        return None
    if minor <= 0:
        context.refuse(
            f"{row.where}, column amount",
            saw=str(row.amount),
            wanted="more than zero",
            remedy="Leave out what is not money in.",
        )
        return None
    context.count(currency, minor)
    return Receipt(
        company=context.company,
        customer_id=ids.get(row.customer_code),
        source=Source.ACCOUNTING,
        key=row.receipt_reference,
        received_on=row.received_on,
        value_on=row.received_on,
        currency=currency,
        amount_minor=minor,
        available_minor=minor,
        payer_name=row.payer_name,
        payer_iban=iban_number.compact(row.payer_iban),
        text=row.text,
        recorded_at=context.at,
    )


def _payment(receipt: Receipt, row: ReceiptRow) -> Payment:
    return Payment(
        amount_minor=receipt.amount_minor,
        currency=receipt.currency,
        booked_on=receipt.received_on,
        text=row.text,
    )


def _settle_named(pairs: Sequence[tuple[Receipt, ReceiptRow]], context: Context) -> None:
    """Settle the invoices in the order named; what is left over stays unallocated."""
    keys = {reference_key(number) for _, row in pairs for number in row.invoice_numbers}
    found: dict[str, list[Receivable]] = defaultdict(list)
    receivables = (
        Receivable.objects.filter(company=context.company, invoice__number_key__in=keys)
        .select_related("invoice")
        .order_by("due_on", "pk")
    )
    for receivable in receivables:
        found[receivable.invoice.number_key].append(receivable)
    by_bank = _settled_by_bank([r.pk for some in found.values() for r in some])
    bookings: list[Booking] = []
    for receipt, row in pairs:
        known = [r for n in row.invoice_numbers for r in found.get(reference_key(n), ())]
        missing = [n for n in row.invoice_numbers if reference_key(n) not in found]
        if missing:
            context.remark(
                f"{row.where}: no invoice {', '.join(missing)} is known; "
                "the payment waits on the Bank page."
            )
        if not _carried_by_bank(receipt, known, by_bank):
            bookings += _uses(receipt, known)
        context.saved.customer_ids |= {r.customer_id for r in known}
    book(bookings, at=context.at)


def _settled_by_bank(receivable_ids: Sequence[int]) -> dict[int, Allocation]:
    rows = Allocation.objects.filter(
        receivable__in=receivable_ids, source=Source.BANK, amount_minor__gt=0
    ).select_related("receipt")
    return {row.receivable_id: row for row in rows}


def _carried_by_bank(
    receipt: Receipt, named: Sequence[Receivable], by_bank: dict[int, Allocation]
) -> bool:
    """True when the bank told of this very payment before: one payment counts once."""
    for receivable in named:
        told = by_bank.get(receivable.pk)
        if told is None or told.receipt is None:
            continue
        near = abs(told.booked_on - receipt.received_on) <= SAME_MONEY
        if near and told.receipt.amount_minor == receipt.amount_minor:
            same_money(receipt, carried_by=told.receipt)
            return True
    return False


def _uses(receipt: Receipt, named: Sequence[Receivable]) -> list[Booking]:
    left = receipt.available_minor
    bookings = []
    for receivable in named:
        amount = min(left, receivable.open_minor)
        if amount <= 0 or receivable.currency != receipt.currency:
            continue
        receivable.open_minor -= amount
        left -= amount
        bookings.append(
            Booking(
                receivable_id=receivable.pk,
                kind=AllocationKind.RECEIPT,
                source=Source.ACCOUNTING,
                amount_minor=amount,
                booked_on=receipt.received_on,
                receipt_id=receipt.pk,
                evidence={"how": "accounting"},
            )
        )
    return bookings
