"""Tests that commit leave nothing to those that come after them in the same database."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from acquit.cycle import jobs


@pytest.mark.django_db(transaction=True)
def test_one_commits_a_job():
    jobs.walk.defer(day="2026-11-23")
    assert ProcrastinateJob.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_next_finds_the_queue_empty():
    assert not ProcrastinateJob.objects.exists()
