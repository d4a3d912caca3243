"""`acquit serve` and the commands beside it, as a user runs them: as processes."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psutil
import pytest

from acquit.config import embedded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ACQUIT = [sys.executable, "-m", "acquit"]


def environment(folder: Path, **more: str) -> dict[str, str]:
    inherited = {key: value for key, value in os.environ.items() if "DJANGO" not in key}
    inherited.pop("ACQUIT_DATABASE_URL", None)
    return inherited | {"ACQUIT_HOME": str(folder)} | more


def acquit(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own program
        [*ACQUIT, *words],
        env=environment(folder, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


class Serving:
    """A running `acquit serve`."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [*ACQUIT, "serve", *words],
            env=environment(folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said: list[str] = []
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        self.address = wait_for(self.printed_address)

    def read(self) -> None:
        self.said.extend(self.process.stdout)

    def printed_address(self) -> str | None:
        found = re.search(r"http://\S+", "".join(self.said))
        return found and found[0]

    def page(self) -> int:
        with urlopen(f"{self.address}/account/login/") as answer:  # noqa: S310 - http
            return answer.status

    def child(self, word: str) -> psutil.Process | None:
        children = psutil.Process(self.process.pid).children()
        children = [one for one in children if one.status() != psutil.STATUS_ZOMBIE]
        return next(
            (child for child in children if word in " ".join(child.cmdline())), None
        )

    def stop(self, sent: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(sent)
        status = self.process.wait(20)
        self.reader.join()
        self.process.stdout.close()
        return status


def wait_for(look, seconds=60):
    """What `look` returns as soon as it is true; a failure after so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.05)
    pytest.fail(f"{look.__qualname__} did not become true within {seconds} seconds")


@contextmanager
def serving(folder: Path, *words: str) -> Iterator[Serving]:
    there = Serving(folder, *words)
    try:
        yield there
    finally:
        if there.process.poll() is None:
            there.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose tables are there."""
    made = tmp_path_factory.mktemp("serve") / "mon dossier"
    assert acquit(made, "migrate").returncode == 0
    return made


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_pages_are_answered_until_a_signal_and_nothing_is_left_behind(folder, sent):
    there = Serving(folder)
    worker = wait_for(lambda: there.child("worker"))
    assert there.page() == 200
    begun = time.monotonic()
    assert there.stop(sent) == 0
    assert time.monotonic() - begun < 10
    assert not worker.is_running()
    assert not embedded.answers(folder / "database")
    assert "Traceback" not in "".join(there.said)


def test_a_worker_reports_for_work_and_a_killed_one_is_replaced(folder):
    def at_work() -> bool:
        told = json.loads(acquit(folder, "doctor", "--json").stdout)["findings"]
        [worker] = [finding for finding in told if finding["part"] == "worker"]
        return worker["state"] == "good"

    with serving(folder) as there:
        wait_for(at_work)
        first = there.child("worker")
        first.kill()
        second = wait_for(lambda: (now := there.child("worker")) and now != first and now)
        assert second.pid != first.pid


def test_a_killed_database_is_started_again_below_the_running_pages(folder):
    with serving(folder, "--no-worker") as there:
        there.child("postgres").kill()
        wait_for(lambda: embedded.answers(folder / "database"))
        assert there.page() == 200
    assert not embedded.answers(folder / "database")


def test_a_worker_ends_when_the_pages_were_killed(folder):
    there = Serving(folder)
    worker = wait_for(lambda: there.child("worker"))
    there.stop(signal.SIGKILL)
    wait_for(lambda: not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE)
    wait_for(lambda: not embedded.answers(folder / "database"))  # the worker left last


def test_a_taken_port_that_was_asked_for_is_told_at_once(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = acquit(tmp_path, "serve", "--port", str(port))
    assert told.returncode == 1
    assert f"127.0.0.1:{port}: pages cannot be answered here" in told.stderr
    assert not (tmp_path / "database").exists()


def test_the_next_free_port_is_taken_when_none_was_asked_for(folder):
    with serving(folder, "--no-worker") as first, serving(folder, "--no-worker") as second:
        assert first.address != second.address
        assert second.page() == 200


def test_a_command_that_is_stopped_stops_the_database_it_started(tmp_path, folder):
    """SIGTERM, as a container or systemd sends it."""
    process = subprocess.Popen(  # noqa: S603 - our own program
        [*ACQUIT, "worker"], env=environment(folder), stderr=subprocess.DEVNULL
    )
    wait_for(lambda: embedded.answers(folder / "database"))
    process.terminate()
    process.wait(20)
    assert not embedded.answers(folder / "database")


@pytest.fixture(scope="class")
def address(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Iterator[str]:
    """Where `acquit serve` answers, for the tests that only look."""
    with serving(folder, "--no-worker") as there:
        yield there.address


class TestWhileItServes:
    """One server for the tests that only look."""

    def test_commands_beside_it_use_its_database_and_leave_it_running(
        self, folder, address
    ):
        beside = acquit(folder, "migrate", "--json")
        assert (json.loads(beside.stdout), beside.returncode) == ({"applied": 0}, 0)
        assert embedded.answers(folder / "database")

    def test_files_of_pages_come_compressed_and_may_be_kept_for_ever(self, folder, address):
        manifest = json.loads((folder / "static" / "staticfiles.json").read_text())["paths"]
        name = manifest["tabler/tabler.min.css"]
        asked = Request(f"{address}/static/{name}", headers={"Accept-Encoding": "gzip"})  # noqa: S310
        with urlopen(asked) as answer:  # noqa: S310 - http
            assert "immutable" in answer.headers["Cache-Control"]
            assert answer.headers["Content-Encoding"] == "gzip"

    def test_the_policy_of_pages_allows_nothing_inline_and_nothing_foreign(self, address):
        with urlopen(f"{address}/account/login/") as answer:  # noqa: S310 - http
            policy = answer.headers["Content-Security-Policy"]
            cookie = answer.headers["Set-Cookie"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie

    def test_nobody_signs_up_by_themselves(self, address):
        with pytest.raises(HTTPError, match="404"):
            urlopen(f"{address}/account/signup/")  # noqa: S310 - http


# What is said


def test_doctor_prints_one_object_and_finds_a_fresh_folder_sound(folder):
    told = acquit(folder, "doctor", "--json")
    result = json.loads(told.stdout)
    assert (result["sound"], told.returncode) == (True, 0)
    parts = {finding["part"] for finding in result["findings"]}
    assert {"python", "folder", "disk", "programs", "database", "tables", "worker"} <= parts


def test_doctor_names_what_is_wrong_and_fails(tmp_path):
    told = acquit(
        tmp_path,
        "doctor",
        ACQUIT_DATABASE_URL="postgresql://nobody@127.0.0.1:9/nothing",
        ACQUIT_EMAIL_URL="smtp://127.0.0.1:9",
    )
    assert told.returncode == 1
    faults = [line for line in told.stdout.splitlines() if line.startswith("FAULT")]
    assert [line.split()[1] for line in faults] == ["database:", "e-mail:"]


def test_an_expected_failure_is_one_sentence_and_no_traceback(tmp_path):
    told = acquit(tmp_path, "migrate", ACQUIT_DATABASE_URL="postgresql://x@127.0.0.1:9/x")
    assert told.returncode == 1
    assert told.stdout == ""
    assert told.stderr.startswith("Error: database x at 127.0.0.1: ")
    assert "Traceback" not in told.stderr


def test_a_word_it_does_not_know_is_a_usage_error(tmp_path):
    assert acquit(tmp_path, "frobnicate").returncode == 2


def test_the_key_that_signs_sessions_is_kept_and_private(folder):
    key = folder / "secret.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_text()) >= 50
