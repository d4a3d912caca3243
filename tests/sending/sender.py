"""Walks a day, or sends one action, in a process of its own that may be killed on the way.

The tests run this file as a program. It reads orders from its standard input, one JSON
object on a line, and forks for each: the child does the work and dies when it is told to.
Only then is a connection to the database opened, so that no process shares one.

An order: day; at and when: die "before" or "after" that statement, counted from the moment
the sender shows itself until it leaves; action_id: send only this one. Or shard: do the
jobs of the queue, with shards of this size, and die "at" a place between two of them.
Answers: {"pid": …} at once, then {"status": …} with what was passed: "statements" or
"places".
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import traceback
from datetime import date
from typing import TYPE_CHECKING, Any

import django
import psycopg

if TYPE_CHECKING:
    from collections.abc import Callable


class Death:
    """Counts the statements of one sending, and ends the process at one of them."""

    def __init__(self, order: dict[str, Any]) -> None:
        self.at, self.when = order.get("at"), order.get("when")
        self.statements: list[str] = []
        self._counting = False

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, *more: Any
    ) -> Any:
        if "pg_advisory_lock(" in sql:
            self._counting = True
        if not self._counting:
            return execute(sql, params, *more)
        self.statements.append(" ".join(sql.split())[:60])
        here = len(self.statements) == self.at
        if here and self.when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = execute(sql, params, *more)
        if here:
            os.kill(os.getpid(), signal.SIGKILL)
        if "pg_advisory_unlock(" in sql:
            self._counting = False
        return result


def count_beside_django(death: Death) -> None:
    """What is asked in binary goes to the driver itself, around Django's wrapper."""
    ask = psycopg.Cursor.execute

    def execute(cursor: Any, question: str, parameters: Any = None, **more: Any) -> Any:
        if type(cursor) is not psycopg.Cursor:
            return ask(cursor, question, parameters, **more)
        return death(
            lambda sql, params: ask(cursor, sql, params, **more), question, parameters
        )

    psycopg.Cursor.execute = execute  # type: ignore[method-assign]  # in this child only


def do_jobs(order: dict[str, Any]) -> dict[str, Any]:
    """Be a worker until no job is left. A place: a job was taken, done, or told as done."""
    from procrastinate.contrib.django import app

    from acquit.cycle.actions import daily

    daily.SHARD = order["shard"]
    # By the clock on the wall, they would walk the days of this year.
    app.periodic_registry.periodic_tasks.clear()
    places: list[str] = []
    at = order.get("at", 0)

    def passed(what: str, job: Any) -> None:
        if job is not None:
            places.append(f"{what} {job.task_name}")
            if len(places) == at:
                os.kill(os.getpid(), signal.SIGKILL)

    async def all_of_them() -> None:
        connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
        with app.replace_connector(connector) as working:
            manager = working.job_manager
            fetch, finish = manager.fetch_job, manager.finish_job

            async def fetch_job(**given: Any) -> Any:
                job = await fetch(**given)
                passed("took", job)
                return job

            async def finish_job(*, job: Any, **given: Any) -> None:
                passed("did", job)
                await finish(job=job, **given)
                passed("told", job)

            manager.fetch_job = fetch_job  # type: ignore[method-assign]  # in this child only
            manager.finish_job = finish_job  # type: ignore[method-assign]
            async with working.open_async():
                while await manager.list_jobs_async(status="todo"):
                    await working.run_worker_async(
                        wait=False,
                        concurrency=1,
                        listen_notify=False,
                        install_signal_handlers=False,
                    )

    asyncio.run(all_of_them())
    return {"places": places}


def work(order: dict[str, Any]) -> dict[str, Any]:
    return do_jobs(order) if "shard" in order else send(order)


def send(order: dict[str, Any]) -> dict[str, Any]:
    from django.db import connection
    from django.utils import timezone

    from acquit.channels.registry import switchboard
    from acquit.cycle import actions
    from acquit.cycle.actions.daily import THE_CYCLE
    from acquit.dunning.actions import dispatch

    death = Death(order)
    count_beside_django(death)
    day = date.fromisoformat(order["day"])
    with connection.execute_wrapper(death):
        if "action_id" in order:
            dispatch(
                [order["action_id"]],
                as_of=day,
                carrier=switchboard(),
                clock=timezone.now,
                actor=THE_CYCLE,
            )
        else:
            actions.walk(day, carrier=switchboard(), clock=timezone.now)
    return {"statements": death.statements}


def fork(order: dict[str, Any]) -> None:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        status = 1
        try:
            os.write(writing, json.dumps(work(order)).encode())
            status = 0
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            sys.stderr.flush()
            os._exit(status)
    os.close(writing)
    answer({"pid": pid})
    with os.fdopen(reading, "rb") as pipe:
        told = json.loads(pipe.read() or "{}")
    _, status = os.waitpid(pid, 0)
    answer({"status": os.waitstatus_to_exitcode(status)} | told)


def answer(said: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "acquit.config.settings"
    django.setup()
    import acquit.cycle.actions.daily  # noqa: F401 - loaded once, before the forks

    for line in sys.stdin:
        fork(json.loads(line))
