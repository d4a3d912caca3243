"""The behaviour tab: how a customer has paid, in pictures and in words."""

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

from acquit.core.sentences import as_json, say
from acquit.cycle.models import Cycle
from acquit.desk.customers.behaviour import behaved, pictures
from acquit.ledger.models import Allocation, Customer, Promise
from acquit.organisation.models import Company, Person
from acquit.scoring.actions import observe
from acquit.scoring.models import Behaviour

TODAY = factories.TODAY
# The frame, the head, what the customer did, and what all of them do.
MOST_QUESTIONS = 19


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    """The last day that was walked is TODAY."""
    Cycle.objects.create(day=TODAY, started_at=factories.NOW)


@pytest.fixture
def bakery(ours: Company) -> Customer:
    return factories.customer(ours)


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def paid(
    of: Customer, number: str, *, due_on: date, delay: int, minor: int = 10_000
) -> None:
    """An invoice that was paid so many days after due."""
    row = factories.receivable(of, number, minor=minor, due_on=due_on, open_minor=0)
    row.settled_on = due_on + timedelta(delay)
    row.save()
    Allocation.objects.create(
        receivable=row,
        kind="STATED",
        source="ACCOUNTING",
        amount_minor=minor,
        booked_on=row.settled_on,
        recorded_at=factories.NOW,
    )


def paid_weekly(of: Customer, delays: list[int], first: date = date(2026, 3, 2)) -> None:
    for week, delay in enumerate(delays):
        paid(of, f"{of.code}-{week}", due_on=first + timedelta(weeks=week), delay=delay)


def drawn(page: str, name: str) -> dict[str, Any]:
    """The picture of that name, as charts.js gets it."""
    found = re.search(rf'<script id="chart-data-{name}"[^>]*>(.*?)</script>', page)
    assert found
    told: dict[str, Any] = json.loads(found.group(1))
    return told


def test_each_payment_is_a_dot_as_many_days_above_the_line_as_it_was_late(
    desk: Client, bakery: Customer
) -> None:
    paid_weekly(bakery, [4, -2, 9])
    page = text(desk, f"/customers/{bakery.pk}/behaviour/")
    dots, middle = drawn(page, "over-time")["series"]
    assert [dot["value"] for dot in dots["data"]] == [
        ["2026-03-06", 4],
        ["2026-03-07", -2],
        ["2026-03-25", 9],
    ]
    assert dots["data"][0]["said"] == "4 days after due · paid on 6 Mar 2026"
    assert [point["value"][1] for point in middle["data"]] == [4]
    assert "Mar 2026" in page


def test_reminders_and_broken_promises_are_marked(desk: Client, bakery: Customer) -> None:
    paid_weekly(bakery, [20, 20, 20])
    late = factories.receivable(bakery)
    factories.sent(late, on=date(2026, 4, 1))
    Promise.objects.create(
        receivable=late,
        customer=bakery,
        amount_minor=100,
        made_on=date(2026, 4, 2),
        promised_on=date(2026, 4, 9),
        closed_on=date(2026, 4, 10),
        kept=False,
        recorded_at=factories.NOW,
    )
    page = text(desk, f"/customers/{bakery.pk}/behaviour/")
    names = [one["name"] for one in drawn(page, "over-time")["series"]]
    assert names[2:] == ["Reminder", "Promise not kept"]
    assert "0 kept, 1 broken" in page
    assert "1 left; within ten days after 1 of them money followed" in page


def test_its_delays_stand_beside_those_of_all_customers(
    desk: Client, ours: Company, bakery: Customer
) -> None:
    paid_weekly(bakery, [0, 0, 5, 5])
    paid_weekly(factories.customer(ours, "C002", "Garage Claes"), [40] * 4)
    page = text(desk, f"/customers/{bakery.pk}/behaviour/")
    everybody, own = drawn(page, "histogram")["series"]
    assert [one["value"] for one in own["data"]] == [0, 0, 0, 50, 50, 0, 0, 0, 0, 0]
    assert [one["value"] for one in everybody["data"]][3:8] == [25, 25, 0, 0, 50]


def test_the_habit_is_drawn_by_weekday_part_of_the_month_and_season(
    desk: Client, bakery: Customer
) -> None:
    paid_weekly(bakery, [4, 4, 11])  # due on Mondays, paid on Fridays
    page = text(desk, f"/customers/{bakery.pk}/behaviour/")
    days = drawn(page, "weekdays")
    assert days["xAxis"]["data"] == ["Mon", "Tue", "Wed", "Thu", "Fri"]
    assert [one["value"] for one in days["series"][0]["data"]] == [0, 0, 0, 0, 3]
    parts = drawn(page, "month-parts")["series"][0]["data"]
    assert [one["value"] for one in parts] == [0, 1, 1, 0, 0, 1, 0]
    seasons = drawn(page, "seasons")["series"][0]["data"]
    assert [one["value"] for one in seasons[:4]] == [None, None, 6.3, None]


