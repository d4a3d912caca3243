"""What all tests share: a database of their own, a browser, and a server that answers it.

Without ACQUIT_DATABASE_URL each session of pytest has its own embedded PostgreSQL in a
temporary folder, started when the first test asks for it; sessions never meet.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import quote, urlencode

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

# Playwright keeps an event loop in the tests' thread; Django would refuse the ORM there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_WORDS = [
    "--no-sandbox",  # root needs it
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LONGEST_PAGE_S = 60
NO_BROWSER = "NO BROWSER: pages are NOT tested. On Debian: apt-get install chromium"
USES_DATABASE = {
    "db",
    "transactional_db",
    "django_db_setup",
    "live_server",
    "server_url",
    "acquit",
}


def pytest_configure(config: pytest.Config) -> None:
    """Keep every test away from the data of whoever runs them."""
    config.addinivalue_line("markers", "database: touches PostgreSQL (set by itself)")
    config.addinivalue_line("markers", "browser: opens pages in a browser (set by itself)")
    home = tempfile.mkdtemp(prefix="acquit-test-")
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    os.environ["ACQUIT_HOME"] = home
    from django.conf import settings

    # pytest-django has loaded the settings by now, with the home of before.
    settings.STATIC_ROOT = Path(home) / "static"
    settings.STATIC_ROOT.mkdir()


# They take minutes each: whoever begins with them does not wait for them at the end.
LONGEST = (
    "test_killed_at_every_place.py",
    "test_the_other_side_falls_silent.py",
    "test_replay.py",
    "test_a_trial_says_what_was_sent.py",
    "test_random_scenarios.py",
    "test_ninety_days.py",
    "test_the_judge_of_scenarios.py",
    "test_a_killed_printer.py",
    "test_a_killed_worker.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, then those with the most tests. `-m database` and
    `-m browser` choose tests by what they use.
    """
    count = Counter(item.path for item in items)
    place = {name: number for number, name in enumerate(LONGEST)}
    items.sort(
        key=lambda one: (place.get(one.path.name, len(place)), -count[one.path], one.path)
    )
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if names & USES_DATABASE or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)
        if "browser" in names:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_modify_db_settings_parallel_suffix: None,  # a database for each worker
) -> Iterator[None]:
    """Before Django connects for the first time: start the server it shall connect to."""
    from django.db import connections

    from acquit.config import embedded, home

    if home.external_database():
        yield
        return
    cluster = tmp_path_factory.mktemp("postgresql") / "database"
    running = embedded.start(cluster, durable=False)
    for connection in connections.all():
        connection.settings_dict["HOST"] = str(running.sockets)
    yield
    connections.close_all()
    running.stop()


@pytest.fixture(autouse=True)
def an_empty_queue(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test commits is flushed after it, but not the jobs: Django does not manage
    their tables, and a worker would do them in another test.
    """
    marked = request.node.get_closest_marker("django_db")
    asked = marked is not None and marked.kwargs.get("transaction")
    if not asked and "transactional_db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def acquit(transactional_db: None) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the command as a user does, as a process, on the test database."""
    from django.db import connection

    described = connection.settings_dict
    known = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    parts = {libpq: described.get(django) for libpq, django in known.items()}
    url = f"postgresql:///{described['NAME']}?" + urlencode(
        {key: value for key, value in parts.items() if value}, quote_via=quote
    )

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "acquit", *words],
            env=os.environ | {"ACQUIT_DATABASE_URL": url},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    return run


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the system's, else Playwright's own.

    From now on a loop runs in the tests' thread. Django keeps other connections beside a
    loop than without one, and they are out of reach once it has ended.
    """
    from django.db import connections
    from playwright.sync_api import Error, sync_playwright

    path = str(CHROMIUM) if CHROMIUM.exists() else None
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_WORDS)
        except Error as error:
            _without_browser(str(error))
        yield chromium
        connections.close_all()
        chromium.close()


def _without_browser(reason: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"CI is set and no browser starts: {reason}", pytrace=False)
    pytest.skip(NO_BROWSER)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud that the pages were not tested; a quiet skip would look like success."""
    skipped = terminalreporter.getreports("skipped")
    if any(NO_BROWSER in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(NO_BROWSER, red=True, bold=True)


@pytest.fixture
def server_url(transactional_db: None) -> Iterator[str]:
    """The address of the pages, answered by uvicorn from the test database."""
    import uvicorn
    from django.core.asgi import get_asgi_application

    config = uvicorn.Config(
        get_asgi_application(),
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        # A page that is cut short leaves its connection open for whoever comes after.
        timeout_graceful_shutdown=LONGEST_PAGE_S,
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread = threading.Thread(
            target=server.run, kwargs={"sockets": [listener]}, daemon=True
        )
        thread.start()
        yield address
        server.should_exit = True
        thread.join(timeout=2 * LONGEST_PAGE_S)
        assert not thread.is_alive(), "a page is still being made"
