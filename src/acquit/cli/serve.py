"""`acquit serve`: the pages, the database and one worker, until it is stopped."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, NoReturn

import click

from acquit.cli.running import log_events, with_database
from acquit.config import embedded, home
from acquit.config.trouble import DatabaseTrouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    import uvicorn

    from acquit.config.embedded import Running

SERVING = "acquit.config.serving"
FIRST_PORT = 8000
LAST_PORT = 8049
# Open streams of events never end by themselves.
WEB_GRACE_S = 3
WORKER_GRACE_S = 5
LONGEST_PAUSE_S = 30.0


class PortTaken(Exception):
    """The address at which the pages should be answered cannot be had."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(
            f"{host}:{port}: pages cannot be answered here ({reason}). "
            "Choose another address with --host and --port."
        )


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help=f"Default: the next free from {FIRST_PORT}.",
)
@click.option("--no-worker", is_flag=True, help="Leave the queue to other workers.")
def serve(*, host: str, port: int | None, no_worker: bool) -> None:
    """Answer the pages, with the database and a worker beside them."""
    # Taken first: who cannot have it should not wait for the database.
    with _listening(host, port) as listener:
        log_events()
        home.keep_secret_key()
        with with_database(settings=SERVING):
            _answer(listener, host, worker=not no_worker)


def hand_over(*words: str) -> NoReturn:
    """End this program by becoming `acquit serve`; leave `with_database` before."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, "-m", "acquit", "serve", *words])  # noqa: S606


def _answer(listener: socket.socket, host: str, *, worker: bool) -> None:
    import uvicorn  # noqa: PLC0415 - only here is a web server needed
    from django.conf import settings  # noqa: PLC0415 - needs Django set up

    from acquit.config import static  # noqa: PLC0415 - needs Django set up

    static.collect()
    config = uvicorn.Config(
        "acquit.config.asgi:application",
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.PROXIES,
        timeout_graceful_shutdown=WEB_GRACE_S,
    )
    config.load()
    server = uvicorn.Server(config)
    with _stopped_by_signals(server), _watched(server, worker=worker):
        click.echo(f"Acquit answers at {_address(listener, host)} (Ctrl-C stops it).")
        server.run(sockets=[listener])


def _address(listener: socket.socket, host: str) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listener.getsockname()[1]}"


@contextlib.contextmanager
def _listening(host: str, port: int | None) -> Iterator[socket.socket]:
    """A socket on the port that was asked for, else on the first that is free."""
    wanted = range(FIRST_PORT, LAST_PORT + 1) if port is None else [port]
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    reason = ""
    for candidate in wanted:
        try:
            listener = socket.create_server((host, candidate), family=family, backlog=2048)
        except OSError as error:
            reason = error.strerror or str(error)
            continue
        with listener:
            yield listener
        return
    raise PortTaken(host, wanted[-1], reason)


@contextlib.contextmanager
def _stopped_by_signals(server: uvicorn.Server) -> Iterator[None]:
    """To be stopped is no failure; uvicorn raises each signal again at its end."""

    def stop(*_: object) -> None:
        server.should_exit = True

    before = {sent: signal.signal(sent, stop) for sent in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for sent, handler in before.items():
            signal.signal(sent, handler)


@contextlib.contextmanager
def _watched(server: uvicorn.Server, *, worker: bool) -> Iterator[None]:
    """Beside the pages a thread keeps the worker and the embedded database alive."""
    keeper = Keeper(server, worker=worker)
    thread = threading.Thread(target=keeper.run, name="keeper", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


class Keeper:
    """Starts the worker and what has died, and stops the worker when the pages end."""

    def __init__(self, server: uvicorn.Server, *, worker: bool) -> None:
        self.server = server
        self.wanted = worker
        self.worker: subprocess.Popen[bytes] | None = None
        self.databases: list[Running] = []
        self.pause_s = 0.0
        self.next_start = 0.0

    def run(self) -> None:
        """Look after both once a second until the pages end."""
        while not self.server.should_exit:
            self.keep_database()
            if self.wanted:
                self.keep_worker()
            self.wait(1.0)
        self.stop()

    def keep_database(self) -> None:
        """An embedded server that was killed is started again."""
        if home.external_database() or embedded.answers():
            return
        with contextlib.suppress(DatabaseTrouble):  # tried again in a second
            self.databases.append(embedded.start())
            click.echo("The database had stopped; it was started again.", err=True)

    def keep_worker(self) -> None:
        """A worker that ended is started again, with a growing pause if it keeps ending."""
        if self.worker is not None and self.worker.poll() is None:
            return
        if time.monotonic() < self.next_start:
            return
        if self.worker is not None:
            click.echo(f"The worker ended ({self.worker.returncode}); a new one.", err=True)
        self.pause_s = min(max(1.0, 2 * self.pause_s), LONGEST_PAUSE_S)
        self.next_start = time.monotonic() + self.pause_s
        self.worker = subprocess.Popen(
            [sys.executable, "-m", "acquit", "worker", "--with-parent"],
            stdin=subprocess.PIPE,
            start_new_session=True,  # the terminal's Ctrl-C is for us; we tell the worker
        )

    def wait(self, seconds: float) -> None:
        """Sleep, but not on when the pages end."""
        end = time.monotonic() + seconds
        while not self.server.should_exit and time.monotonic() < end:
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop the worker; a job that does not end in time is done again later."""
        if self.worker is not None:
            _end(self.worker)
        for database in self.databases:
            database.stop()


def _end(worker: subprocess.Popen[bytes]) -> None:
    # Twice: a signal that comes while the worker is just starting can be lost.
    for _ in range(2):
        worker.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            worker.wait(WORKER_GRACE_S / 2)
            return
    worker.kill()
    worker.wait()
