"""The embedded PostgreSQL: one cluster in the data folder, shared by all who need it.

Whoever comes first starts the server, whoever comes later finds it, whoever leaves last
stops it. Each user holds a shared lock for as long as it lives, so a process that is
killed counts no more. The server is reached by a socket that only its owner can open; it
listens on no network.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import stat
import time
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

import psycopg
from psycopg import sql
from psycopg.pq import Ping

from acquit.config import home, postmaster, programs
from acquit.config.trouble import (
    DidNotStart,
    DiskFull,
    FolderRefused,
    InUse,
    OtherVersion,
)

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

    from acquit.config.programs import Programs

LISTEN_S = 60.0  # the socket is there within a fraction of a second
RECOVER_S = 900.0  # but recovery after a crash may take minutes
LOCK_S = 1000.0  # longer than a start may take
LARGEST_LOG = 5_000_000
MAKING = (
    *("-U", home.USER, "-A", "trust", "--encoding=UTF8"),
    # The same order and the same case rules on every machine, whatever LANG says.
    *("--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions"),
)
# Given on each start and not written down: the user's postgresql.conf stays the user's.
MANNER = {
    "listen_addresses": "",
    "port": home.PORT,
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "jit": "off",
    # What the books of a million invoices ask for often stays in memory.
    "shared_buffers": "256MB",
}
CARELESS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}

# Our children that others still use; kept, so that Python does not complain about them.
_LEFT_RUNNING: list[subprocess.Popen[bytes]] = []


@dataclass(slots=True)
class Running:
    """A server that answers. owner: this process started it, it was not found running."""

    cluster: Path
    sockets: Path
    owner: bool
    _presence: IO[bytes]
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def alive(self) -> bool:
        """Whether the server still answers."""
        return postmaster.ping(self.sockets) == Ping.OK

    def conninfo(self, name: str = home.NAME) -> str:
        """How libpq reaches a database of this server."""
        return postmaster.conninfo(self.sockets, name)

    def stop(self) -> None:
        """Leave the server; the last one to leave stops it. May be called twice."""
        if self._presence.closed:
            return
        with _only_one(self.cluster):
            if _alone(self._presence):
                postmaster.halt(self.cluster, self._process)
            elif self._process:
                _LEFT_RUNNING.append(self._process)
            self._presence.close()


def start(cluster: Path | None = None, *, durable: bool = True) -> Running:
    """Find the server of this cluster, or make and start it, with its database `acquit`.

    durable: False gives up safety for speed, for data that may be lost (tests).
    Raises DatabaseTrouble, in words for the user, when that is not possible.
    """
    cluster = cluster or home.cluster_folder()
    sockets = home.socket_folder(cluster)
    with _explained(cluster):
        cluster.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _only_one(cluster), contextlib.ExitStack() as undo:
            presence = undo.enter_context(_file(cluster, "users"))
            fcntl.flock(presence, fcntl.LOCK_SH)
            process = None
            if not _found(cluster, sockets):
                process = _start(cluster, sockets, durable=durable)
            undo.callback(_halt_if, cluster, process)
            _ensure_database(sockets)
            undo.pop_all()
    return Running(cluster, sockets, process is not None, presence, process)


def answers(cluster: Path | None = None) -> bool:
    """Whether a server of this cluster is running now; starts nothing."""
    return postmaster.ping(home.socket_folder(cluster or home.cluster_folder())) == Ping.OK


# Starting


def _halt_if(cluster: Path, process: subprocess.Popen[bytes] | None) -> None:
    if process is not None:
        postmaster.halt(cluster, process)


def _found(cluster: Path, sockets: Path) -> bool:
    """Whether the server runs; a stranger's socket in a public folder is not asked."""
    if not _made(cluster):
        return False
    if sockets.exists():
        _check_sockets(sockets, owner=cluster.stat().st_uid)
    return postmaster.answers(sockets)


