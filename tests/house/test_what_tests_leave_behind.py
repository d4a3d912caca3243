"""Tests that commit leave nothing to those that come after them in the same database."""

from __future__ import annotations

import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from acquit.cycle import jobs

if TYPE_CHECKING:
    from psycopg.rows import TupleRow

# Longer than a server waits by itself for those who are still being answered.
SLOW_S = 2.0


@pytest.mark.django_db(transaction=True)
def test_one_commits_a_job():
    jobs.walk.defer(day="2026-11-23")
    assert ProcrastinateJob.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_next_finds_the_queue_empty():
    assert not ProcrastinateJob.objects.exists()


@pytest.fixture
def line(transactional_db: None) -> Iterator[psycopg.Connection[TupleRow]]:
    """A connection to the test's database besides that of the test."""
    known = connection.settings_dict
    with psycopg.connect(
        host=known["HOST"],
        port=known["PORT"],
        user=known["USER"],
        password=known["PASSWORD"] or None,
        dbname=known["NAME"],
    ) as line:
        yield line


def ask(address: str) -> None:
    asked = urllib.request.Request(address, headers={"Cookie": f"sessionid={'a' * 32}"})  # noqa: S310 - our own server
    with suppress(OSError):  # a server that goes does not answer
        urllib.request.urlopen(asked, timeout=60).close()  # noqa: S310 - our own server


def test_one_goes_while_a_page_is_being_made(
    line: psycopg.Connection[TupleRow], server_url: str
):
    line.execute(f"LOCK TABLE {Session._meta.db_table}")
    threading.Thread(target=ask, args=[server_url]).start()
    while not line.execute("SELECT FROM pg_locks WHERE NOT granted").fetchall():
        time.sleep(0.05)
    threading.Timer(SLOW_S, line.rollback).start()


def test_the_next_is_alone_in_the_database(line: psycopg.Connection[TupleRow]):
    connection.close()
    at_work = line.execute(
        "SELECT query FROM pg_stat_activity WHERE datname = current_database()"
        " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    assert at_work.fetchall() == []
