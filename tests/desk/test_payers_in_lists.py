"""Profile, score, usual delay and expected day in the lists."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import factories
import pytest
from django.test import Client

from acquit.cycle.models import Cycle
from acquit.desk.customers import expected, payer
from acquit.organisation.models import Company
from acquit.scoring.models.payers import PROFILES

TODAY = factories.TODAY
FewQueries = Callable[[], AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    """The last day that was walked is TODAY."""
    Cycle.objects.create(day=TODAY, started_at=factories.NOW)


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("profile", [code for code, _label in PROFILES])
def test_every_profile_has_an_icon_beside_its_words(profile: str) -> None:
    assert payer.profile_name(profile) != profile
    assert profile in payer.MARKS


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (12.4, "12 days after due"),
        (1, "1 day after due"),
        (0.3, "on the due day"),
        (-1, "1 day before due"),
        (-3.6, "4 days before due"),
    ],
)
def test_a_usual_delay_is_said_in_whole_days(days: float, said: str) -> None:
    assert payer.after_due(days) == said


@pytest.mark.parametrize(
    ("chance", "said"),
    [(0.0, "under 1 %"), (0.004, "under 1 %"), (0.126, "13 %"), (0.999, "over 99 %")],
)
def test_no_chance_is_told_as_certain(chance: float, said: str) -> None:
    assert expected.in_hundred(chance) == said


def test_the_list_of_customers_says_how_each_pays(desk: Client, ours: Company) -> None:
    bakery = factories.customer(ours)
    factories.assessment(bakery, "CHRONICALLY_LATE", 41)
    factories.behaviour(bakery, median_days=23.5)
    factories.customer(ours, "C002", "Just opened")
    page = text(desk, "/customers/")
    assert "Chronically late" in page
    assert 'title="Class D">D<' in page
    assert "24 days after due" in page


def test_customers_are_sorted_by_their_score(desk: Client, ours: Company) -> None:
    for code, name, score in (("C1", "Middling", 55), ("C2", "Unsafe", 20)):
        factories.assessment(factories.customer(ours, code, name), score=score)
    factories.customer(ours, "C3", "Not yet assessed")
    page = text(desk, "/customers/?sort=score")
    assert page.index("Unsafe") < page.index("Middling") < page.index("Not yet assessed")


@pytest.mark.parametrize("asked", ["profile=ERRATIC", "class=C"])
def test_customers_are_chosen_by_profile_and_class(
    desk: Client, ours: Company, asked: str
) -> None:
    factories.assessment(factories.customer(ours, "C1", "Garage Claes"), "ERRATIC", 55)
    factories.assessment(factories.customer(ours, "C2", "Hotel Rogier"), "PROMPT", 90)
    page = text(desk, f"/customers/?{asked}")
    assert "Garage Claes" in page
    assert "Hotel Rogier" not in page


def test_an_export_has_profile_score_and_delay_as_values(
    desk: Client, ours: Company
) -> None:
    bakery = factories.customer(ours)
    factories.assessment(bakery, "IMPROVING", 66)
    factories.behaviour(bakery, median_days=4.5)
    columns = "&".join(f"columns={one}" for one in ("profile", "score", "class", "usual"))
    answer = desk.get(f"/customers/?{columns}&export=csv")
    assert answer.content.decode("utf-8-sig").splitlines() == [
        "Profile,Score,Score class,Usual delay",
        "Improving,66,B,4.5",
    ]
    assert desk.get(f"/customers/?{columns}&export=xlsx").status_code == 200


def test_todays_assessment_is_not_shown_for_a_day_in_the_past(
    desk: Client, ours: Company
) -> None:
    bakery = factories.customer(ours)
    factories.assessment(bakery, "ERRATIC", 55)
    factories.prediction(factories.receivable(bakery, due_on=date(2026, 12, 1)))
    then = TODAY - timedelta(days=3)
    assert "Erratic" not in text(desk, f"/customers/?as_of={then}")
    assert "Erratic" not in text(desk, f"/customers/?as_of={then}&class=C")
    assert "Expected" not in text(desk, f"/invoices/?as_of={then}")
    assert "Expected" not in text(desk, f"/customers/{bakery.pk}/?as_of={then}")


def test_each_open_invoice_says_when_it_is_expected(desk: Client, ours: Company) -> None:
    bakery = factories.customer(ours)
    ahead = factories.receivable(bakery, "N-1", due_on=date(2026, 11, 25))
    factories.prediction(ahead, expected_on=date(2026, 11, 27), late=0.85)
    for url in ("/invoices/", f"/customers/{bakery.pk}/"):
        page = text(desk, url)
        assert "27 Nov" in page
        assert "24 Nov to 4 Dec" in page
        assert "late: 85 %" in page


def test_what_is_late_already_says_how_probably_it_becomes_much_later(
    desk: Client, ours: Company
) -> None:
    late = factories.receivable(factories.customer(ours), due_on=date(2026, 11, 10))
    factories.prediction(late, late=1.0, late_30=0.12)
    assert "over 30 days: 12" in text(desk, "/invoices/?state=overdue")


def test_what_is_settled_is_expected_no_more(desk: Client, ours: Company) -> None:
    paid = factories.receivable(factories.customer(ours), open_minor=0)
    factories.prediction(paid)
    page = text(desk, "/invoices/?state=all")
    assert "27 Nov" not in page
    assert "27 Nov" not in text(desk, f"/customers/{paid.customer_id}/?all=1")


def test_invoices_are_sorted_and_chosen_by_what_is_expected(
    desk: Client, ours: Company
) -> None:
    bakery = factories.customer(ours)
    for number, days, late in (("SOON-1", 2, 0.1), ("LATER-1", 20, 0.7)):
        row = factories.receivable(bakery, number, due_on=date(2026, 11, 25))
        expected_on = TODAY + timedelta(days=days)
        within_7 = 0.9 if days < 7 else 0.1
        factories.prediction(
            row, expected_on=expected_on, late=late, within_7=within_7, late_30=late / 2
        )
    page = text(desk, "/invoices/?sort=-expected")
    assert page.index("LATER-1") < page.index("SOON-1")
    assert "SOON-1" not in text(desk, "/invoices/?expected=late")
    assert "LATER-1" not in text(desk, "/invoices/?expected=week")
    assert "No row passes" in text(desk, "/invoices/?expected=late_30")
    assert "LATER-1" in text(desk, f"/customers/{bakery.pk}/?expected=late")


def test_an_export_of_invoices_has_the_day_and_its_chances(
    desk: Client, ours: Company
) -> None:
    row = factories.receivable(factories.customer(ours), due_on=date(2026, 11, 25))
    factories.prediction(row, expected_on=date(2026, 11, 27), late=0.85, late_30=0.12)
    columns = ("number", "expected", "chance_late", "chance_late_30")
    asked = "&".join(f"columns={one}" for one in columns)
    answer = desk.get(f"/invoices/?{asked}&export=csv")
    assert answer.content.decode("utf-8-sig").splitlines()[1] == (
        "2026-001,2026-11-27,0.850,0.120"
    )


@pytest.mark.parametrize("rows", [1, 12])
def test_no_list_asks_more_questions_for_more_rows(
    desk: Client, ours: Company, few_queries: FewQueries, rows: int
) -> None:
    for number in range(rows):
        one = factories.customer(ours, f"C{number}", f"Customer {number}")
        factories.assessment(one)
        factories.behaviour(one)
        factories.prediction(factories.receivable(one, f"N{number}"))
    for url in ("/customers/", "/customers/?sort=usual", "/invoices/?sort=expected"):
        with few_queries():
            text(desk, url)
