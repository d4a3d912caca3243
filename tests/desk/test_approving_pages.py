"""Whose word a step waits for: the customer's collector, or who decides on credit."""

from __future__ import annotations

from collections.abc import Callable

import factories
import pytest
from django.test import Client

from acquit.cycle.models import Cycle
from acquit.dunning.models import Action
from acquit.ledger.models import Customer
from acquit.organisation.models import Company, Person, Role

SignIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    """The last day that was walked is TODAY."""
    Cycle.objects.create(day=factories.TODAY, started_at=factories.NOW)


@pytest.fixture
def bakery(ours: Company, collector: Person) -> Customer:
    """A customer of Anna's."""
    return factories.customer(
        ours, email="compta@dupont.example", language="en", collector=collector
    )


@pytest.fixture
def reminder(bakery: Customer) -> Action:
    """A reminder that the scenario leaves to the customer's collector."""
    return waiting(bakery, approver="COLLECTOR", ground="ALWAYS")


@pytest.fixture
def colleague(ours: Company, signed_in: SignIn) -> Client:
    """Another collector of the company."""
    return signed_in(factories.grant(factories.person("Carl Colleague"), within=ours))


@pytest.fixture
def manager(ours: Company, signed_in: SignIn) -> Client:
    chief = factories.person("Mia Manager")
    return signed_in(factories.grant(chief, Role.CREDIT_MANAGER, within=ours))


def waiting(customer: Customer, number: str = "2026-001", **asked: object) -> Action:
    """A reminder that waits for somebody's word."""
    action = factories.prepared(
        factories.receivable(customer, number), "REMINDER_3", "WAITING"
    )
    Action.objects.filter(pk=action.pk).update(needs_approval=True, **asked)
    action.refresh_from_db()
    return action


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


def state_of(action: Action) -> str:
    return Action.objects.get(pk=action.pk).state


def test_the_collector_of_the_customer_approves_what_is_left_to_the_collector(
    desk: Client, reminder: Action
) -> None:
    page = text(desk, f"/dunning/{reminder.pk}/")
    assert "It waits for your approval. The scenario always asks." in page
    where = f"/dunning/{reminder.pk}/approve/"
    assert where in page
    assert desk.post(where).status_code == 302
    assert state_of(reminder) == "READY"
    assert Action.objects.get(pk=reminder.pk).approved_by.name == "Anna Peeters"


def test_or_declines_it(desk: Client, reminder: Action) -> None:
    where = f"/dunning/{reminder.pk}/decline/"
    desk.post(where, {"why": "We speak on Monday.", "until_on": "2026-12-04"})
    assert state_of(reminder) == "DROPPED"


def test_a_colleague_reads_it_and_is_told_whom_it_waits_for(
    colleague: Client, reminder: Action
) -> None:
    page = text(colleague, f"/dunning/{reminder.pk}/")
    assert "It waits for: Anna Peeters." in page
    assert "/approve/" not in page
    assert "/dunning/approve/" not in text(colleague, "/dunning/")
    for verb in ("approve", "decline"):
        assert colleague.post(f"/dunning/{reminder.pk}/{verb}/").status_code == 403
    colleague.post(f"/dunning/approve/?action={reminder.pk}")
    assert state_of(reminder) == "WAITING"


def test_who_decides_on_credit_approves_it_as_well(
    manager: Client, reminder: Action
) -> None:
    assert manager.post(f"/dunning/{reminder.pk}/approve/").status_code == 302
    assert state_of(reminder) == "READY"


def test_a_manager_of_another_company_does_not_find_it(
    reminder: Action, signed_in: SignIn
) -> None:
    other = factories.company("BETA", "Beta Services")
    stranger = factories.grant(
        factories.person("Bert Other"), Role.CREDIT_MANAGER, within=other
    )
    browser = signed_in(stranger)
    assert browser.post(f"/dunning/{reminder.pk}/approve/").status_code == 404
    assert state_of(reminder) == "WAITING"


def test_the_sales_representative_of_the_customer_does_not_approve(
    ours: Company, bakery: Customer, reminder: Action, signed_in: SignIn
) -> None:
    sam = factories.person("Sam Sales")
    factories.grant(sam, Role.REPRESENTATIVE, within=ours, own_customers=True)
    Customer.objects.filter(pk=bakery.pk).update(representative=sam, collector=sam)
    browser = signed_in(sam)
    assert "/approve/" not in text(browser, f"/dunning/{reminder.pk}/")
    assert browser.post(f"/dunning/{reminder.pk}/approve/").status_code == 403


@pytest.mark.parametrize("ground", ["STRATEGIC", "LIMIT", "ALWAYS"])
def test_what_is_for_who_decides_on_credit_is_not_for_the_collector(
    desk: Client, manager: Client, bakery: Customer, ground: str
) -> None:
    action = waiting(bakery, approver="CREDIT_MANAGER", ground=ground)
    assert "It waits for: Who decides on credit." in text(desk, f"/dunning/{action.pk}/")
    assert desk.post(f"/dunning/{action.pk}/approve/").status_code == 403
    assert manager.post(f"/dunning/{action.pk}/approve/").status_code == 302


def test_the_list_says_why_each_waits_and_which_ones_are_mine(
    desk: Client, ours: Company, bakery: Customer, reminder: Action
) -> None:
    other = factories.customer(ours, "C2", "Largest of all")
    waiting(other, "X-2", approver="CREDIT_MANAGER", ground="STRATEGIC")
    high = factories.customer(ours, "C3", "High Sums")
    limit = {"approver": "CREDIT_MANAGER", "ground": "LIMIT", "ground_minor": 100_000}
    waiting(high, "X-3", **limit)
    page = text(desk, "/dunning/")
    assert "The scenario always asks" in page
    assert "Strategic debtor" in page
    assert "1,000.00 EUR and more is the company" in page
    mine = text(desk, "/dunning/?mine=1")
    assert "Boulangerie Dupont" in mine
    assert "Largest of all" not in mine
    assert "Largest of all" in text(desk, "/dunning/?ground=STRATEGIC")


def test_of_the_ticked_only_ones_own_are_approved(
    desk: Client, ours: Company, reminder: Action
) -> None:
    other = waiting(
        factories.customer(ours, "C2", "Two"), "X-2", approver="COLLECTOR", ground="ALWAYS"
    )
    chosen = f"/dunning/approve/?action={reminder.pk}&action={other.pk}"
    sheet = text(desk, chosen)
    assert "1 message leaves" in sheet
    assert "What waits for somebody else goes on waiting: 1." in sheet
    desk.post(chosen)
    assert [state_of(reminder), state_of(other)] == ["READY", "WAITING"]


def test_what_waits_for_me_stands_above_my_list_of_things_to_do(
    desk: Client, colleague: Client, reminder: Action
) -> None:
    assert "1 message waits for your approval" in text(desk, "/tasks/")
    assert "waits for your approval" not in text(colleague, "/tasks/")
