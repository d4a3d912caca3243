"""What is expected of a scope, what is kept of it, and how right it was."""

from __future__ import annotations

from datetime import date, timedelta
from math import sqrt

import factories
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from acquit.core.figures import Bucket
from acquit.core.forecast import Expected
from acquit.insight import queries as insight
from acquit.insight.actions import keep_forecast
from acquit.insight.models import Forecast
from acquit.insight.queries.proof import proven
from acquit.ledger.models import Allocation, Customer, Receivable
from acquit.organisation.models import Company
from acquit.organisation.rights import EVERYWHERE, Reach, Scope
from acquit.scoring.models import Expectation, Model

TODAY = factories.TODAY  # a Sunday
MONDAY = date(2026, 11, 16)
pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> Company:
    return factories.company()


def within(company: Company, *units: int) -> Scope:
    return Scope((Reach(company.pk, frozenset(units) or None, None),))


def foresight(scope: Scope = EVERYWHERE, as_of: date = TODAY) -> insight.Foresight:
    return insight.foresights(scope, as_of=as_of, today=TODAY)["EUR"]


def sigma(sum_: Expected) -> float:
    return sqrt(sum_.variance)


def model(of: Company, version: int = 1, **verdict: object) -> Model:
    return Model.objects.create(
        company=of,
        version=version,
        learnt_on=TODAY,
        trained=True,
        verdict=verdict,
        body=b"",
        learnt_at=factories.NOW,
    )


def test_payers_are_independent_what_is_expected_and_variances_add_up(
    ours: Company,
) -> None:
    one = factories.customer(ours, "C1")
    other = factories.customer(ours, "C2", "Papeterie Lys")
    factories.expectation(one, weeks=[3_000, 500], spread=0.1)
    factories.expectation(other, weeks=[4_000], spread=0.1)
    found = foresight()
    assert found.weeks[MONDAY].minor == 7_000
    assert sigma(found.weeks[MONDAY]) == pytest.approx(500)  # 300² + 400²
    assert found.weeks[MONDAY + timedelta(weeks=1)] == (500, pytest.approx(2_500))
    assert found.days_30.minor == 7_500
    assert list(found.weeks)[-1] == MONDAY + timedelta(weeks=12)


def test_the_units_of_a_company_add_up_to_it(ours: Company) -> None:
    north = factories.unit(ours)
    south = factories.unit(ours, "S", "South")
    for number, unit in enumerate((north, south, None), start=1):
        one = factories.customer(ours, f"C{number}", unit=unit)
        factories.expectation(one, weeks=[number * 1_000, number * 70])
        row = factories.receivable(one, f"N{number}", minor=number * 1_070)
        factories.prediction(row, late_30=0.5)
    whole = foresight(within(ours))
    parts = [foresight(within(ours, unit.pk)) for unit in (north, south)]
    nowhere = Customer.objects.get(code="C3")
    assert nowhere.unit is None
    assert whole.weeks[MONDAY].minor == sum(p.weeks[MONDAY].minor for p in parts) + 3_000
    assert whole.at_risk_minor == sum(p.at_risk_minor for p in parts) + 1_605
    spreads = [sigma(part.weeks[MONDAY]) for part in parts]
    assert max(spreads) < sigma(whole.weeks[MONDAY]) < sum(spreads) + 300


def test_nobody_sees_what_is_expected_beyond_the_scope(ours: Company) -> None:
    other = factories.company("BETA", "Beta Services")
    factories.expectation(factories.customer(ours), weeks=[100])
    factories.expectation(factories.customer(other), weeks=[900])
    anna = factories.person()
    own = factories.customer(ours, "C2", collector=anna)
    factories.expectation(own, weeks=[5])
    assert foresight(within(other)).days_30.minor == 900
    assert foresight(Scope((Reach(None, None, anna.pk),))).days_30.minor == 5
    assert insight.foresights(Scope(()), as_of=TODAY, today=TODAY) == {}


def test_no_two_currencies_are_mixed(ours: Company) -> None:
    bakery = factories.customer(ours)
    factories.expectation(bakery, weeks=[100])
    factories.expectation(bakery, weeks=[900], currency="GBP")
    found = insight.foresights(EVERYWHERE, as_of=TODAY, today=TODAY)
    assert {code: one.days_30.minor for code, one in found.items()} == {
        "EUR": 100,
        "GBP": 900,
    }


