"""What was open a month ago is kept once a day, and believed while it is still true."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import factories
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from acquit.audit.actions import Actor, Fact, record
from acquit.channels.outbox import Outbox
from acquit.cycle import actions as cycle
from acquit.insight import queries as insight
from acquit.insight.actions import keep_month_before
from acquit.insight.models import Snapshot
from acquit.ledger.models import Allocation, Invoice, Receivable
from acquit.organisation.models import Company
from acquit.organisation.rights import EVERYWHERE, Reach, Scope

TODAY = factories.TODAY
THEN = date(2026, 10, 22)
TAKEN = factories.NOW
SINCE = TAKEN + timedelta(hours=2)
pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> Company:
    return factories.company()


@pytest.fixture
def late(ours: Company) -> Receivable:
    """Issued on 1 September, due on 1 October, open ever since."""
    bakery = factories.customer(ours)
    return factories.receivable(bakery, "A", minor=1000, due_on=date(2026, 10, 1))


@pytest.fixture
def kept(late: Receivable) -> Snapshot:
    return keep_month_before(TODAY, at=TAKEN)


def a_month_ago(scope: Scope = EVERYWHERE) -> tuple[int, bool]:
    """What was open in euros, and whether the ledger was asked for it."""
    with CaptureQueriesContext(connection) as asked:
        (found,) = insight.positions(scope, days=[THEN], today=TODAY)
    summed = any("heap_minor" in one["sql"] for one in asked.captured_queries)
    return found["EUR"].open.minor if found else 0, summed


def test_what_is_kept_is_not_summed_again(kept: Snapshot) -> None:
    assert kept.day == THEN
    assert a_month_ago() == (1000, False)


def test_what_is_kept_is_the_position_that_the_ledger_gives(
    ours: Company, late: Receivable
) -> None:
    north = factories.customer(ours, "C2", unit=factories.unit(ours))
    for number, days in enumerate((-200, -91, -31, -1, 0, 30, 31, 200)):
        due_on = THEN + timedelta(days=days)
        factories.receivable(north, f"N{number}", minor=10 + number, due_on=due_on)
    Invoice.objects.update(issued_on=date(2026, 3, 1))
    (summed,) = insight.positions(EVERYWHERE, days=[THEN], today=TODAY)
    keep_month_before(TODAY, at=TAKEN)
    (kept,) = insight.positions(EVERYWHERE, days=[THEN], today=TODAY)
    one, other = kept["EUR"], summed["EUR"]
    assert (one.open, one.soon, one.count) == (other.open, other.soon, 9)
    assert one.by_bucket == other.by_bucket
    assert one.by_week == other.by_week
    assert one.overdue_by_place == other.overdue_by_place


def pays(late: Receivable, booked_on: date, at: datetime) -> None:
    Allocation.objects.create(
        receivable=late,
        kind="STATED",
        source="ACCOUNTING",
        amount_minor=300,
        booked_on=booked_on,
        recorded_at=at,
    )
    Receivable.objects.filter(pk=late.pk).update(open_minor=700)


def issues(late: Receivable, due_on: date, at: datetime) -> None:
    more = factories.receivable(late.customer, "B", minor=50, due_on=due_on)
    Receivable.objects.filter(pk=more.pk).update(recorded_at=at)


def corrects(of: Any, event: str, at: datetime, **was: str) -> None:
    fact = Fact(event=event, subject=of, details=was)
    record(fact, actor=Actor(None, "clerk"), at=at)


@pytest.mark.parametrize(
    ("happens", "then"),
    [
        (lambda late: pays(late, THEN, SINCE), 700),
        (lambda late: pays(late, THEN, TAKEN - timedelta(minutes=5)), 700),
        (lambda late: issues(late, date(2026, 11, 21), SINCE), 1050),
        (lambda late: corrects(late.invoice, "invoice_corrected", SINCE), 1000),
        (
            lambda late: corrects(late.customer, "customer_corrected", SINCE, unit_id="3"),
            1000,
        ),
    ],
    ids=["paid then", "paid as it was taken", "issued then", "corrected", "moved"],
)
def test_a_fact_about_that_day_that_came_since_has_it_summed_anew(
    kept: Snapshot, late: Receivable, happens: Callable[[Receivable], None], then: int
) -> None:
    happens(late)
    assert a_month_ago() == (then, True)


@pytest.mark.parametrize(
    "happens",
    [
        lambda late: pays(late, THEN + timedelta(days=1), SINCE),
        lambda late: issues(late, date(2026, 11, 22), SINCE),
        lambda late: corrects(late.customer, "customer_corrected", SINCE, name="Old"),
        lambda late: corrects(late.invoice, "invoice_corrected", TAKEN - timedelta(days=1)),
    ],
    ids=["paid later", "issued later", "renamed", "corrected before"],
)
def test_what_does_not_touch_that_day_leaves_it_kept(
    kept: Snapshot, late: Receivable, happens: Callable[[Receivable], None]
) -> None:
    happens(late)
    assert a_month_ago() == (1000, False)


def test_each_sees_of_it_what_lies_within_the_scope(
    ours: Company, late: Receivable
) -> None:
    north = factories.unit(ours)
    bakery = factories.customer(ours, "C2", unit=north)
    factories.receivable(bakery, "B", minor=20, due_on=date(2026, 10, 1))
    other = factories.customer(factories.company("BETA", "Beta"))
    factories.receivable(other, "C", minor=3, due_on=date(2026, 10, 1))
    keep_month_before(TODAY, at=TAKEN)
    assert a_month_ago() == (1023, False)
    assert a_month_ago(Scope((Reach(ours.pk, None, None),))) == (1020, False)
    unit = Reach(ours.pk, frozenset({north.pk}), None)
    assert a_month_ago(Scope((unit,))) == (20, False)
    assert a_month_ago(Scope(())) == (0, False)


def test_own_customers_are_asked_of_the_ledger(kept: Snapshot, late: Receivable) -> None:
    anna = factories.person()
    late.customer.collector = anna
    late.customer.save()
    own = Scope((Reach(None, None, anna.pk),))
    assert a_month_ago(own) == (1000, True)


def test_the_walk_of_a_day_keeps_the_month_before_it_and_nothing_else(
    late: Receivable,
) -> None:
    for day in (TODAY, TODAY + timedelta(days=1)):
        cycle.walk(day, carrier=Outbox(), clock=lambda: TAKEN)
    assert [one.day for one in Snapshot.objects.all()] == [date(2026, 10, 23)]
