"""Acquit's own tables, customers, contacts, invoices and receipts, as UTF-8 CSV or XLSX.

A table is known by its headers, in any order; headers that it does not define are kept as
custom fields. Days are YYYY-MM-DD and amounts have a point: anything else is a Problem of
its row, with line and column, because guessing between 03/04 and 1.234 loses money.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from acquit.core.sentences import say
from acquit.formats import cells, mending, places, sheets, values
from acquit.formats.cells import Unfit
from acquit.formats.records import (
    ContactRow,
    CustomerRow,
    InvoiceRow,
    Problem,
    ReceiptRow,
)
from acquit.formats.values import NOTHING, refused, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from acquit.core.sentences import Said
    from acquit.formats.cells import Cell
    from acquit.formats.records import Record
    from acquit.formats.source import Source

LABEL = "CSV, XLSX"
A_VALUE = say("a value")
FILL_IT = say("Fill the cell, or delete the row.")


@dataclass(frozen=True, slots=True)
class Column:
    """How a column is read, into which field; required: an empty cell is a Problem."""

    field: str
    read: Callable[[Cell], Any] = cells.text
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name in the code of the format, its record, its columns by header."""

    name: str
    record: Callable[..., CustomerRow | ContactRow | InvoiceRow | ReceiptRow]
    columns: Mapping[str, Column]
    amounts: Sequence[str] = ()

    @property
    def required(self) -> list[str]:
        return [header for header, column in self.columns.items() if column.required]


def _texts(*headers: str) -> dict[str, Column]:
    return {header: Column(header) for header in headers}


CUSTOMERS = Table(
    "customers",
    CustomerRow,
    {
        "customer_code": Column("customer_code", required=True),
        "name": Column("name", required=True),
        "party_type": Column("party_type", cells.one_of("business", "consumer", "public")),
        **_texts(
            "vat", "registration", "country", "language", "street", "postcode", "city"
        ),
        **_texts("email", "phone"),
        "ibans": Column("ibans", cells.words),
        **_texts("segment", "unit", "collector", "representative", "parent_code"),
        "payment_terms_days": Column("payment_terms_days", cells.whole_number(0, 999)),
        **_texts("payment_method"),
        "credit_limit": Column("credit_limit", cells.amount),
        "currency": Column("currency", cells.currency),
    },
    amounts=("credit_limit",),
)
CONTACTS = Table(
    "contacts",
    ContactRow,
    {
        "customer_code": Column("customer_code", required=True),
        "name": Column("name", required=True),
        **_texts("role", "email", "phone", "language", "preferred_channel"),
    },
)
INVOICES = Table(
    "invoices",
    InvoiceRow,
    {
        "invoice_number": Column("invoice_number", required=True),
        "instalment": Column("instalment", cells.whole_number(1, 999)),
        "customer_code": Column("customer_code", required=True),
        "type": Column("credit_note", cells.is_credit_note),
        "issue_date": Column("issued_on", cells.day, required=True),
        "due_date": Column("due_on", cells.day),
        "currency": Column("currency", cells.currency),
        "amount": Column("amount", cells.amount_of_either_type, required=True),
        "open_amount": Column("open_amount", cells.amount),
        **_texts("payment_reference", "order_number", "terms"),
        "settled_on": Column("settled_on", cells.day),
        "document": Column("document"),
    },
    amounts=("amount", "open_amount"),
)
RECEIPTS = Table(
    "receipts",
    ReceiptRow,
    {
        "receipt_reference": Column("receipt_reference", required=True),
        "customer_code": Column("customer_code"),
        "received_on": Column("received_on", cells.day, required=True),
        "currency": Column("currency", cells.currency),
        "amount": Column("amount", cells.amount, required=True),
        **_texts("payer_name"),
        "payer_iban": Column("payer_iban", cells.account),
        **_texts("text"),
        "invoice_numbers": Column("invoice_numbers", cells.words),
    },
    amounts=("amount",),
)
TABLES = (CUSTOMERS, CONTACTS, INVOICES, RECEIPTS)

# Headers that only Acquit uses: one of them is enough to say what a file wants to be.
_OUR_OWN = frozenset({"customer_code", "invoice_number", "receipt_reference"})


@dataclass(slots=True)
class _Reading:
    """What the header says of the rows below it: column by column, None = custom."""

    table: Table
    headers: list[str]
    columns: list[Column | None] = field(default_factory=list)


def recognises(source: Source) -> str:
    """`acquit.invoices` and the like: the table with the most of these headers."""
    table = _table_of(sheets.first_header(source))
    return f"acquit.{table.name}" if table else ""


