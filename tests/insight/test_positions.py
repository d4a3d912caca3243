"""What is open, late, sold and expected: the sums behind the pictures."""

from __future__ import annotations

from datetime import date, timedelta

import factories
import pytest
from django.db.models import Q

from acquit.bank.models import Statement
from acquit.core.dunning import Guard
from acquit.core.figures import Bucket
from acquit.core.money import Money
from acquit.insight import queries as insight
from acquit.ledger.models import Allocation, Invoice, Receipt, Receivable
from acquit.organisation.models import Company
from acquit.organisation.rights import EVERYWHERE, Reach, Scope

TODAY = factories.TODAY
pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> Company:
    return factories.company()


def days_late(days: int) -> date:
    """The due day of what is so many days late today."""
    return TODAY - timedelta(days=days)


def position(currency: str = "EUR", as_of: date = TODAY) -> insight.Position:
    (found,) = insight.positions(EVERYWHERE, days=[as_of], today=TODAY)
    return found.get(currency) or insight.Position(currency, as_of)


def paid(row: Receivable, minor: int, *, on: date, kind: str = "STATED") -> None:
    """So much was booked on that day; the books of today know it."""
    Allocation.objects.create(
        receivable=row,
        kind=kind,
        source="ACCOUNTING",
        amount_minor=minor,
        booked_on=on,
        recorded_at=factories.NOW,
    )
    row.open_minor -= minor
    row.settled_on = None if row.open_minor else on
    row.save()


def receipt(of: Company, minor: int, *, on: date, **more: object) -> Receipt:
    known = {"source": "BANK", "key": f"{on}{minor}{len(more)}", "currency": "EUR"}
    return Receipt.objects.create(
        company=of,
        received_on=on,
        value_on=on,
        amount_minor=minor,
        recorded_at=factories.NOW,
        **({"available_minor": minor} | known | more),
    )


def test_the_aged_balance_of_the_worked_example(ours: Company) -> None:
    bakery = factories.customer(ours)
    example = {-10: 10_500_000, 30: 2_000_000, 31: 1_000_000, 61: 600_000, 91: 900_000}
    for late, minor in example.items():
        factories.receivable(bakery, f"N{late}", minor=minor, due_on=days_late(late))
    found = position()
    assert found.by_bucket == {
        Bucket.NOT_DUE: 10_500_000,
        Bucket.TO_30: 2_000_000,
        Bucket.TO_60: 1_000_000,
        Bucket.TO_90: 600_000,
        Bucket.OVER_90: 900_000,
    }
    assert found.open == Money(15_000_000, "EUR")
    assert found.overdue == Money(4_500_000, "EUR")
    assert found.overdue_share == pytest.approx(0.3)
    assert found.count == 5


def test_what_is_due_today_is_not_late(ours: Company) -> None:
    factories.receivable(factories.customer(ours), minor=100, due_on=TODAY)
    assert not position().overdue
    assert position().soon == Money(100, "EUR")


def test_the_thirty_first_day_ahead_is_not_soon(ours: Company) -> None:
    bakery = factories.customer(ours)
    factories.receivable(bakery, "A", minor=100, due_on=days_late(-30))
    factories.receivable(bakery, "B", minor=900, due_on=days_late(-31))
    assert position().soon == Money(100, "EUR")


def test_weeks_begin_on_monday_and_end_after_thirteen(ours: Company) -> None:
    bakery = factories.customer(ours)
    monday = date(2026, 11, 16)  # of the week of TODAY, a Sunday
    last = monday + timedelta(weeks=12)
    factories.receivable(bakery, "A", minor=1, due_on=TODAY)
    factories.receivable(bakery, "B", minor=20, due_on=TODAY + timedelta(days=1))
    factories.receivable(bakery, "C", minor=300, due_on=last + timedelta(days=6))
    factories.receivable(bakery, "D", minor=4000, due_on=last + timedelta(days=7))
    factories.receivable(bakery, "E", minor=50_000, due_on=days_late(1))
    assert position().by_week == {monday: 1, monday + timedelta(weeks=1): 20, last: 300}


