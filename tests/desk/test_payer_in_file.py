"""The head of a customer file says how a customer pays; a person may say otherwise."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import factories
import pytest
from django.test import Client

from acquit.core.sentences import as_json, say
from acquit.cycle.models import Cycle
from acquit.ledger.models import Customer
from acquit.organisation.models import Company, Person, Role
from acquit.scoring.models import Override

TODAY = factories.TODAY
FewQueries = Callable[[], AbstractContextManager[Any]]
SignIn = Callable[[Person], Client]
LATE = as_json(say("one payment in ten comes %(days)s days after due or later", days="45"))
LONG = as_json(
    say("%(timely)s of %(payments)s payments came in time.", timely=4, payments=9)
)


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    """The last day that was walked is TODAY."""
    Cycle.objects.create(day=TODAY, started_at=factories.NOW)


@pytest.fixture
def bakery(ours: Company) -> Customer:
    return factories.customer(ours)


@pytest.fixture
def manager(signed_in: SignIn, ours: Company) -> Client:
    """The credit manager's browser."""
    mia = factories.grant(factories.person("Mia Manager"), Role.CREDIT_MANAGER, ours)
    return signed_in(mia)


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_head_says_what_kind_of_payer_it_is_since_when_and_why(
    desk: Client, bakery: Customer
) -> None:
    factories.assessment(bakery, "CHRONICALLY_LATE", 41, evidence=[LONG])
    page = text(desk, f"/customers/{bakery.pk}/")
    assert "Chronically late" in page
    assert "since 3 Sept 2026" in page
    assert "4 of 9 payments came in time." in page


def test_the_score_says_how_many_of_its_class_paid_late(
    desk: Client, ours: Company, bakery: Customer
) -> None:
    factories.class_risk(ours, "C", 0.14)
    factories.assessment(bakery, score=57)
    assert (
        "Class C: 14 in 100 such customers paid something more than 30 days late "
        "within six months."
    ) in text(desk, f"/customers/{bakery.pk}/")


def test_a_class_that_was_never_measured_says_so(desk: Client, bakery: Customer) -> None:
    factories.assessment(bakery, score=57)
    assert "is not measured yet" in text(desk, f"/customers/{bakery.pk}/")


def test_the_points_of_the_score_add_up_before_the_readers_eyes(
    desk: Client, bakery: Customer
) -> None:
    parts = [{"factor": "SLOWEST", "points": -26, "said": LATE}]
    parts.append({"factor": "HISTORY", "points": 3, "said": "its history"})
    factories.assessment(bakery, score=67, base=90, contributions=parts)
    page = text(desk, f"/customers/{bakery.pk}/")
    assert "One payment in ten comes 45 days after due or later" in page
    table = page[page.index("What the score is made of") :]
    places = [table.index(f">{one}<") for one in ("90", "\N{MINUS SIGN}26", "+3", "67")]
    assert places == sorted(places)


def test_the_usual_delay_tells_on_how_many_payments_it_rests(
    desk: Client, bakery: Customer
) -> None:
    factories.assessment(bakery)
    factories.behaviour(bakery, median_days=12.0)
    page = text(desk, f"/customers/{bakery.pk}/")
    assert "12 days after due" in page
    assert "median of 43 payments" in page


def test_a_customer_that_was_not_assessed_yet_says_so(
    desk: Client, bakery: Customer
) -> None:
    assert "Not assessed yet" in text(desk, f"/customers/{bakery.pk}/")


def test_a_day_in_the_past_shows_what_was_recorded_then(
    desk: Client, bakery: Customer
) -> None:
    factories.assessment(bakery, "PROMPT", 90)
    factories.profile_change(bakery, "ERRATIC", 51, on=date(2026, 5, 4), evidence=[LONG])
    factories.profile_change(bakery, "PROMPT", 90, on=date(2026, 9, 3))
    page = text(desk, f"/customers/{bakery.pk}/?as_of=2026-08-31")
    assert "Erratic" in page
    assert "recorded on 4 May 2026" in page
    assert "Class C" in page
    assert "Prompt" not in page
    before = text(desk, f"/customers/{bakery.pk}/?as_of=2026-01-31")
    assert "Nothing was recorded until that day." in before


def test_what_a_person_says_is_shown_with_who_why_and_until_when(
    desk: Client, bakery: Customer, collector: Person
) -> None:
    factories.assessment(
        bakery, "INSOLVENT", 10, computed_profile="PROMPT", computed_score=86
    )
    factories.override(bakery, actor=collector)
    page = text(desk, f"/customers/{bakery.pk}/")
    assert "Anna Peeters, until 31 Dec 2026" in page
    assert "In receivership, says the register." in page
    assert "computed: Prompt, score 86" in page
    assert "Take back" not in page  # a collector may not


def test_what_was_said_until_yesterday_is_shown_no_more(
    desk: Client, bakery: Customer
) -> None:
    factories.assessment(bakery)
    yesterday = TODAY - timedelta(days=1)
    factories.override(bakery, made_on=yesterday, until_on=yesterday)
    assert "In receivership" not in text(desk, f"/customers/{bakery.pk}/")