def test_what_was_predicted_last_week_keeps_its_weeks(ours: Company) -> None:
    fresh = factories.customer(ours, "C1")
    stale = factories.customer(ours, "C2", "Papeterie Lys")
    factories.expectation(fresh, weeks=[10, 20])
    last = TODAY - timedelta(days=7)
    factories.expectation(stale, weeks=[1_000, 2_000, 3_000], made_on=last)
    found = foresight()
    assert found.weeks[MONDAY].minor == 2_010
    assert found.weeks[MONDAY + timedelta(weeks=1)].minor == 3_020
    assert found.made_on == TODAY


def test_the_factor_of_the_newest_model_widens_its_company_alone(ours: Company) -> None:
    other = factories.company("BETA", "Beta Services")
    model(ours, 1, spread_factor=9)
    model(ours, 2, spread_factor=1.5)
    model(other, 1)  # nothing measured
    factories.expectation(factories.customer(ours), weeks=[1_000])
    factories.expectation(factories.customer(other), weeks=[1_000])
    assert sigma(foresight(within(ours)).days_30) == pytest.approx(150)
    assert sigma(foresight(within(other)).days_30) == pytest.approx(100)
    assert sigma(foresight().days_30) == pytest.approx(150 + 100)


def test_the_quarter_of_a_payer_is_no_wider_than_all_or_nothing(ours: Company) -> None:
    bakery = factories.customer(ours)
    # Of 1,000 open, 900 are sure to come, nobody knows in which week.
    one = factories.expectation(bakery, weeks=[450, 450], spread=1.0, open_minor=1_000)
    assert foresight().quarter.variance == pytest.approx(900 * (1_000 - 900))
    one.variances = [100.0, 100.0, *[0.0] * 11]
    one.save()
    assert foresight().quarter.variance == pytest.approx(200)


def test_what_is_late_already_is_sure_and_the_rest_by_its_chance(ours: Company) -> None:
    bakery = factories.customer(ours)
    factories.expectation(bakery, weeks=[1])
    later = factories.receivable(bakery, "A", minor=1_000, due_on=date(2026, 12, 10))
    factories.prediction(later, late=0.25, late_30=0.1)
    late = factories.receivable(bakery, "B", minor=2_000, due_on=date(2026, 11, 10))
    factories.prediction(late, late=1.0, late_30=0.5)
    factories.receivable(bakery, "C", minor=4_000, due_on=date(2026, 10, 1))
    factories.receivable(bakery, "D", minor=8_000, due_on=date(2027, 9, 1))  # unknown
    found = foresight()
    assert found.open[Bucket.NOT_DUE] == 9_000
    assert found.late[Bucket.NOT_DUE] == 250
    assert found.late[Bucket.TO_30] == 2_000
    assert (found.late_30[Bucket.TO_30], found.late_30[Bucket.TO_60]) == (1_000, 4_000)
    assert found.at_risk_minor == 100 + 1_000 + 4_000
    assert found.unknown_minor == 12_000
    assert found.counted.promised_minor == 7_000


def test_what_was_kept_is_what_was_expected_then(ours: Company) -> None:
    north = factories.unit(ours)
    inside = factories.customer(ours, "C1", unit=north)
    outside = factories.customer(ours, "C2", "Papeterie Lys")
    for one in (inside, outside):
        factories.expectation(one, weeks=[1_000, 400])
        factories.prediction(factories.receivable(one, one.code), late_30=0.3)
    now = foresight()
    assert keep_forecast(TODAY, at=factories.NOW) == 2
    Expectation.objects.all().delete()
    later = TODAY + timedelta(days=3)
    then = insight.foresights(EVERYWHERE, as_of=TODAY, today=later)["EUR"]
    assert (then.weeks, then.days_30, then.quarter) == (now.weeks, now.days_30, now.quarter)
    assert (then.open, then.late_30, then.counted) == (now.open, now.late_30, now.counted)
    part = insight.foresights(within(ours, north.pk), as_of=TODAY, today=later)["EUR"]
    assert part.days_30.minor == 1_400


def test_a_day_is_kept_once_as_it_was_known_in_its_morning(ours: Company) -> None:
    bakery = factories.customer(ours)
    factories.receivable(bakery)
    one = factories.expectation(bakery, weeks=[100])
    keep_forecast(TODAY, at=factories.NOW)
    one.weeks[0] = 70  # 30 came in, and was predicted again
    one.save()
    assert keep_forecast(TODAY, at=factories.NOW) == 0
    assert Forecast.objects.get().weeks[0] == 100


