"""The receivables of a company, read as they stood on a morning."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import factories
import numpy as np
import pytest
from payments import CLERK, credit, pay, receipt

from acquit.ledger.actions import Share, allocate_receipt, reverse_allocations
from acquit.ledger.models import Allocation, Dispute, Promise, Receivable, Source
from acquit.scoring.prediction.arrays import OPEN, number_of
from acquit.scoring.queries import books
from acquit.scoring.queries.books import Reminded

if TYPE_CHECKING:
    from acquit.ledger.models import Customer
    from acquit.scoring.queries.books import Kept

pytestmark = pytest.mark.django_db

DUE = date(2026, 3, 2)
MORNING = date(2026, 6, 1)


@pytest.fixture
def bakery() -> Customer:
    return factories.customer(factories.company())


def kept(of: Customer, on: date = MORNING, reminded: Reminded | None = None) -> Kept:
    return books.kept(of.company_id, on, reminded=reminded)


def paid_on(row: Receivable, on: date = MORNING) -> date | None:
    """The day on which the books say that it was paid; None = they say it is open."""
    told = books.kept(row.company_id, on)
    (place,) = np.flatnonzero(told.receivable == row.pk)
    day = int(told.books.paid[place])
    return None if day == OPEN else date(1970, 1, 1) + timedelta(day)


def is_told(row: Receivable, on: date = MORNING) -> bool:
    return row.pk in books.kept(row.company_id, on).receivable


def test_a_payment_counts_on_its_value_day(bakery):
    row = factories.receivable(bakery, due_on=DUE)
    pay(row, on=date(2026, 3, 9), value_on=date(2026, 3, 6))
    assert paid_on(row) == date(2026, 3, 6)


def test_what_a_credit_note_settled_was_not_paid(bakery):
    row = factories.receivable(bakery, due_on=DUE)
    credit(row, on=date(2026, 3, 9))
    assert not is_told(row)


def test_on_the_morning_before_its_credit_note_it_was_open(bakery):
    row = factories.receivable(bakery, due_on=DUE)
    credit(row, on=date(2026, 3, 9))
    assert is_told(row, date(2026, 3, 9))
    assert paid_on(row, date(2026, 3, 9)) is None


def test_paid_in_part_it_is_open_until_the_last_part(bakery):
    row = factories.receivable(bakery, due_on=DUE, minor=100_00)
    part = receipt(bakery, minor=40_00, on=date(2026, 3, 3))
    share = [Share(row.pk, 40_00)]
    allocate_receipt(part, share, source=Source.BANK, actor=CLERK, at=factories.NOW)
    assert paid_on(row) is None
    row.refresh_from_db()
    pay(row, on=date(2026, 4, 1))
    assert paid_on(row, date(2026, 4, 1)) is None
    assert paid_on(row) == date(2026, 4, 1)


def test_the_rest_that_a_credit_note_settled_does_not_move_the_day_of_the_money(bakery):
    row = factories.receivable(bakery, due_on=DUE, minor=100_00)
    part = receipt(bakery, minor=90_00, on=date(2026, 3, 3))
    share = [Share(row.pk, 90_00)]
    allocate_receipt(part, share, source=Source.BANK, actor=CLERK, at=factories.NOW)
    row.refresh_from_db()
    credit(row, on=date(2026, 5, 1))
    assert paid_on(row) == date(2026, 3, 3)


def test_what_the_accounting_calls_settled_was_paid_on_that_day(bakery):
    row = factories.receivable(bakery, due_on=DUE, open_minor=0)
    Allocation.objects.create(
        receivable=row,
        kind="STATED",
        source="ACCOUNTING",
        amount_minor=row.amount_minor,
        booked_on=date(2026, 3, 12),
        recorded_at=factories.NOW,
    )
    assert paid_on(row) == date(2026, 3, 12)


def test_a_payment_that_was_taken_back_does_not_count_from_then_on(bakery):
    row = factories.receivable(bakery, due_on=DUE)
    pay(row, on=date(2026, 3, 9))
    money = row.allocations.get().receipt
    reverse_allocations(money, on=date(2026, 3, 20), actor=CLERK, at=factories.NOW)
    assert paid_on(row) is None
    row.refresh_from_db()
    pay(row, on=date(2026, 3, 25), value_on=date(2026, 3, 5))
    assert paid_on(row) == date(2026, 3, 5)
    # On the morning in between, nobody knew that it would be taken back.
    assert paid_on(row, date(2026, 3, 15)) == date(2026, 3, 9)


def test_what_a_list_of_open_items_misses_is_neither_open_nor_paid(bakery):
    row = factories.receivable(bakery, due_on=DUE)
    Receivable.objects.filter(pk=row.pk).update(missing_on=date(2026, 5, 1))
    assert not is_told(row)
    told = books.kept(bakery.company_id, date(2026, 4, 1))
    assert len(told.books) == 1
    assert not told.asked.any()


def test_companies_are_never_mixed(bakery):
    others = factories.customer(factories.company("BETA", "Beta"), "C900", "Others")
    ours = factories.receivable(bakery, due_on=DUE)
    theirs = factories.receivable(others, "T-1", due_on=DUE)
    pay(theirs, on=date(2026, 3, 9))
    assert kept(bakery).receivable.tolist() == [ours.pk]
    assert kept(bakery).books.customers == [str(bakery.pk)]
    assert kept(others).receivable.tolist() == [theirs.pk]


def test_amounts_are_in_units_of_their_own_currency(bakery):
    factories.receivable(bakery, "E-1", minor=120_00, due_on=DUE)
    factories.receivable(bakery, "J-1", minor=5_000, currency="JPY", due_on=DUE)
    factories.receivable(bakery, "T-1", minor=7_250, currency="TND", due_on=DUE)
    told = kept(bakery)
    named = [told.currencies[one] for one in told.books.currency]
    amounts = dict(zip(named, told.books.amount, strict=True))
    assert amounts == {"EUR": 120.0, "JPY": 5_000.0, "TND": 7.25}


def test_one_customer_s_books_are_part_of_the_company_s(bakery):
    other = factories.customer(bakery.company, "C002", "Garage Wauters", country="FR")
    for number, of in enumerate([bakery, other, bakery]):
        factories.receivable(of, f"N-{number}", due_on=DUE)
    alone = books.kept(bakery.company_id, MORNING, customers=(other.pk, other.pk))
    assert alone.customer.tolist() == [other.pk]
    assert [alone.books.countries[one] for one in alone.books.country] == ["FR"]


def test_what_was_said_of_a_receivable_stands_in_the_books(bakery):
    row = factories.receivable(bakery, due_on=DUE, minor=100_00)
    said = {"receivable": row, "customer": bakery, "recorded_at": factories.NOW}
    Promise.objects.create(
        **said,
        amount_minor=100_00,
        made_on=date(2026, 5, 4),
        promised_on=date(2026, 5, 11),
        closed_on=date(2026, 5, 12),
        kept=False,
    )
    Promise.objects.create(
        **said,
        amount_minor=50_00,
        made_on=date(2026, 5, 20),
        promised_on=date(2026, 6, 20),
    )
    Dispute.objects.create(
        **said, amount_minor=25_00, reason="PRICE", opened_on=date(2026, 5, 8)
    )
    sent = Reminded(
        receivable=np.array([row.pk, row.pk, 0]),
        day=np.array([number_of(date(2026, 3, 12)), number_of(date(2026, 7, 1)), 1]),
    )
    told = kept(bakery, reminded=sent).books.told
    assert told.reminders.day.tolist() == [number_of(date(2026, 3, 12))]
    # A promise of a part is none of the whole; a broken one has not ended.
    assert told.promises.promised.tolist() == [number_of(date(2026, 5, 11))]
    assert told.promises.ended.tolist() == [OPEN]
    assert told.disputes.share.tolist() == [0.25]


def test_who_pays_by_debit_is_told(bakery):
    debtor = factories.customer(
        bakery.company, "C002", "Garage Wauters", payment_method="DIRECT_DEBIT"
    )
    factories.receivable(bakery, "N-1", due_on=DUE)
    factories.receivable(debtor, "N-2", due_on=DUE)
    told = kept(bakery).books
    assert [told.customers[one] for one in told.told.debits.customer] == [str(debtor.pk)]


def test_a_company_without_invoices_has_empty_books(bakery):
    told = kept(bakery)
    assert (len(told.books), told.currencies) == (0, [])
