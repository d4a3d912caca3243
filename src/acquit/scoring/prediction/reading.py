"""Books out of Acquit's own tables: a file of invoices, or a folder with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from acquit.core.sentences import listed, say
from acquit.formats import tables, terms
from acquit.formats.records import CustomerRow, InvoiceRow, Problem, Refused
from acquit.formats.source import Source
from acquit.formats.values import refused
from acquit.scoring.prediction.arrays import OPEN, number_of
from acquit.scoring.prediction.books import Books
from acquit.scoring.prediction.calendar import COUNTRIES
from acquit.scoring.prediction.told import Debits, Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from acquit.formats.records import Record
    from acquit.scoring.prediction.arrays import Ints

USUAL_TERMS_DAYS = 30
MOST_TOLD = 5


def invoices_of(path: Path) -> list[InvoiceRow]:
    """The invoices of a table, without its credit notes; raises Refused with the first
    problems when a row cannot be read, or when it is another table.
    """
    source = Source.of_path(path)
    found = tables.recognises(source)
    if found != "acquit.invoices":
        raise refused(
            where=path.name,
            saw=say("another file") if not found else found.removeprefix("acquit."),
            wanted=say("the invoices table of Acquit, as CSV or XLSX"),
            remedy=say("Take the headers from an export of the invoices."),
        )
    rows = list(_read(source))
    return [row for row in rows if isinstance(row, InvoiceRow) and not row.credit_note]


@dataclass(frozen=True, slots=True)
class Payers:
    """By customer code: the country, where a table tells it; and who pays by debit."""

    countries: Mapping[str, str] = field(default_factory=dict)
    debited: frozenset[str] = frozenset()


def payers_of(*paths: Path) -> Payers:
    """What customers tables tell."""
    rows = [
        row
        for path in paths
        for row in _read(Source.of_path(path))
        if isinstance(row, CustomerRow)
    ]
    return Payers(
        {row.customer_code: row.country.upper() for row in rows if row.country},
        frozenset(row.customer_code for row in rows if _by_debit(row.payment_method)),
    )


def tables_in(path: Path) -> tuple[list[Path], list[Path]]:
    """The tables of invoices, and of customers, of a folder; a file is a table."""
    if path.is_file():
        return [path], []
    files = sorted(one for one in path.iterdir() if one.suffix.lower() in {".csv", ".xlsx"})
    kinds = {one: tables.recognises(Source.of_path(one)) for one in files}
    invoices = [one for one, kind in kinds.items() if kind == "acquit.invoices"]
    customers = [one for one, kind in kinds.items() if kind == "acquit.customers"]
    if not invoices:
        raise refused(
            where=path.name,
            saw=say("no table of invoices"),
            wanted=say("the invoices table of Acquit, as CSV or XLSX"),
            remedy=say("Give the file itself, or a folder that holds it."),
        )
    return invoices, customers


def books_of(
    rows: Iterable[InvoiceRow], *, known: Payers | None = None, country: str = ""
) -> Books:
    """The columns, by day of issue. country: of payers whose own is not known, "" = by the
    currency where one country has it. Of a row told twice the paid one counts.
    """
    known = known or Payers()
    told = sorted(_once(rows), key=lambda row: (row.issued_on, name_of(row)))
    payers = sorted({row.customer_code for row in told})
    places = [_country(row, known.countries, country) for row in told]
    lands = sorted({"", *places})
    due = [due_of(row) for row in told]
    return Books(
        name=[name_of(row) for row in told],
        customer=_numbered([row.customer_code for row in told], payers),
        issued=_days(row.issued_on for row in told),
        due=_days(due),
        paid=np.array(
            [number_of(row.settled_on) if row.settled_on else OPEN for row in told],
            np.int64,
        ),
        amount=np.array([float(row.amount) for row in told], np.float64),
        terms=_numbered(
            words := [
                row.terms or f"{due_on - row.issued_on}"
                for row, due_on in zip(told, due, strict=True)
            ],
            sorted(set(words)),
        ),
        country=_numbered(places, lands),
        currency=_numbered(
            [row.currency for row in told], sorted({row.currency for row in told})
        ),
        customers=payers,
        countries=lands,
        told=Told(debits=_debits(payers, known.debited)),
    )


def _read(source: Source) -> Iterator[Record]:
    """The records of a table; raises Refused, with the name of the file, on the first
    problems.
    """
    problems: list[Problem] = []
    try:
        for record in tables.read(source):
            if isinstance(record, Problem):
                problems.append(record)
                if len(problems) == MOST_TOLD:
                    break
            elif not problems:
                yield record
    except Refused as error:
        problems = [error.problem]
    if problems:
        raise Refused(_told(problems, source))


def _told(problems: list[Problem], source: Source) -> Problem:
    """The first one, in its file, with the others behind what to do."""
    first = problems[0]
    others = listed((one.said for one in problems[1:]), " ")
    return Problem(
        where=say("%(file)s, %(place)s", file=source.name, place=first.where),
        saw=first.saw,
        wanted=first.wanted,
        remedy=listed([first.remedy, others], " ") if problems[1:] else first.remedy,
    )


def _once(rows: Iterable[InvoiceRow]) -> list[InvoiceRow]:
    found: dict[str, InvoiceRow] = {}
    for row in rows:
        before = found.get(name_of(row))
        if before is None or before.settled_on is None:
            found[name_of(row)] = row
    return list(found.values())


def name_of(row: InvoiceRow) -> str:
    """What tells a receivable from all others; its number stands in the first line."""
    parts = (row.invoice_number, row.customer_code, row.issued_on, row.instalment or "")
    return "\n".join(map(str, parts))


def due_of(row: InvoiceRow) -> date:
    """The due day that the row states, or that its terms give, or the usual one."""
    stated = row.due_on or terms.due_day(row.terms, row.issued_on)
    return stated or row.issued_on + timedelta(days=USUAL_TERMS_DAYS)


def _country(row: InvoiceRow, countries: Mapping[str, str], country: str) -> str:
    own = countries.get(row.customer_code) or row.custom.get("country", "").strip().upper()
    return own or country or COUNTRIES.get(row.currency, "")


def _debits(payers: list[str], debited: frozenset[str]) -> Debits:
    places = [place for place, code in enumerate(payers) if code in debited]
    customer = np.array(places, np.int64)
    return Debits(day=customer * 0, customer=customer)


def _by_debit(method: str) -> bool:
    return "DIRECT_DEBIT" in method.upper().replace(" ", "_").replace("-", "_")


def _days(days: Iterable[date]) -> Ints:
    return np.array([number_of(day) for day in days], np.int64)


def _numbered(words: list[str], known: list[str]) -> Ints:
    number = {word: place for place, word in enumerate(known)}
    return np.array([number[word] for word in words], np.int64)
