"""One business day, walked once: settle, assess, decide, dispatch, thank.

A range of customers is a shard, and each stage commits per shard. A walk that was cut short
is walked again: what was sent is known by its message, what was decided is decided anew.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import time
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

from django.db import connections, transaction
from django.db.models import Max, Q

from acquit.audit.actions import Actor
from acquit.channels.carrying import Sent
from acquit.channels.ways import Ways
from acquit.core.errors import Refusal
from acquit.cycle import queries
from acquit.cycle.actions.assessing import assess_all, prove_scores
from acquit.cycle.actions.outstanding import sum_up_all
from acquit.cycle.models import Cycle
from acquit.dunning import actions as dunning
from acquit.dunning.actions.last_check import NOT_READY
from acquit.dunning.models import Action, ActionState
from acquit.handover.actions.reporting import report_endless
from acquit.insight import actions as insight
from acquit.ledger.rows import Range
from acquit.limitation import actions as limitation
from acquit.privacy import actions as privacy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from acquit.channels.carrying import Carrier

# Small enough for a short transaction and little memory, large enough to be worth the
# question.
SHARD = 2000
# Below this, starting processes costs more than it saves.
WORTH_PROCESSES = 4
THE_CYCLE = Actor(None, "daily cycle")
# On a day that is played, not lived, every debtor's clock shows a good hour.
PLAYED_AT = time(10)


class DayIsPast(Refusal):
    """A later day has been walked already; sending for an earlier one would go back in
    time.
    """

    def __init__(self, day: date, last: date) -> None:
        super().__init__(
            "%(last)s has been walked already; %(day)s lies before it. "
            "Messages cannot be sent for a day that is past.",
            last=last,
            day=day,
        )


@dataclass(slots=True)
class Sending:
    """What dispatching came to. held: why what was ready did not leave after all."""

    tried: int = 0
    sent: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)


@transaction.atomic
def start(day: date, *, at: datetime) -> tuple[Cycle, list[Range]]:
    """Open the day, or open it again. Raises DayIsPast."""
    _refuse_past(day)
    ranges = queries.shards(SHARD)
    cycle, _ = Cycle.objects.select_for_update().get_or_create(
        day=day, defaults={"started_at": at}
    )
    cycle.started_at, cycle.ended_at = at, None
    cycle.shards, cycle.done = len(ranges), []
    cycle.counts.pop("down", None)
    cycle.save()
    dunning.settle_orphans(as_of=day, at=at)
    return cycle, ranges


def _refuse_past(day: date) -> None:
    last = queries.last_day()
    if last is not None and day < last:
        raise DayIsPast(day, last)


def walk(
    day: date,
    *,
    carrier: Carrier,
    clock: Callable[[], datetime],
    processes: int = 1,
    progress: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Walk the whole day here and now, and give what `acquit cycle --json` prints.

    Raises DayIsPast.
    """
    began = perf_counter()
    say = progress or (lambda _: None)
    cycle, ranges = start(day, at=clock())
    assess(day, at=clock(), processes=processes)
    tally = decide_all(ranges, day, at=clock(), processes=processes)
    say(f"{tally.receivables} receivables decided")
    watch(day, at=clock())
    sum_up_all(day)
    kinds: Counter[str] = Counter()
    sent, ways = 0, Ways()
    plays = None if clock().date() == day else PLAYED_AT
    for shard in ranges:
        sending = dispatch_shard(
            shard, day, carrier=carrier, clock=clock, plays=plays, ways=ways
        )
        kinds += sending.kinds
        sent += sending.sent
    carrier.close()
    actions = {kind.lower(): n for kind, n in sorted((tally.actions + kinds).items())}
    counts = {
        "as_of": day.isoformat(),
        **queries.state_of_the_books(day),
        "actions": actions,
        "sent": sent,
        "down": _told(ways.down),
    }
    _end(cycle, ranges, counts, at=clock())
    insight.keep_day(day, at=clock())
    return counts | {"seconds": round(perf_counter() - began, 3)}


def assess(day: date, *, at: datetime, processes: int = 1) -> int:
    """Look again at whoever did something since the last walk, and once a week at how right
    that was; see `assess_all` and `prove_scores`. Then look at all debtors together, see
    `dunning.survey`. Raises DayIsPast.
    """
    _refuse_past(day)
    since = queries.walked_before(day)
    changed = assess_all(day, at=at, since=since, processes=processes)
    prove_scores(day)
    dunning.survey()
    return changed


def watch(day: date, *, at: datetime) -> None:
    """Tell people of claims that come near the day on which they are lost, of whom
    something is held longer than need be, and once a week of the holds that have no end.
    Files of many people that are past their time are emptied.
    """
    privacy.forget_by_age(as_of=day, at=at)
    privacy.look_for_past(as_of=day, at=at)
    limitation.watch(as_of=day, at=at)
    report_endless(day, at=at)


def decide_all(
    ranges: Sequence[Range], day: date, *, at: datetime, processes: int = 1
) -> dunning.Tally:
    """Decide for all shards, side by side when there are enough of them."""
    total = dunning.Tally()
    if processes < 2 or len(ranges) < WORTH_PROCESSES:
        for shard in ranges:
            total += decide_shard(shard, day, at=at)
        return total
    # A forked process must not use its parent's connection.
    connections.close_all()
    context = multiprocessing.get_context("fork")
    # The values of a shard hold no circles: looking for some costs a fifth of the time.
    with ProcessPoolExecutor(processes, mp_context=context, initializer=gc.disable) as pool:
        waiting = [pool.submit(decide_shard, shard, day, at=at) for shard in ranges]
        for done in waiting:
            total += done.result()
    return total


