"""`acquit doctor`: what is in order, what is not, and what to do about it."""

from __future__ import annotations

import shutil
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from acquit.cli import reaching, running
from acquit.cli.finding import Finding, State
from acquit.config import home, programs
from acquit.config.trouble import DatabaseTrouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

OLDEST_PYTHON = (3, 11)
OLDEST_SERVER = 15
SCARCE_BYTES = 2 * 1024**3
TOO_FEW_BYTES = 200 * 1024**2
HEARTBEAT_S = 30  # a worker reports every ten seconds


@click.command()
@running.as_json
def doctor(*, as_json: bool) -> None:
    """Look at every part and say what is wrong. Exit status 1 if something is."""
    findings = list(_examine())
    sound = all(finding.state is not State.FAULT for finding in findings)
    result = {"sound": sound, "findings": [asdict(finding) for finding in findings]}
    running.emit(result, as_json=as_json, text="\n".join(map(_line, findings)))
    if not sound:
        raise SystemExit(1)


def _line(finding: Finding) -> str:
    return f"{finding.state.upper():5}  {finding.part}: {finding.sentence}"


def _examine() -> Iterator[Finding]:
    yield _python()
    yield _folder(home.folder())
    yield _disk(home.folder())
    if not home.external_database():
        yield _programs()
    try:
        with running.with_database(migrated=False):
            for look in DATABASE_PARTS:
                yield look()
    except DatabaseTrouble as trouble:
        yield Finding("database", State.FAULT, str(trouble))
        running.setup()
    yield _parts()
    yield from reaching.channels()


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= OLDEST_PYTHON:
        return Finding("python", State.GOOD, f"Version {version}.")
    wanted = ".".join(map(str, OLDEST_PYTHON))
    return Finding(
        "python", State.FAULT, f"Version {version}; {wanted} or newer is needed."
    )


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next(place for place in (folder, *folder.parents) if place.exists())


def _folder(folder: Path) -> Finding:
    from os import W_OK, X_OK, access  # noqa: PLC0415 - only here

    place = _existing(folder)
    if not place.is_dir() or not access(place, W_OK | X_OK):
        sentence = f"{place} cannot be written. Change its rights, or set ACQUIT_HOME."
        return Finding("folder", State.FAULT, sentence)
    made = "" if folder.exists() else " It will be made when it is needed."
    return Finding("folder", State.GOOD, f"{folder}.{made}")


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(_existing(folder)).free
    sentence = f"{free / 1024**3:.1f} GB are free."
    if free < TOO_FEW_BYTES:
        return Finding("disk", State.FAULT, f"{sentence} Make room before going on.")
    return Finding("disk", State.NOTE if free < SCARCE_BYTES else State.GOOD, sentence)


def _programs() -> Finding:
    try:
        tools = programs.for_cluster(home.cluster_folder())
    except DatabaseTrouble as trouble:
        return Finding("programs", State.FAULT, str(trouble))
    return Finding(
        "programs", State.GOOD, f"PostgreSQL {programs.MAJOR} in {tools.folder}."
    )


def _server() -> Finding:
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    where = "your own server" if home.external_database() else "the embedded server"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version: str = cursor.fetchone()[0]
    if int(version.partition(".")[0]) >= OLDEST_SERVER:
        return Finding("database", State.GOOD, f"PostgreSQL {version} answers, {where}.")
    sentence = f"PostgreSQL {version}; {OLDEST_SERVER} or newer is needed."
    return Finding("database", State.FAULT, sentence)


def _tables() -> Finding:
    count = running.unapplied()
    if count:
        sentence = f"{count} steps are missing; the next command applies them."
        return Finding("tables", State.NOTE, sentence)
    return Finding("tables", State.GOOD, "They are up to date.")


def _worker() -> Finding:
    if "procrastinate_workers" not in _table_names():
        return Finding("worker", State.NOTE, "There is no queue yet.")
    alive = _count(
        "SELECT count(*) FROM procrastinate_workers"
        " WHERE last_heartbeat > now() - make_interval(secs => %s)"
    )
    if alive:
        return Finding("worker", State.GOOD, f"{alive} at work.")
    sentence = "None is at work. Start `acquit serve` or `acquit worker`."
    return Finding("worker", State.NOTE, sentence)


def _jobs() -> Finding:
    if "procrastinate_jobs" not in _table_names():
        return Finding("jobs", State.NOTE, "There is no queue yet.")
    stalled = _count(
        "SELECT count(*) FROM procrastinate_jobs job"
        " LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id"
        " WHERE job.status = 'doing' AND (worker.last_heartbeat IS NULL"
        " OR worker.last_heartbeat < now() - make_interval(secs => %s))"
    )
    if stalled:
        sentence = (
            f"{stalled} were left by a worker that died; a worker takes them up again."
        )
        return Finding("jobs", State.NOTE, sentence)
    return Finding("jobs", State.GOOD, "None is stalled.")


DATABASE_PARTS: tuple[Callable[[], Finding], ...] = (_server, _tables, _worker, _jobs)


def _table_names() -> list[str]:
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    return connection.introspection.table_names()


def _count(query: str) -> int:
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    with connection.cursor() as cursor:
        cursor.execute(query, [HEARTBEAT_S])
        count: int = cursor.fetchone()[0]
    return count


def _parts() -> Finding:
    from acquit.config import static  # noqa: PLC0415 - needs Django set up

    missing = static.missing()
    if missing:
        sentence = f"{len(missing)} files are missing ({missing[0]}). Run `make install`."
        return Finding("parts", State.FAULT, sentence)
    return Finding(
        "parts", State.GOOD, f"{len(static.PARTS)} files of npm packages are here."
    )
