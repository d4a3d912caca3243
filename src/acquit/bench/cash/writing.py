"""Writes a whole benchmark to a folder: books, statements, and the truth beside them.

companies.json                    who is who, and where the files are
truth.jsonl                       one line for each line of a statement
be-1/customers.csv, contacts.csv, invoices.csv, later-invoices.csv
be-1/statements/2026-01.cod …     a file for each month, in it a statement for each day
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import TYPE_CHECKING, TextIO

from acquit.bench.cash.banks import camt, cfonb, coda, mt940
from acquit.bench.cash.banks.statements import BankAccount, Statement
from acquit.bench.cash.books import SMALLEST, books
from acquit.bench.cash.chance import seeded
from acquit.bench.cash.companies import FIRST_DAY
from acquit.bench.cash.mixes import MIXES
from acquit.bench.cash.payments import Payments
from acquit.bench.cash.tables import Tables, write_books, write_later

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from types import ModuleType

    from acquit.bench.cash.books import Books
    from acquit.bench.cash.companies import Company
    from acquit.bench.cash.lines import Answer, Truth
    from acquit.bench.cash.payments import Payment

BANKS: dict[str, ModuleType] = {
    "BE": coda,
    "FR": cfonb,
    "DE": mt940,
    "NL": camt,
    "LU": camt,
    "GB": camt,
}
_PER_LINE = 3  # documents in the books for each line, where nothing else is said


@dataclass(frozen=True, slots=True)
class WrittenCompany:
    """A company, and its files in the order in which they are to be read."""

    code: str
    name: str
    country: str
    currency: str
    iban: str
    lines: int
    customers: Path
    contacts: Path
    invoices: Path
    later_invoices: Path
    statements: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written. truth: JSON lines, in the order of each company's statements."""

    folder: Path
    companies: tuple[WrittenCompany, ...]
    truth: Path
    lines: int


def write(
    folder: Path,
    *,
    seed: int,
    lines: int,
    mix: str,
    books_size: int | None = None,
    family: str = "dev",
) -> Written:
    """Write books of `books_size` documents and statements of `lines` lines.

    The same arguments give the same bytes. mix: clean_be, free_text or nasty; family: dev
    or held_out; books_size: three documents for each line, if not said. Raises KeyError for
    another mix or family, ValueError for books that are too small.
    """
    told = MIXES[mix]
    size = books_size or max(SMALLEST, _PER_LINE * lines)
    made = books(
        seed,
        size,
        family=family,
        countries=told.countries[family],
        reference_share=told.reference_share,
    )
    folder.mkdir(parents=True, exist_ok=True)
    truth = folder / "truth.jsonl"
    with truth.open("w", encoding="utf-8") as stream:
        companies = tuple(
            _company(company, folder, count, mix, stream)
            for company, count in zip(made.companies, _dealt(made, lines), strict=True)
        )
    _write_index(folder, companies)
    return Written(folder, companies, truth, lines)


def payments(company: Company, lines: int, *, mix: str) -> Payments:
    """The payments of one company with their truths, in the order of days."""
    bank, account = BANKS[company.country], _account(company)
    return Payments(company, lines, MIXES[mix].shares, lambda line: bank.fit(line, account))


def _dealt(made: Books, lines: int) -> list[int]:
    """Lines by the documents of each company; the first takes what is left."""
    whole = sum(company.documents for company in made.companies)
    others = [lines * company.documents // whole for company in made.companies[1:]]
    return [lines - sum(others), *others]


def _company(
    company: Company, folder: Path, lines: int, mix: str, truth: TextIO
) -> WrittenCompany:
    home = folder / company.code
    (home / "statements").mkdir(parents=True, exist_ok=True)
    tables = write_books(company, home)
    made = payments(company, lines, mix=mix)
    statements = tuple(_statements(company, made, home / "statements", truth))
    write_later(company, made.later, tables.later_invoices)
    return _written(company, lines, tables, statements)


def _written(
    company: Company, lines: int, tables: Tables, statements: tuple[Path, ...]
) -> WrittenCompany:
    return WrittenCompany(
        code=company.code,
        name=company.name,
        country=company.country,
        currency=company.currency,
        iban=company.iban,
        lines=lines,
        customers=tables.customers,
        contacts=tables.contacts,
        invoices=tables.invoices,
        later_invoices=tables.later_invoices,
        statements=statements,
    )


def _statements(
    company: Company, made: Iterable[Payment], folder: Path, truth: TextIO
) -> Iterator[Path]:
    """Write a file for each month, and the truth as the lines pass."""
    bank = BANKS[company.country]
    days = _days(company, made, truth)
    for month, statements in groupby(days, key=lambda one: f"{one.day:%Y-%m}"):
        path = folder / f"{month}{bank.SUFFIX}"
        with path.open("w", encoding=bank.ENCODING, newline="") as stream:
            stream.writelines(bank.pages(statements))
        yield path


def _days(company: Company, made: Iterable[Payment], truth: TextIO) -> Iterator[Statement]:
    """A statement for each day that has lines, numbered, each from the balance before."""
    account = _account(company)
    balance = seeded(company.seed, company.key, "balance").randint(10**6, 10**8)
    before = FIRST_DAY.replace(day=1)
    by_day = groupby(made, key=lambda payment: payment.line.booked_on)
    for number, (day, of_day) in enumerate(by_day, 1):
        told = list(of_day)
        truth.writelines(_truth(payment.truth) for payment in told)
        lines = tuple(payment.line for payment in told)
        statement = Statement(account, number, day, before, balance, lines)
        yield statement
        balance, before = statement.closing, day


def _account(company: Company) -> BankAccount:
    """Every second bank tells less than it could."""
    return BankAccount(company.iban, company.currency, company.name, company.key % 2 == 0)


def _truth(truth: Truth) -> str:
    told = {
        "bank_reference": truth.bank_reference,
        "company": truth.company,
        "account": truth.account,
        "booked_on": truth.booked_on.isoformat(),
        "minor": truth.minor,
        "currency": truth.currency,
        "class": truth.kind,
        "postable": truth.postable,
        "learnable": truth.learnable,
        "nobody": truth.nobody,
        "customers": list(truth.customers),
        "answers": [_answer(answer) for answer in truth.answers],
        "name": truth.name,
        "message": truth.message,
    }
    return json.dumps(told, ensure_ascii=False) + "\n"


def _answer(answer: Answer) -> dict[str, object]:
    return {
        "settles": [[one.number, one.instalment, one.minor] for one in answer.settles],
        "on_account": answer.on_account,
        "costs": answer.costs,
        "left": [[one.number, one.instalment, one.minor, one.why] for one in answer.left],
    }


def _write_index(folder: Path, companies: Sequence[WrittenCompany]) -> None:
    """Paths in it are relative, so that the same seed gives the same bytes anywhere."""
    told = []
    for company in companies:
        fields = asdict(company)
        for key, value in fields.items():
            if key == "statements":
                fields[key] = [path.relative_to(folder).as_posix() for path in value]
            elif hasattr(value, "relative_to"):
                fields[key] = value.relative_to(folder).as_posix()
        told.append(fields)
    text = json.dumps(told, ensure_ascii=False, indent=1)
    (folder / "companies.json").write_text(text + "\n", "utf-8")