def test_currencies_are_counted_apart(ours: Company) -> None:
    bakery = factories.customer(ours)
    factories.receivable(bakery, "A", minor=100)
    factories.receivable(bakery, "B", minor=100)
    factories.receivable(bakery, "C", minor=900, currency="GBP")
    (found,) = insight.positions(EVERYWHERE, days=[TODAY], today=TODAY)
    assert list(found) == ["EUR", "GBP"]  # the one with most receivables first
    assert found["EUR"].open == Money(200, "EUR")
    assert found["GBP"].open == Money(900, "GBP")


def test_a_past_day_knows_nothing_of_what_came_later(ours: Company) -> None:
    bakery = factories.customer(ours)
    then = date(2026, 10, 22)
    partly = factories.receivable(bakery, "A", minor=1000, due_on=date(2026, 10, 1))
    paid(partly, 300, on=date(2026, 10, 5))
    paid(partly, 700, on=date(2026, 11, 3))
    factories.receivable(bakery, "B", minor=50, due_on=date(2026, 12, 20))  # issued later
    assert position(as_of=then).open == Money(700, "EUR")
    assert position(as_of=then).overdue == Money(700, "EUR")
    assert position(as_of=date(2026, 10, 4)).open == Money(1000, "EUR")
    assert position().open == Money(50, "EUR")


def test_the_past_adds_up_to_what_the_ledger_says_of_each_receivable(
    ours: Company,
) -> None:
    bakery = factories.customer(ours)
    for number in range(12):
        due_on = date(2026, 8, 1) + timedelta(days=11 * number)
        row = factories.receivable(bakery, f"N{number}", minor=10_000, due_on=due_on)
        paid(row, 1_000 + number, on=due_on - timedelta(days=2))
        if number % 3:
            paid(row, row.open_minor, on=due_on + timedelta(days=4 * number))
    for days in range(0, 120, 7):
        day = TODAY - timedelta(days=days)
        every = insight.owed(EVERYWHERE, as_of=day, today=TODAY)
        balances = [row.balance_minor for row in every]  # type: ignore[attr-defined]
        assert position(as_of=day).open.minor == sum(balances), day
        assert position(as_of=day).count == len(balances), day


def test_late_money_lies_where_its_customer_belongs(ours: Company) -> None:
    north = factories.unit(ours)
    inside = factories.customer(ours, "C1", unit=north)
    outside = factories.customer(ours, "C2", "Without a unit")
    factories.receivable(inside, "A", minor=100, due_on=days_late(5))
    factories.receivable(inside, "B", minor=20, due_on=days_late(40))
    factories.receivable(outside, "C", minor=7, due_on=days_late(5))
    assert position().overdue_by_place == {
        (ours.pk, north.pk): {Bucket.TO_30: 100, Bucket.TO_60: 20},
        (ours.pk, None): {Bucket.TO_30: 7},
    }


def test_nobody_sees_beyond_the_scope(ours: Company) -> None:
    other = factories.company("BETA", "Beta Services")
    factories.receivable(factories.customer(ours), minor=100)
    factories.receivable(factories.customer(other), minor=900)
    within = Scope((Reach(ours.pk, None, None),))
    (found,) = insight.positions(within, days=[TODAY], today=TODAY)
    assert found["EUR"].open == Money(100, "EUR")
    assert insight.positions(Scope(()), days=[TODAY], today=TODAY) == [{}]


def test_the_largest_debts_come_first_and_equals_stay_in_order(ours: Company) -> None:
    for code, minor in (("C1", 500), ("C2", 900), ("C3", 500)):
        one = factories.customer(ours, code, f"Customer {code}")
        factories.receivable(one, code, minor=minor, due_on=days_late(9))
        factories.receivable(one, f"{code}b", minor=9999, due_on=TODAY)  # not late
    late = insight.largest_overdue(
        EVERYWHERE, as_of=TODAY, today=TODAY, currency="EUR", most=2
    )
    assert [(one.name, one.minor, one.rows) for one in late] == [
        ("Customer C2", 900, 1),
        ("Customer C1", 500, 1),
    ]
    assert late[0].oldest_on == days_late(9)


