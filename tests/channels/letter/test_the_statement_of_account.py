"""What a customer owes on a day, as a letter and as a workbook."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import factories
import pytest
from openpyxl import load_workbook

from acquit.bank.models import Account as BankAccount
from acquit.dunning import statement
from acquit.dunning.statement import lines
from acquit.dunning.statement.lines import Line, Paid, Sort
from acquit.ledger.models import Allocation, Customer, Invoice, Receipt
from channels.letter.ink import sheets, words_of

TODAY = date(2026, 11, 22)
IBAN = "BE68539007547034"


def invoice(number: str, due_on: date, minor: int) -> tuple[str, Line]:
    return "EUR", Line(Sort.INVOICE, number, "", due_on, due_on, minor, minor)


def credit(minor: int) -> tuple[str, Line]:
    return "EUR", Line(Sort.MONEY, "", "", TODAY, None, -minor, -minor)


def test_balances_run_and_the_oldest_debt_stands_first() -> None:
    rows = [
        credit(3_000),
        invoice("late", date(2026, 11, 21), 10_000),
        invoice("older", date(2026, 8, 1), 5_000),
        invoice("to come", date(2026, 12, 1), 1_000),
    ]
    (one,) = lines.accounts(rows, as_of=TODAY)
    assert [line.number for line in one.lines] == ["older", "late", "to come", ""]
    assert one.balances == [5_000, 15_000, 16_000, 13_000]
    assert one.balance_minor == 13_000
    assert one.overdue_minor == 15_000


def test_the_due_day_itself_is_on_time_and_each_heap_ends_with_its_last_day() -> None:
    days = {
        date(2026, 11, 22): 0,
        date(2026, 11, 21): 1,
        date(2026, 10, 23): 1,
        date(2026, 10, 22): 2,
        date(2026, 9, 23): 2,
        date(2026, 9, 22): 3,
        date(2026, 8, 24): 3,
        date(2026, 8, 23): 4,
    }
    for due_on, heap in days.items():
        (one,) = lines.accounts([invoice("x", due_on, 100)], as_of=TODAY)
        assert one.ages.index(100) == heap, due_on
    (one,) = lines.accounts([credit(100)], as_of=TODAY)
    assert one.ages == [0, 0, 0, 0, 0, -100]


def test_currencies_never_meet() -> None:
    rows = [invoice("a", TODAY, 100), ("JPY", invoice("b", TODAY, 7)[1])]
    found = lines.accounts(rows, [("USD", Paid(TODAY, "x", 5))], as_of=TODAY)
    assert [(one.currency, one.balance_minor) for one in found] == [
        ("EUR", 100),
        ("JPY", 7),
        ("USD", 0),
    ]


@pytest.fixture
def debtor(db: None) -> Customer:
    """Owes 1,200.00 that is late and 300.00 that is not; has sent 500.00 of which 100.00
    is not used yet, and has a credit note of 50.00.
    """
    ours = factories.company(city="Antwerp", street="Dock 3", postcode="2000")
    BankAccount.objects.create(company=ours, number=IBAN, currency="EUR")
    found = factories.customer(
        ours, language="en", street="12 rue Haute", postcode="1000", city="Brussels"
    )
    late = factories.receivable(found, "F-1", open_minor=80_000)
    factories.receivable(found, "F-2", minor=30_000, due_on=date(2026, 12, 10))
    paid = Receipt.objects.create(
        company=ours,
        customer=found,
        source="BANK",
        key="R1",
        received_on=date(2026, 11, 16),
        value_on=date(2026, 11, 16),
        currency="EUR",
        amount_minor=50_000,
        available_minor=10_000,
        text="PART OF F-1",
        recorded_at=factories.NOW,
    )
    Allocation.objects.create(
        receivable=late,
        kind="RECEIPT",
        source="BANK",
        receipt=paid,
        amount_minor=40_000,
        booked_on=date(2026, 11, 16),
        recorded_at=factories.NOW,
    )
    Invoice.objects.create(
        company=ours,
        customer=found,
        kind="CREDIT_NOTE",
        number="CN-9",
        number_key="CN9",
        issued_on=date(2026, 11, 18),
        year=2026,
        currency="EUR",
        total_minor=5_000,
        available_minor=5_000,
        recorded_at=factories.LONG_AGO,
    )
    return found


def test_everything_open_stands_on_it(debtor: Customer) -> None:
    words = words_of(statement.pdf(debtor.pk, TODAY)).replace("\u00a0", " ")
    for said in (
        "Statement of account as of 22 November 2026",
        "Boulangerie Dupont",
        "Invoice F-1",
        "12 d",
        "1,200.00",
        "800.00",
        "Credit note CN-9",
        "Payment, not allocated yet",
        "950.00 EUR",
        "of which overdue",
        "800.00 EUR",
        "BE68 5390 0754 7034",
        "Scan to pay",
    ):
        assert said in words, said
    assert "Payments received" not in words


def test_a_past_day_is_told_as_it_was(debtor: Customer) -> None:
    words = words_of(statement.pdf(debtor.pk, date(2026, 11, 15))).replace("\u00a0", " ")
    assert "1,500.00 EUR" in words
    assert "CN-9" not in words
    assert "not allocated" not in words
    just_after = words_of(statement.pdf(debtor.pk, date(2026, 11, 16)))
    assert "1,000.00 EUR" in just_after.replace("\u00a0", " ")


def test_what_was_paid_is_shown_when_it_is_asked_for(debtor: Customer) -> None:
    words = words_of(statement.pdf(debtor.pk, TODAY, since=date(2026, 11, 1)))
    assert "Payments received from 1 November 2026" in words
    assert "PART OF F-1" in words
    later = words_of(statement.pdf(debtor.pk, TODAY, since=date(2026, 11, 17)))
    assert "PART OF F-1" not in later


@pytest.mark.parametrize(
    ("language", "title"),
    [("fr", "Relevé de compte"), ("nl", "Rekeningoverzicht"), ("de", "Kontoauszug")],
)
def test_it_speaks_the_language_of_the_customer(
    debtor: Customer, language: str, title: str
) -> None:
    debtor.language = language
    debtor.save()
    assert title in words_of(statement.pdf(debtor.pk, TODAY))
    assert title in str(table(debtor)[0][0])


def table(of: Customer, **more: Any) -> list[tuple[Any, ...]]:
    book = load_workbook(io.BytesIO(statement.xlsx(of.pk, TODAY, **more)))
    return [row for row in book.worksheets[0].iter_rows(values_only=True) if any(row)]


def test_the_workbook_has_numbers_and_days(debtor: Customer) -> None:
    rows = table(debtor)
    first = next(row for row in rows if row[0] == "Invoice F-1")
    assert first[2].date() == date(2026, 11, 10)
    assert [Decimal(str(cell)) for cell in first[3:7]] == [12, 1200, 800, 800]
    total = next(row for row in rows if row[0] == "Balance in our favour")
    assert total[5] == 950


def test_a_name_that_looks_like_a_formula_is_none(debtor: Customer) -> None:
    debtor.name = "=HYPERLINK(1)"
    debtor.save()
    assert not any(str(cell).startswith("=") for row in table(debtor) for cell in row)


def test_who_owes_nothing_gets_a_statement_that_says_so(db: None) -> None:
    ours = factories.company()
    nobody = factories.customer(ours, language="en")
    words = words_of(statement.pdf(nobody.pk, TODAY))
    assert "Nothing is open on your account." in words
    assert "Scan to pay" not in words
    assert table(nobody)[-1][0] == "Nothing is open on your account."


def test_sixty_invoices_go_over_several_sheets(db: None) -> None:
    found = factories.customer(factories.company(), language="en")
    for number in range(60):
        factories.receivable(found, f"F-{number:03}")
    pdf = statement.pdf(found.pk, TODAY)
    assert sheets(pdf) == 2
    assert "72,000.00" in words_of(pdf, 1).replace("\u00a0", " ")
