"""The forecast's own page: what comes in, and what may not?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import factories
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from acquit.cycle.models import Cycle
from acquit.insight.actions import keep_forecast
from acquit.insight.models import Forecast
from acquit.ledger.models import Allocation, Customer
from acquit.organisation.models import Company, Person
from acquit.scoring.models import Expectation

TODAY = factories.TODAY
SignIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    """The last day that was walked is TODAY."""
    Cycle.objects.create(day=TODAY, started_at=factories.NOW, ended_at=factories.NOW)


def text(client: Client, url: str = "/forecast/") -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


def part(page: str, name: str) -> str:
    """What the section of that id says, without its markup."""
    start = page.index(f'id="{name}"')
    section = page[start : page.index("</section>", start)]
    return " ".join(re.sub(r"<[^>]+>", " ", section).split())


def drawn(page: str) -> dict[str, Any]:
    """What the picture of the weeks is drawn from."""
    found = re.search(r'id="chart-data-weekly"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found is not None
    option: dict[str, Any] = json.loads(found[1])
    return option


def owing(of: Company, code: str, minor: int, **more: object) -> Customer:
    """A payer of whom all is expected this week, of an invoice that falls due soon."""
    one = factories.customer(of, code, f"Customer {code}", **more)
    row = factories.receivable(one, code, minor=minor, due_on=date(2026, 12, 1))
    factories.prediction(row, late=0.4, late_30=0.1)
    factories.expectation(one, weeks=[minor])
    return one


def test_late_and_lost_amounts_by_bucket_lead_to_their_rows(
    desk: Client, ours: Company
) -> None:
    late = owing(ours, "C1", 1_000_000)
    factories.receivable(late, "OLD", minor=200_000, due_on=date(2026, 10, 1))
    page = text(desk)
    risk = part(page, "risk")
    assert "Not due 10,000 4,000 1,000 30 0.3 %" in risk
    assert "31 to 60 days 2,000 2,000 2,000 72 3.6 %" in risk
    assert "Together 12,000 6,000 3,000 102" in risk
    assert "/invoices/?bucket=TO_60" in page
    assert "not kept" in risk


def test_the_risk_stands_beside_that_of_a_month_before(desk: Client, ours: Company) -> None:
    owing(ours, "C1", 1_000_000)
    keep_forecast(TODAY, at=factories.NOW)
    Forecast.objects.update(day=date(2026, 10, 22), late_30=[50_000, 0, 0, 0, 0])
    risk = part(text(desk), "risk")
    assert "500 +100.0 % since" in risk
    page = text(desk, "/")
    assert "+100.0 %" in page[page.index("Money at risk") :]


def test_how_much_hangs_on_the_largest_payers_and_what_if_they_pay_late(
    desk: Client, ours: Company
) -> None:
    for code, minor in (("C1", 50_000), ("C2", 30_000), ("C3", 15_000), ("C4", 5_000)):
        owing(ours, code, minor)
    page = text(desk)
    largest = part(page, "largest")
    assert "The largest payer owes 50.0 % of it" in largest
    assert "the three largest 95.0 %" in largest
    assert "as if there were 2.7 payers" in largest
    stress = part(page, "stress")
    assert "50.00 EUR would come in these days instead of 1,000.00 EUR" in stress
    # 950 less, of 1,000 sold in 91 days.
    assert "The DSO would grow by 86.5 days." in stress
    assert "Customer C4" not in stress


def test_the_counsel_says_why(desk: Client, ours: Company) -> None:
    owing(ours, "C1", 1_000_000)
    factories.receivable(
        factories.customer(ours, "C2"), minor=500_000, due_on=date(2026, 8, 1)
    )
    said = part(text(desk), "investment")
    assert "Slow down" in said
    assert "The terms promise 15,000.00 EUR" in said
    assert "of which 5,000.00 EUR is overdue already" in said
    assert "66.7 % can be counted on" in said
    assert "That is less than 75 %." in said
    assert "a quarter before is not known" in said


def test_the_counsel_compares_with_a_quarter_before(desk: Client, ours: Company) -> None:
    owing(ours, "C1", 1_000_000)
    keep_forecast(TODAY, at=factories.NOW)
    quarter = TODAY - timedelta(weeks=13)
    Forecast.objects.update(day=quarter, promised_minor=1_250_000)
    said = part(text(desk), "investment")
    assert "A quarter before it was 80.0 %: 20 points more now." in said
    assert "Carry on" in said


def test_a_week_that_is_over_says_whether_the_interval_held(
    desk: Client, ours: Company
) -> None:
    one = owing(ours, "C1", 100_000)
    keep_forecast(TODAY, at=factories.NOW)
    monday = date(2026, 11, 9)
    Forecast.objects.update(day=monday)
    old = factories.receivable(one, "OLD", minor=90_000, due_on=date(2026, 11, 8))
    Allocation.objects.create(
        receivable=old,
        kind="STATED",
        source="ACCOUNTING",
        amount_minor=90_000,
        booked_on=monday + timedelta(days=1),
        recorded_at=factories.NOW,
    )
    proof = part(text(desk), "proof")
    assert "on the Monday of the week 1 11.1 % +11.1 % 100.0 %" in proof
    assert "900.00 EUR Within" in proof


def test_without_a_forecast_the_page_says_so(desk: Client, ours: Company) -> None:
    factories.receivable(factories.customer(ours))
    page = text(desk)
    assert "There is no forecast yet" in page
    assert "What may go wrong?" not in page


def test_a_past_day_shows_what_was_kept_or_says_that_nothing_was(
    desk: Client, ours: Company
) -> None:
    owing(ours, "C1", 1_000_000)
    keep_forecast(TODAY, at=factories.NOW)
    Expectation.objects.all().delete()
    later = TODAY + timedelta(days=9)
    Cycle.objects.create(day=later, started_at=factories.NOW, ended_at=factories.NOW)
    page = text(desk, f"/forecast/?as_of={TODAY + timedelta(days=2)}")
    assert "as forecast on Sunday, 22 November 2026" in page
    assert 'id="largest"' not in page
    assert "No forecast was kept of that day." in text(desk, "/forecast/?as_of=2026-10-01")


@pytest.mark.parametrize(
    ("made_on", "still_to_come", "low"),
    [
        # Made on the Monday, of the whole week: 400 of its 1,000 came already.
        (date(2026, 11, 16), 600, 871.84),
        # Made in the week, of what is left of it.
        (TODAY, 1_000, 400 + 871.84),
    ],
)
def test_what_came_this_week_is_not_expected_again(
    desk: Client, ours: Company, made_on: date, still_to_come: float, low: float
) -> None:
    one = owing(ours, "C1", 100_000)
    Expectation.objects.update(made_on=made_on)
    factories.line(factories.account(ours), minor=40_000, customer=one)
    option = drawn(text(desk))
    this_week = 8
    came, expected, band, _due = option["series"]
    assert came["data"][this_week]["value"] == 400
    assert expected["data"][this_week]["value"] == still_to_come
    assert band["data"][0]["value"][:2] == [this_week, pytest.approx(low)]


def test_each_sees_the_forecast_of_the_own_scope(ours: Company, signed_in: SignIn) -> None:
    other = factories.company("BETA", "Beta Services")
    owing(ours, "C1", 100_000)
    owing(other, "C2", 900_000)
    colleague = factories.grant(factories.person("Bert Other"), within=other)
    page = text(signed_in(colleague))
    assert "Customer C2" in page
    assert "Customer C1" not in page
    assert "9,000" in page
    chief = signed_in(factories.grant(factories.person("Ada"), "ADMINISTRATOR"))
    assert "10,000" in text(chief)
    assert "Customer C2" not in text(chief, f"/forecast/?scope=company:{ours.pk}")


def test_own_customers_have_a_forecast_of_their_own(
    ours: Company, signed_in: SignIn
) -> None:
    sam = factories.grant(
        factories.person("Sam Sales"), "REPRESENTATIVE", within=ours, own_customers=True
    )
    owing(ours, "C1", 100_000, representative=sam)
    owing(ours, "C2", 900_000)
    page = text(signed_in(sam))
    assert "Customer C1" in page
    assert "Customer C2" not in page
    assert 'href="/bank/' not in page


def test_currencies_have_a_forecast_each(desk: Client, ours: Company) -> None:
    one = owing(ours, "C1", 100_000)
    factories.receivable(one, "B", minor=700, currency="GBP", due_on=date(2026, 12, 1))
    factories.receivable(one, "C", minor=100, due_on=date(2026, 12, 1))
    factories.expectation(one, weeks=[70_000], currency="GBP")
    assert "700 GBP" not in text(desk)
    pounds = text(desk, "/forecast/?currency=GBP")
    assert re.search(r"700 <span class=\"tile-unit\">GBP", pounds)
    assert "/invoices/?currency=GBP&amp;bucket=NOT_DUE" in pounds


@pytest.mark.parametrize("payers", [1, 12])
def test_the_page_asks_no_more_for_more_payers(
    desk: Client, ours: Company, payers: int
) -> None:
    for number in range(payers):
        owing(ours, f"C{number}", 1_000)
    keep_forecast(TODAY, at=factories.NOW)
    with CaptureQueriesContext(connection) as asked:
        text(desk)
    assert len(asked) <= 20


def test_the_page_speaks_french(ours: Company, signed_in: SignIn) -> None:
    anne = factories.grant(factories.person("Anne", language="fr"), within=ours)
    owing(ours, "C1", 1_000_000)
    page = text(signed_in(anne))
    main = page[page.index("<main") :]
    for english in ("What may go wrong?", "Slow down", "Money at risk", "Expected"):
        assert english not in main
