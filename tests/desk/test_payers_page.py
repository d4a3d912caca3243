"""The page that says what kinds of payers there are, and where the thresholds are moved."""

from __future__ import annotations

import re
from datetime import date

import factories
import pytest
from django.urls import reverse

from acquit.audit.models import Entry
from acquit.core.profiles import Profile
from acquit.ledger.models import Customer
from acquit.organisation.models import Role
from acquit.scoring.models import Assessment, ClassRisk
from acquit.scoring.queries.payers import limits_of

pytestmark = pytest.mark.django_db
PAYERS = reverse("desk:payers")


@pytest.fixture
def slow(db: None) -> Customer:
    """Usually eight days late; an open invoice more."""
    customer = factories.customer(factories.company())
    figures = {
        "payments": 9,
        "runs": 9,
        "paid_until": "2026-10-01",
        "quantiles_days": {"10": 7, "25": 8, "50": 8, "75": 8, "90": 9},
        "trend": {
            "direction": "steady",
            "change_days": 0.0,
            "now_days": 8.0,
            "chance": 1.0,
            "runs": [4, 5],
        },
        "reactions": {"reminders": 0, "answered": 0, "late": 0, "after_reminder": 0},
    }
    factories.behaviour(customer, 8, figures=figures)
    factories.assessment(customer, Profile.SLOW_BUT_STEADY, 71)
    factories.receivable(customer, due_on=date(2026, 11, 10))
    return customer


def signed_in(client, customer: Customer, role: str = Role.CREDIT_MANAGER, **more):
    person = factories.person(email=f"{role.lower()}@example.com")
    client.force_login(factories.grant(person, role, within=customer.company, **more))
    return client


def test_it_counts_customers_and_what_they_owe(client, slow):
    factories.class_risk(slow.company, "B", 0.12)
    page = signed_in(client, slow).get(PAYERS).content.decode()
    assert "It usually pays more than 3 days late, and evenly." in page
    assert f"{reverse('desk:customers')}?profile=SLOW_BUT_STEADY" in page
    assert f"{reverse('desk:customers')}?class=B" in page
    assert "12 %" in page or "12%" in page
    assert "1,200.00" in page


def test_nobody_is_known_yet(client, db):
    customer = factories.customer(factories.company())
    page = signed_in(client, customer).get(PAYERS).content.decode()
    assert "Nobody is known yet" in page


def test_a_stranger_sees_none_of_it(client, slow):
    other = factories.customer(factories.company("BETA", "Beta Services"))
    page = signed_in(client, other).get(PAYERS).content.decode()
    assert "Nobody is known yet" in page


def test_questions_do_not_grow_with_the_customers(
    client, slow, django_assert_max_num_queries
):
    for number in range(20):
        one = factories.customer(slow.company, f"M{number}", f"More {number}")
        factories.assessment(one, Profile.PROMPT, 90)
    signed_in(client, slow)
    with django_assert_max_num_queries(20):
        client.get(PAYERS)


def sent(**more: object) -> dict[str, object]:
    """The form as the standard has it."""
    standard = {
        "prompt_days": 3,
        "erratic_days": 25,
        "after_reminder_share": 60,
        "reminded_least": 3,
        "chronic_days": 30,
        "chronic_share": 30,
        "changed_days": 5,
        "broken_promises": 2,
        "broken_share": 50,
        "disputes": 2,
        "dispute_share": 5,
        "known_runs": 3,
    }
    return standard | more


def test_a_moved_threshold_names_the_payers_anew(client, slow):
    href = reverse("desk:thresholds", args=[slow.company.pk])
    answer = signed_in(client, slow).post(href, sent(prompt_days=10))
    assert answer.status_code == 302
    assert Assessment.objects.get().profile == Profile.PROMPT
    assert limits_of([slow.company.pk])[slow.company.pk].prompt_days == 10
    assert Entry.objects.get(event="thresholds_changed").details == {
        "prompt_days": {"from": 3.0, "to": 10.0}
    }


def test_a_threshold_that_makes_no_sense_is_refused(client, slow):
    href = reverse("desk:thresholds", args=[slow.company.pk])
    answer = signed_in(client, slow).post(href, sent(prompt_days=300))
    assert answer.status_code == 422
    assert Assessment.objects.get().profile == Profile.SLOW_BUT_STEADY


def test_a_collector_moves_no_threshold(client, slow):
    href = reverse("desk:thresholds", args=[slow.company.pk])
    assert signed_in(client, slow, Role.COLLECTOR).get(href).status_code == 403


def test_what_a_class_states_of_several_companies_is_weighed(client, slow):
    other = factories.company("BETA", "Beta Services")
    for company, customers, probability in ((slow.company, 99, 0.1), (other, 299, 0.3)):
        ClassRisk.objects.create(
            company=company,
            score_class="A",
            as_of=date(2026, 11, 20),
            customers=customers,
            late=int(customers * probability),
            probability=probability,
        )
    person = factories.person(email="both@example.com")
    for company in (slow.company, other):
        factories.grant(person, Role.CREDIT_MANAGER, within=company)
    client.force_login(person)
    page = client.get(PAYERS).content.decode()
    assert re.search(r"25\s%", page)
