"""Tables: customers, contacts and invoices in Acquit's own columns, as CSV or XLSX.

A workbook normally carries the second in which it was saved; here it does not, so that the
same demo is the same bytes.
"""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl import Workbook

from acquit.core.money import to_decimal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from acquit.demo.customers import Customer
    from acquit.demo.invoices import Invoice

    Cell = str | int | date | Decimal | None

CUSTOMERS = (
    *("customer_code", "name", "party_type", "vat", "registration", "country", "language"),
    *(
        "street",
        "postcode",
        "city",
        "email",
        "phone",
        "ibans",
        "segment",
        "unit",
        "collector",
    ),
    *(
        "representative",
        "parent_code",
        "payment_terms_days",
        "payment_method",
        "credit_limit",
    ),
    "currency",
)
CONTACTS = (
    "customer_code",
    "name",
    "role",
    "email",
    "phone",
    "language",
    "preferred_channel",
)
INVOICES = (
    *(
        "invoice_number",
        "customer_code",
        "type",
        "issue_date",
        "due_date",
        "currency",
        "amount",
    ),
    *("open_amount", "payment_reference", "order_number", "terms", "settled_on"),
)
SAVED_AT = "2020-01-01T00:00:00Z"


def customer_row(customer: Customer) -> tuple[Cell, ...]:
    """The cells under `CUSTOMERS`."""
    return (
        *(customer.code, customer.full_name, customer.party_type, customer.vat),
        *(customer.registration, customer.country, customer.language, customer.street),
        *(customer.postcode, customer.city, customer.email, customer.phone),
        *(" ".join(customer.ibans_known), str(customer.segment), customer.unit),
        *(customer.collector, customer.representative, customer.parent_code),
        *(customer.terms.days, customer.payment_method, Decimal(customer.credit_limit)),
        customer.currency,
    )


def contact_rows(customer: Customer) -> list[tuple[Cell, ...]]:
    """The cells under `CONTACTS`, one row for each contact."""
    return [
        (
            *(customer.code, contact.name, contact.role, contact.email, contact.phone),
            *(contact.language, contact.preferred_channel),
        )
        for contact in customer.contacts
    ]


def invoice_row(
    invoice: Invoice, *, open_minor: int, settled_on: date | None
) -> tuple[Cell, ...]:
    """The cells under `INVOICES`; settled_on closes it as history."""
    currency = invoice.currency
    return (
        *(invoice.number, invoice.customer.code),
        "credit_note" if invoice.is_credit_note else "invoice",
        *(invoice.issued_on, None if invoice.is_credit_note else invoice.due_on, currency),
        *(to_decimal(invoice.minor, currency), to_decimal(open_minor, currency)),
        *(invoice.reference, invoice.order_number, invoice.terms, settled_on),
    )


def csv_file(
    headers: Sequence[str], rows: Iterable[Sequence[Cell]], *, delimiter: str = ","
) -> bytes:
    """UTF-8, one header row; empty cells stay empty."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows(rows)
    return text.getvalue().encode()


def xlsx_file(title: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet; days and amounts are cells of their own kind, not text."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title)
    sheet.append(list(headers))
    for row in rows:
        sheet.append([None if cell == "" else cell for cell in row])
    saved = io.BytesIO()
    workbook.save(saved)
    return _without_instants(saved.getvalue())


def _without_instants(workbook: bytes) -> bytes:
    """The same workbook, as if saved at one fixed instant."""
    rewritten = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as saved,
        zipfile.ZipFile(rewritten, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in sorted(saved.namelist()):
            content = saved.read(name)
            if name == "docProps/core.xml":
                content = _properties()
            target.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content)
    return rewritten.getvalue()


def _properties() -> bytes:
    """The core properties part (OPC), with one instant for both dates."""
    instants = "".join(
        f'<dcterms:{what} xsi:type="dcterms:W3CDTF">{SAVED_AT}</dcterms:{what}>'
        for what in ("created", "modified")
    )
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{instants}</cp:coreProperties>'
    ).encode()
