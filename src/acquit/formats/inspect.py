"""What a file holds, in figures, without keeping any of it: for `acquit inspect`.

The answer is one JSON object: amounts are strings with a decimal point, days ISO 8601,
None where the file says nothing. `docs/reference/formats.md` lists its keys.
"""

# formats.inspect is the word of the command; the stdlib's is not used here

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from acquit.core import money
from acquit.core.sentences import say
from acquit.formats import registry
from acquit.formats.ledgers.records import LedgerClosed, LedgerOpened
from acquit.formats.records import (
    ContactRow,
    CustomerRow,
    InvoiceRecord,
    InvoiceRow,
    LineRecord,
    Problem,
    ReceiptRow,
    Refused,
    StatementClosed,
    StatementOpened,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from acquit.formats.records import Record
    from acquit.formats.registry import Format
    from acquit.formats.source import Source

MOST_PROBLEMS = 1000


@dataclass(frozen=True, slots=True)
class Inspection:
    """The report, ready for JSON, and whether the whole file was refused."""

    report: dict[str, Any]
    refused: bool


def inspect(source: Source) -> Inspection:
    """Read the file to its end and report it; a refusal is a report too."""
    found: Format | None = None
    problems: list[Problem] = []
    try:
        found = registry.recognise(source)
        figures = _figures(found, source, problems)
    except Refused as refusal:
        code = found.code if found else None
        return Inspection(
            {"format": code, "problems": [_told(refusal.problem)]}, refused=True
        )
    return Inspection(
        {"format": found.code, **figures, "problems": [_told(one) for one in problems]},
        refused=False,
    )


def _figures(found: Format, source: Source, problems: list[Problem]) -> dict[str, Any]:
    """What the kind of format adds to the report; problems are collected on the way."""
    records = _without_problems(found.read(source), problems)
    match found.kind:
        case "statement":
            return {"statements": _statements(records, problems)}
        case "invoice":
            return _one_invoice(records, problems)
        case "ledger":
            return _ledger(records, problems)
        case "table":
            return _table(records)


def _without_problems(
    read: Iterable[Record | Problem], problems: list[Problem]
) -> Iterable[Record]:
    for record in read:
        if isinstance(record, Problem):
            _note([record], problems)
        else:
            yield record


def _note(found: Iterable[Problem], problems: list[Problem]) -> None:
    """Keep the first thousand: a report of a million lines is read by nobody."""
    for problem in found:
        if len(problems) < MOST_PROBLEMS:
            problems.append(problem)
        elif len(problems) == MOST_PROBLEMS:
            problems.append(
                Problem(
                    where=say("%(where)s and after", where=problem.where),
                    saw=say("more problems"),
                    wanted=say("at most %(most)s", most=MOST_PROBLEMS),
                    remedy=say("Correct these first, then inspect the file again."),
                )
            )


@dataclass(slots=True)
class _Statement:
    opened: StatementOpened
    entries: int = 0
    credit: Decimal = Decimal(0)
    debit: Decimal = Decimal(0)
    reversals: int = 0
    references: list[str] = field(default_factory=list)

    def add(self, line: LineRecord) -> None:
        self.entries += 1
        self.reversals += line.reversal
        self.references += line.references
        if line.amount < 0:
            self.debit -= line.amount
        else:
            self.credit += line.amount

    def told(self, closed: StatementClosed) -> dict[str, Any]:
        currency, opening = self.opened.currency, self.opened.opening
        return {
            "account": self.opened.account or None,
            "currency": currency or None,
            "opening": None if opening is None else _amount(opening, currency),
            "closing": None
            if closed.closing is None
            else _amount(closed.closing, currency),
            "entries": self.entries,
            "credit": _amount(self.credit, currency),
            "debit": _amount(self.debit, currency),
            "reversals": self.reversals,
            "structured_references": self.references,
        }


def _statements(records: Iterable[Record], problems: list[Problem]) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    statement: _Statement | None = None
    for record in records:
        match record:
            case StatementOpened():
                statement = _Statement(record)
            case LineRecord() if statement is not None:
                statement.add(record)
                _note(record.notes, problems)
            case StatementClosed() if statement is not None:
                told.append(statement.told(record))
                _note(record.notes, problems)
            case _:
                pass  # no reader of statements yields anything else
    return told


def _one_invoice(records: Iterable[Record], problems: list[Problem]) -> dict[str, Any]:
    """The figures of the one invoice that a file holds."""
    for record in records:
        if isinstance(record, InvoiceRecord):
            _note(record.notes, problems)
            return _invoice(record)
    return {}


def _invoice(invoice: InvoiceRecord) -> dict[str, Any]:
    return {
        "number": invoice.number,
        "type": invoice.type_code,
        "issue_date": invoice.issued_on.isoformat(),
        "due_date": invoice.due_on.isoformat() if invoice.due_on else None,
        "currency": invoice.currency,
        "payable": format(invoice.payable, "f"),
        "seller": invoice.seller.name,
        "buyer": invoice.buyer.name,
        "payment_reference": invoice.payment_reference,
        "references": list(invoice.references),
        "discounts": [
            {
                "until": one.until.isoformat(),
                "percent": None if one.percent is None else format(one.percent, "f"),
                "amount": None if one.amount is None else format(one.amount, "f"),
            }
            for one in invoice.discounts
        ],
        "instalments": [
            {"due_date": one.due_on.isoformat(), "amount": format(one.amount, "f")}
            for one in invoice.instalments
        ],
    }


def _ledger(records: Iterable[Record], problems: list[Problem]) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for record in records:
        match record:
            case LedgerOpened():
                figures = {name: _figure(value) for name, value in record.figures.items()}
            case LedgerClosed():
                _note(record.notes, problems)
            case _:
                pass  # customers and items: their sums are among the figures
    return figures


def _figure(value: int | Decimal) -> int | str:
    return str(value) if isinstance(value, Decimal) else value


def _table(records: Iterable[Record]) -> dict[str, Any]:
    rows = 0
    customers: set[str] = set()
    totals: defaultdict[str, Decimal] = defaultdict(Decimal)
    for record in records:
        match record:
            case InvoiceRow() | ReceiptRow():
                totals[record.currency] += record.amount
                customers.add(record.customer_code)
            case CustomerRow() | ContactRow():
                customers.add(record.customer_code)
            case _:
                continue  # no reader of tables yields anything else
        rows += 1
    written = {currency: _amount(total, currency) for currency, total in totals.items()}
    return {
        "rows": rows,
        "total": written if len(written) > 1 else next(iter(written.values()), None),
        "customers": len(customers - {""}),
    }


def _amount(amount: Decimal, currency: str) -> str:
    """With the decimals of its currency: 8.85, 200000.00, and 200000 for yen."""
    places = Decimal(1).scaleb(-money.exponent(currency))
    return format(
        amount if amount != amount.quantize(places) else amount.quantize(places), "f"
    )


def _told(problem: Problem) -> dict[str, str]:
    return problem.in_english()
