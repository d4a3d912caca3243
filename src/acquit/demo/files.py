"""Files: the demo on disk, in the formats in which real ones would arrive.

`opening/BE01/…` holds the books as they stood sixty days ago; `2026-09-23/BE01/…` what
came on that day: new customers, e-invoices or a table of invoices, bank statements.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from acquit.demo import tables, ubl_writer
from acquit.demo.bank import camt_writer, cfonb_writer, coda_writer, mt940_writer
from acquit.demo.bank.statements import AccountBook, Window, make_account_books
from acquit.demo.cast import Company, Format, make_cast
from acquit.demo.customers import Customer, make_customers
from acquit.demo.days import days
from acquit.demo.events import make_events
from acquit.demo.invoices import Invoice, make_books
from acquit.demo.payments import Money, make_money
from acquit.demo.plan import Content, Delivery, Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from acquit.demo.tables import Cell

WINDOW_DAYS = 60
WRITERS = {
    Format.CODA: (coda_writer.statement_file, "cod"),
    Format.CAMT_2: (camt_writer.statement_file, "xml"),
    Format.CAMT_8: (camt_writer.statement_file, "xml"),
    Format.MT940: (mt940_writer.statement_file, "940"),
    Format.CFONB_120: (cfonb_writer.statement_file, "120"),
}
DELIMITERS = {"BE": ",", "FR": ";", "NL": ","}


def write(
    folder: Path, *, seed: int, today: date, customers: int = 600, invoices: int = 20_000
) -> Plan:
    """Write the demo below `folder`, which need not exist, and tell what was written.

    The same seed, day and numbers write the same bytes.
    """
    plan = make_plan(seed=seed, today=today, customers=customers, invoices=invoices)
    writer = _Writer(folder=folder, plan=plan)
    writer.write_opening()
    for day in days(plan.opening, today):
        writer.write_day(day)
    return writer.finished()


def make_plan(*, seed: int, today: date, customers: int, invoices: int) -> Plan:
    """Invent everything, without writing: the plan has no deliveries yet."""
    window = Window(opening=today - timedelta(days=WINDOW_DAYS), today=today)
    cast = make_cast(seed)
    buyers = make_customers(cast, seed=seed, today=today, count=customers)
    books = make_books(cast, buyers, seed=seed, today=today, count=invoices)
    money = make_money(buyers, books, seed=seed, today=today)
    account_books = make_account_books(
        cast, buyers, money.payments, books.documents, window=window, seed=seed
    )
    return Plan(
        seed=seed,
        today=today,
        opening=window.opening,
        cast=cast,
        customers=buyers,
        invoices=books.documents,
        disputes=books.disputed,
        money=money,
        account_books=account_books,
        truths={
            company.code: tuple(
                truth
                for book in account_books
                if book.company is company
                for truth in book.truths
            )
            for company in cast.companies
        },
        events=make_events(cast, buyers, books, money, window=window, seed=seed),
        deliveries=(),
    )


@dataclass(slots=True, kw_only=True)
class _Writer:
    folder: Path
    plan: Plan
    deliveries: list[Delivery] = field(default_factory=list)
    by_number: dict[tuple[str, str], Invoice] = field(default_factory=dict)
    issued: dict[tuple[str, date], list[Invoice]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def __post_init__(self) -> None:
        for invoice in self.plan.invoices:
            self.by_number[invoice.company, invoice.number] = invoice
            if invoice.issued_on > self.plan.opening:
                self.issued[invoice.company, invoice.issued_on].append(invoice)

    def finished(self) -> Plan:
        return replace(self.plan, deliveries=tuple(self.deliveries))

    def write_opening(self) -> None:
        for company in self.plan.cast.companies:
            known = [
                customer
                for customer in self.plan.customers
                if customer.company == company.code and customer.since <= self.plan.opening
            ]
            self._customers(company, known, "opening", self.plan.opening)
            issued = [
                invoice
                for invoice in self.plan.invoices
                if invoice.company == company.code
                and invoice.issued_on <= self.plan.opening
            ]
            rows = [self._opening_row(invoice) for invoice in issued]
            self._table(
                company, Content.INVOICES, rows, folder="opening", day=self.plan.opening
            )

    def write_day(self, day: date) -> None:
        for company in self.plan.cast.companies:
            new = [
                customer
                for customer in self.plan.customers
                if customer.company == company.code and customer.since == day
            ]
            self._customers(company, new, str(day), day)
            tabled = []
            for invoice in self.issued[company.code, day]:
                if company.country == "BE" and invoice.customer.vat:
                    self._e_invoice(company, invoice, day)
                else:
                    tabled.append(
                        tables.invoice_row(
                            invoice, open_minor=invoice.minor, settled_on=None
                        )
                    )
            self._table(company, Content.INVOICES, tabled, folder=str(day), day=day)
            for book in self.plan.account_books:
                if book.company is company:
                    self._statements(book, day)

    def _opening_row(self, invoice: Invoice) -> tuple[Cell, ...]:
        """A closed invoice carries the day of its settlement, an open one what is left."""
        opening = self.plan.opening
        open_minor = self.plan.open_minor(invoice, at_end_of=opening)
        settled_on = None if open_minor else _settled_on(invoice, self.plan.money, opening)
        return tables.invoice_row(invoice, open_minor=open_minor, settled_on=settled_on)

    def _customers(
        self, company: Company, customers: Sequence[Customer], folder: str, day: date
    ) -> None:
        rows = [tables.customer_row(customer) for customer in customers]
        self._table(company, Content.CUSTOMERS, rows, folder=folder, day=day)
        contacts = [row for customer in customers for row in tables.contact_rows(customer)]
        self._table(company, Content.CONTACTS, contacts, folder=folder, day=day)

    def _table(
        self,
        company: Company,
        content: Content,
        rows: Sequence[Sequence[Cell]],
        *,
        folder: str,
        day: date,
    ) -> None:
        """Dutch opening books come as workbooks, all others as CSV; no rows, no file."""
        if not rows:
            return
        headers = {
            Content.CUSTOMERS: tables.CUSTOMERS,
            Content.CONTACTS: tables.CONTACTS,
            Content.INVOICES: tables.INVOICES,
        }[content]
        title = content.lower()
        if company.country == "NL" and folder == "opening":
            name, written = f"{title}.xlsx", tables.xlsx_file(title, headers, rows)
        else:
            delimiter = DELIMITERS[company.country]
            name, written = (
                f"{title}.csv",
                tables.csv_file(headers, rows, delimiter=delimiter),
            )
        path = Path(folder) / company.code / name
        self._deliver(company, content, path, written, day)

    def _e_invoice(self, company: Company, invoice: Invoice, day: date) -> None:
        corrected = self.by_number.get((company.code, invoice.corrects))
        written = ubl_writer.document_file(invoice, company, corrected=corrected)
        path = (
            Path(str(day))
            / company.code
            / "ubl"
            / f"{invoice.number.replace('/', '-')}.xml"
        )
        self._deliver(company, Content.E_INVOICE, path, written, day)

    def _statements(self, book: AccountBook, day: date) -> None:
        account, company = book.account, book.company
        for statement in book.statements:
            if statement.day != day:
                continue
            write_file, ending = WRITERS[account.format]
            name = f"{account.iban}-{account.currency}-{statement.number:03}.{ending}"
            path = Path(str(day)) / company.code / "bank" / name
            written = write_file(statement, account, company)
            self._deliver(company, Content.STATEMENT, path, written, day)

    def _deliver(
        self, company: Company, content: Content, path: Path, written: bytes, day: date
    ) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(written)
        self.deliveries.append(
            Delivery(
                day=day,
                company=company.code,
                content=content,
                path=path,
                is_opening=path.parts[0] == "opening",
            )
        )


def _settled_on(invoice: Invoice, money: Money, until: date) -> date | None:
    """The day of the last settlement, of those that were known."""
    settled: Iterable[date] = (
        part.day for part in money.settlements.get(invoice.number, ()) if part.day <= until
    )
    return max(settled, default=None)
