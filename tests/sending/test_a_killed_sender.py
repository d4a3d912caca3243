"""A sender was killed: a person says what became of the message that it was handing over,
and what follows. At which places it is killed: test_killed_at_every_place.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from acquit.agenda.models import Task
from acquit.channels.actions.sending import SENDING_LOCK
from acquit.channels.models import Message
from acquit.cycle import actions
from sending import trade
from sending.conftest import environment
from sending.sink import OK
from sending.trade import DAY, arrivals, debtor, message, number, outlook, walk

if TYPE_CHECKING:
    from acquit.ledger.models import Receivable
    from sending.conftest import Sender
    from sending.sink import Mail, Sink


def message_states(receivable: Receivable) -> list[str]:
    mine = Message.objects.filter(customer=receivable.customer_id)
    return list(mine.values_list("state", flat=True))


def tasks(receivable: Receivable) -> list[Task]:
    mine = Task.objects.filter(customer=receivable.customer_id, done_at=None)
    return list(mine.filter(kind="SETTLE_MESSAGE"))


def kill_at(sink: Sink, sender: Sender, moment: str) -> None:
    """Let the server kill whoever sends at this moment of the conversation, once."""

    def kill(*_: object) -> str:
        setattr(sink.manners, moment, lambda *_: OK)
        os.kill(sender.pid, signal.SIGKILL)
        return OK

    setattr(sink.manners, moment, kill)


@pytest.mark.parametrize(
    ("moment", "arrived"), [("mail", 0), ("rcpt", 0), ("word_data", 0), ("content", 1)]
)
def test_a_sender_killed_in_front_of_the_server_leaves_the_message_to_a_person(
    sender: Sender, sink: Sink, moment: str, arrived: int
):
    claimed, behind = debtor(), debtor()
    kill_at(sink, sender, moment)
    assert sender.run(DAY)["status"] == -signal.SIGKILL
    walk(sink)
    walk(sink)
    assert arrivals(sink.mails)[number(claimed)] == arrived
    assert arrivals(sink.mails)[number(behind)] == 1
    assert message(claimed).state == "UNCERTAIN"
    assert len(tasks(claimed)) == 1
    assert walk(sink, trade.days(40))["uncertain"] == 1
    assert arrivals(sink.mails)[number(claimed)] == arrived, "never again by itself"


def test_a_sender_that_loses_the_database_hands_nothing_more_over(
    sender: Sender, sink: Sink
):
    claimed, behind = debtor(), debtor()

    def cut_the_line(mail: Mail) -> str:
        sink.manners.content = lambda mail: OK
        with psycopg.connect(**connection.get_connection_params(), autocommit=True) as line:
            line.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks"
                " WHERE locktype = 'advisory' AND classid = %s",
                [SENDING_LOCK],
            )
        return OK

    sink.manners.content = cut_the_line
    sender.start(DAY)
    assert sender.wait(1)["status"] == 1, "it cannot record, and must not go on"
    assert arrivals(sink.mails) == {number(claimed): 1}
    walk(sink)
    walk(sink)
    assert arrivals(sink.mails) == {number(claimed): 1, number(behind): 1}
    assert message(claimed).state == "UNCERTAIN"
    assert len(tasks(claimed)) == 1


@pytest.fixture
def uncertain(sender: Sender, sink: Sink) -> Receivable:
    """A reminder whose sender died in front of the server."""
    claimed = debtor()
    kill_at(sink, sender, "content")
    sender.run(DAY)
    walk(sink)
    assert message(claimed).state == "UNCERTAIN"
    return claimed


def test_a_message_that_arrived_counts_from_the_day_on_which_it_was_claimed(
    uncertain: Receivable, sink: Sink
):
    settle(uncertain, arrived=True)
    assert message(uncertain).state == "SENT"
    assert not tasks(uncertain)
    assert outlook(uncertain).next_action == "REMINDER_2"
    assert outlook(uncertain).next_on == trade.days(12)
    walk(sink)
    walk(sink, trade.days(2))
    assert arrivals(sink.mails)[number(uncertain)] == 1


def test_a_message_that_did_not_arrive_is_sent_once_more_and_only_once(
    uncertain: Receivable, sink: Sink
):
    settle(uncertain, arrived=False)
    assert outlook(uncertain).next_action == "REMINDER_1"
    assert not tasks(uncertain)
    sink.taken()
    walk(sink)
    walk(sink)
    assert arrivals(sink.mails)[number(uncertain)] == 1
    assert sorted(message_states(uncertain)) == ["NOT_SENT", "SENT"]


def test_what_did_not_arrive_and_is_held_meanwhile_is_not_sent_again(
    uncertain: Receivable, sink: Sink
):
    actions.place_hold(
        customer_id=uncertain.customer_id,
        receivable_id=uncertain.pk,
        reason="INTERNAL",
        from_on=DAY,
        until_on=trade.days(5),
        actor=trade.PERSON,
        at=timezone.now(),
    )
    settle(uncertain, arrived=False)
    sink.taken()
    walk(sink)
    assert not sink.mails


def settle(receivable: Receivable, *, arrived: bool) -> None:
    actions.settle_message(
        message_id=message(receivable).pk,
        arrived=arrived,
        on=DAY,
        actor=trade.PERSON,
        at=timezone.now(),
    )


def test_the_real_command_killed_while_the_server_takes_the_message_sends_it_once(
    transactional_db: None, sink: Sink
):
    claimed = debtor()
    behind = debtor()
    program = [sys.executable, "-c", "from acquit.cli import main; main()"]
    command = [*program, "cycle", "--as-of", DAY.isoformat(), "--json"]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, env=environment(sink), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:

        def kill(mail: Mail) -> str:
            sink.manners.content = lambda mail: OK
            process.kill()
            return OK

        sink.manners.content = kill
    assert process.returncode == -signal.SIGKILL
    for _ in range(2):
        subprocess.run(command, env=environment(sink), check=True, capture_output=True)  # noqa: S603
    assert arrivals(sink.mails) == {number(claimed): 1, number(behind): 1}
    assert message(claimed).state == "UNCERTAIN"
