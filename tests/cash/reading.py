"""A written benchmark as the program sees it: read back by its own importers."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from acquit.formats import registry
from acquit.formats.records import (
    ContactRow,
    CustomerRow,
    InvoiceRow,
    LineRecord,
    Problem,
    StatementClosed,
    StatementOpened,
)
from acquit.formats.source import Source

if TYPE_CHECKING:
    from pathlib import Path

    from acquit.bench.cash.writing import Written, WrittenCompany


@dataclass
class ReadStatement:
    opened: StatementOpened
    closed: StatementClosed | None = None
    lines: list[LineRecord] = field(default_factory=list)


@dataclass
class ReadCompany:
    """What the files of a company hold; problems stay empty when all is well."""

    customers: dict[str, CustomerRow] = field(default_factory=dict)
    contacts: dict[str, ContactRow] = field(default_factory=dict)
    invoices: list[InvoiceRow] = field(default_factory=list)
    later: list[InvoiceRow] = field(default_factory=list)
    statements: list[ReadStatement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def lines(self) -> list[LineRecord]:
        return [line for statement in self.statements for line in statement.lines]


def read_company(written: WrittenCompany) -> ReadCompany:
    """Every file of the company through the reader that recognises it."""
    read = ReadCompany()
    for path in (written.customers, written.contacts, written.invoices):
        for record in _records(path):
            match record:
                case CustomerRow():
                    read.customers[record.customer_code] = record
                case ContactRow():
                    read.contacts[record.customer_code] = record
                case InvoiceRow():
                    read.invoices.append(record)
                case Problem():
                    read.problems.append(record)
    read.later = [one for one in _records(written.later_invoices) if _is_invoice(one)]
    for path in written.statements:
        for record in _records(path):
            _take(record, read)
    return read


def truths(written: Written) -> dict[str, dict[str, Any]]:
    """The truth by the bank's reference, in its order."""
    lines = written.truth.read_text("utf-8").splitlines()
    told = [json.loads(line) for line in lines]
    return {one["bank_reference"]: one for one in told}


def letters(text: str) -> str:
    """Letters and digits alone, without accents and without the E that may spell them."""
    plain = unicodedata.normalize("NFKD", text.upper())
    kept = "".join(sign for sign in plain if sign.isascii() and sign.isalnum())
    return kept.replace("E", "")


def _records(path: Path) -> Any:
    source = Source.of_path(path)
    return registry.recognise(source).read(source)


def _is_invoice(record: object) -> bool:
    return isinstance(record, InvoiceRow)


def _take(record: object, read: ReadCompany) -> None:
    match record:
        case StatementOpened():
            read.statements.append(ReadStatement(record))
        case LineRecord():
            read.statements[-1].lines.append(record)
            read.problems += record.notes
        case StatementClosed():
            read.statements[-1].closed = record
            read.problems += record.notes
        case Problem():
            read.problems.append(record)
