"""Open items and receipts out of foreign tables: each row an invoice, a credit note or
money received.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats.cells import Unfit
from acquit.formats.layouts.people import customer, needed
from acquit.formats.layouts.vocabulary import header_key
from acquit.formats.records import NO_AMOUNT, InvoiceRow, Problem, ReceiptRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from acquit.formats.layouts.table import Row, Table
    from acquit.formats.records import CustomerRow, Record

# The first words of a type, folded, that are no invoice.
CREDIT_NOTES = (
    *(
        "credit note",
        "credit memo",
        "creditnote",
        "cn",
        "avoir",
        "note de credit",
        "nc",
        "av",
    ),
    *("creditnota", "gutschrift", "rechnungskorrektur", "storno", "refund", "credit"),
)
PAYMENTS = (
    *(
        "payment",
        "receipt",
        "paiement",
        "reglement",
        "encaissement",
        "virement",
        "betaling",
    ),
    *("ontvangst", "zahlung", "zahlungseingang", "bank", "acompte"),
)
_MOST_INSTALMENTS = 999
_CHUNK = 5000


@dataclass(frozen=True, slots=True)
class _Item:
    """What a row asks for: signed amounts, negative = the customer's favour."""

    amount: Decimal
    opened: Decimal | None
    payment: bool


def read(table: Table) -> Iterator[Record | Problem]:
    """Some thousand rows at a time: their new customers first, then what they owe, because
    an item names its customer.
    """
    seen: set[str] = set()
    rows = (row for row in table.rows() if not _is_no_item(row))
    while chunk := list(islice(rows, _CHUNK)):
        yield from _new_customers(chunk, seen)
        for row in chunk:
            try:
                record = _record(row)
            except Unfit as unfit:
                yield unfit.at(row.where)
            else:
                if record is not None:
                    yield record


def _new_customers(rows: Sequence[Row], seen: set[str]) -> Iterator[CustomerRow]:
    for row in rows:
        try:
            code = row.text("customer_code")
            if code and code not in seen:
                seen.add(code)
                yield customer(row)
        except Unfit:
            continue  # said once, with the item


def receipts(table: Table) -> Iterator[Record | Problem]:
    """Money received, a payment a row."""
    for row in table.rows():
        if row.is_empty("receipt_reference", "received_on") or row.is_total():
            continue
        try:
            amount = _required_amount(row)
            yield ReceiptRow(
                where=row.where,
                receipt_reference=needed(row, "receipt_reference"),
                customer_code=row.text("customer_code"),
                received_on=_required_day(row, "received_on"),
                currency=_currency(row),
                amount=abs(amount),
                payer_name=row.text("name"),
                payer_iban=row.text("iban").replace(" ", ""),
                text=row.text("text"),
                invoice_numbers=tuple(
                    row.text("invoice_numbers").replace(",", " ").split()
                ),
            )
        except Unfit as unfit:
            yield unfit.at(row.where)


def _is_no_item(row: Row) -> bool:
    """Totals, and lines that name neither an invoice nor a day."""
    if row.is_empty("invoice_number"):
        return row.is_total() or row.is_empty("issued_on", "due_on")
    return row.is_empty("customer_code") and row.is_total()


def _record(row: Row) -> InvoiceRow | ReceiptRow | None:
    item = _item(row)
    if item is None:
        return None
    number = needed(row, "invoice_number")
    code = needed(row, "customer_code")
    due_on = row.day("due_on")
    issued_on = row.day("issued_on") or due_on
    if issued_on is None:
        raise Unfit(
            say("nothing"),
            say("the day of the invoice, or its due day"),
            say("Fill the cell, or delete the row."),
        )
    if item.payment:
        left = item.amount if item.opened is None else item.opened
        return ReceiptRow(
            where=row.where,
            receipt_reference=number,
            customer_code=code,
            received_on=issued_on,
            currency=_currency(row),
            amount=abs(left),
        )
    return _invoice(row, item, number, code, issued_on, due_on)


def _invoice(  # the parts of one row, read in its order
    row: Row, item: _Item, number: str, code: str, issued_on: date, due_on: date | None
) -> InvoiceRow:
    instalment = row.text("instalment")
    amount = abs(item.amount)
    opened = None if item.opened is None else abs(item.opened)
    if opened is not None and opened > amount:
        amount = opened  # interest and costs have been added to what is open
    known = instalment.isdecimal() and 0 < int(instalment) <= _MOST_INSTALMENTS
    credit_note = item.amount < 0
    return InvoiceRow(
        where=row.where,
        invoice_number=number,
        instalment=int(instalment) if known else None,
        customer_code=code,
        credit_note=credit_note,
        issued_on=issued_on,
        due_on=None if credit_note else due_on,
        currency=_currency(row),
        amount=amount,
        open_amount=opened,
        payment_reference=row.text("payment_reference"),
        order_number=row.text("order_number"),
        terms=row.text("terms"),
        settled_on=None if opened else row.day("settled_on"),
    )


def _item(row: Row) -> _Item | None:
    """None when nothing was asked for and nothing is open."""
    opened = row.amount("open_amount")
    amount = row.amount("amount")
    if amount is None:
        debit, credit = row.amount("debit"), row.amount("credit")
        if debit is not None or credit is not None:
            amount = abs(debit or NO_AMOUNT) - abs(credit or NO_AMOUNT)
    if amount is None:
        amount = opened
    if amount is None:
        raise Unfit(
            say("nothing"), say("an amount"), say("Fill the cell, or delete the row.")
        )
    if not amount and not opened:
        return None
    kind = header_key(row.text("type"))
    if row.table.layout.inverse or (_begins(kind, CREDIT_NOTES) and amount > 0):
        amount, opened = -amount, None if opened is None else -opened
    return _Item(amount, opened, payment=_begins(kind, PAYMENTS))


def _begins(text: str, words: tuple[str, ...]) -> bool:
    return any(text == word or text.startswith(word + " ") for word in words)


def _required_amount(row: Row) -> Decimal:
    amount = row.amount("amount")
    if amount is None:
        raise Unfit(
            say("nothing"), say("an amount"), say("Fill the cell, or delete the row.")
        )
    return amount


def _required_day(row: Row, name: str) -> date:
    day = row.day(name)
    if day is None:
        raise Unfit(say("nothing"), say("a day"), say("Fill the cell, or delete the row."))
    return day


def _currency(row: Row) -> str:
    """As the row or the layout says; "" = the company's own."""
    said = row.text("currency").upper() or row.table.layout.constants.get("currency", "")
    return said if len(said) == 3 and said.isalpha() else ""