def test_a_company_is_kept_once_all_of_its_payers_are_predicted(ours: Company) -> None:
    other = factories.company("BETA", "Beta Services")
    yesterday = TODAY - timedelta(days=1)
    for number, (company, made_on) in enumerate(
        [(ours, TODAY), (ours, yesterday), (other, TODAY)]
    ):
        one = factories.customer(company, f"C{number}", f"Customer {number}")
        factories.receivable(one, f"N{number}")
        factories.expectation(one, weeks=[100], made_on=made_on)
    assert keep_forecast(TODAY, at=factories.NOW) == 1
    assert Forecast.objects.get().company == other
    Expectation.objects.update(made_on=TODAY)
    assert keep_forecast(TODAY, at=factories.NOW) == 1
    assert Forecast.objects.get(company=ours).weeks[0] == 200


def test_a_past_day_shows_what_was_kept_lately_or_nothing(ours: Company) -> None:
    bakery = factories.customer(ours)
    factories.receivable(bakery)
    factories.expectation(bakery, weeks=[100])
    keep_forecast(TODAY, at=factories.NOW)

    def on(day: date, scope: Scope = EVERYWHERE) -> dict[str, insight.Foresight]:
        today = TODAY + timedelta(days=60)
        return insight.foresights(scope, as_of=day, today=today)

    assert on(TODAY + timedelta(days=6))["EUR"].made_on == TODAY
    assert on(TODAY + timedelta(days=7)) == {}
    assert on(TODAY - timedelta(days=1)) == {}
    assert on(TODAY, Scope((Reach(None, None, 1),))) == {}, "own customers are not kept"


def forecast(of: Company, day: date, weeks: dict[int, int]) -> Forecast:
    """What was kept on that day: so much in the week that lies so many ahead."""
    return Forecast.objects.create(
        day=day,
        company=of,
        currency="EUR",
        weeks=[weeks.get(n, 0) for n in range(13)],
        variances=[(weeks.get(n, 0) / 10) ** 2 for n in range(13)],
        quarter_variance=1.0,
        days_30=0,
        days_30_variance=0.0,
        promised_minor=0,
        open=[0] * 5,
        late=[0] * 5,
        late_30=[0] * 5,
        taken_at=factories.NOW,
    )


def paid(row: Receivable, minor: int, on: date, kind: str = "STATED") -> None:
    more = {"written_off": "SMALL"} if kind == "WRITE_OFF" else {}
    Allocation.objects.create(
        receivable=row,
        kind=kind,
        source="ACCOUNTING",
        amount_minor=minor,
        booked_on=on,
        recorded_at=factories.NOW,
        **more,
    )


def test_a_forecast_is_tried_on_what_came_of_the_same_invoices(ours: Company) -> None:
    bakery = factories.customer(ours)
    week = MONDAY - timedelta(weeks=1)
    forecast(ours, week, {0: 1_000})
    forecast(ours, week - timedelta(weeks=4, days=3), {1: 30, 4: 700, 5: 800})
    old = factories.receivable(bakery, "A", minor=900, due_on=date(2026, 10, 10))
    paid(old, 850, week + timedelta(days=2))
    paid(old, 50, week + timedelta(days=2), kind="WRITE_OFF")
    young = factories.receivable(bakery, "B", minor=90, due_on=date(2026, 11, 20))
    paid(young, 90, week + timedelta(days=3))  # issued after the forecast of long ago
    short, long = proven(EVERYWHERE, currency="EUR", as_of=TODAY)
    assert short.weeks[week] == (Expected(1_000, 10_000.0), 940)
    assert short.weeks[date(2026, 10, 12)] == (Expected(30, 9.0), 0)
    assert (short.test.weeks, short.test.held) == (2, 0.5)
    assert short.test.wape == pytest.approx((60 + 30) / 940)
    assert long.weeks[week] == (Expected(800, 6_400.0), 850)


def test_a_forecast_made_within_the_week_says_nothing_of_the_whole_of_it(
    ours: Company,
) -> None:
    week = MONDAY - timedelta(weeks=1)
    forecast(ours, week + timedelta(days=1), {0: 1_000})
    short, _long = proven(EVERYWHERE, currency="EUR", as_of=TODAY)
    assert week not in short.weeks
    assert MONDAY not in short.weeks, "this week is not over"


@pytest.mark.parametrize("payers", [1, 30])
def test_three_questions_however_many_payers(ours: Company, payers: int) -> None:
    for number in range(payers):
        one = factories.customer(ours, f"C{number}", f"Customer {number}")
        factories.expectation(one, weeks=[100])
        factories.receivable(one, f"N{number}")
    with CaptureQueriesContext(connection) as asked:
        foresight()
    assert len(asked) == 3
    with CaptureQueriesContext(connection) as asked:
        proven(EVERYWHERE, currency="EUR", as_of=TODAY)
    assert len(asked) <= 2
