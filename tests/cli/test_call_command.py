"""`acquit call`, as somebody at the command line uses it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import factories
import pytest

from acquit.cli.call import OUTCOMES
from acquit.cycle.models import Cycle
from acquit.dunning.models import Action, CallOutcome
from acquit.ledger.models import Dispute, Promise, Receivable

IN_A_WEEK = (factories.TODAY + timedelta(days=7)).isoformat()


@pytest.fixture
def owed(transactional_db: None) -> Receivable:
    """What the bakery owes, who has a number."""
    Cycle.objects.create(day=factories.TODAY, started_at=factories.NOW)
    debtor = factories.customer(
        factories.company("X", "Alder Trading"), phone="+32 2 555 01 00", language="en"
    )
    return factories.receivable(debtor)


@pytest.fixture
def call(owed: Receivable) -> Action:
    return factories.call(owed)


def listed(acquit: Any, *more: str) -> list[dict[str, Any]]:
    told = acquit("call", "list", "--company", "X", "--json", *more)
    assert told.returncode == 0, told.stderr
    rows: list[dict[str, Any]] = json.loads(told.stdout)
    return rows


def said(acquit: Any, call: Action, outcome: str, *more: str) -> Any:
    return acquit("call", "record", str(call.pk), outcome, "--json", *more)


def test_every_outcome_can_be_said() -> None:
    assert {one.upper() for one in OUTCOMES} == set(CallOutcome.values)


def test_the_list_says_whom_to_dial_about_what_and_what_to_say(
    acquit: Any, call: Action
) -> None:
    (one,) = listed(acquit)
    assert (one["call"], one["customer"], one["try"]) == (call.pk, "C001", 1)
    assert one["numbers"] == [
        {"name": "Boulangerie Dupont", "role": "", "number": "+32 2 555 01 00"}
    ]
    (invoice,) = one["invoices"]
    assert (invoice["invoice"], invoice["open"]) == ("2026-001", "1200.00")
    assert "Open with:" in one["script"]
    text = acquit("call", "list", "--company", "X", "--scripts").stdout
    assert "+32 2 555 01 00 (Boulangerie Dupont)" in text
    assert "Open with:" in text


def test_a_promise_is_kept_with_its_day_and_the_call_leaves_the_list(
    acquit: Any, call: Action
) -> None:
    done = said(acquit, call, "promise", "--on", IN_A_WEEK, "--amount", "500")
    assert json.loads(done.stdout) == {
        "call": call.pk,
        "outcome": "promise",
        "tries": 1,
        "off_the_list": True,
    }
    promise = Promise.objects.get()
    assert (promise.amount_minor, promise.promised_on.isoformat()) == (50_000, IN_A_WEEK)
    assert listed(acquit) == []
    again = said(acquit, call, "paid")
    assert again.returncode == 1
    assert "no longer to be made" in again.stderr


def test_a_dispute_is_kept_with_its_reason(acquit: Any, call: Action) -> None:
    said(acquit, call, "dispute", "--reason", "price", "--words", "Wet boxes.")
    dispute = Dispute.objects.get()
    assert (dispute.reason, dispute.words, dispute.amount_minor) == (
        "PRICE",
        "Wet boxes.",
        None,
    )


def test_who_is_called_back_is_off_the_list_until_then(acquit: Any, call: Action) -> None:
    done = said(acquit, call, "call_back", "--on", IN_A_WEEK, "--at", "14:30")
    assert json.loads(done.stdout)["off_the_list"] is False
    assert listed(acquit) == []
    day_after = (factories.TODAY + timedelta(days=8)).isoformat()
    assert [one["try"] for one in listed(acquit, "--as-of", day_after)] == [2]


def test_who_does_not_answer_is_called_again(acquit: Any, call: Action) -> None:
    assert json.loads(said(acquit, call, "no_answer").stdout)["off_the_list"] is False
    assert listed(acquit) == []


@pytest.mark.parametrize(
    ("more", "status", "told"),
    [
        (("promise",), 2, "A promise needs its day"),
        (("call_back",), 2, "Say when to call again"),
        (("promise", "--on", IN_A_WEEK, "--amount", "9999"), 1, "1200.00"),
        (("promise", "--on", IN_A_WEEK, "--invoice", "Z-9"), 1, "not about Z-9"),
        (("promise", "--on", "2020-01-01"), 1, "2020-01-01 lies before"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_kept(
    acquit: Any, call: Action, more: tuple[str, ...], status: int, told: str
) -> None:
    done = said(acquit, call, *more)
    assert done.returncode == status
    assert told in done.stderr
    call.refresh_from_db()
    assert (call.state, call.tries) == ("CALLING", 0)


def test_what_is_no_call_cannot_be_recorded(acquit: Any, owed: Receivable) -> None:
    done = said(acquit, factories.prepared(owed), "paid")
    assert done.returncode == 1
    assert "There is no call" in done.stderr