def test_only_whoever_may_assess_is_offered_to_say_otherwise(
    desk: Client, manager: Client, bakery: Customer
) -> None:
    factories.assessment(bakery)
    where = f"/customers/{bakery.pk}/assess/"
    assert where in text(manager, f"/customers/{bakery.pk}/")
    assert where not in text(desk, f"/customers/{bakery.pk}/")
    assert desk.get(where).status_code == 403


def test_the_form_says_what_is_computed(manager: Client, bakery: Customer) -> None:
    factories.assessment(bakery, "SLOW_BUT_STEADY", 71)
    page = text(manager, f"/customers/{bakery.pk}/assess/")
    assert "As computed: Slow but steady" in page


def test_the_head_is_drawn_with_few_questions(
    desk: Client, ours: Company, bakery: Customer, few_queries: FewQueries
) -> None:
    factories.assessment(bakery)
    factories.behaviour(bakery)
    factories.class_risk(ours)
    factories.override(bakery)
    row = factories.receivable(bakery)
    factories.prediction(row)
    for tab in ("", "timeline/", "contacts/", "documents/"):
        with few_queries():
            text(desk, f"/customers/{bakery.pk}/{tab}")


def test_a_manager_says_otherwise_and_takes_it_back(
    manager: Client, bakery: Customer
) -> None:
    factories.assessment(bakery)
    where = f"/customers/{bakery.pk}/assess/"
    said = {
        "profile": "INSOLVENT",
        "score": "5",
        "until_on": "2027-02-20",
        "reason": "In receivership since Monday.",
    }
    assert manager.post(where, said).status_code == 302
    page = text(manager, f"/customers/{bakery.pk}/")
    assert "Mia Manager, until 20 Feb 2027" in page
    assert "In receivership since Monday." in page
    assert "Insolvent" in page
    assert "Class E" in page
    trail = text(manager, "/audit/?kind=said")
    assert "Assessed otherwise than computed" in trail
    assert "Insolvent · score 5 · until 20 Feb 2027 · In receivership" in trail
    held = Override.objects.get()
    assert f"/overrides/{held.pk}/end/" in page
    assert manager.post(f"/overrides/{held.pk}/end/").status_code == 302
    assert "Said by a person" not in text(manager, f"/customers/{bakery.pk}/")
    assert "Assessed as computed again" in text(manager, "/audit/?kind=said")


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ""},
        {"until_on": ""},
        {"until_on": "2027-12-31"},
        {"until_on": "2026-11-21"},
        {"profile": "", "score": ""},
        {"score": "101"},
        {"score": "-1"},
        {"score": "much"},
        {"profile": "RICH"},
    ],
)
def test_what_is_missing_or_out_of_bounds_is_refused_and_what_was_typed_stays(
    manager: Client, bakery: Customer, wrong: dict[str, str]
) -> None:
    said = {"profile": "PROMPT", "score": "90", "until_on": "2027-01-31", "reason": "Well."}
    answer = manager.post(f"/customers/{bakery.pk}/assess/", said | wrong)
    assert answer.status_code == 422
    assert "Assess otherwise" in answer.content.decode()
    assert not Override.objects.exists()


def test_a_colleague_of_another_company_says_nothing_of_ours(
    signed_in: SignIn, bakery: Customer
) -> None:
    beta = factories.company("BETA", "Beta Services")
    bert = factories.grant(factories.person("Bert Other"), Role.CREDIT_MANAGER, beta)
    said = {"score": "5", "until_on": "2027-01-31", "reason": "Out of reach."}
    answer = signed_in(bert).post(f"/customers/{bakery.pk}/assess/", said)
    assert answer.status_code == 404
    assert not Override.objects.exists()


def test_the_story_tells_how_profile_and_score_changed(
    manager: Client, bakery: Customer
) -> None:
    factories.profile_change(bakery, "PROMPT", 84, on=date(2026, 3, 2))
    factories.profile_change(
        bakery, "PROMPT", 61, on=date(2026, 5, 4), profile_before="PROMPT", score_before=84
    )
    factories.profile_change(
        bakery,
        "ERRATIC",
        52,
        on=date(2026, 9, 3),
        profile_before="PROMPT",
        score_before=61,
        evidence=[LONG],
    )
    mia = Person.objects.get(name="Mia Manager")
    factories.override(bakery, actor=mia, score=5, ended_on=TODAY)
    page = text(manager, f"/customers/{bakery.pk}/timeline/")
    said = [
        "Assessed as computed again",
        "Said by a person until 31 Dec 2026: Insolvent, score 5",
        "In receivership, says the register.",
        "Profile: Erratic, before Prompt; score 52",
        "4 of 9 payments came in time.",
        "Score 61, before 84",
        "Assessed: Prompt, score 84",
    ]
    places = [page.find(words) for words in said]
    assert -1 not in places
    assert places[1:] == sorted(places[1:])
