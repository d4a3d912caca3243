"""What hangs on few payers, and what was lost in the end."""

from __future__ import annotations

from datetime import date, timedelta

import factories
import pytest

from acquit.core import risk
from acquit.core.figures import Bucket
from acquit.insight import queries as insight
from acquit.insight.actions import measure_losses
from acquit.insight.models import Loss
from acquit.insight.queries.losses import what_stood
from acquit.ledger.models import Allocation, Customer, Receivable
from acquit.organisation.models import Company
from acquit.organisation.rights import EVERYWHERE, Reach, Scope

TODAY = factories.TODAY
DUE = date(2025, 6, 2)  # more than a year ago
pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> Company:
    return factories.company()


def test_the_largest_payers_and_how_much_hangs_on_them(ours: Company) -> None:
    for code, minor in (("C1", 30), ("C2", 50), ("C3", 20)):
        one = factories.customer(ours, code, f"Customer {code}")
        factories.expectation(one, weeks=[minor], open_minor=minor)
        factories.expectation(one, weeks=[minor], currency="GBP")
    factories.assessment(one, score=86)
    found = insight.largest_payers(EVERYWHERE, currency="EUR")
    assert [payer.name for payer in found.payers] == [
        *("Customer C2", "Customer C1", "Customer C3")
    ]
    assert [payer.score_class for payer in found.payers] == [None, None, "A"]
    assert found.concentration is not None
    assert (found.concentration.payers, found.concentration.first) == (3, 0.5)
    assert found.concentration.alike == pytest.approx(2.63, abs=0.01)


def test_shares_are_of_what_the_viewer_sees(ours: Company) -> None:
    other = factories.company("BETA", "Beta Services")
    factories.expectation(factories.customer(ours), weeks=[100])
    factories.expectation(factories.customer(other), weeks=[900])
    seen = insight.largest_payers(Scope((Reach(ours.pk, None, None),)), currency="EUR")
    assert seen.concentration is not None
    assert seen.concentration.first == 1
    nobody = insight.largest_payers(Scope(()), currency="EUR")
    assert nobody == insight.Largest((), None, 0)


def test_many_payers_are_counted_though_ten_are_named(ours: Company) -> None:
    for number in range(12):
        one = factories.customer(ours, f"C{number}", f"Customer {number}")
        factories.expectation(one, weeks=[100])
    found = insight.largest_payers(EVERYWHERE, currency="EUR")
    assert len(found.payers) == 10
    assert found.concentration is not None
    assert found.concentration.payers == 12
    assert found.concentration.ten == pytest.approx(10 / 12)
    assert found.concentration.alike == pytest.approx(12)


def test_what_falls_due_until_the_stress_is_over(ours: Company) -> None:
    bakery = factories.customer(ours)
    for number, days in enumerate((-1, 0, 29, 30)):
        due_on = TODAY + timedelta(days=days)
        factories.receivable(bakery, f"N{number}", minor=10**number, due_on=due_on)
    keys = [bakery.pk]
    found = insight.falls_due(EVERYWHERE, customer_ids=keys, currency="EUR", today=TODAY)
    assert found == {bakery.pk: 110}


def paid(row: Receivable, minor: int, *, after: int, written_off: str = "") -> None:
    """So many days after due."""
    Allocation.objects.create(
        receivable=row,
        kind="WRITE_OFF" if written_off else "STATED",
        written_off=written_off,
        source="ACCOUNTING",
        amount_minor=minor,
        booked_on=row.due_on + timedelta(days=after),
        recorded_at=factories.NOW,
    )


def begins(payer: Customer) -> None:
    """The books know of payments from here on: this one is too old to be looked at."""
    row = factories.receivable(payer, "FIRST", minor=1, due_on=date(2020, 1, 1))
    paid(row, 1, after=0)


def lost_in(of: Company) -> dict[Bucket, tuple[int, int]]:
    """What stood in each bucket, and what of it was lost."""
    found = what_stood(TODAY).get((of.pk, "EUR"), {})
    return {bucket: (one.minor, one.lost_minor) for bucket, one in found.items()}


def test_a_receivable_enters_each_bucket_with_what_is_still_open(ours: Company) -> None:
    bakery = factories.customer(ours)
    row = factories.receivable(bakery, minor=1_000, due_on=DUE)
    for minor, after in ((100, -90), (200, 0), (300, 30), (150, 40), (250, 360)):
        paid(row, minor, after=after)
    assert lost_in(ours) == {
        Bucket.NOT_DUE: (1_000, 0),
        Bucket.TO_30: (700, 0),
        Bucket.TO_60: (400, 0),
        Bucket.TO_90: (250, 0),
        Bucket.OVER_90: (250, 0),
    }


def test_what_is_unpaid_after_a_year_is_lost_though_it_is_paid_later(
    ours: Company,
) -> None:
    bakery = factories.customer(ours)
    begins(bakery)
    row = factories.receivable(bakery, minor=1_000, due_on=DUE)
    paid(row, 400, after=10)
    paid(row, 600, after=400)
    found = lost_in(ours)
    assert found[Bucket.NOT_DUE] == (1_000, 600)
    assert found[Bucket.OVER_90] == (600, 600)


def test_what_was_written_off_is_lost_where_it_still_stood(ours: Company) -> None:
    bakery = factories.customer(ours)
    row = factories.receivable(bakery, "A", minor=1_000, due_on=DUE)
    paid(row, 900, after=-1)
    paid(row, 100, after=45, written_off="GOODWILL")
    early = factories.receivable(bakery, "B", minor=1_000, due_on=DUE)
    paid(early, 980, after=-5)
    paid(early, 20, after=-5, written_off="DISCOUNT")  # the price of being paid early
    found = lost_in(ours)
    assert found[Bucket.NOT_DUE] == (2_000, 100)
    assert found[Bucket.TO_60] == (100, 100)
    assert Bucket.TO_90 not in found


def test_of_the_time_before_the_first_payment_the_books_know_only_what_was_left(
    ours: Company,
) -> None:
    bakery = factories.customer(ours)
    factories.receivable(bakery, "OLD", minor=500, due_on=DUE - timedelta(days=100))
    row = factories.receivable(bakery, "A", minor=1_000, due_on=DUE)
    paid(row, 1_000, after=0)
    assert lost_in(ours) == {Bucket.NOT_DUE: (1_000, 0)}


def test_what_may_still_be_paid_in_time_says_nothing_yet(ours: Company) -> None:
    bakery = factories.customer(ours)
    row = factories.receivable(bakery, due_on=TODAY - timedelta(days=364))
    paid(row, 1, after=0)
    assert lost_in(ours) == {}


def test_losses_are_measured_once_a_week_and_lean_on_the_usual(ours: Company) -> None:
    other = factories.company("BETA", "Beta Services")
    bakery = factories.customer(ours)
    for number in range(100):
        row = factories.receivable(bakery, f"N{number}", minor=1_000, due_on=DUE)
        paid(row, 1_000 if number < 96 else 1, after=0)
    assert measure_losses(TODAY)
    assert not measure_losses(TODAY + timedelta(days=6))
    assert measure_losses(TODAY + timedelta(days=7))
    assert Loss.objects.filter(bucket=Bucket.NOT_DUE).count() == 1
    rates = insight.loss_rates("EUR")
    own = insight.rates_of(rates, ours.pk)[Bucket.NOT_DUE]
    assert own == pytest.approx((100 * 0.03996 + 50 * 0.003) / 150)
    assert insight.rates_of(rates, other.pk) == risk.USUAL_RATES
