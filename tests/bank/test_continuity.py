"""Statements in a row, as they were imported; and how fresh the bank data are by them."""

from __future__ import annotations

from datetime import date
from typing import Any

import papers
import pytest
from papers import Paid, Sheet, notice, report, statement, statements

from acquit.bank import queries
from acquit.bank.models import Account
from acquit.core.continuity import (
    BalanceBreak,
    NumbersMissing,
    Overlap,
    PagesMissing,
    SumBreak,
)
from acquit.core.dunning import Guard
from acquit.dunning.queries import policies

MONDAY, TUESDAY, FRIDAY = date(2026, 3, 16), date(2026, 3, 17), date(2026, 3, 20)


def sheet(day: date, opening: str, amount: str, closing: str, **more: Any) -> Sheet:
    """A statement of one day with one line."""
    line = Paid(amount, f"line of {day}", on=day)
    number = more.pop("number", f"2026-{day.day}")
    return Sheet((line,), day=day, opening=opening, closing=closing, number=number, **more)


def found(books: papers.Books) -> list[Any]:
    return list(queries.continuity(Account.objects.get(company=books.company)))


def test_a_row_without_a_gap_has_nothing_to_tell(books):
    assert papers.open_books("BETA", "Beta Works")
    books.must_take(
        statements(
            sheet(MONDAY, "0.00", "10.00", "10.00", sequence="1"),
            sheet(TUESDAY, "10.00", "5.00", "15.00", sequence="2"),
        ),
        statements(sheet(FRIDAY, "15.00", "-5.00", "10.00", sequence="3")),
    )
    assert found(books) == []


def test_a_statement_that_never_came_is_found_by_balance_and_number(books):
    books.must_take(statements(sheet(MONDAY, "0.00", "10.00", "10.00", sequence="1")))
    books.must_take(statements(sheet(TUESDAY, "25.00", "5.00", "30.00", sequence="3")))
    broken, numbers = found(books)
    assert isinstance(broken, BalanceBreak)
    assert broken.differs_minor == 1500
    assert (broken.before.number, broken.after.number) == ("2026-16", "2026-17")
    assert isinstance(numbers, NumbersMissing)
    assert (numbers.first, numbers.last) == (2, 2)


def test_the_gap_closes_when_the_statement_comes_at_last(books):
    books.must_take(statements(sheet(MONDAY, "0.00", "10.00", "10.00")))
    books.must_take(statements(sheet(FRIDAY, "25.00", "5.00", "30.00")))
    assert found(books)
    books.must_take(statements(sheet(TUESDAY, "10.00", "15.00", "25.00")))
    assert found(books) == []


def test_two_statements_of_one_day_that_share_lines_overlap(books):
    line = Paid("10.00", "shared", on=MONDAY)
    books.must_take(statement(line, day=MONDAY, number="1"))
    books.must_take(
        statement(line, Paid("5.00", "more", on=MONDAY), day=MONDAY, number="2")
    )
    (overlap,) = found(books)
    assert isinstance(overlap, Overlap)


def test_lines_that_do_not_make_the_closing_balance_are_found(books):
    books.must_take(statements(sheet(MONDAY, "0.00", "10.00", "99.00")))
    (broken,) = found(books)
    assert isinstance(broken, SumBreak)
    assert broken.found_minor == 1000


def test_lines_that_a_report_told_before_make_the_closing_balance_too(books):
    parts = (Paid("4.00", "a", on=MONDAY), Paid("6.00", "b", on=MONDAY))
    books.must_take(report(Paid("3.00", "c", on=MONDAY), day=MONDAY))
    books.must_take(notice(*parts, day=MONDAY))
    books.must_take(
        statement(
            Paid("10.00", on=MONDAY, batch_of=2),
            Paid("3.00", "c with other words", on=MONDAY),
            day=MONDAY,
            opening="0.00",
            closing="13.00",
        )
    )
    assert found(books) == []
    assert sum(receipt.amount_minor for receipt in books.receipts()) == 1300


def test_reports_and_notices_are_no_statements(books):
    books.must_take(statements(sheet(MONDAY, "0.00", "10.00", "10.00")))
    books.must_take(report(Paid("5.00", "x", on=TUESDAY), day=TUESDAY))
    books.must_take(statements(sheet(FRIDAY, "10.00", "5.00", "15.00")))
    assert found(books) == []
    assert len(queries.stretches(Account.objects.get())) == 2


def test_pages_are_one_statement_and_a_missing_one_is_found(books):
    first = sheet(MONDAY, "0.00", "10.00", "", page=1, last_page=False, number="7")
    third = sheet(MONDAY, "", "5.00", "40.00", page=3, number="7")
    books.must_take(statements(first), statements(third))
    missing, broken = found(books)
    assert isinstance(missing, PagesMissing)
    assert (missing.pages, missing.last) == ((2,), False)
    assert isinstance(broken, SumBreak)
    second = sheet(MONDAY, "", "25.00", "", page=2, last_page=False, number="7")
    books.must_take(statements(second))
    assert found(books) == []


def test_lines_in_another_currency_say_nothing_of_the_balance(books):
    paper = statements(sheet(MONDAY, "0.00", "10.00", "99.00"))
    books.must_take(paper.replace(b'<Ntry><Amt Ccy="EUR">', b'<Ntry><Amt Ccy="USD">'))
    assert found(books) == []


def test_what_is_asked_since_a_day_leaves_the_older_out(books):
    books.must_take(statements(sheet(MONDAY, "0.00", "10.00", "10.00")))
    books.must_take(statements(sheet(TUESDAY, "25.00", "5.00", "30.00")))
    account = Account.objects.get()
    assert queries.continuity(account, since=TUESDAY) == []


def guard(books: papers.Books, day: date) -> Guard:
    return policies.rules([books.company.pk], as_of=day)[books.company.pk].guard


@pytest.mark.parametrize(
    ("day", "guard_then"),
    [
        (date(2026, 3, 17), Guard.FRESH),
        (date(2026, 3, 18), Guard.FRESH),
        (date(2026, 3, 27), Guard.STALE),
    ],
)
def test_no_reminder_leaves_on_old_bank_data(books, day, guard_then):
    books.must_take(statements(sheet(MONDAY, "0.00", "10.00", "10.00")))
    assert guard(books, day) == guard_then


def test_one_account_that_lags_behind_holds_all(books):
    other = sheet(FRIDAY, "0.00", "1.00", "1.00", account="BE43068999999501")
    books.must_take(statements(sheet(MONDAY, "0.00", "10.00", "10.00"), other))
    assert guard(books, date(2026, 3, 23)) == Guard.STALE


def test_a_report_makes_the_data_fresh_and_a_notice_does_not(books):
    late = date(2026, 3, 26)
    books.must_take(statements(sheet(MONDAY, "0.00", "10.00", "10.00")))
    books.must_take(notice(Paid("5.00", "x", on=late), day=late))
    assert guard(books, late) == Guard.STALE
    books.must_take(report(Paid("7.00", "y", on=late), day=late))
    assert guard(books, late) == Guard.FRESH
