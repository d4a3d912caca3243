"""Walks a day, or sends one action, in a process of its own that may be killed on the way.

The tests run this file as a program. It reads orders from its standard input, one JSON
object on a line, and forks for each: the child does the work and dies when it is told to.
Only then is a connection to the database opened, so that no process shares one.

An order: day; at, when and on: die at that moment of the "statements", or on the "wire"
(`deaths`); action_id: send only this one; shard_of: send what is ready for the customers
from one id to another; neither: walk the day. Or shard: do the jobs of the queue, with
shards of this size, and die "at" a place between two of them.
Answers: {"pid": …} at once, then {"status": …} with what was "passed", or "places".
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import traceback
from datetime import date
from importlib import import_module
from typing import Any

import django


def do_jobs(order: dict[str, Any]) -> dict[str, Any]:
    """Be a worker until no job is left. A place: a job was taken, done, or told as done."""
    from procrastinate.contrib.django import app

    from acquit.cycle.actions import daily

    daily.SHARD = order["shard"]
    app.perform_import_paths()
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
    from django.utils import timezone

    from acquit.channels.registry import switchboard
    from acquit.cycle import actions
    from acquit.cycle.actions.daily import THE_CYCLE
    from acquit.dunning.actions import dispatch
    from acquit.ledger.rows import Range
    from sending.deaths import Statements, Wire

    deaths = {"statements": Statements, "wire": Wire}
    death = deaths[order.get("on", "statements")](order.get("at", 0), order.get("when", ""))
    death.watch()
    day, carrier = date.fromisoformat(order["day"]), switchboard()
    if "action_id" in order:
        dispatch(
            [order["action_id"]],
            as_of=day,
            carrier=carrier,
            clock=timezone.now,
            actor=THE_CYCLE,
        )
    elif "shard_of" in order:
        shard = Range(*order["shard_of"])
        actions.dispatch_shard(shard, day, carrier=carrier, clock=timezone.now)
    else:
        actions.walk(day, carrier=carrier, clock=timezone.now)
    carrier.close()
    return {"passed": death.passed}


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
    # Loaded once, before the forks.
    for module in (
        "acquit.channels.letter.post.posting",
        "acquit.channels.sms.texting",
        "acquit.channels.webhook.posting",
        "acquit.cycle.jobs",
        "sending.deaths",
    ):
        import_module(module)
    from acquit.core import days

    # It reads the calendars of the whole world, the first time.
    days.is_working_day(date(2026, 11, 18), "BE")
    for line in sys.stdin:
        fork(json.loads(line))
