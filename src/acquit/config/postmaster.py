"""The server process of a cluster: is it there, is it ours, how it is stopped and cleared.

Never trusts a process number alone: after a crash a zombie or a stranger may have it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]
from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

from acquit.config import home
from acquit.config.trouble import InUse

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

STOP_S = 60.0
ORPHANS_S = 5.0


def conninfo(sockets: Path, name: str) -> str:
    return make_conninfo(
        host=str(sockets), port=home.PORT, user=home.USER, dbname=name, connect_timeout=10
    )


def ping(sockets: Path) -> Ping:
    return Ping(PGconn.ping(conninfo(sockets, "postgres").encode()))


def answers(sockets: Path) -> bool:
    """Whether a server answers; one that is just starting or stopping is waited for."""
    end = time.monotonic() + STOP_S
    while (said := ping(sockets)) == Ping.REJECT and time.monotonic() < end:
        time.sleep(0.05)
    return said == Ping.OK


def _serving(cluster: Path) -> list[psutil.Process]:
    """The PostgreSQL processes that have this cluster open, zombies left out."""
    return [process for process in psutil.process_iter() if _serves(process, cluster)]


def _serves(process: psutil.Process, cluster: Path) -> bool:
    try:
        return (
            process.name() == "postgres"
            and process.status() != psutil.STATUS_ZOMBIE
            and cluster.samefile(process.cwd())
        )
    except (psutil.Error, OSError):
        return False


def _postmaster(cluster: Path) -> int | None:
    """The first server process of this cluster, if it lives; never a stranger by number."""
    try:
        pid = int((cluster / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if _lives(pid, cluster) else None


def halt(cluster: Path, process: subprocess.Popen[bytes] | None) -> None:
    """Stop the server: politely (open work is rolled back), then as after a power cut."""
    child = process.pid if process and process.poll() is None else None
    pid = _postmaster(cluster) or child
    if pid is None:
        return
    for sent in (signal.SIGINT, signal.SIGQUIT):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, sent)
        if _gone(pid, cluster):
            if process is not None and process.pid == pid:
                process.wait()  # reaps it
            return
    raise InUse(
        where=cluster,
        saw=f"the database server (process {pid}) does not stop",
        remedy=f"End process {pid} by hand.",
    )


def _gone(pid: int, cluster: Path) -> bool:
    """Whether the process ends in time; a zombie has ended."""
    end = time.monotonic() + STOP_S
    while time.monotonic() < end:
        if not _lives(pid, cluster):
            return True
        time.sleep(0.01)
    return False


def _lives(pid: int, cluster: Path) -> bool:
    try:
        return _serves(psutil.Process(pid), cluster)
    except psutil.NoSuchProcess:
        return False


def clear_remains(cluster: Path, sockets: Path) -> None:
    """Clear what a killed server left: processes that hold the files, then its lock files.

    PostgreSQL does that itself, unless the number in its lock file has meanwhile gone to a
    zombie or to a stranger (a container that was restarted): then it refuses to start.
    """
    if _postmaster(cluster) is not None:
        raise InUse(
            where=cluster,
            saw="a database server has this folder open but does not answer",
            remedy="End it, or wait until it has stopped, and try again.",
        )
    _end_orphans(cluster)
    for lock in (cluster / "postmaster.pid", sockets / f"{home.SOCKET_NAME}.lock"):
        lock.unlink(missing_ok=True)


def _end_orphans(cluster: Path) -> None:
    """Two generations of processes on one cluster would destroy it: end the old one."""
    for orphan in _left_after(ORPHANS_S, cluster):
        with contextlib.suppress(psutil.Error):
            orphan.kill()
    if still := _left_after(ORPHANS_S, cluster):
        numbers = ", ".join(str(process.pid) for process in still)
        raise InUse(
            where=cluster,
            saw=f"processes of a dead server still hold this folder ({numbers})",
            remedy="End them and try again.",
        )


def _left_after(seconds: float, cluster: Path) -> list[psutil.Process]:
    """The processes that have the cluster open still; asked until there are none."""
    end = time.monotonic() + seconds
    while (left := _serving(cluster)) and time.monotonic() < end:
        time.sleep(0.05)
    return left
