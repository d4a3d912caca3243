"""One channel is down: what goes by it waits for the next run, and the others go on."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from channels.servers import Reply, nobody_listens
from django.utils import timezone

from acquit.channels.models import Message
from acquit.channels.registry import switchboard
from acquit.cycle import actions, jobs
from acquit.cycle.actions import daily
from acquit.cycle.models import Cycle
from acquit.dunning.models import Action
from acquit.ledger.models import Customer
from acquit.ledger.rows import Range
from sending.four_ways import WAYS, FourWays, reached_as_it_can
from sending.sink import GONE, Manners
from sending.trade import DAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from sending.sink import Sink

pytestmark = pytest.mark.django_db
NAMES = {"SMS": "SMS_URL", "WEBHOOK": "WEBHOOK_URL", "LETTER": "POST_URL"}


@pytest.fixture
def ways(db: None, sink: Sink, settings: Any) -> Iterator[FourWays]:
    """All four are up, and two debtors are reached by each."""
    reached_as_it_can()
    with FourWays(sink) as four:
        for way in WAYS * 2:
            four.debtor(way)
        set_up(settings, four)
        yield four


def set_up(settings: Any, four: FourWays, *, down: str = "") -> None:
    for name, value in four.settings.items():
        setattr(settings, name, value)
    nowhere = nobody_listens()
    elsewhere = {
        "EMAIL": ("EMAIL_URL", nowhere.replace("http:", "smtp:")),
        "SMS": ("SMS_URL", f"twilio://AC1:pass@?from=x&api={nowhere}"),
        "WEBHOOK": ("WEBHOOK_URL", nowhere),
        "LETTER": ("POST_URL", nowhere),
    }
    if down:
        setattr(settings, *elsewhere[down])


def walk() -> dict[str, Any]:
    counts = actions.walk(DAY, carrier=switchboard(), clock=timezone.now)
    assert counts["neglected"] == 0
    return counts


def send_waiting() -> None:
    with closing(switchboard()) as board:
        daily.send_waiting(DAY, carrier=board, clock=timezone.now)


def ways_of(keys: Counter[str], four: FourWays) -> Counter[str]:
    return Counter(four.debtors[key].way for key in keys.elements())


ALL = Counter(dict.fromkeys(WAYS, 2))


def test_where_nothing_is_down_everything_leaves(ways: FourWays):
    counts = walk()
    assert ways_of(ways.arrived(), ways) == ALL
    assert (counts["sent"], counts["down"]) == (8, {})


@pytest.mark.parametrize("down", WAYS)
def test_one_that_is_down_stops_no_other_and_its_messages_leave_with_the_next_run(
    ways: FourWays, settings: Any, down: str
):
    set_up(settings, ways, down=down)
    counts = walk()
    others = Counter({way: 2 for way in WAYS if way != down})
    assert ways_of(ways.arrived(), ways) == others
    assert counts["sent"] == 6
    assert list(counts["down"]) == [down.lower()]
    assert "onnection" in counts["down"][down.lower()]
    assert Cycle.objects.get(day=DAY).down.keys() == {down}
    assert [one.state for one in Message.objects.filter(channel=down)] == ["REFUSED"]
    set_up(settings, ways)
    counts = walk()
    assert (counts["sent"], counts["down"]) == (2, {})
    assert ways_of(ways.arrived(), ways) == ALL
    assert set(ways.arrived().values()) == {1}


def test_it_is_tried_once_in_a_run_however_many_shards_there_are(
    ways: FourWays, settings: Any, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(daily, "SHARD", 2)
    set_up(settings, ways, down="EMAIL")
    walk()
    assert Message.objects.filter(channel="EMAIL").count() == 1
    assert Action.objects.filter(channel="EMAIL", state="READY").count() >= 1


def test_what_was_let_go_counts_as_no_step(ways: FourWays, settings: Any):
    set_up(settings, ways, down="EMAIL")
    walk()
    left = Action.objects.filter(channel="EMAIL", items__counts=True)
    assert not left.exists()


@pytest.mark.parametrize("down", ["EMAIL", "SMS"])
def test_the_workers_keep_which_is_down_until_something_leaves_by_it(
    ways: FourWays, settings: Any, down: str
):
    set_up(settings, ways, down=down)
    actions.start(DAY, at=timezone.now())
    keys = sorted(Customer.objects.values_list("pk", flat=True))
    shard = Range(keys[0], keys[-1])
    actions.decide_shard(shard, DAY, at=timezone.now())
    jobs.dispatch.func(day=DAY.isoformat(), first=shard.first, last=shard.last)
    cycle = Cycle.objects.get(day=DAY)
    assert cycle.down.keys() == {down}
    assert cycle.ended_at is not None
    send_waiting()
    assert Cycle.objects.get(day=DAY).down.keys() == {down}
    set_up(settings, ways)
    send_waiting()
    for key in keys:
        jobs.send_approved.func(day=DAY.isoformat(), customer_id=key)
    assert ways_of(ways.arrived(), ways) == ALL
    assert not Cycle.objects.get(day=DAY).down


def test_a_program_that_breaks_down_on_every_message_is_let_be_after_three(ways: FourWays):
    for _ in range(4):
        ways.debtor("WEBHOOK")
    ways.program.answer = lambda _: Reply(500, "oh")
    counts = walk()
    assert list(counts["down"]) == ["webhook"]
    assert counts["uncertain"] == 3, "a person looks at three, not at all"
    assert counts["sent"] == 6
    ways.program.answer = lambda _: Reply()
    assert walk()["sent"] == 3
    arrived = {key: n for key, n in ways.arrived().items() if key.startswith("2026-")}
    assert set(arrived.values()) == {1}


def test_a_program_that_breaks_down_now_and_then_is_told_of_the_others(ways: FourWays):
    for _ in range(6):
        ways.debtor("WEBHOOK")
    ways.program.answer = lambda _: Reply(500 if len(ways.program.asked) % 3 else 200)
    counts = walk()
    assert not counts["down"]
    assert len(ways.program.asked) == 8


def test_a_mail_server_that_hangs_up_on_everybody_is_let_be_after_three(
    ways: FourWays, sink: Sink
):
    for _ in range(4):
        ways.debtor("EMAIL")
    sink.manners = Manners(mail=lambda _: GONE)
    counts = walk()
    assert list(counts["down"]) == ["email"]
    assert (counts["sent"], counts["uncertain"]) == (6, 0)
    assert Message.objects.filter(channel="EMAIL", state="REFUSED").count() == 3
    sink.manners = Manners()
    walk()
    assert ways_of(ways.arrived(), ways)["EMAIL"] == 6
