"""The measurement writes what it says it does."""

from __future__ import annotations

from datetime import date

from acquit.dunning.wording.speed import measure


def test_the_measurement_counts_what_it_writes():
    found = measure(60, on=date(2026, 3, 24))
    assert found.messages == 60
    assert found.characters > 60 * 500
    assert found.per_second > 0
