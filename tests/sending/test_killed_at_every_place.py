"""The sender is killed at every place at which it can be killed: nothing arrives twice,
nothing is lost, and what nobody can know is named to a person.

A batch holds debtors of four ways: SMTP, a gateway for text messages, a program and a
postal service, by HTTP. The sender dies by SIGKILL, in a process of its own: before and
after each statement, and at each moment of each thing that it says to one of them. Each
time the job is taken up again, the day is decided again, and what arrived is counted
outside. docs/explanation/sending.md tells how many that are.
"""

from __future__ import annotations

import signal
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import timezone

from acquit.agenda.models import Task
from acquit.channels.actions.sending import SENDING_LOCK
from acquit.channels.models import Message
from acquit.cycle import actions
from acquit.ledger.rows import Range
from sending.conftest import Sender
from sending.four_ways import WAYS, FourWays, reached_as_it_can
from sending.test_two_at_once import until
from sending.trade import DAY, outlook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sending.conftest import Tally
    from sending.four_ways import Debtor
    from sending.sink import Sink

# One more of each way than one, so that a line that is open already is used as well.
EACH = 2


@pytest.fixture
def ways(transactional_db: None, sink: Sink) -> Iterator[FourWays]:
    reached_as_it_can()
    with FourWays(sink) as four:
        yield four


@pytest.fixture
def sender(ways: FourWays, sink: Sink, tmp_path: Path) -> Iterator[Sender]:
    known = {f"ACQUIT_{name}": value for name, value in ways.settings.items()}
    with closing(Sender(sink, tmp_path / "sender", **known)) as process:
        yield process


@dataclass(slots=True)
class Batch:
    """Debtors who are sent to together."""

    ways: FourWays
    debtors: list[Debtor]

    @classmethod
    def of_all_ways(cls, ways: FourWays) -> Batch:
        """Decided, and not yet sent."""
        batch = cls(ways, [ways.debtor(way) for way in WAYS * EACH])
        actions.decide_shard(batch.shard, DAY, at=timezone.now())
        return batch

    @property
    def shard(self) -> Range:
        keys = [one.owes.customer_id for one in self.debtors]
        return Range(min(keys), max(keys))

    def again(self) -> None:
        """The job is taken up again, and the day is walked once more."""
        until(nobody_sends)
        with closing(self.ways.board()) as board:
            actions.dispatch_shard(self.shard, DAY, carrier=board, clock=timezone.now)
            actions.decide_shard(self.shard, DAY, at=timezone.now())
            actions.dispatch_shard(self.shard, DAY, carrier=board, clock=timezone.now)

    def uncertain(self, place: str) -> int:
        """Judge each debtor by what arrived; how many are left to a person."""
        arrived = self.ways.arrived()
        assert set(arrived.values()) <= {1}, f"twice: {place}"
        found = Message.objects.filter(customer__pk__range=self.shard)
        states = dict(found.values_list("customer_id", "state"))
        assert found.count() == len(states) == len(self.debtors), place
        unknown = 0
        for one in self.debtors:
            tasks = Task.objects.filter(customer=one.owes.customer_id, done_at=None)
            kinds = list(tasks.values_list("kind", flat=True))
            if states[one.owes.customer_id] == "SENT":
                assert arrived[one.known_as] == 1, f"lost: {place}"
                assert not kinds, place
            else:
                assert states[one.owes.customer_id] == "UNCERTAIN", place
                assert outlook(one.owes).reason == "UNCERTAIN", place
                assert kinds == ["SETTLE_MESSAGE"], f"nobody is told: {place}"
                unknown += 1
        assert unknown <= 1, place
        return unknown


def nobody_sends() -> bool:
    """The database has noticed that the sender is gone; it takes a moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_locks"
            " WHERE locktype = 'advisory' AND classid = %s)",
            [SENDING_LOCK],
        )
        return bool(cursor.fetchall()[0][0])


def kill_at(
    sender: Sender, ways: FourWays, place: tuple[int, str], on: str, named: str
) -> int:
    """Let it die there, restart, and judge; how many are left to a person."""
    batch = Batch.of_all_ways(ways)
    at, when = place
    done = sender.run(DAY, shard_of=batch.shard, on=on, at=at, when=when)
    assert done["status"] == -signal.SIGKILL, named
    batch.again()
    return batch.uncertain(named)


def passed_by_one_sending(sender: Sender, ways: FourWays, on: str) -> list[str]:
    """What is passed when nobody kills it."""
    batch = Batch.of_all_ways(ways)
    passed: list[str] = sender.run(DAY, shard_of=batch.shard, on=on)["passed"]
    assert batch.uncertain("nobody died") == 0
    return passed


def nothing_is_left_over(ways: FourWays, unknown: int) -> None:
    """The whole day is walked again at the end: there is nothing to send."""
    before = ways.arrived()
    with closing(ways.board()) as board:
        counts = actions.walk(DAY, carrier=board, clock=timezone.now)
    assert (counts["sent"], counts["uncertain"], counts["neglected"]) == (0, unknown, 0)
    assert ways.arrived() == before


def test_killed_before_and_after_each_statement(
    sender: Sender, ways: FourWays, tally: Tally
):
    statements = passed_by_one_sending(sender, ways, "statements")
    assert "pg_advisory_lock" in statements[0]
    assert "pg_advisory_unlock" in statements[-1]
    unknown = [
        kill_at(sender, ways, (at, when), "statements", f"{when} {at} {said}")
        for at, said in enumerate(statements, start=1)
        for when in ("before", "after")
    ]
    # Between handing over and recording, and only there, nobody can know.
    assert not unknown[0]
    assert not unknown[-1]
    assert sum(unknown) == 2 * len(WAYS) * EACH
    nothing_is_left_over(ways, sum(unknown))
    tally.add("at a statement", len(unknown), sum(unknown))
    assert len(unknown) >= 90


def test_killed_at_each_moment_of_what_is_said_outside(
    sender: Sender, ways: FourWays, tally: Tally
):
    moments = passed_by_one_sending(sender, ways, "wire")
    unknown = []
    for named in moments:
        number, when, _ = named.split(" ", 2)
        unknown.append(kill_at(sender, ways, (int(number), when), "wire", named))
    nothing_is_left_over(ways, sum(unknown))
    said = {named.split(" ", 2)[2].partition(":")[0] for named in moments}
    spoken = {"connects", "mail FROM", "rcpt TO", "DATA", "rset", "quit", "POST / HTTP/1.1"}
    assert spoken <= said
    tally.add("on the wire", len(unknown), sum(unknown))
    assert len(unknown) >= 110
