"""`acquit worker`: does the jobs of the queue until it is stopped."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

import click

from acquit.cli.running import log_events, with_database

# A job cannot be interrupted: it is given this long, then left to be done again.
GRACE_S = 20
KNOCKS = 4


@click.command()
@click.option("--with-parent", is_flag=True, hidden=True, help="Stop when stdin is closed.")
def worker(*, with_parent: bool) -> None:
    """Do the jobs of the queue. `acquit serve` starts one worker by itself."""
    log_events()
    with with_database():
        if with_parent:
            threading.Thread(target=_stop_with_parent, daemon=True).start()
        _work()


def _work() -> None:
    from procrastinate.contrib.django import app  # noqa: PLC0415 - needs Django set up

    # A copy of the app: what a task defers still goes over Django's own connection, and is
    # rolled back with the task's transaction.
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # Django's connector has it
    app.with_connector(connector).run_worker(shutdown_graceful_timeout=GRACE_S)


def _stop_with_parent() -> None:
    """A killed `acquit serve` cannot tell its worker, but the pipe between them closes."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    # More than once: a signal that comes while the worker is just starting can be lost.
    for _ in range(KNOCKS):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE_S / KNOCKS)
    os.kill(os.getpid(), signal.SIGKILL)
