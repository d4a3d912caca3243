"""Try it: who may try what, what the page tells, and what messages cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import factories
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from acquit.dunning.actions import found_scenarios
from acquit.dunning.models import Prices, Scenario, Trial
from acquit.organisation.models import Company, Person, Role

SignIn = Callable[[Person], Client]
TODAY = timezone.localdate()


@pytest.fixture
def late(ours: Company) -> Company:
    """One customer that owes since twenty days, in books of long ago."""
    customer = factories.customer(ours, email="books@dupont.example")
    factories.receivable(customer, due_on=TODAY - timedelta(days=20))
    return ours


@pytest.fixture
def manager(ours: Company, signed_in: SignIn) -> Client:
    """The browser of who sets the rules."""
    person = factories.person("Mia Claes")
    return signed_in(factories.grant(person, Role.CREDIT_MANAGER, ours))


def ask(client: Client, scenario: str = "in-force", **more: object):
    form = {
        "scenario": scenario,
        "first_on": (TODAY - timedelta(days=10)).isoformat(),
        "last_on": TODAY.isoformat(),
    }
    return client.post(reverse("desk:try_scenario"), form | more, follow=True)


def test_a_short_trial_is_told_at_once_and_can_be_opened_again(
    desk: Client, late: Company
) -> None:
    answer = ask(desk)

    words = answer.content.decode()
    found = Trial.objects.get()
    assert answer.request["PATH_INFO"] == reverse("desk:trial", args=[found.pk])
    assert "Would have got something, and got nothing: 1" in words
    assert "Boulangerie Dupont" in words
    again = desk.get(reverse("desk:try_scenario")).content.decode()
    assert reverse("desk:trial", args=[found.pk]) in again


def test_days_the_wrong_way_round_are_refused(desk: Client, late: Company) -> None:
    answer = ask(desk, last_on=(TODAY - timedelta(days=11)).isoformat())
    assert answer.status_code == 422
    assert "The last day lies before the first." in answer.content.decode()


def test_a_day_to_come_is_refused(desk: Client, late: Company) -> None:
    answer = ask(desk, last_on=(TODAY + timedelta(days=3)).isoformat())
    assert answer.status_code == 422
    assert "Choose a first and a last day" in answer.content.decode()


def test_a_draft_is_tried_by_who_sets_rules_alone(
    desk: Client, manager: Client, late: Company
) -> None:
    found_scenarios(late, at=factories.NOW)
    row = Scenario.objects.get(company=late, code="standard")
    row.draft = {"places": [{"step": "REMINDER_1", "days": 1, "channels": ["EMAIL"]}]}
    row.save()

    assert ask(desk, f"{row.pk}@draft").status_code == 422
    assert ask(manager, f"{row.pk}@draft").status_code == 200
    tried = Trial.objects.get()
    assert tried.draft
    assert desk.get(reverse("desk:trial", args=[tried.pk])).status_code == 404
    chosen = manager.get(reverse("desk:try_scenario"), {"scenario": row.pk})
    assert f'value="{row.pk}@draft" selected' in chosen.content.decode()


def test_who_sees_own_customers_tries_on_them_and_nobody_else_opens_it(
    ours: Company, late: Company, signed_in: SignIn
) -> None:
    person = factories.person("Jan Wouters")
    client = signed_in(
        factories.grant(person, Role.REPRESENTATIVE, ours, own_customers=True)
    )
    mine = factories.customer(ours, "C002", "Garage Maes", representative=person)
    factories.receivable(mine, "2026-002", due_on=TODAY - timedelta(days=20))

    ask(client)

    tried = Trial.objects.get()
    assert tried.customers == [mine.pk]
    assert (
        "Boulangerie Dupont"
        not in client.get(reverse("desk:trial", args=[tried.pk])).content.decode()
    )
    assert (
        "Only who may see all customers"
        in client.get(reverse("desk:next_run"), {"company": ours.pk}).content.decode()
    )
    other = signed_in(
        factories.grant(
            factories.person("Els Smet"), Role.REPRESENTATIVE, ours, own_customers=True
        )
    )
    assert other.get(reverse("desk:trial", args=[tried.pk])).status_code == 404


def test_a_long_trial_tells_how_far_it_is(desk: Client, late: Company) -> None:
    now = timezone.now()
    running = factories.trial(
        late, state="RUNNING", days_done=2, began_at=now - timedelta(seconds=10)
    )
    page = reverse("desk:trial", args=[running.pk])

    words = desk.get(page).content.decode()

    assert "2 of 8 days" in words
    assert "seconds left" in words
    running.state, running.result = "FAILED", None
    running.save()
    moved = desk.get(page, {"asked": "again"}, headers={"HX-Request": "true"})
    assert moved.headers["HX-Redirect"] == page
    assert "fault in Acquit" in desk.get(page).content.decode()


def test_what_leaves_next_stands_beside_it(desk: Client, late: Company) -> None:
    words = desk.get(reverse("desk:next_run"), {"company": late.pk}).content.decode()
    assert "First reminder" in words


def test_prices_are_said_by_who_sets_rules(
    desk: Client, manager: Client, ours: Company
) -> None:
    page = reverse("desk:message_prices", args=[ours.pk])
    given = {"letter_minor": "2.10", "call_minutes": "5", "hour_minor": "38"}

    assert desk.get(page).status_code == 403
    assert manager.post(page, given).status_code == 302
    row = Prices.objects.get(company=ours)
    assert (row.letter_minor, row.email_minor, row.hour_minor) == (210, 0, 3800)
