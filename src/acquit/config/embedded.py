"""The embedded PostgreSQL: one cluster in the data folder, shared by every process that needs it.

Whoever comes first starts the server, whoever comes later finds it, whoever leaves last stops it.
Each user holds a shared lock for as long as it lives, so a process that is killed counts no more.
The server is reached by a socket that only its owner can open; it listens on no network.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import stat
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

import psutil  # type: ignore[import-untyped]
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

from acquit.config import home, programs
from acquit.config.trouble import DidNotStart, DiskFull, FolderRefused, InUse, OtherVersion

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from acquit.config.programs import Programs

START_S = 600.0  # recovery after a crash may take minutes; it is waited for while the server lives
STOP_S = 60.0
ORPHANS_S = 5.0
LOCK_S = 900.0  # longer than a start may take
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
}
CARELESS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@dataclass(slots=True)
class Running:
    """A server that answers. owner: this process started it; False: it was found running."""

    cluster: Path
    sockets: Path
    owner: bool
    _presence: IO[bytes]
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def alive(self) -> bool:
        """Whether the server still answers."""
        return _ping(self.sockets) == Ping.OK

    def conninfo(self, name: str = home.NAME) -> str:
        """How libpq reaches a database of this server."""
        return _conninfo(self.sockets, name)

    def stop(self) -> None:
        """Leave the server; the last one to leave stops it. May be called twice."""
        if self._presence.closed:
            return
        with _only_one(self.cluster):
            if _alone(self._presence):
                _halt(self.cluster, self._process)
            self._presence.close()


def start(cluster: Path | None = None, *, durable: bool = True) -> Running:
    """Find the server of this cluster, or make and start it; its database `acquit` is there.

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
            if not _answers(sockets):
                process = _start(cluster, sockets, durable=durable)
            undo.callback(_halt_if, cluster, process)
            _ensure_database(sockets)
            undo.pop_all()
    return Running(cluster, sockets, process is not None, presence, process)


def answers(cluster: Path | None = None) -> bool:
    """Whether a server of this cluster is running now; starts nothing."""
    return _ping(home.socket_folder(cluster or home.cluster_folder())) == Ping.OK


# Starting


def _start(cluster: Path, sockets: Path, *, durable: bool) -> subprocess.Popen[bytes]:
    tools = programs.for_cluster(cluster)
    if not (cluster / "PG_VERSION").exists():
        _make(cluster, tools, durable=durable)
    _check_version(cluster)
    _give(cluster, tools)
    _clear_remains(cluster, sockets)
    if sockets != cluster:
        _prepare_sockets(sockets, tools)
    return _launch(cluster, sockets, tools, durable=durable)


def _make(cluster: Path, tools: Programs, *, durable: bool) -> None:
    """Make the cluster beside its place and move it there whole: half a cluster never stays."""
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
            saw=f"this database was made by PostgreSQL {found}, and Acquit brings {programs.MAJOR}",
            remedy=f"Dump it with the programs of PostgreSQL {found} and restore it into a new "
            "ACQUIT_HOME; docs/howto/use-your-own-postgresql.md shows how.",
        )


def _give(cluster: Path, tools: Programs) -> None:
    """A cluster that root has copied here belongs to the account that will run it again."""
    if not tools.account or cluster.stat().st_uid == tools.account.uid:
        return
    for path in (cluster, *cluster.rglob("*")):
        os.chown(path, tools.account.uid, tools.account.gid, follow_symlinks=False)


def _prepare_sockets(sockets: Path, tools: Programs) -> None:
    """Make the short folder; anyone may write where it lies, so look at what is there."""
    wanted = tools.account.uid if tools.account else os.geteuid()
    with contextlib.suppress(FileExistsError):
        sockets.mkdir(mode=0o700)
        if tools.account:
            os.chown(sockets, tools.account.uid, tools.account.gid)
    found = sockets.lstat()
    mine = found.st_uid == wanted and stat.S_ISDIR(found.st_mode)
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
        _halt(cluster, process)
        raise
    return process


def _await_answer(
    process: subprocess.Popen[bytes], cluster: Path, sockets: Path, begin: int
) -> None:
    end = time.monotonic() + START_S
    while _ping(sockets) != Ping.OK:
        if process.poll() is not None:
            raise _failure(
                cluster, _said_since(cluster, begin), "the database did not start"
            )
        if time.monotonic() > end:
            raise DidNotStart(
                where=cluster,
                saw=f"the database did not answer within {START_S:.0f} seconds",
                remedy=f"{_log_path(cluster)} says what it is doing.",
            )
        time.sleep(0.02)


def _ensure_database(sockets: Path) -> None:
    with psycopg.connect(_conninfo(sockets, "postgres"), autocommit=True) as connection:
        found = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [home.NAME]
        )
        if found.fetchone() is None:
            create = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(home.NAME))
            connection.execute(create)


# Asking


def _conninfo(sockets: Path, name: str) -> str:
    return make_conninfo(
        host=str(sockets), port=home.PORT, user=home.USER, dbname=name, connect_timeout=10
    )


def _ping(sockets: Path) -> Ping:
    return Ping(PGconn.ping(_conninfo(sockets, "postgres").encode()))


def _answers(sockets: Path) -> bool:
    """Whether a server answers; one that is just starting or stopping is waited for."""
    end = time.monotonic() + STOP_S
    while (said := _ping(sockets)) == Ping.REJECT and time.monotonic() < end:
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
    """The first server process of this cluster, if it lives; never a stranger with its number."""
    try:
        pid = int((cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        process = psutil.Process(pid)
    except (OSError, ValueError, psutil.Error):
        return None
    return pid if _serves(process, cluster) else None


# Stopping and clearing


def _halt_if(cluster: Path, process: subprocess.Popen[bytes] | None) -> None:
    if process is not None:
        _halt(cluster, process)


def _halt(cluster: Path, process: subprocess.Popen[bytes] | None) -> None:
    """Stop the server: politely (open work is rolled back), then as after a power cut."""
    for sent in (signal.SIGINT, signal.SIGQUIT):
        pid = _postmaster(cluster) or (
            process.pid if process and process.poll() is None else None
        )
        if pid is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, sent)
        if _gone(pid, cluster, process):
            return
    raise InUse(
        where=cluster,
        saw=f"the database server (process {pid}) does not stop",
        remedy=f"End process {pid} by hand.",
    )


def _gone(pid: int, cluster: Path, process: subprocess.Popen[bytes] | None) -> bool:
    end = time.monotonic() + STOP_S
    while time.monotonic() < end:
        if process is not None:
            process.poll()  # reaps it
        if not psutil.pid_exists(pid) or not _serves(psutil.Process(pid), cluster):
            return True
        time.sleep(0.01)
    return False


def _clear_remains(cluster: Path, sockets: Path) -> None:
    """Clear what a killed server left: processes that still hold the files, then its lock files.

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
    """Two generations of processes on one cluster would destroy it: the old one must be gone."""
    _, left = psutil.wait_procs(_serving(cluster), timeout=ORPHANS_S)
    for orphan in left:
        with contextlib.suppress(psutil.Error):
            orphan.kill()
    psutil.wait_procs(left, timeout=ORPHANS_S)
    if still := _serving(cluster):
        numbers = ", ".join(str(process.pid) for process in still)
        raise InUse(
            where=cluster,
            saw=f"processes of a dead server still hold this folder ({numbers})",
            remedy="End them and try again.",
        )


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
                    saw="another process has been starting or stopping the database for too long",
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
        raise _failure(
            cluster, error.strerror or str(error), "the folder cannot be used"
        ) from error


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
