"""How customers pay, what kind of payers they are and how safe: for all, and for some."""

from __future__ import annotations

import gc
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.db import connections, transaction

from acquit.cycle import queries
from acquit.organisation.models import Company
from acquit.scoring import actions as scoring
from acquit.scoring.queries import payers

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import date, datetime

    from acquit.audit.actions import Actor
    from acquit.core.profiles import Thresholds
    from acquit.ledger.rows import Range

# Enough for one statement to be worth its while, few enough for little memory.
AT_ONCE = 1_000
# Facts are recorded with the instant at which their transaction began.
LONGEST_TRANSACTION = timedelta(hours=1)
WORTH_PROCESSES = 4


def assess_for(customers: Collection[int], *, as_of: date, at: datetime) -> None:
    """These customers did something: how they behave, and what they are called for it."""
    keys = sorted(customers)
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        with transaction.atomic():
            scoring.observe(some, at=at)
            scoring.assess(some, as_of=as_of, at=at)


def assess_all(
    as_of: date, *, at: datetime, since: datetime | None, processes: int = 1
) -> int:
    """Look again at whoever did something since that instant (None = at everybody), then
    say of all who may have changed what they are; gives how many have. Each shard commits
    by itself; running it again changes nothing.
    """
    ranges = queries.shards(AT_ONCE)
    news = None if since is None else payers.touched(since - LONGEST_TRANSACTION)
    _each(ranges, partial(_observe_shard, news=news, at=at), processes)
    scoring.sum_up()
    judge = partial(_assess_shard, news=news, as_of=as_of, at=at)
    return sum(_each(ranges, judge, processes))


def set_thresholds(
    company: Company, thresholds: Thresholds, *, on: date, actor: Actor, at: datetime
) -> None:
    """See scoring.actions.set_thresholds; then each payer of the company is named anew,
    here and now: a second for some thousand customers.
    """
    if scoring.set_thresholds(company, thresholds, actor=actor, at=at):
        keys = queries.customers_with_scores(company)
        for start in range(0, len(keys), AT_ONCE):
            scoring.assess(keys[start : start + AT_ONCE], as_of=on, at=at)


def prove_scores(as_of: date) -> int:
    """For each company whose classes were last proved a week ago or never: look what came
    of those scored so half a year before. Gives how many companies that were.
    """
    week_ago = as_of - timedelta(days=7)
    proved = payers.proved_since(week_ago)
    waiting = Company.objects.exclude(pk__in=proved).order_by("pk")
    for company in waiting:
        scoring.prove(company, queries.customers_with_scores(company), on=as_of)
    return len(waiting)


def _observe_shard(shard: Range, news: set[int] | None, at: datetime) -> int:
    keys = queries.customers_in(shard)
    if news is not None:
        unknown = payers.unknown(keys)
        keys = [key for key in keys if key in news or key in unknown]
    return scoring.observe(keys, at=at) if keys else 0


def _assess_shard(shard: Range, news: set[int] | None, as_of: date, at: datetime) -> int:
    keys = queries.customers_in(shard)
    if news is not None:
        moving = payers.moving(keys)
        keys = [key for key in keys if key in news or key in moving]
    return scoring.assess(keys, as_of=as_of, at=at) if keys else 0


def _each(
    ranges: Sequence[Range], work: Callable[[Range], int], processes: int
) -> list[int]:
    """The work on each shard, side by side when there are enough of them."""
    if processes < 2 or len(ranges) < WORTH_PROCESSES:
        return [work(shard) for shard in ranges]
    # A forked process must not use its parent's connection.
    connections.close_all()
    context = multiprocessing.get_context("fork")
    # What is known of customers holds no circles.
    with ProcessPoolExecutor(processes, mp_context=context, initializer=gc.disable) as pool:
        waiting = [pool.submit(work, shard) for shard in ranges]
        return [done.result() for done in waiting]
