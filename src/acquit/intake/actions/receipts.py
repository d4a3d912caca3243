"""Booking the receipts table: payments as the accounting knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stdnum import iban as iban_number

from acquit.core.money import to_decimal
from acquit.core.sentences import say
from acquit.core.text import reference_key
from acquit.formats import places
from acquit.intake.actions.customers import customer_ids, refuse_customer
from acquit.ledger.actions.bulk import save_receipts
from acquit.ledger.models import Invoice, Receipt, Source
from acquit.matching.actions import match_receipts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.formats.records import ReceiptRow
    from acquit.intake.actions.booking import Context


def book_receipts(rows: Sequence[ReceiptRow], context: Context) -> None:
    """Record payments: those that name invoices settle them, the others are matched.

    A payment that is known already is compared, and never booked again.
    """
    ids = customer_ids({row.customer_code for row in rows if row.customer_code}, context)
    known = _known({row.receipt_reference for row in rows}, context)
    fresh: list[Receipt] = []
    for row in rows:
        receipt = _receipt(row, ids, context)
        if receipt is None or not context.fits(receipt, row.where):
            continue
        what = say("receipt %(reference)s", reference=receipt.key)
        if context.is_twice(row.where, what, ("receipt", receipt.key)):
            continue
        if receipt.key not in known:
            fresh.append(receipt)
        elif _is_the_same(known[receipt.key], receipt, row, context):
            context.saved.unchanged += 1
        else:
            continue
        context.count(receipt.currency, receipt.amount_minor)
    saved = save_receipts(fresh)
    _remark_unknown(saved, context)
    context.saved.created += len(saved)
    context.saved.customer_ids |= {r.customer_id for r in saved if r.customer_id}
    context.saved.customer_ids |= match_receipts(saved, at=context.at)


def _known(references: set[str], context: Context) -> dict[str, Receipt]:
    rows = Receipt.objects.filter(
        company=context.company, source=Source.ACCOUNTING, key__in=references
    )
    return {receipt.key: receipt for receipt in rows}


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
            places.column(row.where, "amount"),
            saw=str(row.amount),
            wanted=say("more than zero"),
            remedy=say("Leave out what is not money in."),
        )
        return None
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
        pays=[reference_key(number) for number in row.invoice_numbers],
        recorded_at=context.at,
    )


def _is_the_same(
    known: Receipt, receipt: Receipt, row: ReceiptRow, context: Context
) -> bool:
    """False, with the row refused, for other money under a reference that is booked."""
    told = (receipt.amount_minor, receipt.currency, receipt.received_on)
    if told == (known.amount_minor, known.currency, known.received_on):
        return True
    context.refuse(
        row.where,
        saw=say(
            "%(amount)s %(currency)s on %(day)s",
            amount=row.amount,
            currency=receipt.currency,
            day=receipt.received_on,
        ),
        wanted=say(
            "receipt %(reference)s as it is booked: %(amount)s %(currency)s on %(day)s",
            reference=receipt.key,
            amount=to_decimal(known.amount_minor, known.currency),
            currency=known.currency,
            day=known.received_on,
        ),
        remedy=say("A payment is not corrected: give the new one a reference of its own."),
    )
    return False


def _remark_unknown(receipts: Sequence[Receipt], context: Context) -> None:
    """Say which payments wait for their invoice."""
    keys = {key for receipt in receipts for key in receipt.pays}
    rows = Invoice.objects.filter(company=context.company, number_key__in=keys)
    unknown = keys - set(rows.values_list("number_key", flat=True))
    for receipt in receipts:
        missing = [key for key in receipt.pays if key in unknown]
        if missing:
            context.remark(
                say(
                    "Receipt %(reference)s: no invoice %(numbers)s is known; "
                    "the payment waits for it.",
                    reference=receipt.key,
                    numbers=", ".join(missing),
                )
            )
