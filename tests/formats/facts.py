"""What a public sample reads to, beside the facts that its manifest states of it.

The facts were found independently of the readers, each kind of sample with words of its
own; those about how a file is written (encoding, separators, columns) are not compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from stdnum.be import ogm_vcs

from acquit.formats import accounts, archive, grid, parcels, references, registry
from acquit.formats.inspect import inspect
from acquit.formats.layouts import foreign, guess, reading, sample
from acquit.formats.ledgers.records import ItemKind, LedgerItem
from acquit.formats.records import (
    InvoiceRecord,
    LineRecord,
    Problem,
    Refused,
    StatementClosed,
)
from acquit.formats.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from acquit.formats.records import Record

    Facts = dict[str, Any]
    Pairs = Iterator[tuple[str, Any, Any]]  # fact, as read, as stated


@dataclass(frozen=True)
class Understood:
    """differing: the facts that are not as stated. refused: why the file is, "" when it was
    read. proposed: it was read under the columns that are proposed for it.
    """

    differing: tuple[str, ...] = ()
    refused: str = ""
    proposed: bool = False


def understood(kind: str, path: Path, facts: Facts) -> Understood:
    """Read the sample to its end, and compare what came out with its facts."""
    source = Source.of_path(path)
    if archive.is_archive(source):
        return _compared(_archive(source, facts))
    inspection = inspect(source)
    if not inspection.refused:
        return _compared(_PAIRS[kind](path, inspection.report, facts))
    problem = inspection.report["problems"][0]
    why = f"{problem['where']}: saw {problem['saw']}"
    if problem["wanted"].startswith("one of these"):  # that is what could be read at all
        return (
            _as_proposed(path, facts, why) if kind in _TABLES else Understood(refused=why)
        )
    return Understood(refused=f"{why}; expected {problem['wanted']}")


def _compared(pairs: Pairs, *, proposed: bool = False) -> Understood:
    differing = tuple(dict.fromkeys(fact for fact, ours, theirs in pairs if ours != theirs))
    return Understood(differing, proposed=proposed)


def _records(path: Path) -> list[Record | Problem]:
    source = Source.of_path(path)
    return list(registry.recognise(source).read(source))


def _money(stated: str | None) -> Decimal | None:
    return None if stated is None else Decimal(stated.replace(",", "."))


def _archive(source: Source, facts: Facts) -> Pairs:
    with parcels.unpacked(source) as files:
        read = [not inspect(one).refused for one in files]
    yield "zip_members", sum(read), len(facts["zip_members"])


def _camt(path: Path, report: Facts, facts: Facts) -> Pairs:
    yield "message", report["format"], facts["message"].replace("no namespace", "camt.053")
    yield "statements", len(report["statements"]), facts["statements"]
    closed = [one for one in _records(path) if isinstance(one, StatementClosed)]
    for ours, theirs, end in zip(
        report["statements"], facts["per_statement"], closed, strict=True
    ):
        yield "account", ours["account"], theirs["account"] or ours["account"]
        yield "entries", ours["entries"] + end.pending, theirs["entries"]
        yield "not_booked", end.pending, theirs["not_booked"]
        if not theirs["not_booked"]:
            for fact in ("credit", "debit"):
                yield fact, _money(ours[fact]), _money(theirs[fact])
            yield "reversals", ours["reversals"], theirs["reversals"]
        stated = {name: _money(one[0]) for name, one in theirs["balances"].items()}
        yield "OPBD", _money(ours["opening"]), stated.get("OPBD")
        # One in another currency than the account's is told, and is none of the account.
        foreign = any("a balance CLBD in" in one["saw"] for one in report["problems"])
        yield "CLBD", _money(ours["closing"]), None if foreign else stated.get("CLBD")


def _coda(_path: Path, report: Facts, facts: Facts) -> Pairs:
    yield "statements", len(report["statements"]), facts["statements"]
    for ours, theirs in zip(report["statements"], facts["per_statement"], strict=True):
        number, rest = theirs["account"].split()
        yield "account", ours["account"], references.belgian_iban(number)
        yield "currency", ours["currency"], rest[:3]
        yield "movements", ours["entries"], theirs["movements"]
        for fact, name in (
            ("credit", "credit"),
            ("debit", "debit"),
            ("old_balance", "opening"),
            ("new_balance", "closing"),
        ):
            yield fact, _money(ours[name]), _money(theirs[fact])
    found = [r for one in report["statements"] for r in one["structured_references"]]
    stated = facts["structured_communications"]
    # One whose checksum fails is text, and no reference.
    valid = [reference for reference in stated if ogm_vcs.is_valid(reference)]
    yield "structured_communications", found, valid


def _mt940(_path: Path, report: Facts, facts: Facts) -> Pairs:
    ours = report["statements"]
    yield "messages_20", len(ours), facts["messages_20"]
    yield "lines_61", sum(one["entries"] for one in ours), facts["lines_61"]
    yield "reversals", sum(one["reversals"] for one in ours), facts["reversals"]
    for fact in ("credit", "debit"):
        yield fact, sum(Decimal(one[fact]) for one in ours), _money(facts[fact])
    balances = {_money(one[name]) for one in ours for name in ("opening", "closing")}
    for _, mark, amount in facts["balances"]:
        signed = _money(f"-{amount}" if mark == "D" else amount)
        yield "balances", signed if signed in balances else None, signed


def _cfonb120(_path: Path, report: Facts, facts: Facts) -> Pairs:
    yield "statements", len(report["statements"]), facts["statements"]
    for ours, theirs in zip(report["statements"], facts["per_statement"], strict=True):
        number = accounts.french_iban(*(theirs[n] for n in ("bank", "branch", "account")))
        yield "account", ours["account"], number
        yield "cur", ours["currency"], theirs["cur"]
        yield "ops", ours["entries"], theirs["ops"]
        for fact, name in (
            ("credit", "credit"),
            ("debit", "debit"),
            ("old", "opening"),
            ("new", "closing"),
        ):
            yield fact, _money(ours[name]), _money(theirs[fact])


def _ofx(_path: Path, report: Facts, facts: Facts) -> Pairs:
    ours = report["statements"]
    total = sum(Decimal(one["credit"]) - Decimal(one["debit"]) for one in ours)
    yield "stmttrn", sum(one["entries"] for one in ours), facts["stmttrn"]
    yield "sum", total, Decimal(facts["sum"])
    yield (
        "ledger",
        [_money(one["closing"]) for one in ours],
        [*map(_money, facts["ledger"])],
    )
    for one, account in zip(ours, facts["accounts"], strict=True):
        # A French account has become an IBAN, in which its number stands.
        number = account.replace(" ", "")
        yield "accounts", number if number in one["account"] else one["account"], number


def _fec(path: Path, report: Facts, facts: Facts) -> Pairs:
    if "rows_incl_header" in facts:
        yield "rows_incl_header", report["lines"] + 1, facts["rows_incl_header"]
        return
    for fact, name in (
        *(("lines", "lines"), ("entries", "entries"), ("debit", "debit")),
        *(("credit", "credit"), ("ar_lines", "receivable_lines")),
        *(("ar_customers", "customers"), ("ar_unlettered_balance", "open_balance")),
    ):
        yield fact, report[name], facts[fact]
    items = [one for one in _records(path) if isinstance(one, LedgerItem)]
    left = sum(
        (one.left if one.kind is ItemKind.INVOICE else -one.left for one in items),
        Decimal(0),
    )
    yield "ar_balance", left, _money(facts["ar_balance"])
    yield "ar_lettered", sum(bool(one.letters) for one in items), facts["ar_lettered"]


def _xaf(_path: Path, report: Facts, facts: Facts) -> Pairs:
    yield "ns", facts["ns"].endswith(report["format"].removeprefix("xaf.")), True
    for fact in ("debit", "credit"):
        yield fact, _money(report[fact]), _money(facts[fact])
    yield "invDueDt", report["due_dates"], facts["invDueDt"]
    for fact in (
        *("lines", "accounts", "transactions", "customers_suppliers", "subledger_lines"),
        *("opening_lines", "opening_subledger_lines"),
    ):
        yield fact, report[fact], facts[fact]


def _invoice(path: Path, _report: Facts, facts: Facts) -> Pairs:
    (invoice,) = _records(path)
    assert isinstance(invoice, InvoiceRecord)
    yield "no", invoice.number, facts["no"]
    yield "type", invoice.type_code, facts["type"]
    if "kind" in facts:
        yield "kind", invoice.credit_note, facts["kind"] == "CreditNote"
    yield "date", invoice.issued_on.isoformat(), _iso(facts["date"])
    yield "due", invoice.due_on and invoice.due_on.isoformat(), _iso(facts.get("due"))
    yield "cur", invoice.currency, facts["cur"]
    for fact in ("payable", "gross", "net", "prepaid"):
        ours = getattr(invoice, fact)
        yield fact, ours, Decimal(facts.get(fact, 0 if fact == "prepaid" else ours))
    yield "seller", invoice.seller.name, facts["seller"]
    yield "buyer", invoice.buyer.name, " ".join(facts["buyer"].split())
    yield "buyer_vat", invoice.buyer.vat, facts.get("buyer_vat", "").replace(" ", "")
    yield "iban", invoice.payment_iban, facts.get("iban", "").replace(" ", "")
    yield "payid", invoice.payment_reference, facts.get("payid", "")
    yield "orig", facts.get("orig", "") in ("", *invoice.references), True
    stated = " ".join(facts.get("terms", "").split())[:40]
    yield "terms", invoice.terms[: len(stated)], stated


def _iso(day: str | None) -> str | None:
    """The facts give a day as it stands in the file."""
    return day and (day if "-" in day else f"{day[:4]}-{day[4:6]}-{day[6:]}")


def _table(path: Path, report: Facts, facts: Facts) -> Pairs:
    """A table of a bank that is known: a payment and its fee stand in one row."""
    yield from _shape(path, facts)
    lines = [one for one in _records(path) if isinstance(one, LineRecord)]
    yield "lines", len({str(one.where) for one in lines}) + 1, facts["lines"]
    yield "lines", sum(one["entries"] for one in report["statements"]), len(lines)


def _as_proposed(path: Path, facts: Facts, why: str) -> Understood:
    """A table of others under the columns that the page of columns would propose."""
    source = Source.of_path(path)
    try:
        taken = sample.take(source)
        layout = guess.propose(taken)
        if layout.missing():
            return Understood(refused=why)
        records = list(reading.read(source, layout))
    except Refused:
        return Understood(refused=why)
    if "customers" in facts:
        return _compared(_people(records, facts), proposed=True)
    return _compared(_proposed_lines(path, records, taken, facts), proposed=True)


def _proposed_lines(
    path: Path, records: list[Record | Problem], taken: sample.Sample, facts: Facts
) -> Pairs:
    """Each row below the headers that begins with a day is a line."""
    yield from _shape(path, facts)
    if "lines" in facts:
        yield "lines", len(taken.skipped) + len(taken.rows), facts["lines"]
    dated = [row for row in taken.rows if foreign.day(row[0], "mdy")]
    places = {str(one.where) for one in records if isinstance(one, LineRecord)}
    yield "lines", len(places), len(dated)
    # A table without any line says so.
    problems = [one for one in records if isinstance(one, Problem)]
    yield "problems", len(problems), 0 if dated else 1


def _people(records: list[Record | Problem], facts: Facts) -> Pairs:
    codes = {code for one in records if (code := getattr(one, "customer_code", ""))}
    yield "customers", len(codes), facts["customers"]


def _shape(path: Path, facts: Facts) -> Pairs:
    if "delimiter" in facts:
        shape = grid.shape_of(Source.of_path(path))
        yield "delimiter", shape.separator, facts["delimiter"]


_TABLES = frozenset({"csv_bank", "ar_aging"})
_PAIRS: dict[str, Callable[[Path, Facts, Facts], Pairs]] = {
    "camt": _camt,
    "coda": _coda,
    "mt940": _mt940,
    "cfonb120": _cfonb120,
    "ofx": _ofx,
    "fec": _fec,
    "xaf": _xaf,
    "saft": _xaf,
    "ubl": _invoice,
    "cii": _invoice,
    "facturx": _invoice,
    "csv_bank": _table,
    "ar_aging": _table,
}
KINDS = tuple(_PAIRS)
