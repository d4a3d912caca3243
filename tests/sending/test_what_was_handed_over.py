"""What a lawyer has in hand is asked for by nobody else, from the moment of the hand-over:
neither by the next walk nor by what was prepared before.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import factories
import pytest
from django.utils import timezone

import acquit.handover.actions as handover
import acquit.ledger.actions as ledger
from acquit.agenda.models import Task, TaskKind
from acquit.channels.email.smtp import Smtp
from acquit.core.money import Money
from acquit.core.procedures import Procedure
from acquit.cycle.actions import cases
from acquit.cycle.actions.daily import THE_CYCLE, watch
from acquit.dunning.actions import dispatch
from acquit.handover.models import Case, InsolvencyKind, Outcome, PartnerKind
from acquit.ledger.models import Source, WriteOffReason
from sending import trade
from sending.trade import DAY, debtor, outlook, owes, prepare, walk

if TYPE_CHECKING:
    from acquit.dunning.models import Action
    from acquit.ledger.models import Receivable
    from sending.sink import Sink

pytestmark = pytest.mark.django_db


def by() -> dict[str, Any]:
    return {"actor": trade.PERSON, "at": timezone.now()}


def handed(one: Receivable) -> dict[str, Any]:
    lawyer = handover.add_partner(
        one.company_id, code="l", name="L", kind=PartnerKind.LAWYER, **by()
    )
    return {
        "customer_id": one.customer_id,
        "receivable_ids": [one.pk],
        "partner_id": lawyer.pk,
        "procedure": Procedure.GENERIC,
        "on": DAY,
        **by(),
    }


def insolvent(one: Receivable) -> dict[str, Any]:
    return {
        "customer_id": one.customer_id,
        "kind": InsolvencyKind.BANKRUPTCY,
        "opened_on": DAY,
        "deadline_on": DAY + timedelta(days=30),
        **by(),
    }


def send(action: Action, sink: Sink) -> Action:
    carrier = Smtp(sink.url)
    dispatch([action.pk], as_of=DAY, carrier=carrier, clock=timezone.now, actor=THE_CYCLE)
    carrier.close()
    action.refresh_from_db()
    return action


def test_the_walk_asks_for_nothing_that_is_in_a_case_and_says_so(sink: Sink) -> None:
    one = debtor()
    case = cases.hand_over(**handed(one))
    assert walk(sink)["sent"] == 0
    assert (outlook(one).reason, outlook(one).until_on) == ("HANDED_OVER", None)
    cases.close_case(case_id=case.pk, outcome=Outcome.WITHDRAWN, on=DAY, **by())
    assert outlook(one).next_action == "REMINDER_1"
    assert walk(sink)["sent"] == 1


def test_another_invoice_of_the_same_customer_is_followed_up(sink: Sink) -> None:
    one = debtor()
    other = owes(one.customer)
    cases.hand_over(**handed(one))
    assert walk(sink)["sent"] == 1
    (mail,) = sink.mails
    assert other.invoice.number in mail.text
    assert one.invoice.number not in mail.text


def test_what_was_prepared_before_the_hand_over_does_not_leave(sink: Sink) -> None:
    one = debtor()
    action = prepare(one)
    # Below the cycle, so that nobody decides anew: only the last check can see it.
    handover.open_case(**handed(one))
    assert send(action, sink).state == "HELD"
    assert not sink.mails


def test_what_was_prepared_before_an_insolvency_does_not_leave(sink: Sink) -> None:
    one = debtor()
    action = prepare(one)
    handover.record_insolvency(**insolvent(one), today=DAY)
    assert send(action, sink).state == "HELD"
    assert not sink.mails


def test_an_insolvent_debtor_is_not_asked_until_it_is_over(sink: Sink) -> None:
    one = debtor()
    found = cases.record_insolvency(**insolvent(one), on=DAY)
    assert walk(sink)["sent"] == 0
    assert outlook(one).reason == "INSOLVENT"
    cases.end_insolvency(insolvency_id=found.pk, on=DAY, **by())
    assert outlook(one).next_action == "REMINDER_1"


def test_of_both_the_insolvency_is_told(sink: Sink) -> None:
    one = debtor()
    cases.hand_over(**handed(one))
    cases.record_insolvency(**insolvent(one), on=DAY)
    assert outlook(one).reason == "INSOLVENT"


def of_the_week(day: date) -> list[tuple[bool, int]]:
    watch(day, at=timezone.now())
    rows = Task.objects.filter(kind=TaskKind.ENDLESS_HOLDS).order_by("pk")
    return [(row.done_at is None, row.why["holds"]) for row in rows]


def test_holds_without_an_end_are_told_once_a_week() -> None:
    cases.hand_over(**handed(debtor()))
    assert of_the_week(DAY) == [(True, 1)]
    assert of_the_week(DAY + timedelta(days=1)) == [(True, 1)]
    assert of_the_week(DAY + timedelta(days=7)) == [(False, 1), (True, 1)]
    case = Case.objects.get()
    cases.close_case(case_id=case.pk, outcome=Outcome.WITHDRAWN, on=DAY, **by())
    assert of_the_week(DAY + timedelta(days=14)) == [(False, 1), (False, 1)]


def reminded(one: Receivable, sink: Sink) -> None:
    walk(sink)
    sink.taken()


def settle(one: Receivable, *, by_money: bool) -> None:
    on, amount = DAY + timedelta(days=1), Money(one.open_minor, "EUR")
    if by_money:
        line = factories.line(factories.account(one.company), booked_on=on)
        assert line.receipt is not None
        share = ledger.Share(receivable_id=one.pk, amount_minor=one.open_minor)
        ledger.allocate_receipt(line.receipt, [share], source=Source.BANK, **by())
        return
    cases.give_up(
        receivable_id=one.pk,
        amount=amount,
        reason=WriteOffReason.UNCOLLECTABLE,
        words="",
        on=on,
        **by(),
    )


@pytest.mark.parametrize(
    ("in_a_case", "by_money", "thanks"),
    [(False, True, 1), (False, False, 0), (True, True, 0)],
)
def test_nobody_is_thanked_for_what_was_given_up_or_collected_by_somebody_else(
    sink: Sink, in_a_case: bool, by_money: bool, thanks: int
) -> None:
    one = debtor()
    reminded(one, sink)
    if in_a_case:
        cases.hand_over(**handed(one))
    settle(one, by_money=by_money)
    assert walk(sink, DAY + timedelta(days=2))["sent"] == thanks