def read(source: Source) -> Iterator[Record | Problem]:
    """Yield each row as its record, or the problems of that row; raises Refused."""
    rows = sheets.rows(source)
    where, header = next(rows, (places.line(1), []))
    reading = _reading(where, header)
    for where, row in rows:
        if any(cell != "" for cell in row):
            yield from _row(reading, where, row)


def _table_of(headers: Sequence[str]) -> Table | None:
    known = [(sum(h in table.columns for h in headers), table) for table in TABLES]
    most, table = max(known, key=lambda pair: pair[0])
    return table if most >= 2 and _OUR_OWN.intersection(headers) else None


def _reading(where: Said, header: Sequence[Cell]) -> _Reading:
    headers = [cells.header(cell).lower() for cell in header]
    while headers and not headers[-1]:
        headers.pop()  # a spreadsheet often saves empty columns after the last one
    table = _table_of(headers)
    if table is None:
        raise refused(
            where=where,
            saw=say("the headers %(headers)s", headers=shown(", ".join(headers))),
            wanted=say("the headers of one of Acquit's tables"),
            remedy=say("Take the headers from an export, or import the bank's own file."),
        )
    if missing := [name for name in table.required if name not in headers]:
        raise refused(
            where=where,
            saw=say(
                "a table of %(table)s without %(columns)s",
                table=table.name,
                columns=", ".join(missing),
            ),
            wanted=say("the columns %(columns)s", columns=", ".join(table.required)),
            remedy=say("Add the missing columns; their order does not matter."),
        )
    if twice := {name for name in headers if name and headers.count(name) > 1}:
        raise refused(
            where=where,
            saw=say("two columns named %(columns)s", columns=", ".join(sorted(twice))),
            wanted=say("each column once"),
            remedy=say("Rename or delete one of them."),
        )
    columns = [table.columns.get(name) for name in headers]
    written = [cells.header(cell) for cell in header]  # a custom field keeps its capitals
    names = [
        name if column else own
        for name, column, own in zip(headers, columns, written, strict=False)
    ]
    return _Reading(table, names, columns)


def _row(reading: _Reading, where: Said, row: Sequence[Cell]) -> Iterator[Record | Problem]:
    if problem := _shape_problem(reading, where, row):
        yield problem
        return
    taken: dict[str, Any] = {}
    custom: dict[str, str] = {}
    problems: list[Problem] = []
    for header, column, cell in zip(reading.headers, reading.columns, row, strict=False):
        try:
            if column is None:
                custom |= _custom(header, cell)
            elif cell != "":
                taken[column.field] = column.read(cell)
            elif column.required:
                raise Unfit(NOTHING, A_VALUE, FILL_IT)  # noqa: TRY301  # one way out of the cell
        except Unfit as unfit:
            problems.append(unfit.at(places.column(where, header)))
    problems += _too_precise(reading.table, taken, where)
    if problems:
        yield from problems
        return
    if reading.table is INVOICES:
        taken = {"instalment": None, "credit_note": False, "due_on": None, **taken}
    taken.setdefault("customer_code", "")
    if reading.table.amounts:
        taken.setdefault("currency", "")
    yield reading.table.record(where=where, custom=custom, **taken)


def _custom(header: str, cell: Cell) -> dict[str, str]:
    """The custom field; none where the column has no name, or says what was wrong."""
    if not header or mending.is_ours(header):
        return {}
    return {header: cells.text(cell)}


def _shape_problem(reading: _Reading, where: Said, row: Sequence[Cell]) -> Problem | None:
    """A row that is shorter or longer than its header has lost its columns."""
    width = len(reading.headers)
    extra = any(cell != "" for cell in row[width:])
    unnamed = any(
        cell != "" for name, cell in zip(reading.headers, row, strict=False) if not name
    )
    if len(row) >= width and not extra and not unnamed:
        return None
    return Problem(
        where=where,
        saw=say("a value in a column without a header")
        if unnamed
        else say("%(count)s cells", count=len(row)),
        wanted=say("%(count)s cells, one below each header", count=width),
        remedy=say("Put texts that hold the separator in double quotes."),
    )


def _too_precise(table: Table, taken: Mapping[str, Any], where: Said) -> Iterator[Problem]:
    currency = taken.get("currency", "")
    for name in table.amounts:
        amount: Decimal | None = taken.get(name)
        if amount is not None and values.too_precise(amount, currency):
            yield Problem(
                where=places.column(where, name),
                saw=shown(str(amount)),
                wanted=values.decimals_of(currency),
                remedy=say(
                    "Round the amount where it comes from, or fill the column currency."
                ),
            )