def test_every_picture_has_its_numbers_as_a_table(desk: Client, bakery: Customer) -> None:
    paid_weekly(bakery, [4, 4, 11])
    page = text(desk, f"/customers/{bakery.pk}/behaviour/")
    assert page.count('role="img"') == 5
    assert page.count("As a table") == 5


def test_the_figures_are_told_in_words(desk: Client, bakery: Customer) -> None:
    paid_weekly(bakery, [0, 0, 12, 12, 40])
    page = text(desk, f"/customers/{bakery.pk}/behaviour/")
    assert "5, on 5 days; the last on 9 May 2026" in page
    assert "12 days after due" in page
    assert "3 of 5: 60 %, and 60 % of the amounts" in page
    assert "1 of 5: 20 %" in page
    assert "too few payments yet to tell" in page


def test_a_trend_says_how_often_chance_does_that(desk: Client, bakery: Customer) -> None:
    paid_weekly(bakery, [2, 3] * 10 + [20, 21, 22, 23, 24, 25, 26, 27])
    page = text(desk, f"/customers/{bakery.pk}/behaviour/")
    assert "days later in the last quarter than before; chance alone does that" in page


def test_the_figures_are_those_by_which_the_customer_is_assessed(bakery: Customer) -> None:
    paid_weekly(bakery, [0, 3, 12, 12, 40])
    observe([bakery.pk], at=factories.NOW)
    kept = Behaviour.objects.get(customer=bakery).figures
    told = behaved.read(bakery, as_of=TODAY).figures.as_json()
    assert json.loads(json.dumps(told)) == kept


def test_a_day_in_the_past_knows_nothing_of_what_came_later(
    desk: Client, bakery: Customer
) -> None:
    paid_weekly(bakery, [0, 0, 30])
    page = text(desk, f"/customers/{bakery.pk}/behaviour/?as_of=2026-03-10")
    assert "2, on 2 days; the last on 9 Mar 2026" in page
    before = text(desk, f"/customers/{bakery.pk}/behaviour/?as_of=2026-02-10")
    assert "No payment is known yet" in before


def test_a_customer_without_payments_is_told_so(desk: Client, bakery: Customer) -> None:
    page = text(desk, f"/customers/{bakery.pk}/behaviour/")
    assert "No payment is known yet" in page
    assert "data-chart=" not in page


def test_only_the_newest_payments_are_dots_and_the_picture_says_so(
    bakery: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_DOTS", 2)
    paid_weekly(bakery, [1, 2, 3, 4, 5])
    picture = pictures.over_time(behaved.read(bakery, as_of=TODAY))
    assert len(picture.option["series"][0]["data"]) == 2
    assert "The oldest 3 payments are in the table only." in picture.how


def test_the_history_of_profile_and_score_stands_below_with_its_reasons(
    desk: Client, bakery: Customer
) -> None:
    why = as_json(
        say(
            "It broke %(broken)s of the %(ended)s promises that have ended.",
            broken=3,
            ended=4,
        )
    )
    factories.profile_change(bakery, "PROMPT", 84, on=date(2026, 3, 2))
    factories.profile_change(
        bakery,
        "PROMISE_BREAKER",
        48,
        on=date(2026, 9, 3),
        profile_before="PROMPT",
        score_before=84,
        evidence=[why],
    )
    page = text(desk, f"/customers/{bakery.pk}/behaviour/")
    assert "It broke 3 of the 4 promises that have ended." in page
    assert "before: Prompt" in page
    assert "before: 84" in page
    then = text(desk, f"/customers/{bakery.pk}/behaviour/?as_of=2026-06-30")
    assert "Breaks promises" not in then


def test_the_tab_speaks_french(
    ours: Company, bakery: Customer, signed_in: Callable[[Person], Client]
) -> None:
    paid_weekly(bakery, [4, 4, 11])
    anne = factories.grant(factories.person("Anne", language="fr"), within=ours)
    page = text(signed_in(anne), f"/customers/{bakery.pk}/behaviour/")
    assert drawn(page, "weekdays")["xAxis"]["data"][0] == "lun."
    assert "4 jours après l" in page


@pytest.mark.parametrize("payments", [1, 30])
def test_the_tab_asks_no_more_questions_for_more_payments(
    desk: Client, bakery: Customer, payments: int
) -> None:
    paid_weekly(bakery, [3] * payments)
    factories.profile_change(bakery, "PROMPT", 84, on=date(2026, 3, 2))
    with CaptureQueriesContext(connection) as asked:
        text(desk, f"/customers/{bakery.pk}/behaviour/")
    assert len(asked) <= MOST_QUESTIONS
