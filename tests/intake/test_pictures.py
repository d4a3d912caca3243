"""A list of all open items: what it has not any more was settled, once a person says so."""

from __future__ import annotations

from datetime import date

import papers
import pytest
from papers import CLERK, Paid, invoices, statement

from acquit.audit.models import Entry
from acquit.cycle import actions
from acquit.dunning.models import Outlook
from acquit.intake.actions import Imported, Picture
from acquit.ledger.actions.missing import Items
from acquit.ledger.models import Invoice, Receivable

NINETEENTH = Picture(date(2026, 3, 19))
SURELY = Picture(date(2026, 3, 19), surely=True)


def rows(*numbers: int) -> bytes:
    return invoices(*(f"2026-{n:03} | C1 | 2026-02-01 | 100.00 |" for n in numbers))


def listed(books: papers.Books, *numbers: int, picture: Picture = NINETEENTH) -> Imported:
    """The accounting's list of all open items, with these invoices in it."""
    return books.take(rows(*numbers), picture=picture)


def missing() -> list[str]:
    gone = Receivable.objects.filter(missing_on__isnull=False).order_by("pk")
    return list(gone.values_list("invoice__number", flat=True))


def ids() -> Items:
    gone = Receivable.objects.filter(missing_on__isnull=False)
    notes = Invoice.objects.filter(missing_on__isnull=False)
    return Items(
        list(gone.values_list("pk", flat=True)), list(notes.values_list("pk", flat=True))
    )


@pytest.fixture
def books(books: papers.Books) -> papers.Books:
    """Thirty invoices of one customer are open."""
    books.must_take(rows(*range(1, 31)))
    return books


def test_what_is_not_in_the_list_is_held_and_not_closed(books: papers.Books) -> None:
    done = listed(books, *range(1, 28))
    assert missing() == ["2026-028", "2026-029", "2026-030"]
    assert (done.run.missing, done.run.picture_on) == (3, date(2026, 3, 19))
    assert "not in the list any more: 3" in str(done.run.remarked[0])
    assert books.open_minor("2026-030") == 10_000
    reasons = Outlook.objects.filter(receivable__missing_on__isnull=False)
    assert set(reasons.values_list("reason", flat=True)) == {"PERHAPS_SETTLED"}


def test_what_comes_back_in_the_next_list_is_followed_up_again(books: papers.Books) -> None:
    listed(books, *range(1, 28))
    listed(books, *range(1, 30))
    assert missing() == ["2026-030"]
    back = Outlook.objects.get(receivable=books.receivable("2026-029"))
    assert back.reason != "PERHAPS_SETTLED"


def test_the_same_list_again_changes_nothing(books: papers.Books) -> None:
    listed(books, *range(1, 28))
    again = listed(books, *range(1, 28))
    assert (again.run.created, again.run.updated, again.run.missing) == (0, 0, 0)
    assert missing() == ["2026-028", "2026-029", "2026-030"]


def test_a_list_that_lacks_more_than_a_fifth_is_refused_whole(books: papers.Books) -> None:
    done = listed(books, *range(1, 24), 99)
    assert done.run.state == "REFUSED"
    assert str(done.problems[0].saw) == "7 of 31 open items are not in it"
    assert missing() == []
    assert not Invoice.objects.filter(number="2026-099").exists()


def test_unless_somebody_says_that_it_is_whole(books: papers.Books) -> None:
    done = listed(books, *range(1, 11), picture=SURELY)
    assert done.run.missing == 20


def test_a_person_says_that_they_were_settled(books: papers.Books) -> None:
    listed(books, *range(1, 28))
    actions.settle_missing(ids(), on=papers.TODAY, actor=CLERK, at=papers.AT)
    assert books.open_minor("2026-030") == 0
    assert books.receivable("2026-030").settled_on == date(2026, 3, 19)
    assert missing() == []
    assert Entry.objects.filter(event="missing_settled").count() == 3


def test_the_bank_may_tell_of_the_payment_afterwards(books: papers.Books) -> None:
    listed(books, *range(1, 28))
    actions.settle_missing(ids(), on=papers.TODAY, actor=CLERK, at=papers.AT)
    books.must_take(statement(Paid("100.00", "invoice 2026-030")))
    assert books.open_minor("2026-030") == 0
    assert sum(receipt.available_minor for receipt in books.receipts()) == 0


def test_a_person_says_that_they_are_still_open(books: papers.Books) -> None:
    listed(books, *range(1, 28))
    actions.keep_missing(ids(), on=papers.TODAY, actor=CLERK, at=papers.AT)
    assert books.open_minor("2026-030") == 10_000
    assert missing() == []


def test_a_credit_note_that_is_gone_covers_nothing_any_more(books: papers.Books) -> None:
    note = b"invoice_number,customer_code,type,issue_date,amount,open_amount\n"
    books.must_take(note + b"A1,C1,credit_note,2026-02-01,50.00,50.00\n")
    listed(books, *range(1, 31))
    assert books.invoice("A1").missing_on == date(2026, 3, 19)
    actions.settle_missing(ids(), on=papers.TODAY, actor=CLERK, at=papers.AT)
    assert books.invoice("A1").available_minor == 0


def test_what_was_invoiced_after_the_list_is_not_missing(books: papers.Books) -> None:
    books.must_take(invoices("2026-099 | C1 | 2026-03-20 | 100.00 |"))
    listed(books, *range(1, 31))
    assert missing() == []


def test_nothing_is_missing_while_rows_of_the_list_are_refused(books: papers.Books) -> None:
    broken = rows(*range(1, 27)) + rows(27).splitlines()[1].replace(b"C1", b"C9")
    done = books.take(broken, partial=True, picture=NINETEENTH)
    assert done.run.state == "PARTLY"
    assert missing() == []


def test_customers_that_come_with_the_list_are_no_list(books: papers.Books) -> None:
    done = books.take(papers.customers("C1"), picture=NINETEENTH)
    assert done.run.state == "TAKEN"
    assert missing() == []
