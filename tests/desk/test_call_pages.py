"""A call: whom to dial, what to say, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import factories
import pytest
from django.test import Client
from django.utils import timezone

from acquit.agenda.models import Task
from acquit.cycle.models import Cycle
from acquit.dunning.models import Action
from acquit.ledger.models import Contact, Customer, Dispute, Promise, Receivable
from acquit.organisation.models import Company, Person, Role

FewQueries = Callable[[], AbstractContextManager[Any]]
SignIn = Callable[[Person], Client]
IN_A_WEEK = (factories.TODAY + timedelta(days=7)).isoformat()


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    """The last day that was walked is TODAY."""
    Cycle.objects.create(day=factories.TODAY, started_at=factories.NOW)


@pytest.fixture
def bakery(ours: Company) -> Customer:
    """A customer whose accountant has a number of her own."""
    made = factories.customer(ours, phone="+32 2 555 01 00")
    Contact.objects.create(
        customer=made, name="Lucie Maes", role="ACCOUNTING", phone="+32 475 55 01 02"
    )
    return made


@pytest.fixture
def owed(bakery: Customer) -> Receivable:
    """Its late invoice."""
    return factories.receivable(bakery, "2026-071")


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


def say(client: Client, call: Action, outcome: str, **more: Any) -> Any:
    return client.post(f"/calls/{call.pk}/record/", {"outcome": outcome, **more})


def task_of(call: Action) -> Task:
    return Task.objects.get(key=f"CALL:{call.pk}")


def test_the_page_says_whom_to_dial_what_is_owed_and_what_to_say(
    desk: Client, owed: Receivable, few_queries: FewQueries
) -> None:
    call = factories.call(owed)
    factories.sent(owed, on=factories.TODAY - timedelta(days=9))
    with few_queries():
        page = text(desk, f"/calls/{call.pk}/")
    assert page.index("tel:+32475550102") < page.index("tel:+3225550100")
    assert "Lucie Maes" in page
    assert "2026-071" in page
    assert "First reminder" in page
    assert "Open with:" in page
    assert "Try 1 of 3" in page


def test_the_list_leads_to_the_call_and_does_not_tick_it_off(
    desk: Client, owed: Receivable
) -> None:
    call = factories.call(owed)
    page = text(desk, "/tasks/")
    assert "Make the call" in page
    assert f'href="/calls/{call.pk}/"' in page
    assert f"/tasks/{task_of(call).pk}/done/" not in page
    assert desk.post(f"/tasks/{task_of(call).pk}/done/").status_code == 422
    assert task_of(call).done_at is None


def test_a_promise_is_recorded_for_the_chosen_invoices(
    desk: Client, owed: Receivable, bakery: Customer
) -> None:
    other = factories.receivable(bakery, "2026-072")
    call = factories.call(owed)
    factories.also_about(call, other)
    answer = say(
        desk, call, "PROMISE", receivables=[owed.pk], promised_on=IN_A_WEEK, words="Friday."
    )
    assert answer["Location"] == "/tasks/"
    promise = Promise.objects.get()
    assert (promise.receivable, promise.amount_minor) == (owed, 120_000)
    assert task_of(call).done_at is not None
    story = text(desk, f"/customers/{bakery.pk}/timeline/")
    assert "First call: Promised to pay" in story
    assert "Friday." in story


def test_an_amount_is_promised_for_the_oldest_invoice_first(
    desk: Client, owed: Receivable, bakery: Customer
) -> None:
    younger = factories.receivable(
        bakery, "2026-072", due_on=owed.due_on + timedelta(days=3)
    )
    call = factories.call(younger)
    factories.also_about(call, owed)
    both = [owed.pk, younger.pk]
    say(desk, call, "PROMISE", receivables=both, amount="1500", promised_on=IN_A_WEEK)
    assert owed.promises.get().amount_minor == 120_000
    assert younger.promises.get().amount_minor == 30_000


def test_who_is_called_back_stands_on_the_list_of_that_day_and_not_of_this_one(
    desk: Client, owed: Receivable
) -> None:
    call = factories.call(owed)
    say(desk, call, "CALL_BACK", again_on=IN_A_WEEK, again_at="14:30")
    page = text(desk, "/tasks/")
    assert "Make the call" not in page
    assert "1 is put off until later." in page
    later = text(desk, "/tasks/?later=1")
    assert "Make the call" in later
    assert "29 Nov 2026, 14:30" in later
    assert "It is put off until 29 Nov 2026, 14:30." in text(desk, f"/calls/{call.pk}/")
    Cycle.objects.create(day=IN_A_WEEK, started_at=factories.NOW)
    hour = Task.objects.filter(key=f"CALL:{call.pk}")
    hour.update(not_before=timezone.now() + timedelta(minutes=5))
    assert "Make the call" not in text(desk, "/tasks/")
    hour.update(not_before=timezone.now())
    assert "Make the call" in text(desk, "/tasks/")


def test_an_hour_without_a_day_is_one_of_today(desk: Client, owed: Receivable) -> None:
    call = factories.call(owed)
    assert say(desk, call, "CALL_BACK", again_at="16:00").status_code == 302
    assert task_of(call).due_on == factories.TODAY


def test_a_call_that_is_put_off_is_not_the_next_one(
    desk: Client, ours: Company, owed: Receivable
) -> None:
    first, other = factories.call(owed), factories.customer(ours, "C2", "Two")
    second = factories.call(factories.receivable(other, "X-2"))
    assert f'href="/calls/{second.pk}/"' in text(desk, f"/calls/{first.pk}/")
    say(desk, second, "CALL_BACK", again_on=IN_A_WEEK)
    assert f'href="/calls/{second.pk}/"' not in text(desk, f"/calls/{first.pk}/")


def test_what_is_missing_or_too_much_is_asked_for(desk: Client, owed: Receivable) -> None:
    call = factories.call(owed)
    assert "Which day?" in say(desk, call, "PROMISE").content.decode()
    much = say(desk, call, "PROMISE", receivables=[owed.pk], amount="1500")
    assert "That is more than 1,200.00" in much.content.decode()
    late = say(desk, call, "CALL_BACK", again_on="2020-01-01")
    assert "Give a day that is still to come." in late.content.decode()
    nothing = desk.post(f"/calls/{call.pk}/record/", {})
    assert nothing.status_code == 422
    call.refresh_from_db()
    assert (call.state, call.tries) == ("CALLING", 0)


def test_what_another_outcome_asks_for_cannot_be_wrong(
    desk: Client, owed: Receivable
) -> None:
    call = factories.call(owed)
    answer = say(desk, call, "PAID", amount="much", promised_on="soon", again_on="later")
    assert answer.status_code == 302


def test_what_is_contested_becomes_a_dispute(desk: Client, owed: Receivable) -> None:
    call = factories.call(owed)
    say(desk, call, "DISPUTE", receivables=[owed.pk], reason="PRICE", words="10 % too much")
    dispute = Dispute.objects.get()
    assert (dispute.receivable, dispute.reason) == (owed, "PRICE")
    assert (dispute.amount_minor, dispute.words) == (None, "10 % too much")


def test_who_does_not_answer_stays_on_the_list(desk: Client, owed: Receivable) -> None:
    call = factories.call(owed)
    say(desk, call, "NO_ANSWER")
    task = task_of(call)
    assert task.done_at is None
    assert task.due_on > factories.TODAY
    assert "Try 2 of 3" in text(desk, f"/calls/{call.pk}/")


def test_who_wants_to_be_called_again_is_called_on_that_day(
    desk: Client, owed: Receivable
) -> None:
    call = factories.call(owed)
    say(desk, call, "CALL_BACK", again_on=IN_A_WEEK)
    assert task_of(call).due_on.isoformat() == IN_A_WEEK


@pytest.mark.parametrize("outcome", ["PAID", "WRONG_NUMBER", "OTHER"])
def test_the_other_outcomes_take_it_off_the_list(
    desk: Client, owed: Receivable, outcome: str
) -> None:
    call = factories.call(owed)
    assert say(desk, call, outcome, words="As told.").status_code == 302
    call.refresh_from_db()
    assert (call.state, call.outcome) == ("SENT", outcome)
    assert task_of(call).done_at is not None


def test_one_call_leads_to_the_next(desk: Client, owed: Receivable, ours: Company) -> None:
    first = factories.call(owed)
    second = factories.call(
        factories.receivable(factories.customer(ours, "C002", "Librairie Aubel"), "A2")
    )
    assert f"/calls/{second.pk}/" in text(desk, f"/calls/{first.pk}/")
    assert say(desk, first, "PAID", next="1")["Location"] == f"/calls/{second.pk}/"
    assert say(desk, second, "PAID", next="1")["Location"] == "/tasks/"


def test_somebody_else_was_quicker(desk: Client, owed: Receivable) -> None:
    call = factories.call(owed)
    say(desk, call, "PAID", words="By bank, yesterday.")
    again = say(desk, call, "PROMISE", receivables=[owed.pk], promised_on=IN_A_WEEK)
    assert again.status_code == 422
    page = again.content.decode()
    assert "This call is no longer to be made" in page
    assert "This call has been made: Says it is paid." in page
    assert not Promise.objects.exists()


def test_who_only_reads_sees_the_call_and_keeps_nothing(
    ours: Company, owed: Receivable, signed_in: SignIn
) -> None:
    call = factories.call(owed)
    reader = factories.grant(factories.person("Rita Reader"), Role.READ_ONLY, within=ours)
    browser = signed_in(reader)
    page = text(browser, f"/calls/{call.pk}/")
    assert "Lucie Maes" in page
    assert "What came of it?" not in page
    assert say(browser, call, "PAID").status_code == 403


def test_a_call_for_another_persons_customer_is_not_there(
    ours: Company, owed: Receivable, signed_in: SignIn
) -> None:
    call = factories.call(owed)
    sam = factories.person("Sam Sales")
    factories.grant(sam, Role.REPRESENTATIVE, within=ours, own_customers=True)
    browser = signed_in(sam)
    assert browser.get(f"/calls/{call.pk}/").status_code == 404
    assert say(browser, call, "PAID").status_code == 404


def test_the_representative_of_the_customer_makes_it(
    ours: Company, owed: Receivable, signed_in: SignIn
) -> None:
    call = factories.call(owed)
    sam = factories.person("Sam Sales")
    factories.grant(sam, Role.REPRESENTATIVE, within=ours, own_customers=True)
    Customer.objects.filter(pk=owed.customer_id).update(representative=sam)
    assert say(signed_in(sam), call, "PAID").status_code == 302


def test_a_step_that_is_no_call_has_no_such_page(desk: Client, owed: Receivable) -> None:
    assert desk.get(f"/calls/{factories.prepared(owed).pk}/").status_code == 404
