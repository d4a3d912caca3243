"""Debit notes are made here: what the accounting says or leaves out changes none."""

from __future__ import annotations

from datetime import date

import papers
import pytest
from claims.debtors import ANNA, setting
from papers import Paid, invoices, statement

from acquit.claims.models import DebitNote
from acquit.cycle import actions
from acquit.intake.actions import Picture
from acquit.ledger.models import Customer, Invoice, Receivable


def listed(*more: str) -> bytes:
    return invoices("2026-001 | C1 | 2026-02-01 | 100.00 |", *more)


@pytest.fixture
def note(books: papers.Books) -> DebitNote:
    books.must_take(listed())
    Customer.objects.filter(code="C1").update(party_type="BUSINESS")
    customer = Customer.objects.select_related("company").get(code="C1")
    setting(customer.company)
    (made,) = actions.issue_debit_notes(
        customer_id=customer.pk, on=date(2026, 3, 12), actor=ANNA, at=papers.AT
    )
    return made


def owed(note: DebitNote) -> Receivable:
    return note.invoice.receivables.get()


def test_a_list_of_open_items_need_not_have_it(books: papers.Books, note: DebitNote):
    books.take(listed(), picture=Picture(date(2026, 3, 19)))
    assert owed(note).missing_on is None


def test_a_row_with_its_number_is_no_second_document(books: papers.Books, note: DebitNote):
    before = owed(note).open_minor
    done = books.must_take(listed(f"{note} | C1 | 2026-03-12 | 1.00 | 0.00"))
    assert owed(note).open_minor == before
    assert Invoice.objects.filter(number=str(note)).count() == 1
    assert "is a debit note made here" in " ".join(str(one) for one in done.run.remarked)


def test_it_is_followed_up_like_an_invoice(note: DebitNote):
    outlook = owed(note).outlook
    assert outlook.next_action or outlook.reason


def test_money_finds_it_by_its_number(books: papers.Books, note: DebitNote):
    minor = owed(note).open_minor
    books.must_take(statement(Paid(f"{minor / 100:.2f}", str(note))))
    assert owed(note).open_minor == 0
