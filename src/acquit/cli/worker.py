"""`acquit worker`: does the jobs of the queue until it is stopped."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING

import click

from acquit.cli.running import log_events, with_database

if TYPE_CHECKING:
    from procrastinate import App

# A job cannot be interrupted: it is given this long, then left to be done again.
GRACE_S = 20
KNOCKS = 4


@click.command()
@click.option("--with-parent", is_flag=True, hidden=True, help="Stop when stdin is closed.")
def worker(*, with_parent: bool) -> None:
    """Do the jobs of the queue. `acquit serve` starts one worker by itself."""
    log_events()
    told = threading.Event()
    # An exception that a signal raises in the middle of an import comes out as another one.
    with with_database(on_end=told.set):
        if with_parent:
            threading.Thread(target=_stop_with_parent, daemon=True).start()
        _work(told)


def _work(told_before: threading.Event) -> None:
    from procrastinate.contrib.django import app  # noqa: PLC0415 - needs Django set up

    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # Django
    with app.replace_connector(connector) as working:
        asyncio.run(_until_stopped(working, told_before))


async def _until_stopped(working: App, told_before: threading.Event) -> None:
    """Handlers of our own, which only set a flag: an exception that a signal raises, or a
    cancellation while the connections are opened, can be lost on its way up.
    """
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sent in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(sent, told.set)
    if told_before.is_set():
        return
    async with working.open_async():
        jobs = asyncio.ensure_future(
            working.run_worker_async(
                install_signal_handlers=False, shutdown_graceful_timeout=GRACE_S
            )
        )
        stop = asyncio.ensure_future(told.wait())
        await asyncio.wait({jobs, stop}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        jobs.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await jobs


def _stop_with_parent() -> None:
    """A killed `acquit serve` cannot tell its worker, but the pipe between them closes."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    # More than once: a signal that comes while the worker is just starting can be lost.
    for _ in range(KNOCKS):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE_S / KNOCKS)
    os.kill(os.getpid(), signal.SIGKILL)
