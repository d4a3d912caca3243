"""A promise stops the steps until the end of its day; only new money keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from acquit.core.money import Money
from acquit.cycle import actions
from acquit.ledger.actions import Share
from acquit.ledger.models import Receipt
from sending import trade
from sending.test_between_deciding_and_sending import bank
from sending.trade import DAY, debtor, number, outlook, walk

if TYPE_CHECKING:
    from acquit.ledger.models import Receivable
    from sending.sink import Sink

pytestmark = pytest.mark.django_db
TOMORROW, THE_DAY_AFTER = trade.days(1), trade.days(2)


def promise(one: Receivable, minor: int) -> None:
    actions.record_promise(
        receivable_id=one.pk,
        amount=Money(minor, "EUR"),
        promised_on=TOMORROW,
        made_on=DAY,
        actor=trade.PERSON,
        at=timezone.now(),
    )


def part_is_paid(one: Receivable, minor: int) -> None:
    """A part is booked today, and a person says for what."""
    bank(one, minor, number(one), of_day=DAY)
    actions.accept_match(
        receipt_id=Receipt.objects.get().pk,
        shares=[Share(one.pk, minor)],
        on=DAY,
        actor=trade.PERSON,
        at=timezone.now(),
    )


def test_a_promise_stops_until_the_end_of_its_day_and_then_the_steps_go_on(sink: Sink):
    one = debtor()
    promise(one, one.open_minor)
    walk(sink, DAY)
    walk(sink, TOMORROW)
    assert not sink.mails
    walk(sink, THE_DAY_AFTER)
    assert len(sink.mails) == 1


def test_money_that_was_there_before_the_promise_does_not_keep_it(sink: Sink):
    one = debtor(minor=100_000)
    part_is_paid(one, 60_000)
    promise(one, 40_000)
    walk(sink, DAY)
    walk(sink, TOMORROW)
    assert not sink.mails
    assert outlook(one).reason == "PROMISED"


def test_money_that_comes_after_the_promise_keeps_it_and_the_rest_is_asked_for(sink: Sink):
    one = debtor(minor=100_000)
    promise(one, 60_000)
    part_is_paid(one, 60_000)
    walk(sink, DAY)
    assert one.promises.get().kept
    assert len(sink.mails) == 1
