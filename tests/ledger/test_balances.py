"""The books: balances as of any day, and money that is used once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import factories
import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acquit.audit.actions import Actor
from acquit.audit.models import Entry
from acquit.core.errors import Refusal
from acquit.ledger import actions, queries
from acquit.ledger.actions import (
    AlreadyReversed,
    MoreThanAvailable,
    MoreThanOpen,
    NotTheirs,
    Share,
)
from acquit.ledger.models import Allocation, Customer, Invoice, Receipt, Receivable, Source

AT = datetime(2026, 3, 20, 7, 0, tzinfo=UTC)
CLERK = Actor(None, "clerk")
pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(db: None) -> Customer:
    return factories.customer(factories.company())


def receipt(of: Customer, minor: int = 10_000, **more: Any) -> Receipt:
    facts = {
        "company": of.company,
        "source": Source.BANK,
        "key": f"R{Receipt.objects.count()}",
        "received_on": date(2026, 3, 16),
        "value_on": date(2026, 3, 16),
        "currency": "EUR",
    }
    return Receipt.objects.create(
        amount_minor=minor, available_minor=minor, recorded_at=AT, **(facts | more)
    )


def credit_note(of: Customer, minor: int = 10_000) -> Invoice:
    return Invoice.objects.create(
        company=of.company,
        customer=of,
        kind="CREDIT_NOTE",
        number="K1",
        number_key="K1",
        issued_on=date(2026, 3, 1),
        year=2026,
        currency="EUR",
        total_minor=minor,
        available_minor=minor,
        recorded_at=AT,
    )


def allocate(money: Receipt, *shares: tuple[Receivable, int]) -> None:
    parts = [Share(row.pk, minor) for row, minor in shares]
    actions.allocate_receipt(money, parts, source=Source.PERSON, actor=CLERK, at=AT)


def reverse(money: Receipt, on: date = date(2026, 3, 20)) -> None:
    actions.reverse_allocations(money, on=on, actor=CLERK, at=AT)


def balance(row: Receivable, day: date) -> int:
    """What was owed at the close of that day."""
    rows = queries.receivables_as_of(Receivable.objects.filter(pk=row.pk), day)
    return sum(rows.values_list("balance_minor", flat=True))


def test_a_payment_lowers_the_balance_from_its_day_on(customer):
    row = factories.receivable(customer, minor=10_000, due_on=date(2026, 3, 1))
    allocate(receipt(customer, 4_000), (row, 4_000))
    allocate(receipt(customer, 6_000, received_on=date(2026, 3, 18)), (row, 6_000))
    days = {date(2026, 3, 15): 10_000, date(2026, 3, 16): 6_000, date(2026, 3, 17): 6_000}
    assert {day: balance(row, day) for day in days} == days
    assert balance(row, date(2026, 3, 18)) == 0
    row.refresh_from_db()
    assert row.settled_on == date(2026, 3, 18)


def test_an_earlier_payment_that_is_recorded_later_leaves_the_days_between_open(customer):
    row = factories.receivable(customer, minor=10_000, due_on=date(2026, 3, 1))
    allocate(receipt(customer, 6_000, received_on=date(2026, 3, 18)), (row, 6_000))
    allocate(receipt(customer, 4_000, received_on=date(2026, 3, 10)), (row, 4_000))
    assert balance(row, date(2026, 3, 17)) == 6_000
    assert balance(row, date(2026, 3, 18)) == 0


def test_before_its_day_of_issue_nothing_was_owed(customer):
    row = factories.receivable(customer, due_on=date(2026, 4, 30))
    assert balance(row, date(2026, 3, 30)) == 0
    assert balance(row, date(2026, 3, 31)) == row.amount_minor


def test_what_was_taken_back_is_owed_again_from_that_day_on(customer):
    row = factories.receivable(customer, minor=10_000, due_on=date(2026, 3, 1))
    money = receipt(customer)
    allocate(money, (row, 10_000))
    reverse(money, on=date(2026, 3, 20))
    assert [balance(row, date(2026, 3, day)) for day in (15, 16, 19, 20)] == [
        10_000,
        0,
        0,
        10_000,
    ]
    money.refresh_from_db()
    assert money.available_minor == 10_000


def test_what_is_taken_back_can_be_used_and_taken_back_again(customer):
    row = factories.receivable(customer, minor=10_000)
    money = receipt(customer)
    for _ in range(2):
        allocate(money, (row, 10_000))
        reverse(money)
    row.refresh_from_db()
    assert row.open_minor == 10_000
    with pytest.raises(AlreadyReversed):
        reverse(money)


def test_one_receipt_settles_several_and_leaves_a_rest(customer):
    rows = [factories.receivable(customer, f"N{n}", minor=3_000) for n in (1, 2)]
    money = receipt(customer)
    allocate(money, (rows[0], 3_000), (rows[1], 1_000))
    money.refresh_from_db()
    assert money.available_minor == 6_000
    assert money.customer == customer
    assert Entry.objects.filter(event="receipt_allocated").count() == 1


@pytest.mark.parametrize("minor", [0, -5, 10_001])
def test_no_more_and_no_less_than_nothing_can_be_used(customer, minor):
    row = factories.receivable(customer, minor=10_000)
    with pytest.raises(MoreThanOpen):
        allocate(receipt(customer, 20_000), (row, minor))


def test_a_receipt_gives_no_more_than_it_has(customer):
    row = factories.receivable(customer, minor=30_000)
    money = receipt(customer)
    allocate(money, (row, 9_000))
    with pytest.raises(MoreThanAvailable, match=r"Only 10\.00 EUR is left; 10\.01 EUR"):
        allocate(money, (row, 1_001))


def test_money_of_another_currency_or_company_settles_nothing(customer):
    row = factories.receivable(customer)
    other = factories.customer(factories.company("BETA", "Beta"))
    for money in (receipt(customer, currency="USD"), receipt(other)):
        with pytest.raises(NotTheirs):
            allocate(money, (row, 1))


def test_a_credit_note_lowers_its_own_customers_invoices_alone(customer):
    note = credit_note(customer)
    mine = factories.receivable(customer, minor=4_000)
    theirs = factories.receivable(factories.customer(customer.company, "C002"), "N2")
    day = date(2026, 3, 20)
    words = {"on": day, "actor": CLERK, "at": AT}
    actions.allocate_credit_note(note, [Share(mine.pk, 4_000)], **words)
    with pytest.raises(NotTheirs):
        actions.allocate_credit_note(note, [Share(theirs.pk, 1)], **words)
    note.refresh_from_db()
    mine.refresh_from_db()
    assert (note.available_minor, mine.open_minor) == (6_000, 0)


def test_credit_of_a_person_stays_with_that_customer_and_company(customer):
    money = receipt(customer)
    other = factories.customer(factories.company("BETA", "Beta"))
    with pytest.raises(NotTheirs):
        actions.put_on_account(money, other, actor=CLERK, at=AT)
    actions.put_on_account(money, customer, actor=CLERK, at=AT)
    money.refresh_from_db()
    assert (money.customer, money.on_account) == (customer, True)


def test_money_in_use_is_never_called_nobodys(customer):
    row, money = factories.receivable(customer), receipt(customer)
    allocate(money, (row, 100))
    with pytest.raises(Refusal):
        actions.disown(money.pk, actor=CLERK, at=AT)


def refused(action: Any) -> bool:
    try:
        with transaction.atomic():
            action()
    except IntegrityError:
        return True
    return False


def test_the_database_itself_refuses_balances_that_cannot_be(customer):
    row, money = factories.receivable(customer, minor=100), receipt(customer, 100)
    rows, all_money = Receivable.objects.filter(pk=row.pk), Receipt.objects
    assert refused(lambda: rows.update(open_minor=-1))
    assert refused(lambda: rows.update(open_minor=101))
    assert refused(lambda: rows.update(open_minor=0))  # without its day
    assert refused(lambda: rows.update(settled_on=date(2026, 3, 1)))  # while open
    assert refused(lambda: all_money.filter(pk=money.pk).update(available_minor=-1))
    assert refused(lambda: all_money.filter(pk=money.pk).update(available_minor=101))
    assert refused(lambda: all_money.filter(pk=money.pk).update(same_as=money.pk))
    assert refused(lambda: factories.receivable(customer, row.invoice.number))


def test_the_database_itself_refuses_allocations_that_say_nothing(customer):
    row, money = factories.receivable(customer), receipt(customer)
    facts = {
        "receivable": row,
        "source": "BANK",
        "booked_on": date(2026, 3, 1),
        "recorded_at": AT,
    }
    new = Allocation.objects.create
    assert refused(lambda: new(kind="STATED", amount_minor=0, **facts))
    assert refused(lambda: new(kind="RECEIPT", amount_minor=1, **facts))
    assert refused(lambda: new(kind="STATED", amount_minor=1, receipt=money, **facts))


def test_an_allocation_is_taken_back_at_most_once(customer):
    row, money = factories.receivable(customer), receipt(customer)
    allocate(money, (row, 100))
    first = Allocation.objects.get()
    reverse(money)
    facts = {"receivable": row, "kind": "RECEIPT", "source": "PERSON", "receipt": money}
    again = Allocation(
        reverses=first,
        amount_minor=-100,
        booked_on=date(2026, 3, 20),
        recorded_at=AT,
        **facts,
    )
    assert refused(again.save)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "reverse", "credit"]),
        st.integers(0, 2),
        st.integers(0, 2),
        st.integers(1, 7_000),
        st.integers(0, 20),
    ),
    max_size=12,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(STEPS)
def test_whatever_is_done_the_balances_are_the_sums_of_their_entries(customer, steps):
    with transaction.atomic():
        _walk(customer, steps)
        transaction.set_rollback(True)


def _walk(customer: Customer, steps: list[tuple[str, int, int, int, int]]) -> None:
    start = date(2026, 3, 1)
    rows = [
        factories.receivable(customer, f"N{n}", minor=5_000, due_on=start) for n in range(3)
    ]
    money = [receipt(customer, 6_000, received_on=start + timedelta(n)) for n in range(3)]
    note = credit_note(customer, 4_000)
    for verb, one, other, minor, days in steps:
        on = start + timedelta(days)
        try:
            with transaction.atomic():
                if verb == "pay":
                    allocate(money[one], (rows[other], minor))
                elif verb == "reverse":
                    reverse(money[one], on=on)
                else:
                    actions.allocate_credit_note(
                        note, [Share(rows[other].pk, minor)], on=on, actor=CLERK, at=AT
                    )
        except Refusal:
            pass
    for row in rows:
        row.refresh_from_db()
        used = Allocation.objects.filter(receivable=row).aggregate(n=Sum("amount_minor"))[
            "n"
        ]
        assert row.open_minor == row.amount_minor - (used or 0)
        assert balance(row, start + timedelta(60)) == row.open_minor
        assert (row.settled_on is None) == (row.open_minor > 0)
    for one in money:
        one.refresh_from_db()
        used = Allocation.objects.filter(receipt=one).aggregate(n=Sum("amount_minor"))["n"]
        assert one.available_minor == one.amount_minor - (used or 0)
    note.refresh_from_db()
    used = Allocation.objects.filter(credit_note=note).aggregate(n=Sum("amount_minor"))["n"]
    assert note.available_minor == note.total_minor - (used or 0)