def _made(cluster: Path) -> bool:
    return (cluster / "PG_VERSION").exists()


def _start(cluster: Path, sockets: Path, *, durable: bool) -> subprocess.Popen[bytes]:
    tools = programs.for_cluster(cluster)
    if not _made(cluster):
        _make(cluster, tools, durable=durable)
    _check_version(cluster)
    _give(cluster, tools)
    postmaster.clear_remains(cluster, sockets)
    if sockets != cluster:
        _prepare_sockets(sockets, tools)
    return _launch(cluster, sockets, tools, durable=durable)


def _make(cluster: Path, tools: Programs, *, durable: bool) -> None:
    """Make the cluster beside its place and move it there: half of one never stays."""
    draft = cluster.with_name(f"{cluster.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    if cluster.exists() and any(cluster.iterdir()):
        raise FolderRefused(
            where=cluster,
            saw="the folder holds files, but no PostgreSQL cluster",
            remedy="Move them away, or set ACQUIT_HOME to another folder.",
        )
    draft.mkdir(mode=0o700)
    if tools.account:
        os.chown(draft, tools.account.uid, tools.account.gid)
    hurry = () if durable else ("--no-sync",)
    done = tools.run(["initdb", "-D", tools.told(draft), *MAKING, *hurry], inside=draft)
    if done.returncode != 0:
        shutil.rmtree(draft, ignore_errors=True)
        raise _failure(cluster, done.stdout, "the database could not be created")
    draft.rename(cluster)


def _check_version(cluster: Path) -> None:
    found = (cluster / "PG_VERSION").read_text().strip()
    if found != programs.MAJOR:
        raise OtherVersion(
            where=cluster,
            saw=f"PostgreSQL {found} made this database, Acquit brings {programs.MAJOR}",
            remedy=f"Dump it with the programs of PostgreSQL {found} and restore it into a "
            "new ACQUIT_HOME; docs/howto/use-your-own-postgresql.md shows how.",
        )


def _give(cluster: Path, tools: Programs) -> None:
    """A cluster that root has copied here belongs to the account that will run it again."""
    if not tools.account or cluster.stat().st_uid == tools.account.uid:
        return
    for path in (cluster, *cluster.rglob("*")):
        os.chown(path, tools.account.uid, tools.account.gid, follow_symlinks=False)


def _prepare_sockets(sockets: Path, tools: Programs) -> None:
    with contextlib.suppress(FileExistsError):
        sockets.mkdir(mode=0o700)
        if tools.account:
            os.chown(sockets, tools.account.uid, tools.account.gid)
    _check_sockets(sockets, owner=tools.account.uid if tools.account else os.geteuid())


def _check_sockets(sockets: Path, *, owner: int) -> None:
    """Anyone may write where the short folder lies: look at what is there."""
    found = sockets.lstat()
    mine = found.st_uid == owner and stat.S_ISDIR(found.st_mode)
    if not mine or stat.S_IMODE(found.st_mode) != 0o700:
        raise FolderRefused(
            where=sockets,
            saw="this folder belongs to somebody else",
            remedy="Remove it, or set ACQUIT_HOME to a shorter path.",
        )


def _launch(
    cluster: Path, sockets: Path, tools: Programs, *, durable: bool
) -> subprocess.Popen[bytes]:
    chosen = MANNER | ({} if durable else CARELESS)
    # From inside its own folder, so that neither spaces nor quotes nor length matter.
    chosen["unix_socket_directories"] = "." if sockets == cluster else str(sockets)
    options = [word for key, value in chosen.items() for word in ("-c", f"{key}={value}")]
    with _log(cluster) as log:
        begin = log.tell()
        process = tools.launch(
            ["postgres", "-D", tools.told(cluster), *options], inside=cluster, log=log
        )
    try:
        _await_answer(process, cluster, sockets, begin)
    except BaseException:
        postmaster.halt(cluster, process)
        raise
    return process


def _await_answer(
    process: subprocess.Popen[bytes], cluster: Path, sockets: Path, begin: int
) -> None:
    begun = time.monotonic()
    while (answer := postmaster.ping(sockets)) != Ping.OK:
        if process.poll() is not None:
            said = _said_since(cluster, begin)
            raise _failure(cluster, said, "the database did not start")
        patience = RECOVER_S if answer == Ping.REJECT else LISTEN_S
        if time.monotonic() > begun + patience:
            raise DidNotStart(
                where=cluster,
                saw=f"the database did not answer within {patience:.0f} seconds",
                remedy=f"{_log_path(cluster)} says what it is doing.",
            )
        time.sleep(0.02)


def _ensure_database(sockets: Path) -> None:
    address = postmaster.conninfo(sockets, "postgres")
    wanted = "SELECT 1 FROM pg_database WHERE datname = %s"
    with psycopg.connect(address, autocommit=True) as connection:
        if connection.execute(wanted, [home.NAME]).fetchone() is None:
            create = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(home.NAME))
            connection.execute(create)


