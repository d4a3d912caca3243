"""What commands share: the database behind them, and what they print.

@click.command()
@as_json
@with_database()
def count(*, as_json: bool) -> None:
    ...
    emit({"customers": 12}, as_json=as_json)
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
from typing import TYPE_CHECKING, Any

import click

from acquit.config import embedded, home
from acquit.config.trouble import Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import FrameType

SETTINGS = "acquit.config.settings"
# Any number that no other program on the same server uses for its advisory locks.
MIGRATING = 0x_ACC_017
ENDS = (signal.SIGTERM, signal.SIGHUP)

as_json = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object on standard output."
)


@contextlib.contextmanager
def with_database(
    *,
    settings: str = SETTINGS,
    migrated: bool = True,
    on_end: Callable[[], object] | None = None,
) -> Iterator[None]:
    """Within it Django is set up, and the database is there, with every migration applied.

    The embedded server is started if nobody runs it, and stopped by whoever leaves last: at
    the end, on an exception, on Ctrl-C, SIGTERM and SIGHUP. With `on_end` the last two only
    call that: whoever gives it ends by himself. Raises DatabaseTrouble.
    """
    with _interruptible(on_end), _server():
        with _loading():
            setup(settings)
        _check_connection()
        if migrated:
            migrate()
        try:
            yield
        finally:
            _disconnect()


@contextlib.contextmanager
def _loading() -> Iterator[None]:
    """What is loaded now stays until the end: looking through it for circles, again and
    again, would take a quarter of the time of a short command. For loading alone: migrating
    leaves hundreds of megabytes of them.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def setup(settings: str = SETTINGS) -> None:
    """Set Django up; starts nothing."""
    import django  # noqa: PLC0415 - only the commands that need it wait for it

    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    django.setup()


def migrate() -> int:
    """Apply the migrations that are missing, one process at a time; returns how many."""
    from django.core.management import call_command  # noqa: PLC0415 - see setup
    from django.db import connection  # noqa: PLC0415 - see setup

    if not unapplied():
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        try:
            count = unapplied()
            say(f"Preparing the database: {count} steps.")
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])
    return count


def unapplied() -> int:
    """How many migrations the database still lacks."""
    from django.db import connection  # noqa: PLC0415 - see setup
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 - see setup

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def log_events() -> None:
    """What runs for long tells what happens; a command tells its result. Before setup."""
    os.environ.setdefault("ACQUIT_LOG", "INFO")


def say(sentence: str) -> None:
    """Tell a person how it goes; standard output is kept for the result."""
    click.echo(sentence, err=True)


def emit(result: Mapping[str, Any], *, as_json: bool, text: str | None = None) -> None:
    """Print the result: as one JSON object, or as text for people."""
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, default=str))
    elif text is not None:
        click.echo(text)
    else:
        for key, value in result.items():
            click.echo(f"{key}: {value}")


def emit_rows(rows: Sequence[Mapping[str, Any]], *, as_json: bool, text: str) -> None:
    """Print a list: as one JSON array, or as text for people."""
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, default=str))
    else:
        click.echo(text)


@contextlib.contextmanager
def _server() -> Iterator[None]:
    if home.external_database():
        yield
        return
    running = embedded.start()
    try:
        home.keep_secret_key()
        yield
    finally:
        running.stop()


@contextlib.contextmanager
def _interruptible(on_end: Callable[[], object] | None) -> Iterator[None]:
    """Turn the signals that would end us at once into an exit that cleans up, or a call."""
    ends = [sent for sent in ENDS if signal.getsignal(sent) != signal.SIG_IGN]  # nohup
    handle = _leave if on_end is None else lambda sent, frame: on_end()  # noqa: ARG005
    before = {sent: signal.signal(sent, handle) for sent in ends}
    try:
        yield
    finally:
        for sent, handler in before.items():
            signal.signal(sent, handler)


def _leave(sent: int, frame: FrameType | None) -> None:  # noqa: ARG001 - signal's signature
    raise SystemExit(128 + sent)


def _check_connection() -> None:
    from django.db import OperationalError, connection  # noqa: PLC0415 - see setup

    try:
        connection.ensure_connection()
    except OperationalError as error:
        described = connection.settings_dict
        raise Unreachable(
            where=f"database {described['NAME']} at {described['HOST'] or 'this machine'}",
            saw=str(error).partition("\n")[0],
            remedy="Check ACQUIT_DATABASE_URL and that this server runs.",
        ) from error


def _disconnect() -> None:
    from django.db import connections  # noqa: PLC0415 - see setup

    for connection in connections.all(initialized_only=True):
        connection.close()
        if "pool" in connection.settings_dict["OPTIONS"]:
            connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL has
