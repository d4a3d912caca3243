"""Calls are tasks for people, and what came of one decides how it goes on."""

from __future__ import annotations

from datetime import date, timedelta

import factories
import pytest

from acquit.agenda.models import Task
from acquit.audit.actions import Actor
from acquit.audit.models import Entry
from acquit.core.days import next_working_day
from acquit.core.money import Money
from acquit.cycle import actions as cycle
from acquit.cycle.actions import Heard
from acquit.dunning import actions
from acquit.dunning.actions import NotCalling
from acquit.dunning.models import Action, CallOutcome, Outlook
from acquit.ledger.actions import NotOfThisCustomer
from acquit.ledger.models import DisputeReason, Promise, Receivable
from acquit.ledger.rows import Range

pytestmark = pytest.mark.django_db
TODAY, NOW = factories.TODAY, factories.NOW
ANNA = Actor(None, "Anna Peeters")


@pytest.fixture
def owed() -> Receivable:
    """What the bakery owes since the tenth."""
    company = factories.company()
    actions.found_scenarios(company, at=NOW)
    return factories.receivable(factories.customer(company))


def record(
    call: Action, outcome: CallOutcome, *, on: date = TODAY, **more: object
) -> Action:
    heard = Heard(outcome=outcome, **more)  # type: ignore[arg-type]  # what it is told with
    return cycle.record_call(action_id=call.pk, heard=heard, on=on, actor=ANNA, at=NOW)


def decide(owed: Receivable) -> None:
    alone = Range(owed.customer_id, owed.customer_id)
    cycle.decide_shard(alone, TODAY, at=NOW)


def task_of(call: Action) -> Task:
    return Task.objects.get(key=f"CALL:{call.pk}")


def test_who_does_not_answer_is_called_on_the_next_working_day(owed: Receivable) -> None:
    call = factories.call(owed)
    record(call, CallOutcome.NO_ANSWER)
    assert task_of(call).due_on == next_working_day(TODAY, "BE")
    friday = date(2026, 11, 27)
    record(call, CallOutcome.NO_ANSWER, on=friday)
    assert task_of(call).due_on == date(2026, 11, 30)


def test_after_three_tries_nobody_is_called_any_more(owed: Receivable) -> None:
    call = factories.call(owed)
    states = [record(call, CallOutcome.NO_ANSWER).state for _ in range(3)]
    assert states == ["CALLING", "CALLING", "SENT"]
    assert task_of(call).done_at is not None
    with pytest.raises(NotCalling):
        record(call, CallOutcome.NO_ANSWER)


def test_a_call_about_what_has_been_paid_is_taken_off_the_list(owed: Receivable) -> None:
    call = factories.call(owed)
    Receivable.objects.filter(pk=owed.pk).update(open_minor=0, settled_on=TODAY)
    decide(owed)
    call.refresh_from_db()
    assert (call.state, call.why) == ("DROPPED", "SETTLED")
    assert task_of(call).done_at is not None
    with pytest.raises(NotCalling):
        record(call, CallOutcome.PAID)


def test_a_call_about_what_is_paid_in_part_stays(owed: Receivable) -> None:
    call = factories.call(owed)
    Receivable.objects.filter(pk=owed.pk).update(open_minor=100)
    decide(owed)
    call.refresh_from_db()
    assert call.state == "CALLING"


def test_a_promise_on_the_phone_stops_the_reminders(owed: Receivable) -> None:
    decide(owed)
    assert Outlook.objects.get(receivable=owed).reason != "PROMISED"
    by = TODAY + timedelta(days=5)
    promised = {owed.pk: Money(owed.open_minor, "EUR")}
    call = factories.call(owed)
    record(call, CallOutcome.PROMISE, promised=promised, promised_on=by)
    outlook = Outlook.objects.get(receivable=owed)
    assert (outlook.reason, outlook.until_on) == ("PROMISED", by)


def test_what_is_contested_on_the_phone_is_not_asked_for(owed: Receivable) -> None:
    call = factories.call(owed)
    why = DisputeReason.PRICE
    record(call, CallOutcome.DISPUTE, contested={owed.pk: None}, reason=why, words="Wet.")
    assert Outlook.objects.get(receivable=owed).reason == "DISPUTED"
    assert owed.disputes.get().words == "Wet."


def test_the_trail_keeps_who_called_and_what_came_of_it(owed: Receivable) -> None:
    call = factories.call(owed)
    monday = TODAY + timedelta(days=8)
    record(call, CallOutcome.CALL_BACK, again_on=monday, words="The chief is away.")
    made = Entry.objects.get(event="call_made")
    assert (made.actor_name, made.reason) == ("Anna Peeters", "The chief is away.")
    assert made.details == {
        "step": "CALL_1",
        "outcome": "CALL_BACK",
        "again_on": monday.isoformat(),
    }


def test_a_promise_for_somebody_elses_invoice_keeps_nothing_at_all(
    owed: Receivable,
) -> None:
    other = factories.receivable(
        factories.customer(owed.company, "C002", "Librairie Aubel"), "A2"
    )
    call = factories.call(owed)
    promised = {other.pk: Money(100, "EUR")}
    with pytest.raises(NotOfThisCustomer):
        record(call, CallOutcome.PROMISE, promised=promised, promised_on=TODAY)
    call.refresh_from_db()
    assert (call.state, call.tries) == ("CALLING", 0)
    assert not Promise.objects.exists()
