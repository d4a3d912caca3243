"""A mail server, a company, and processes that send and may be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from sending.sink import Sink

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
SOURCES = HERE.parents[1] / "src"


KILLS = pytest.StashKey["Tally"]()


class Tally:
    """How many senders were killed, where, and how many messages that left to a person."""

    def __init__(self) -> None:
        self.kills: dict[str, tuple[int, int]] = {}

    def add(self, where: str, kills: int, uncertain: int) -> None:
        self.kills[where] = kills, uncertain


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """Told at the end of the session."""
    return request.config.stash.setdefault(KILLS, Tally())


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for where, (kills, uncertain) in config.stash.get(KILLS, Tally()).kills.items():
        terminalreporter.write_line(
            f"killed {where}: {kills} times; arrived twice 0, lost 0, uncertain "
            f"{uncertain}, each with a task"
        )


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as server:
        yield server


def environment(sink: Sink) -> dict[str, str]:
    """What a process needs to reach the test's database and the test's mail server."""
    from django.db import connection

    known = connection.settings_dict
    user = quote(known["USER"]) + (
        f":{quote(known['PASSWORD'])}" if known["PASSWORD"] else ""
    )
    where = f"host={quote(known['HOST'], safe='')}&port={known['PORT']}"
    return os.environ | {
        "ACQUIT_DATABASE_URL": f"postgresql://{user}@/{known['NAME']}?{where}",
        "ACQUIT_EMAIL_URL": sink.url,
        "ACQUIT_LOG": "WARNING",
        "PYTHONPATH": os.pathsep.join([str(SOURCES), str(HERE.parent)]),
    }


class Sender:
    """Another process that sends; `pid` is that of the one at work."""

    def __init__(self, sink: Sink, errors: Path, **settings: str) -> None:
        self._errors = errors
        self.pid = 0
        with errors.open("wb") as stream:
            self._process = subprocess.Popen(  # noqa: S603 - our own file
                [sys.executable, "-W", "error", str(HERE / "sender.py")],
                env=environment(sink) | settings,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stream,
                text=True,
            )

    def start(self, day: date, **order: Any) -> None:
        """Begin; `wait` tells how it ended."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"day": day.isoformat()} | order) + "\n")
        self._process.stdin.flush()
        self.pid = self._told()["pid"]

    def wait(self, *ends: int) -> dict[str, Any]:
        """status: 0, or -9 when it was killed, or one of `ends`; any other is a fault of
        the product.
        """
        done = self._told()
        assert done["status"] in {0, -signal.SIGKILL, *ends}, self._errors.read_text()
        return done

    def run(self, day: date, **order: Any) -> dict[str, Any]:
        self.start(day, **order)
        return self.wait()

    def close(self) -> None:
        self._process.communicate()

    def _told(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, self._errors.read_text()
        told: dict[str, Any] = json.loads(line)
        return told


@pytest.fixture
def sender(transactional_db: None, sink: Sink, tmp_path: Path) -> Iterator[Sender]:
    with closing(Sender(sink, tmp_path / "sender")) as process:
        yield process


@pytest.fixture
def other_sender(transactional_db: None, sink: Sink, tmp_path: Path) -> Iterator[Sender]:
    with closing(Sender(sink, tmp_path / "other")) as process:
        yield process
