"""A worker is killed between any two jobs of the walk: the next one finishes it.

The walk of a day is a chain of jobs: open the day, decide for each shard, send for each
shard, predict, watch days, sum up. A job whose worker died is taken up again, so every job
may run twice.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from acquit.agenda.models import Task
from acquit.channels.models import Message
from acquit.cycle import jobs, queries
from acquit.cycle.models import Cycle
from acquit.ledger.models import Customer
from sending.conftest import environment
from sending.sink import OK
from sending.trade import DAY, arrivals, debtor, message, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sending.conftest import Sender
    from sending.sink import Mail, Sink

JOBS = [
    *("cycle.walk", "cycle.decide", "cycle.decide", "cycle.dispatch", "cycle.dispatch"),
    *("cycle.predict", "cycle.watch", "cycle.sum_claims", "cycle.sum_claims"),
]


def two_shards() -> int:
    """Their size."""
    return -(-Customer.objects.count() // 2)


def a_minute_passes() -> None:
    """Whoever has not shown a sign of life since is dead, and somebody looks after that."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers"
            " SET last_heartbeat = last_heartbeat - interval '61 seconds'"
        )
    jobs.retry_stalled.defer(timestamp=0)


def walked_to_the_end() -> None:
    cycle = Cycle.objects.get(day=DAY)
    assert cycle.ended_at is not None
    assert cycle.counts["sent"] == Message.objects.filter(state="SENT").count()
    assert queries.state_of_the_books(DAY)["neglected"] == 0
    assert not ProcrastinateJob.objects.exclude(status="succeeded").exists()


def test_wherever_the_worker_is_killed_the_next_one_finishes_the_walk(
    sender: Sender, sink: Sink
):
    debtor()
    debtor()
    jobs.walk.defer(day=DAY.isoformat())
    places = sender.run(DAY, shard=two_shards())["places"]
    assert [place.split()[1] for place in places if place.startswith("took")] == JOBS
    walked_to_the_end()
    sink.taken()
    for at in range(1, len(places) + 1):
        first, second = debtor(), debtor()
        jobs.walk.defer(day=DAY.isoformat())
        done = sender.run(DAY, shard=two_shards(), at=at)
        assert done["status"] == -signal.SIGKILL, places[at - 1]
        a_minute_passes()
        sender.run(DAY, shard=two_shards())
        walked_to_the_end()
        arrived = arrivals(sink.taken())
        assert arrived == {number(first): 1, number(second): 1}, places[at - 1]


@pytest.fixture
def worker(sink: Sink, sender: Sender) -> Iterator[subprocess.Popen[bytes]]:
    """The real command, which does the jobs until it is stopped."""
    with subprocess.Popen(
        [sys.executable, "-c", "from acquit.cli import main; main()", "worker"],
        # By the clock on the wall it would walk the days of this year.
        env=environment(sink) | {"ACQUIT_CYCLE_AT": "23:59"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        yield process
        process.kill()


def test_a_worker_killed_while_the_server_takes_a_message_leaves_it_to_a_person(
    sender: Sender, sink: Sink, worker: subprocess.Popen[bytes]
):
    claimed, behind = debtor(), debtor()

    def kill(mail: Mail) -> str:
        sink.manners.content = lambda mail: OK
        worker.kill()
        return OK

    sink.manners.content = kill
    jobs.walk.defer(day=DAY.isoformat())
    assert worker.wait() == -signal.SIGKILL
    a_minute_passes()
    sender.run(DAY, shard=two_shards())
    assert arrivals(sink.mails) == {number(claimed): 1, number(behind): 1}
    assert message(behind).state == "SENT"
    assert message(claimed).state == "UNCERTAIN"
    assert Task.objects.filter(kind="SETTLE_MESSAGE", done_at=None).count() == 1
    walked_to_the_end()
