"""A trial on real books, beside what was sent; a decision explained, and decided again."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import factories
import pytest

from acquit.audit.actions import Actor
from acquit.channels.outbox import Outbox
from acquit.core.dunning import STANDARD
from acquit.core.dunning.prices import Prices
from acquit.cycle import actions, queries
from acquit.cycle.actions.trials import is_quick, run_trial
from acquit.cycle.explaining import why
from acquit.cycle.trying import NoSuchPeriod, Period, try_scenario, what_leaves_next
from acquit.dunning.actions import found_scenarios
from acquit.dunning.actions.trials import NotAPrice, set_prices
from acquit.dunning.models import Action, Scenario
from acquit.dunning.queries.chosen import (
    NoSuchScenario,
    NothingDrawn,
    chosen,
    customers_of,
    from_file,
)
from acquit.dunning.queries.replayed import NotDecided, NothingKept, replay
from acquit.ledger.actions.booking import Booking, book
from acquit.ledger.models import AllocationKind, HoldReason, Receivable, Source

if TYPE_CHECKING:
    from acquit.ledger.models import Customer
    from acquit.organisation.models import Company

MONDAY = date(2026, 11, 23)
PERSON = Actor(None, "test")


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def walk(day: date) -> dict[str, Any]:
    return actions.walk(day, carrier=Outbox(), clock=lambda: at(day))


def plus(days: int) -> date:
    return MONDAY + timedelta(days=days)


@pytest.fixture
def alfa(db: None) -> Company:
    return factories.at_any_hour(factories.company())


@pytest.fixture
def dupont(alfa: Company) -> Customer:
    """Owes 1,200.00 since the Wednesday before Monday 23 November."""
    customer = factories.customer(alfa, email="books@dupont.example")
    factories.receivable(customer, due_on=plus(-5))
    return customer


def tried(company: Company, first: date, last: date, **more: Any) -> dict[str, Any]:
    who = customers_of(company.pk, chosen(company.pk, "in-force"), everybody=False)
    scenario = more.pop("scenario", STANDARD)
    now = more.pop("now", at(last, 18))
    return try_scenario(company, scenario, who, Period(first, last), now=now, **more)


def test_what_was_in_force_gives_what_was_sent(alfa: Company, dupont: Customer) -> None:
    for day in range(28):
        walk(plus(day))

    told = tried(alfa, MONDAY, plus(27), scenario=None)

    assert told["messages"] == told["really"]["messages"] == 2
    assert told["differences"]["same"] == 2
    assert [one["step"] for one in told["by_step"]] == ["REMINDER_1", "REMINDER_2"]
    assert told["written_though_paid"] == 0


def test_a_hold_that_was_placed_later_is_not_known_before(
    alfa: Company, dupont: Customer
) -> None:
    """Placed on the Wednesday: the trial writes on the Monday as was done."""
    walk(MONDAY)
    actions.place_hold(
        customer_id=dupont.pk,
        receivable_id=None,
        reason=HoldReason.AGREEMENT,
        from_on=plus(2),
        until_on=plus(60),
        actor=PERSON,
        at=at(plus(2), 14),
    )

    told = tried(alfa, MONDAY, plus(27))

    assert [(one["step"], one["messages"]) for one in told["by_step"]] == [
        ("REMINDER_1", 1)
    ]
    assert told["held"][0]["reason"] == "HELD"


def test_another_scenario_names_whom_it_would_have_written_to(
    alfa: Company, dupont: Customer
) -> None:
    """Nobody walked: everything that the trial sends is new, and letters cost money."""
    quiet = factories.customer(
        alfa, "C002", "Garage Maes", street="Kerkstraat 1", city="Gent"
    )
    factories.receivable(quiet, "2026-002", due_on=plus(-5))

    told = tried(alfa, MONDAY, plus(2))

    assert told["people"] == 2
    found = told["differences"]["first_only_tried"]
    assert [one["customer"] for one in found] == ["C001", "C002"]
    assert told["cost"]["minor"] == 180
    set_prices(alfa, Prices(letter_minor=250), actor=PERSON, at=at(MONDAY))
    assert tried(alfa, MONDAY, plus(2))["cost"]["minor"] == 250


def test_a_price_that_cannot_be_is_refused(alfa: Company) -> None:
    with pytest.raises(NotAPrice):
        set_prices(alfa, Prices(letter_minor=10**9), actor=PERSON, at=at(MONDAY))


def test_tomorrow_is_the_day_after_the_walk(alfa: Company, dupont: Customer) -> None:
    before = what_leaves_next(alfa, now=at(MONDAY, 7))
    walk(MONDAY)
    after = what_leaves_next(alfa, now=at(MONDAY, 18))

    assert (before["day"], before["messages"]) == ("2026-11-23", 1)
    assert (after["day"], after["messages"]) == ("2026-11-24", 0)


def test_tomorrow_by_another_scenario_for_those_who_would_follow_it(
    alfa: Company, dupont: Customer
) -> None:
    silent = from_file("silent.json", {"places": []}).scenario

    told = what_leaves_next(alfa, now=at(MONDAY, 7), instead=silent, for_whom=[dupont.pk])

    assert told["messages"] == 0
    assert told["held"] == [{"reason": "NOT_FOLLOWED", "receivables": 1, "people": 1}]


def test_a_period_ends_today_at_the_latest() -> None:
    with pytest.raises(NoSuchPeriod):
        Period(MONDAY, plus(1)).check(MONDAY)
    with pytest.raises(NoSuchPeriod):
        Period(MONDAY, plus(-1)).check(MONDAY)
    Period(plus(-30), MONDAY).check(MONDAY)


def test_a_scenario_is_named_by_its_code(alfa: Company) -> None:
    assert chosen(alfa.pk, "standard").scenario == STANDARD
    found_scenarios(alfa, at=at(MONDAY))

    assert chosen(alfa.pk, "standard").row is not None
    with pytest.raises(NothingDrawn):
        chosen(alfa.pk, "standard@draft")
    with pytest.raises(NoSuchScenario, match="standard"):
        chosen(alfa.pk, "nowhere")
    row = Scenario.objects.get(company=alfa, code="standard")
    row.draft = {"places": []}
    row.save()
    assert chosen(alfa.pk, "standard@draft").draft


def test_a_decision_is_explained_by_what_was_known_that_morning(
    alfa: Company, dupont: Customer
) -> None:
    walk(MONDAY)
    walk(plus(1))

    then = why(dupont, as_of=MONDAY, now=at(plus(1), 18))
    later = why(dupont, as_of=plus(1), now=at(plus(1), 18))

    assert [one["step"] for one in then["leaves"]] == ["REMINDER_1"]
    assert then["receivables"][0]["open"] == "1200.00"
    assert later["leaves"] == []
    assert later["receivables"][0]["next_action"] == "REMINDER_2"
    assert later["receivables"][0]["last_on"] == "2026-11-23"


def test_a_step_that_left_is_decided_again_the_same(
    alfa: Company, dupont: Customer
) -> None:
    walk(MONDAY)
    action = Action.objects.get(state="SENT")

    told = replay(action.pk)

    assert told["same"]
    assert [(one["taken"], one["again"]) for one in told["steps"]] == [
        ("REMINDER_1", "REMINDER_1")
    ]


def test_a_basis_that_was_tampered_with_is_named(alfa: Company, dupont: Customer) -> None:
    walk(MONDAY)
    action = Action.objects.get(state="SENT")
    action.basis["file"]["held_until"] = "2026-12-31"
    action.save()

    told = replay(action.pk)

    assert not told["same"]
    assert told["steps"][0]["reason"] == "HELD"


def test_what_nothing_was_kept_of_cannot_be_decided_again(dupont: Customer) -> None:
    owed = factories.receivable(dupont, "2026-009")
    with pytest.raises(NothingKept):
        replay(factories.prepared(owed).pk)
    thanked = factories.prepared(owed, "THANK_YOU", "READY")
    with pytest.raises(NotDecided):
        replay(thanked.pk)


def test_the_result_of_a_trial_is_kept(alfa: Company, dupont: Customer) -> None:
    asked = factories.trial(alfa, first_on=MONDAY, last_on=plus(3))
    assert is_quick(asked)

    run_trial(asked, clock=lambda: at(plus(3), 18))

    asked.refresh_from_db()
    assert (asked.state, asked.days_done) == ("DONE", 4)
    assert json.loads(json.dumps(asked.result))["messages"] == 1


def test_only_the_customers_within_reach_of_who_asked_are_tried(
    alfa: Company, dupont: Customer
) -> None:
    other = factories.customer(alfa, "C002", "Garage Maes", email="a@maes.example")
    factories.receivable(other, "2026-002", due_on=plus(-5))
    asked = factories.trial(alfa, first_on=MONDAY, last_on=plus(1), customers=[other.pk])

    run_trial(asked, clock=lambda: at(plus(1), 18))

    asked.refresh_from_db()
    assert asked.result["customers"] == asked.result["people"] == 1


def test_mornings_are_those_of_the_walks_and_lie_one_after_the_other(db: None) -> None:
    actions.walk(MONDAY, carrier=Outbox(), clock=lambda: at(plus(5), 3))
    found = queries.mornings(
        plus(-1), plus(7), usual=time(10), zone=ZoneInfo("Europe/Brussels"), now=at(plus(6))
    )

    assert found[MONDAY] == at(plus(5), 3)
    assert found[plus(-1)] == at(plus(-1))
    assert found[plus(1)] == at(plus(5), 3)
    assert found[plus(5)] == at(plus(5))
    assert found[plus(7)] == at(plus(6))
    assert list(found.values()) == sorted(found.values())


def test_books_that_were_imported_later_are_tried_by_their_days(
    alfa: Company, dupont: Customer
) -> None:
    """All was recorded on the last day: known then, or as of the days of the facts."""
    last = plus(30)
    Receivable.objects.update(recorded_at=at(last, 17))
    book(
        [
            Booking(
                receivable_id=dupont.receivables.get().pk,
                kind=AllocationKind.STATED,
                source=Source.ACCOUNTING,
                amount_minor=120_000,
                booked_on=plus(6),
            )
        ],
        at=at(last, 17),
    )

    assert tried(alfa, MONDAY, last)["messages"] == 0
    told = tried(alfa, MONDAY, last, dated=True)
    assert told["as_dated"]
    assert [(one["step"], one["messages"]) for one in told["by_step"]] == [
        ("REMINDER_1", 1),
        ("THANK_YOU", 1),
    ]