def test_a_credit_note_lowers_what_was_sold(ours: Company) -> None:
    bakery = factories.customer(ours)
    factories.receivable(bakery, minor=1000, due_on=date(2026, 11, 10))  # issued 11 Oct
    Invoice.objects.create(
        company=ours,
        customer=bakery,
        kind="CREDIT_NOTE",
        number="CN1",
        number_key="CN1",
        issued_on=date(2026, 10, 11),
        year=2026,
        currency="EUR",
        total_minor=250,
        available_minor=250,
        recorded_at=factories.NOW,
    )
    since, until = date(2026, 10, 1), TODAY
    assert insight.sales(EVERYWHERE, currency="EUR", since=since, until=until) == {
        date(2026, 10, 11): 750
    }
    assert not insight.sales(EVERYWHERE, currency="GBP", since=since, until=until)


def test_a_debit_note_is_owed_and_was_not_sold(ours: Company) -> None:
    bakery = factories.customer(ours)
    sale = factories.receivable(bakery, minor=1000, due_on=date(2026, 11, 10))
    note = factories.debit_note(sale).invoice.receivables.get()
    paid(note, 1500, on=TODAY)
    before_on = TODAY - timedelta(days=1)
    found = insight.sold(
        EVERYWHERE,
        currency="EUR",
        since=date(2026, 10, 1),
        until=TODAY,
        closes=[TODAY, before_on],
        today=TODAY,
    )
    assert found.by_day == {date(2026, 10, 11): 1000}
    assert found.unsold == {
        TODAY: insight.Unsold(2500, 0),
        before_on: insight.Unsold(4000, 0),
    }
    assert position().open == Money(3500, "EUR")


def test_a_payment_reported_twice_came_in_once(ours: Company) -> None:
    bakery = factories.customer(ours)
    on = date(2026, 11, 18)
    bank = receipt(ours, 500, on=on, customer=bakery)
    again = {"source": "ACCOUNTING", "same_as": bank, "available_minor": 0}
    receipt(ours, 500, on=on, customer=bakery, **again)
    receipt(ours, 999, on=on)  # nobody knows yet whose it is
    assert insight.came_in(
        EVERYWHERE, currency="EUR", since=date(2026, 11, 1), until=TODAY
    ) == {date(2026, 11, 16): 500}


def test_loose_ends_are_counted_each_by_its_own_rule(ours: Company) -> None:
    bakery = factories.customer(ours)
    undecided = factories.receivable(bakery, "A")
    forgotten = factories.receivable(bakery, "B")
    factories.outlook(forgotten, next_action="REMINDER_1", next_on=days_late(1))
    held = factories.receivable(bakery, "C")
    factories.outlook(held, reason="DISPUTED")
    followed = factories.receivable(bakery, "D")
    factories.outlook(followed, next_action="REMINDER_1", next_on=TODAY)
    factories.prepared(followed)
    factories.sent(followed, on=TODAY)
    factories.line(factories.account(ours))
    receipt(ours, 500, on=TODAY, customer=bakery)
    found = insight.loose_ends(EVERYWHERE, Q(), today=TODAY)
    assert found.neglected == 2, (undecided, forgotten)
    assert found.held == {"DISPUTED": 1}
    assert (found.waiting, found.sent, found.to_look_at) == (1, 1, 1)
    assert found.unused == [Money(500, "EUR")]


def test_loose_ends_of_nothing_are_none() -> None:
    found = insight.loose_ends(EVERYWHERE, Q(), today=TODAY)
    assert (found.neglected, found.waiting, found.sent, found.to_look_at) == (0, 0, 0, 0)
    assert not found.held
    assert not found.unused


@pytest.mark.parametrize(
    ("newest", "guard", "behind"),
    [
        ([], Guard.OFF, None),
        ([None], Guard.STALE, None),
        ([date(2026, 11, 20)], Guard.FRESH, 0),
        ([date(2026, 11, 20), date(2026, 11, 13)], Guard.STALE, 5),
        ([date(2026, 11, 20), None], Guard.STALE, None),
    ],
)
def test_the_account_that_is_furthest_behind_speaks_for_the_company(
    ours: Company, newest: list[date | None], guard: Guard, behind: int | None
) -> None:
    for number, fresh_on in enumerate(newest):
        account = factories.account(ours, f"BE{number}")
        if fresh_on is not None:
            Statement.objects.create(
                account=account, key="1", fresh_on=fresh_on, recorded_at=factories.NOW
            )
    (state,) = insight.bank_states([ours], as_of=TODAY)
    assert (state.guard, state.behind_days) == (guard, behind)
    assert state.accounts == len(newest)
