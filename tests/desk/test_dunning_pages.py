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

from acquit.cycle import actions as cycle
from acquit.cycle.models import Cycle
from acquit.dunning.models import Action
from acquit.ledger.models import Hold, Receivable
from acquit.ledger.rows import Range
from acquit.organisation.models import Company, Person, Role

TODAY = factories.TODAY
MONDAY = date(2026, 11, 23)  # TODAY is a Sunday, on which nothing leaves
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
    assert "/dunning/approve/" not in page
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


def until(day: str, **more: str) -> dict[str, str]:
    """A hold from today, as the form sends it."""
    known = {"reason": "AGREEMENT", "from_on": MONDAY.isoformat(), "until_on": day}
    return known | {"words": "Pays in parts"} | more


def decided(owed: Receivable) -> Action:
    """What the cycle prepares for its customer on Monday: a reminder that is ready."""
    Cycle.objects.get_or_create(day=MONDAY, defaults={"started_at": factories.NOW})
    customer_id = owed.customer_id
    cycle.decide_shard(Range(customer_id, customer_id), MONDAY, at=factories.NOW)
    return Action.objects.get(customer=customer_id)


def test_a_step_that_is_about_to_leave_is_held_from_its_row(
    desk: Client, late: Receivable
) -> None:
    decided(late)
    where = f"/customers/{late.customer_id}/hold/?from=ready"
    assert where in text(desk, "/dunning/leaving/")
    assert "Boulangerie Dupont" in text(desk, where)
    answer = desk.post(where, until("2026-12-04"))
    assert answer["Location"] == "/dunning/leaving/"
    assert (
        "Boulangerie Dupont" not in text(desk, "/dunning/leaving/").split("list-card")[-1]
    )
    held = text(desk, "/dunning/held/")
    assert "On hold" in held
    assert "Agreed with the customer · Pays in parts · Anna Peeters" in held


def test_ending_the_hold_brings_the_step_back(desk: Client, late: Receivable) -> None:
    decided(late)
    desk.post(f"/customers/{late.customer_id}/hold/?from=ready", until("2026-12-04"))
    end = f"/holds/{Hold.objects.get().pk}/end/?from=held"
    assert end in text(desk, "/dunning/held/")
    assert desk.post(end)["Location"] == "/dunning/held/"
    assert "Nothing is held" in text(desk, "/dunning/held/")
    assert "Boulangerie Dupont" in text(desk, "/dunning/leaving/")


def test_one_invoice_of_a_step_is_held_and_the_others_leave(
    desk: Client, late: Receivable
) -> None:
    other = factories.receivable(late.customer, "2026-002", due_on=late.due_on)
    action = decided(late)
    where = f"/receivables/{other.pk}/hold/?from=ready"
    assert where in text(desk, f"/dunning/{action.pk}/")
    desk.post(where, until("2026-12-04"))
    assert "2026-002" in text(desk, "/dunning/held/")
    left = Action.objects.get(customer=late.customer_id, state="READY")
    assert [item.receivable_id for item in left.items.all()] == [late.pk]


def test_ticked_steps_are_held_together_and_only_what_one_may_hold(
    desk: Client, ours: Company, late: Receivable
) -> None:
    mine = [late]
    for code in ("C2", "C3"):
        debtor = factories.customer(ours, code, f"Debtor {code}", email="a@b.example")
        mine.append(factories.receivable(debtor, code, due_on=late.due_on))
    beta = factories.company("BETA", "Beta Services")
    foreign = factories.customer(beta, "C9", "Not ours", email="c@d.example")
    theirs = factories.receivable(foreign, "X", due_on=late.due_on)
    first, second, third, other = (decided(one) for one in (*mine, theirs))
    page = text(desk, "/dunning/leaving/")
    assert 'action="/dunning/hold/"' in page
    assert f'value="{first.pk}"' in page
    chosen = f"/dunning/hold/?from=ready&action={first.pk}&action={second.pk}"
    chosen += f"&action={other.pk}"
    sheet = text(desk, chosen)
    assert "Boulangerie Dupont, Debtor C2" in sheet
    assert "Not ours" not in sheet
    assert desk.post(chosen, until("2026-12-04"))["Location"] == "/dunning/leaving/"
    held = set(Hold.objects.values_list("customer__code", flat=True))
    assert held == {"C001", "C2"}
    assert Action.objects.filter(pk=third.pk).exists()


def test_nothing_ticked_holds_nothing(desk: Client, late: Receivable) -> None:
    decided(late)
    answer = desk.post("/dunning/hold/?from=ready", until("2026-12-04"))
    assert answer.status_code == 422
    assert "Tick at least one message." in answer.content.decode()
    assert not Hold.objects.exists()


def test_a_hold_that_ends_before_it_begins_is_refused_and_holds_nobody(
    desk: Client, late: Receivable
) -> None:
    action = decided(late)
    where = f"/dunning/hold/?from=ready&action={action.pk}"
    answer = desk.post(where, until("2026-11-01"))
    assert answer.status_code == 422
    assert "Give a day that is still to come." in answer.content.decode()
    assert not Hold.objects.exists()


def test_a_waiting_notice_is_held_by_who_may_not_approve(
    desk: Client, late: Receivable, notice: Action
) -> None:
    where = f"/customers/{late.customer_id}/hold/?from=waiting"
    assert where in text(desk, "/dunning/")
    assert where in text(desk, f"/dunning/{notice.pk}/")
    assert desk.post(where, until("2026-12-04"))["Location"] == "/dunning/"
    assert state_of(notice) == "DROPPED"


def test_who_may_not_hold_is_offered_no_hold(
    ours: Company, late: Receivable, signed_in: SignIn
) -> None:
    action = decided(late)
    reader = factories.grant(factories.person("Rea"), Role.READ_ONLY, within=ours)
    browser = signed_in(reader)
    for url in ("leaving/", "held/", f"{action.pk}/"):
        assert "hold/" not in text(browser, f"/dunning/{url}").split('id="main"')[1]
    answer = browser.post(f"/dunning/hold/?action={action.pk}", until("2026-12-04"))
    assert answer.status_code == 403


def test_of_several_holds_the_longest_is_told(desk: Client, late: Receivable) -> None:
    decided(late)
    for day, words in (("2026-12-24", "Until Christmas"), ("2026-12-04", "A week")):
        desk.post(f"/customers/{late.customer_id}/hold/", until(day, words=words))
    page = text(desk, "/dunning/held/")
    assert "Until Christmas" in page
    assert "A week" not in page


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