# Files beside the cluster


def _beside(cluster: Path, ending: str) -> Path:
    return cluster.with_name(f"{cluster.name}.{ending}")


def _file(cluster: Path, ending: str) -> IO[bytes]:
    return _beside(cluster, ending).open("ab")


@contextlib.contextmanager
def _only_one(cluster: Path) -> Iterator[None]:
    """One process at a time starts or stops the server of this cluster."""
    with _file(cluster, "lock") as lock:
        end = time.monotonic() + LOCK_S
        while not _locked(lock, fcntl.LOCK_EX):
            if time.monotonic() > end:
                raise InUse(
                    where=_beside(cluster, "lock"),
                    saw="another process is starting or stopping the database, and hangs",
                    remedy="End that process and try again.",
                )
            time.sleep(0.02)
        yield


def _alone(presence: IO[bytes]) -> bool:
    return _locked(presence, fcntl.LOCK_EX)


def _locked(file: IO[bytes], kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _log_path(cluster: Path) -> Path:
    return _beside(cluster, "log")


def _log(cluster: Path) -> IO[bytes]:
    path = _log_path(cluster)
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(_beside(cluster, "log.1"))
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def _said_since(cluster: Path, begin: int) -> str:
    with _log_path(cluster).open("rb") as log:
        log.seek(begin)
        return log.read().decode(errors="replace")


# Explaining


@contextlib.contextmanager
def _explained(cluster: Path) -> Iterator[None]:
    """Turn what the system says about the folder into our own words."""
    try:
        yield
    except PermissionError as error:
        raise FolderRefused(
            where=error.filename or cluster,
            saw="this cannot be written",
            remedy="Make it writable for the user that runs Acquit, or set ACQUIT_HOME.",
        ) from error
    except OSError as error:
        said = error.strerror or str(error)
        raise _failure(cluster, said, "the folder cannot be used") from error
    except psycopg.Error as error:
        raise _failure(cluster, str(error), "the database answers, but refuses") from error


def _failure(cluster: Path, said: str, what: str) -> DiskFull | DidNotStart:
    if "No space left on device" in said or "Disk quota exceeded" in said:
        return DiskFull(
            where=cluster,
            saw="there is no space left on this disk",
            remedy="Make room, or set ACQUIT_HOME to a folder on a larger disk.",
        )
    return DidNotStart(
        where=cluster,
        saw=f"{what} ({_reason(said)})",
        remedy=f"{_log_path(cluster)} says more.",
    )


def _reason(said: str) -> str:
    """The line that tells most: the first that PostgreSQL calls an error, else the last."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    for line in lines:
        for mark in ("FATAL:", "PANIC:", "error:"):
            if mark in line:
                return line.partition(mark)[2].strip()
    return lines[-1] if lines else "it said nothing"
