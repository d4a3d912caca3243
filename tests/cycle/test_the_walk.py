"""One business day, walked by hand and by the workers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import factories
import pytest
from django.db import connection

from acquit.channels.models import Message
from acquit.channels.outbox import Outbox
from acquit.cycle import actions, jobs, queries
from acquit.cycle.actions.daily import send_waiting
from acquit.cycle.models import Cycle
from acquit.dunning.models import Action, Outlook, Policy

if TYPE_CHECKING:
    from acquit.ledger.models import Receivable

MONDAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def walk(day: date = MONDAY) -> dict:
    return actions.walk(day, carrier=Outbox(), clock=lambda: AT)


def late(number: str = "2026-001", **more) -> Receivable:
    """Owed by a customer with an address, five days late on Monday."""
    company = factories.at_any_hour(factories.company(code=f"C{number[-3:]}"))
    customer = factories.customer(company, email="books@customer.example", **more)
    return factories.receivable(customer, number, due_on=MONDAY - timedelta(days=5))


@pytest.mark.django_db
def test_the_walk_tells_what_it_did():
    late()
    told = walk()
    assert told["as_of"] == "2026-11-23"
    assert told["receivables_open"] == 1
    assert told["actions"] == {"reminder_1": 1}
    assert (told["sent"], told["uncertain"], told["neglected"]) == (1, 0, 0)
    assert set(told) >= {"held", "seconds"}


@pytest.mark.django_db
def test_the_same_day_twice_sends_nothing_more():
    late()
    walk()
    again = walk()
    assert (again["sent"], again["actions"]) == (0, {})
    assert Message.objects.count() == 1
    assert Cycle.objects.get(day=MONDAY).counts["sent"] == 1


@pytest.mark.django_db
def test_a_day_before_the_last_one_is_refused():
    walk()
    with pytest.raises(actions.DayIsPast, match="2026-11-22 lies before"):
        walk(MONDAY - timedelta(days=1))


@pytest.mark.django_db
def test_a_missed_day_is_caught_up():
    receivable = late()
    told = walk(MONDAY + timedelta(days=9))
    assert told["actions"] == {"reminder_1": 1}
    assert Outlook.objects.get(receivable=receivable).next_action == "REMINDER_2"


@pytest.mark.django_db
def test_what_nobody_decided_counts_as_neglected():
    receivable = late()
    walk()
    Outlook.objects.filter(receivable=receivable).delete()
    assert queries.state_of_the_books(MONDAY)["neglected"] == 1


@pytest.mark.django_db(transaction=True)
def test_shards_decided_side_by_side_come_to_the_same(monkeypatch):
    for number in range(6):
        late(f"2026-{number:03}")
    shards = queries.shards(1)
    assert len(shards) == 6
    tally = actions.daily.decide_all(shards, MONDAY, at=AT, processes=2)
    assert (tally.receivables, sum(tally.actions.values())) == (6, 6)


@pytest.mark.django_db(transaction=True)
def test_workers_walk_the_day_shard_by_shard(monkeypatch):
    from procrastinate.contrib.django import app

    # By the clock on the wall, they would walk the days of this year too.
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})
    late()
    jobs.walk.defer(day=MONDAY.isoformat())
    working = app.with_connector(app.connector.get_worker_connector())
    with working.open():
        # Without waiting it leaves when the queue is empty for a moment: one turn a stage.
        for _stage in ("walk", "decide", "dispatch"):
            working.run_worker(
                wait=False, install_signal_handlers=False, listen_notify=False
            )
    _end_other_sessions()
    cycle = Cycle.objects.get(day=MONDAY)
    assert cycle.ended_at is not None
    assert len(cycle.done) == cycle.shards == 1
    assert cycle.counts["sent"] == 1
    assert Message.objects.get().state == "SENT"


def _end_other_sessions() -> None:
    """The worker's threads keep theirs, and the test database could not be dropped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.mark.django_db
def test_a_shard_that_is_walked_twice_counts_once():
    late()
    _, (shard,) = actions.start(MONDAY, at=AT)
    jobs.decide.func(day=MONDAY.isoformat(), first=shard.first, last=shard.last)
    jobs.dispatch.func(day=MONDAY.isoformat(), first=shard.first, last=shard.last)
    jobs.dispatch.func(day=MONDAY.isoformat(), first=shard.first, last=shard.last)
    assert Cycle.objects.get(day=MONDAY).counts["sent"] == 1
    assert Message.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hour", "starts"), [("08:55", False), ("09:05", True), ("18:05", False)]
)
def test_the_day_starts_by_itself_within_contact_hours(hour, starts):
    """At ten in Brussels, which is nine in UTC in November; not after seven at night."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    factories.company()
    now = datetime.fromisoformat(f"2026-11-23T{hour}:00+00:00")
    jobs.look.func(timestamp=int(now.timestamp()))
    assert ProcrastinateJob.objects.filter(task_name="cycle.walk").exists() is starts


@pytest.mark.django_db
def test_what_waits_for_a_better_hour_leaves_when_it_has_come():
    owed = late()
    Policy.objects.update(from_hour=9, until_hour=12)
    early = datetime(2026, 11, 23, 5, tzinfo=UTC)
    actions.assess(MONDAY, at=early)
    _, (shard,) = actions.start(MONDAY, at=early)
    actions.decide_shard(shard, MONDAY, at=early)
    told = actions.dispatch_shard(shard, MONDAY, carrier=Outbox(), clock=lambda: early)
    assert (told.sent, dict(told.held)) == (0, {"another hour": 1})
    later = datetime(2026, 11, 23, 9, tzinfo=UTC)  # ten o'clock in Belgium
    assert send_waiting(MONDAY, carrier=Outbox(), clock=lambda: early) == 0
    assert send_waiting(MONDAY, carrier=Outbox(), clock=lambda: later) == 1
    assert Action.objects.get(customer=owed.customer_id).state == "SENT"