def decide_shard(shard: Range, day: date, *, at: datetime) -> dunning.Tally:
    """Assess the promises of the shard, say who is followed up by which scenario, and
    decide.
    """
    dunning.assess_promises(shard, as_of=day, actor=THE_CYCLE, at=at)
    dunning.assign(shard, as_of=day, at=at)
    return dunning.decide(shard, as_of=day, at=at)


def dispatch_shard(
    shard: Range,
    day: date,
    *,
    carrier: Carrier,
    clock: Callable[[], datetime],
    plays: time | None = None,
    ways: Ways | None = None,
) -> Sending:
    """Send what is ready in the shard, thank those who paid, and say what comes next.
    plays: the time that debtors' clocks are taken to show, where the day is not lived.
    ways: what the run hears of the channels; what goes by one that is down stays ready.

    What a sender who died was handing over is given to a person first: this may be its job,
    taken up again.
    """
    ways = ways or Ways()
    dunning.settle_orphans(as_of=day, at=clock())
    result = Sending()
    ready = Action.objects.filter(customer__pk__range=shard, state=ActionState.READY)
    # The most pressing of a debtor first: the budget of messages may not reach for more.
    reminders = ready.exclude(step="THANK_YOU").annotate(pressing=Max("items__rank"))
    waiting = dict(
        reminders.order_by("customer_id", "-pressing", "pk").values_list(
            "pk", "customer_id"
        )
    )
    send = partial(
        dunning.dispatch,
        as_of=day,
        carrier=carrier,
        clock=clock,
        actor=THE_CYCLE,
        plays=plays,
        ways=ways,
    )
    while waiting:
        missed = _count(send(list(waiting)), result)
        # A fact that arrived meanwhile, or another worker, had these customers decided
        # anew: what is ready for them is another action now.
        anew = reminders.filter(customer__in={waiting[action_id] for action_id in missed})
        waiting = dict(anew.order_by("customer_id", "pk").values_list("pk", "customer_id"))
    thanks = dunning.prepare_thanks(shard, as_of=day, at=clock())
    if thanks:
        result.kinds["THANK_YOU"] += len(thanks)
    _count(send(thanks), result)
    if result.tried:
        dunning.decide(shard, as_of=day, at=clock())
    return result


def send_waiting(day: date, *, carrier: Carrier, clock: Callable[[], datetime]) -> int:
    """Send what was ready in the walk of that day, or was approved since, and waited for a
    better hour of its debtor's day, or for a channel that was down; how many messages left.
    """
    of_today = Q(for_day=day) | Q(needs_approval=True)
    ready = Action.objects.filter(of_today, state=ActionState.READY)
    customers = set(ready.values_list("customer_id", flat=True))
    sent, ways = 0, Ways()
    for shard in queries.shards(SHARD) if customers else ():
        if any(shard.first <= one <= shard.last for one in customers):
            sent += dispatch_shard(shard, day, carrier=carrier, clock=clock, ways=ways).sent
    hear(day, ways)
    return sent


def _count(done: dunning.Sending, result: Sending) -> list[int]:
    """Add up what became of them; those that were not ready any more."""
    result.tried += len(done.done)
    result.sent += sum(isinstance(one.outcome, Sent) for one in done.done.values())
    for one in done.done.values():
        if one.outcome is None:
            result.held[one.held] += 1
    return [key for key, one in done.done.items() if one.held == NOT_READY]


@transaction.atomic
def hear(day: date, ways: Ways) -> None:
    """Keep with the day which channels are down, by what was heard of each the last time
    that it was tried.
    """
    cycle = Cycle.objects.select_for_update().filter(day=day).first()
    if cycle is not None:
        known = cycle.down
        still = {way: said for way, said in known.items() if way not in ways.through}
        cycle.counts["down"] = _told(still | ways.down)
        cycle.save(update_fields=["counts"])


def _told(down: Mapping[str, str]) -> dict[str, str]:
    return {channel.lower(): said for channel, said in sorted(down.items())}


@transaction.atomic
def finish_shard(shard: Range, day: date, *, sent: int, at: datetime) -> bool:
    """Remember that this shard was walked; True when it was the last one."""
    cycle = Cycle.objects.select_for_update().get(day=day)
    if shard.first not in cycle.done:
        cycle.done.append(shard.first)
        cycle.counts["sent"] = cycle.counts.get("sent", 0) + sent
    last = len(cycle.done) >= cycle.shards
    if last:
        cycle.ended_at = at
        cycle.counts |= {"as_of": day.isoformat()} | queries.state_of_the_books(day)
    cycle.save()
    return last


@transaction.atomic
def _end(
    cycle: Cycle, ranges: Sequence[Range], counts: dict[str, Any], *, at: datetime
) -> None:
    cycle.done = [shard.first for shard in ranges]
    cycle.ended_at = at
    # Walked twice on one day: what was sent that day adds up.
    cycle.counts = counts | {"sent": counts["sent"] + cycle.counts.get("sent", 0)}
    cycle.save()
