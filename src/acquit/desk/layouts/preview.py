"""The first rows of a foreign table as they would be booked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from acquit.core.money import Money, TooPrecise
from acquit.desk import words
from acquit.formats.layouts import reading
from acquit.formats.layouts.layout import Kind
from acquit.formats.records import (
    ContactRow,
    CustomerRow,
    InvoiceRow,
    LineRecord,
    Problem,
    ReceiptRow,
    Refused,
)
from acquit.web.cells import Amounts, Text
from acquit.web.reading import short_day

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from acquit.formats.layouts.layout import Layout
    from acquit.formats.records import Record
    from acquit.formats.source import Source
    from acquit.web.cells import Cell

ROWS = 50


@dataclass(slots=True)
class Preview:
    """heads: with a flag for numbers; rows: a cell for each; problems: in words."""

    heads: list[tuple[str, bool]] = field(default_factory=list)
    rows: list[list[tuple[Cell, str, bool]]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    refused: str = ""
    customers: int = 0


def preview(source: Source, layout: Layout) -> Preview:
    """Read as many rows as are shown; a layout that lacks a field says which."""
    shown = Preview(heads=_heads(layout.kind))
    customers: dict[str, CustomerRow] = {}
    try:
        for record in reading.read(source, layout, most=ROWS):
            if isinstance(record, Problem):
                shown.problems.append(words.told(record.said))
            elif isinstance(record, CustomerRow) and layout.kind is Kind.ITEMS:
                customers[record.customer_code] = record
            elif cells := _cells(record, customers):
                heads = [(name, numeric) for name, numeric in shown.heads]
                shown.rows.append(
                    [(cell, *head) for cell, head in zip(cells, heads, strict=True)]
                )
    except Refused as refusal:
        shown.refused = words.told(refusal.problem.saw)
    shown.customers = len(customers)
    return shown


def _heads(kind: Kind) -> list[tuple[str, bool]]:
    match kind:
        case Kind.BANK:
            return [
                (_("Day"), False),
                (_("Amount"), True),
                (_("Other side"), False),
                (_("Text"), False),
                (_("Reference"), False),
            ]
        case Kind.ITEMS:
            return [
                (_("Customer"), False),
                (_("Document"), False),
                (_("Issued"), False),
                (_("Due"), False),
                (_("Amount"), True),
                (_("Open"), True),
            ]
        case Kind.CUSTOMERS:
            return [
                (_("Customer"), False),
                (_("VAT number"), False),
                (_("Place"), False),
                (_("E-mail"), False),
                (_("Terms"), False),
            ]
        case Kind.CONTACTS:
            return [(_("Customer"), False), (_("Contact"), False), (_("E-mail"), False)]
        case Kind.RECEIPTS:
            return [
                (_("Day"), False),
                (_("Payment"), False),
                (_("Customer"), False),
                (_("Amount"), True),
            ]


def _cells(record: Record, customers: dict[str, CustomerRow]) -> list[Cell]:
    match record:
        case LineRecord():
            return [
                Text(_day(record.booked_on)),
                _money(record.amount, record.currency),
                Text(record.name, under=record.iban),
                Text(record.text[:140]),
                Text(record.structured_reference),
            ]
        case InvoiceRow():
            named = customers.get(record.customer_code)
            kind = _("Credit note") if record.credit_note else _("Invoice")
            sign = -1 if record.credit_note else 1
            opened = record.amount if record.open_amount is None else record.open_amount
            return [
                Text(named.name if named else "", under=record.customer_code),
                Text(record.invoice_number, under=kind),
                Text(_day(record.issued_on)),
                Text(_due(record)),
                _money(sign * record.amount, record.currency),
                _money(sign * opened, record.currency),
            ]
        case CustomerRow():
            place = " ".join(filter(None, (record.postcode, record.city, record.country)))
            days = record.payment_terms_days
            terms = "" if days is None else _("%(days)s days") % {"days": days}
            return [
                Text(record.name, under=record.customer_code),
                Text(record.vat),
                Text(place),
                Text(record.email),
                Text(terms),
            ]
        case ContactRow():
            return [
                Text(record.customer_code),
                Text(record.name, under=record.role),
                Text(record.email),
            ]
        case ReceiptRow():
            return [
                Text(_day(record.received_on)),
                Text(record.receipt_reference),
                Text(record.customer_code, under=record.payer_name),
                _money(record.amount, record.currency),
            ]
        case _:
            return []


def _due(record: InvoiceRow) -> str:
    if record.credit_note:
        return ""
    return _day(record.due_on) if record.due_on else _("from the terms")


def _day(day: date) -> str:
    return short_day(day)


def _money(amount: Decimal, currency: str) -> Cell:
    try:
        return Amounts([Money.of(amount, currency or "EUR")])
    except TooPrecise:
        return Text(str(amount))
