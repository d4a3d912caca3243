"""`acquit limitation` as a user runs it."""

from __future__ import annotations

import json
from datetime import date

import factories
import pytest

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_command_tells_what_lapses_next_first(acquit):
    ours = factories.company("DE01", "Rhein Handel")
    ours.country = "DE"
    ours.save()
    owed = factories.customer(ours, country="DE")
    factories.receivable(owed, "A-1", due_on=date(2024, 3, 1))
    factories.receivable(owed, "A-2", due_on=date(2023, 3, 1))
    asked = ("limitation", "--company", "DE01", "--as-of", "2026-11-22", "--json")
    (one,) = json.loads(acquit(*asked).stdout)
    assert (one["invoice"], one["until"], one["years"]) == ("A-2", "2026-12-31", 3)
    both = json.loads(acquit(*asked, "--within", "14").stdout)
    assert [one["invoice"] for one in both] == ["A-2", "A-1"]
    assert "BGB 195" in acquit(*asked[:-1]).stdout
