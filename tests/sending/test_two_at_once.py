"""Two processes want to send, or a fact arrives while a message leaves."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone

from acquit.channels.models import Message
from acquit.core.money import Money
from acquit.cycle import actions
from sending import trade
from sending.sink import OK
from sending.test_between_deciding_and_sending import (
    dispute,
    hold_all,
    pays,
    pays_another_amount,
    pays_without_a_word,
    promise,
)
from sending.trade import DAY, arrivals, debtor, message, number, prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from acquit.ledger.models import Receivable
    from sending.conftest import Sender
    from sending.sink import Mail, Sink

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_S = 10.0


@contextmanager
def watcher() -> Iterator[Callable[[], int]]:
    """How many wait for a lock in the test's database, asked on a line of its own."""
    known = connection.settings_dict
    with psycopg.connect(
        host=known["HOST"],
        port=known["PORT"],
        user=known["USER"],
        password=known["PASSWORD"] or None,
        dbname=known["NAME"],
        autocommit=True,
    ) as line:

        def waiting() -> int:
            question = (
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                " AND datname = current_database()"
            )
            return int(line.execute(question).fetchall()[0][0])

        yield waiting


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.01)


def test_two_processes_that_dispatch_one_action_send_one_message(
    sender: Sender, other_sender: Sender, sink: Sink
):
    one = debtor()
    action = prepare(one)

    def have_another_try_meanwhile(mail: Mail) -> str:
        assert other_sender.run(DAY, action_id=action.pk)["status"] == 0
        return OK

    sink.manners.content = have_another_try_meanwhile
    assert sender.run(DAY, action_id=action.pk)["status"] == 0
    assert arrivals(sink.mails) == {number(one): 1}
    assert message(one).state == "SENT"


def test_what_happens_while_another_of_the_batch_leaves_withdraws_what_was_claimed(
    sender: Sender, sink: Sink
):
    first, second, third = debtor(), debtor(), debtor()
    held, released = threading.Event(), threading.Event()

    def hold_the_first(mail: Mail) -> str:
        held.set()
        assert released.wait(PATIENCE_S)
        sink.manners.content = lambda mail: OK
        return OK

    sink.manners.content = hold_the_first
    sender.start(DAY)
    assert held.wait(PATIENCE_S)
    assert {one.state for one in Message.objects.all()} == {"SENDING", "CLAIMED"}
    actions.record_promise(
        receivable_id=second.pk,
        amount=Money(second.open_minor, "EUR"),
        promised_on=trade.days(5),
        made_on=DAY,
        actor=trade.PERSON,
        at=timezone.now(),
    )
    released.set()
    assert sender.wait()["status"] == 0
    assert arrivals(sink.mails) == {number(first): 1, number(third): 1}
    assert not Message.objects.filter(customer=second.customer_id).exists()
    assert trade.outlook(second).reason == "PROMISED"


def test_two_processes_that_walk_the_same_day_send_each_message_once(
    sender: Sender, other_sender: Sender, sink: Sink
):
    some = [debtor() for _ in range(12)]
    for _ in range(3):
        sender.start(DAY)
        other_sender.start(DAY)
        assert sender.wait()["status"] == other_sender.wait()["status"] == 0
    assert arrivals(sink.mails) == {number(one): 1 for one in some}
    assert {one.state for one in Message.objects.all()} == {"SENT"}


@pytest.mark.parametrize("happens", [pays, pays_another_amount, promise, dispute, hold_all])
def test_what_is_being_recorded_is_waited_for_and_then_obeyed(
    sender: Sender, sink: Sink, happens: Callable[[Receivable], None]
):
    one = debtor()
    action = prepare(one)
    with watcher() as waiting:
        with transaction.atomic():
            happens(one)
            sender.start(DAY, action_id=action.pk)
            until(waiting)
            assert not sink.mails
        assert sender.wait()["status"] == 0
    assert not sink.mails
    assert not Message.objects.exists()


def test_money_without_a_word_is_waited_for_or_the_message_left_before_it(
    sender: Sender, sink: Sink
):
    one = debtor()
    action = prepare(one)
    with watcher() as waiting:
        with transaction.atomic():
            pays_without_a_word(one)
            sender.start(DAY, action_id=action.pk)
            until(lambda: sink.mails or waiting())
            before = len(sink.mails)
        sender.wait()
    assert len(sink.mails) == before


def test_a_slow_server_does_not_keep_a_payment_from_being_booked(
    sender: Sender, sink: Sink
):
    one = debtor()
    action = prepare(one)
    paid, arriving = threading.Event(), threading.Event()

    def slow(mail: Mail) -> str:
        arriving.set()
        assert paid.wait(PATIENCE_S), "the payment was kept waiting"
        return OK

    sink.manners.content = slow
    sender.start(DAY, action_id=action.pk)
    assert arriving.wait(PATIENCE_S)
    with transaction.atomic():
        pays(one)
    paid.set()
    assert sender.wait()["status"] == 0
    one.refresh_from_db()
    assert one.open_minor == 0
    assert message(one).state == "SENT", "it was on its way before the money was known"
