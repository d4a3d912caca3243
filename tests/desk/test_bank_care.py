"""A line that waits for an answer is parked; one that a colleague knows is assigned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import factories
import pytest
from django.test import Client

from acquit.audit.models import Entry
from acquit.bank.models import Account, Care, Line
from acquit.cycle.actions.facts import decide_for
from acquit.cycle.models import Cycle
from acquit.dunning.models import Outlook
from acquit.organisation.models import Company, Person, Role

TODAY = factories.TODAY
MONDAY = TODAY + timedelta(days=1)
LATER = TODAY + timedelta(days=5)
SignIn = Callable[[Person], Client]


@pytest.fixture
def account(ours: Company) -> Account:
    Cycle.objects.create(day=TODAY, started_at=factories.NOW)
    return factories.account(ours)


@pytest.fixture
def line(account: Account) -> Line:
    return factories.line(account, name="Waits For Word")


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


def park(client: Client, line: Line, until: str = str(LATER), note: str = "asked") -> int:
    given = {"until_on": until, "note": note}
    return client.post(f"/bank/{line.pk}/park/", given).status_code


def test_a_parked_line_leaves_the_list_and_waits_on_its_own_tab(
    desk: Client, line: Line
) -> None:
    assert park(desk, line, note="asked Dupont by phone") == 302
    assert "Waits For Word" not in text(desk, "/bank/")
    parked = text(desk, "/bank/?state=PARKED")
    assert "Waits For Word" in parked
    assert "asked Dupont by phone" in parked
    page = text(desk, f"/bank/{line.pk}/")
    assert "asked Dupont by phone" in page
    assert "Look at it now" in page


def test_it_comes_back_by_itself_on_its_day(desk: Client, line: Line) -> None:
    park(desk, line)
    Cycle.objects.create(day=LATER - timedelta(days=1), started_at=factories.NOW)
    assert "Waits For Word" not in text(desk, "/bank/")
    Cycle.objects.create(day=LATER, started_at=factories.NOW)
    assert "Waits For Word" in text(desk, "/bank/")
    assert "Waits For Word" not in text(desk, "/bank/?state=PARKED")


def test_it_is_passed_over_when_the_lines_are_gone_through(
    desk: Client, account: Account, line: Line
) -> None:
    first = factories.line(account, booked_on=TODAY)
    last = factories.line(account, booked_on=TODAY - timedelta(days=9))
    park(desk, line)
    page = text(desk, f"/bank/{first.pk}/")
    assert f'href="/bank/{last.pk}/"' in page
    assert f'href="/bank/{line.pk}/"' not in page


def test_parking_is_undone(desk: Client, line: Line) -> None:
    park(desk, line)
    desk.post(f"/bank/{line.pk}/unpark/")
    assert "Waits For Word" in text(desk, "/bank/")
    again = desk.post(f"/bank/{line.pk}/unpark/", follow=True)
    assert "This line is not parked." in again.content.decode()
    events = Entry.objects.order_by("pk").values_list("event", "actor_name", "reason")
    assert list(events) == [
        ("line_parked", "Anna Peeters", "asked"),
        ("line_unparked", "Anna Peeters", ""),
    ]


@pytest.mark.parametrize("days", [0, -1, 91])
def test_a_day_that_is_not_soon_is_refused(desk: Client, line: Line, days: int) -> None:
    assert park(desk, line, until=str(TODAY + timedelta(days=days))) == 422
    assert not Care.objects.exists()


def test_a_line_that_does_not_wait_is_not_parked(desk: Client, account: Account) -> None:
    assert park(desk, factories.line(account, state="MATCHED")) == 422


def test_what_is_settled_is_parked_no_longer(
    desk: Client, ours: Company, line: Line
) -> None:
    owed = factories.receivable(factories.customer(ours), minor=120_000)
    park(desk, line)
    query = f"?customer={owed.customer_id}"
    desk.post(f"/bank/{line.pk}/accept/{query}", {f"use-{owed.pk}": "1200.00"})
    desk.post(f"/bank/{line.pk}/undo/")
    assert "Waits For Word" in text(desk, "/bank/")


def test_while_it_is_parked_its_payer_is_not_reminded(
    desk: Client, ours: Company, account: Account
) -> None:
    debtor = factories.customer(ours, email="a@dupont.example")
    owed = factories.receivable(debtor, minor=120_000)
    line = factories.line(account, "2026-001", minor=110_000)
    factories.proposal(line, owed, 110_000)
    assert park(desk, line) == 302
    decide_for([debtor.pk], as_of=MONDAY, at=factories.NOW)
    assert Outlook.objects.get(receivable=owed).reason == "UNALLOCATED_MONEY"


def test_a_line_is_assigned_and_found_by_its_assignee(
    desk: Client, ours: Company, account: Account, line: Line, signed_in: SignIn
) -> None:
    factories.line(account, name="Of Anybody")
    bert = factories.grant(factories.person("Bert Claes"), within=ours)
    desk.post(f"/bank/{line.pk}/assign/", {"person_id": bert.pk})
    assert "for Bert Claes" in text(desk, "/bank/")
    mine = text(signed_in(bert), "/bank/?whose=mine")
    assert "Waits For Word" in mine
    assert "Of Anybody" not in mine
    assert f'href="/bank/{line.pk}/?whose=mine"' in mine
    assert "Waits For Word" not in text(desk, "/bank/?whose=mine")
    assert "Waits For Word" in text(desk, "/bank/?whose=others")
    assert "Waits For Word" not in text(desk, "/bank/?whose=nobody")
    assert "Bert Claes" in text(desk, f"/bank/{line.pk}/")


def test_going_through_ones_own_lines_stays_with_them(
    desk: Client, collector: Person, account: Account
) -> None:
    lines = [
        factories.line(account, booked_on=TODAY - timedelta(days=ago)) for ago in (1, 2, 3)
    ]
    for one in (lines[0], lines[2]):
        desk.post(f"/bank/{one.pk}/assign/", {"person_id": collector.pk})
    page = text(desk, f"/bank/{lines[0].pk}/?whose=mine")
    assert f'href="/bank/{lines[2].pk}/?whose=mine"' in page
    answer = desk.post(f"/bank/{lines[0].pk}/not-ours/?whose=mine")
    assert answer["Location"] == f"/bank/{lines[2].pk}/?whose=mine"


def test_it_is_given_back_to_nobody_in_particular(
    desk: Client, collector: Person, line: Line
) -> None:
    desk.post(f"/bank/{line.pk}/assign/", {"person_id": collector.pk})
    desk.post(f"/bank/{line.pk}/assign/", {"person_id": ""})
    assert Care.objects.get(line=line).assignee is None
    told = Entry.objects.order_by("pk").values_list("event", "details")
    assert list(told) == [
        ("line_assigned", {"person": "Anna Peeters"}),
        ("line_assigned", {"person": ""}),
    ]


def test_only_who_may_match_in_the_company_is_offered(
    desk: Client, ours: Company, line: Line
) -> None:
    seller = factories.grant(factories.person("Sam Sales"), Role.REPRESENTATIVE, ours)
    other = factories.company("BETA", "Beta Services")
    stranger = factories.grant(factories.person("Stan Other"), within=other)
    north = factories.unit(ours)
    part = factories.grant(factories.person("Una North"), within=ours, unit=north)
    for person in (seller, stranger, part):
        answer = desk.post(f"/bank/{line.pk}/assign/", {"person_id": person.pk})
        assert answer.status_code == 422
    page = text(desk, f"/bank/{line.pk}/assign/")
    assert "Anna Peeters" in page
    assert "Sam Sales" not in page


def test_what_is_from_no_customer_after_all_may_be(desk: Client, line: Line) -> None:
    """A key takes it back, once, and the audit trail tells."""
    desk.post(f"/bank/{line.pk}/not-ours/")
    assert "Look at it again" in text(desk, f"/bank/{line.pk}/")
    assert "Waits For Word" not in text(desk, "/bank/")
    desk.post(f"/bank/{line.pk}/look-again/")
    assert "Waits For Word" in text(desk, "/bank/")
    again = desk.post(f"/bank/{line.pk}/look-again/", follow=True)
    assert "Nobody said that this line is from no customer." in again.content.decode()
    assert Entry.objects.filter(event="line_looked_at_again").count() == 1
