"""Dunning today: what waits, what leaves, what is held and why, what left."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import factories
import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from acquit.cycle.models import Cycle
from acquit.dunning.models import Action
from acquit.ledger.models import Hold, Receivable
from acquit.organisation.models import Company, Person, Role

TODAY = factories.TODAY
SignIn = Callable[[Person], Client]
FewQueries = Callable[[], AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    """The last day that was walked is TODAY."""
    Cycle.objects.create(day=TODAY, started_at=factories.NOW)


@pytest.fixture
def manager(ours: Company, signed_in: SignIn) -> Client:
    chief = factories.person("Mia Manager")
    return signed_in(factories.grant(chief, Role.CREDIT_MANAGER, within=ours))


@pytest.fixture
def late(ours: Company) -> Receivable:
    debtor = factories.customer(ours, email="compta@dupont.example", language="en")
    return factories.receivable(debtor, due_on=date(2026, 9, 20))


@pytest.fixture
def notice(late: Receivable) -> Action:
    """A formal notice that waits for approval."""
    return factories.prepared(late)


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


def state_of(action: Action) -> str:
    return Action.objects.get(pk=action.pk).state


def jobs() -> list[dict[str, Any]]:
    rows = ProcrastinateJob.objects.filter(task_name="cycle.send_approved")
    return [job.args for job in rows]


def test_a_waiting_notice_is_listed_and_previewed_as_it_would_leave(
    manager: Client, notice: Action
) -> None:
    page = text(manager, "/dunning/")
    assert "Boulangerie Dupont" in page
    assert "1,200.00" in page
    assert "63 days late" in page
    preview = text(manager, f"/dunning/{notice.pk}/")
    assert "Formal notice: invoice 2026-001" in preview
    assert "We hereby give you formal notice" in preview
    assert "30 November 2026" in preview
    assert "compta@dupont.example" in preview


def test_approving_one_rings_for_the_job_that_sends_it(
    manager: Client, notice: Action
) -> None:
    url = f"/dunning/{notice.pk}/approve/"
    assert "leaves with the next dispatch" in text(manager, url)
    assert not jobs()
    assert manager.post(url).status_code == 302
    assert state_of(notice) == "READY"
    assert jobs() == [{"day": "2026-11-22", "customer_id": notice.customer_id}]
    assert "Approved by Mia Manager" in text(manager, f"/dunning/{notice.pk}/")
    assert "Boulangerie Dupont" in text(manager, "/dunning/leaving/")


def test_those_that_are_ticked_are_approved_together(
    manager: Client, ours: Company, notice: Action
) -> None:
    other = factories.prepared(
        factories.receivable(factories.customer(ours, "C2", "Two"), "X-2")
    )
    left_alone = factories.prepared(
        factories.receivable(factories.customer(ours, "C3", "Three"), "X-3")
    )
    chosen = f"/dunning/approve/?action={notice.pk}&action={other.pk}"
    assert "2 messages leave" in text(manager, chosen)
    assert "2,400.00 EUR" in text(manager, chosen)
    manager.post(chosen)
    states = [state_of(one) for one in (notice, other, left_alone)]
    assert states == ["READY", "READY", "WAITING"]
    assert len(jobs()) == 2


def test_nothing_ticked_approves_nothing(manager: Client, notice: Action) -> None:
    answer = manager.post("/dunning/approve/")
    assert answer.status_code == 422
    assert "Tick at least one message." in answer.content.decode()
    assert state_of(notice) == "WAITING"


def test_a_notice_is_approved_once(manager: Client, notice: Action) -> None:
    url = f"/dunning/{notice.pk}/approve/"
    manager.post(url)
    answer = manager.post(url)
    assert answer.status_code == 422
    assert "no longer waits" in answer.content.decode()
    assert len(jobs()) == 1


def test_a_declined_notice_holds_the_customer_until_a_day(
    manager: Client, notice: Action
) -> None:
    url = f"/dunning/{notice.pk}/decline/"
    assert manager.post(url, {"why": ""}).status_code == 422
    manager.post(url, {"why": "We speak on Monday.", "until_on": "2026-12-04"})
    assert state_of(notice) == "DROPPED"
    hold = Hold.objects.get(customer=notice.customer_id)
    assert (hold.until_on, hold.words) == (date(2026, 12, 4), "We speak on Monday.")
    assert not jobs()


def test_a_collector_reads_and_does_not_approve(desk: Client, notice: Action) -> None:
    page = text(desk, "/dunning/")
    assert "Boulangerie Dupont" in page
    assert "data-tick" not in page
    assert "Approve" not in text(desk, f"/dunning/{notice.pk}/")
    assert desk.post(f"/dunning/{notice.pk}/approve/").status_code == 403
    assert state_of(notice) == "WAITING"


def test_notices_of_others_cannot_be_approved_through_the_list(
    notice: Action, signed_in: SignIn
) -> None:
    other = factories.company("BETA", "Beta Services")
    person = factories.grant(factories.person("Bea"), Role.CREDIT_MANAGER, within=other)
    browser = signed_in(person)
    assert "Boulangerie" not in text(browser, "/dunning/")
    browser.post(f"/dunning/approve/?action={notice.pk}")
    assert state_of(notice) == "WAITING"


def test_a_notice_to_nobody_cannot_leave(manager: Client, ours: Company) -> None:
    owed = factories.receivable(factories.customer(ours))
    notice = factories.prepared(owed)
    page = text(manager, f"/dunning/{notice.pk}/")
    assert "It cannot leave" in page
    assert "/approve/" not in page


def test_what_is_held_is_counted_by_reason(desk: Client, late: Receivable) -> None:
    factories.outlook(late, reason="DISPUTED")
    other = factories.receivable(late.customer, "2026-002")
    factories.outlook(other, reason="HELD", until_on=date(2026, 12, 1))
    page = text(desk, "/dunning/held/")
    assert "Disputed (1)" in page
    assert "The customer contests the whole amount." in page
    only = text(desk, "/dunning/held/?reason=HELD")
    assert "2026-002" in only
    assert "2026-001" not in only


def test_what_left_today_is_told_apart_from_earlier_days(
    desk: Client, late: Receivable
) -> None:
    factories.sent(late, on=date(2026, 11, 14))
    factories.sent(late, "REMINDER_2", on=TODAY)
    page = text(desk, "/dunning/left/")
    assert "<b>1</b> row" in page
    assert "Second reminder" in page


def test_an_uncertain_message_is_announced_on_each_list(
    manager: Client, late: Receivable
) -> None:
    message = factories.sent(late, on=TODAY)
    message.state = "UNCERTAIN"
    message.save()
    for tab in ("", "leaving/", "held/", "left/"):
        assert "1 message is uncertain" in text(manager, f"/dunning/{tab}")
    assert f"/outbox/{message.pk}/settle/" in text(manager, "/dunning/left/")


def test_empty_lists_say_what_to_expect(desk: Client, ours: Company) -> None:
    assert "Nothing waits for approval" in text(desk, "/dunning/")
    assert "Nothing is about to leave" in text(desk, "/dunning/leaving/")
    assert "Nothing is held" in text(desk, "/dunning/held/")
    assert "Nothing has left on this day" in text(desk, "/dunning/left/")


@pytest.mark.parametrize("rows", [1, 12])
def test_no_page_asks_more_questions_for_more_rows(
    manager: Client, ours: Company, few_queries: FewQueries, rows: int
) -> None:
    for number in range(rows):
        debtor = factories.customer(ours, f"C{number}", email="a@b.example")
        owed = factories.receivable(debtor, f"N{number}")
        notice = factories.prepared(owed)
        factories.outlook(owed, reason="HELD")
    for url in ("", "leaving/", "held/", "left/", f"{notice.pk}/"):
        with few_queries():
            text(manager, f"/dunning/{url}")
