"""Workers: the walk of a day, dealt to processes as an installation deals it to its own.

Each sends to customers of its own, so that none waits for another.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.db import connection, connections

from acquit.channels.outbox import Outbox
from acquit.cycle import actions, predicting, queries
from acquit.cycle.actions.daily import finish_shard
from acquit.insight.actions import keep_forecast
from acquit.ledger.models import Customer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from acquit.demo.clock import Clock
    from acquit.ledger.rows import Range

# For each process: one may have more to write than another.
PARTS = 2


@dataclass(frozen=True, slots=True)
class Workers:
    """pool None: this process does everything itself."""

    pool: ProcessPoolExecutor | None
    count: int

    def walk(self, day: date, clock: Clock) -> None:
        """Assess and decide for everybody, then send to all, some here and some there."""
        actions.assess(day, at=clock())
        _, shards = actions.start(day, at=clock())
        for shard in shards:
            actions.decide_shard(shard, day, at=clock())
        parts = queries.shards(-(-Customer.objects.count() // (self.count * PARTS)) or 1)
        sent = self._send(parts, day, clock)
        for place, shard in enumerate(shards):
            finish_shard(shard, day, sent=0 if place else sent, at=clock())

    def _send(self, parts: list[Range], day: date, clock: Clock) -> int:
        """How many messages left; the clock goes on to when the last one was done."""
        if self.pool is None:
            return sum(_sent(part, day, clock)[0] for part in parts)
        waiting = [self.pool.submit(_sent, part, day, clock) for part in parts]
        done = [one.result() for one in waiting]
        clock.now = max(now for _, now in done)
        return sum(sent for sent, _ in done)

    def foretell(self, company_ids: Sequence[int], day: date, clock: Clock) -> None:
        """Predict what is open, by what each company's books have taught, the largest
        first, and keep what is expected. The first time, they teach.
        """
        at = clock()
        if self.pool is None:
            for key in company_ids:
                predicting.predict(key, on=day, at=at)
        else:
            pool = self.pool
            predict = partial(predicting.predict, on=day, at=at)
            waiting = [pool.submit(predict, key) for key in company_ids]
            for done in waiting:
                done.result()
        keep_forecast(day, at=at)


def _sent(part: Range, day: date, clock: Clock) -> tuple[int, datetime]:
    sending = actions.dispatch_shard(part, day, carrier=Outbox(), clock=clock)
    return sending.sent, clock.now


@contextmanager
def hired(count: int) -> Iterator[Workers]:
    """So many processes at work on this database.

    Commits do not wait for the disk: a demo cut short by a power cut is made again.
    """
    if count < 2:
        _hurry(on=True)
        yield Workers(None, 1)
    else:
        # A forked process must not use its parent's connection.
        connections.close_all()
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(count, context, initializer=_begin) as pool:
            pool.submit(bool).result()  # by now all of them are there
            _hurry(on=True)
            yield Workers(pool, count)
    _hurry(on=False)


def _begin() -> None:
    _hurry(on=True)


def _hurry(*, on: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET synchronous_commit TO {'off' if on else 'on'}")
