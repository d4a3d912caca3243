"""`acquit forecast`: the figures of the page, for programs."""

from __future__ import annotations

import json
from datetime import date, timedelta

import factories
import pytest

from acquit.cycle.models import Cycle
from acquit.insight.actions import keep_forecast

TODAY = factories.TODAY


@pytest.fixture
def books(transactional_db):
    """Two companies, each with a payer of whom something is expected."""
    Cycle.objects.create(day=TODAY, started_at=factories.NOW, ended_at=factories.NOW)
    for code, minor in (("X", 100_000), ("Y", 300_000)):
        one = factories.customer(factories.company(code, f"Company {code}"), f"C-{code}")
        row = factories.receivable(one, code, minor=minor, due_on=date(2026, 12, 1))
        factories.prediction(row, late=0.5, late_30=0.1)
        factories.expectation(one, weeks=[minor])


def told(done):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_company_tells_its_weeks_and_its_risk(acquit, books):
    found = told(acquit("forecast", "--company", "X", "--json"))
    assert (found["as_of"], found["company"]) == ("2026-11-22", "X")
    (euros,) = found["currencies"]
    assert len(euros["weeks"]) == 13
    week = {"expected": "1000.00", "low": "871.84", "high": "1128.16"}
    assert euros["weeks"][0] == {"week": "2026-11-16", **week}
    assert euros["days_30"] == week
    assert (euros["counted_on"], euros["counsel"]) == (1.0, "go_on")
    assert (euros["at_risk"], euros["lost"]) == ("100.00", "3.00")
    assert euros["buckets"][0]["late"] == "500.00"
    assert euros["largest"] == [
        {"customer": "C-X", "open": "1000.00", "days_30": "1000.00"}
    ]
    assert euros["stress"]["cash"] == "0.00"
    assert euros["concentration"]["alike"] == 1.0
    assert [one["weeks"] for one in euros["proven"]] == [0, 0]


def test_all_companies_add_up_and_people_can_read_it(acquit, books):
    (euros,) = told(acquit("forecast", "--json"))["currencies"]
    assert euros["days_30"]["expected"] == "4000.00"
    assert euros["concentration"]["payers"] == 2
    text = acquit("forecast").stdout
    assert "In 30 days: 4000.00 (3487.36 to 4512.64)" in text


def test_a_past_day_tells_what_was_kept_or_nothing(acquit, books):
    keep_forecast(TODAY, at=factories.NOW)
    later = TODAY + timedelta(days=2)
    Cycle.objects.create(day=later, started_at=factories.NOW, ended_at=factories.NOW)
    found = told(acquit("forecast", "--as-of", str(TODAY), "--json"))
    assert found["currencies"][0]["days_30"]["expected"] == "4000.00"
    assert found["currencies"][0]["largest"] == []
    nothing = acquit("forecast", "--as-of", "2026-01-05")
    assert "No forecast is known of 2026-01-05." in nothing.stdout


def test_a_company_that_is_not_there_is_refused(acquit, books):
    done = acquit("forecast", "--company", "Z", "--json")
    assert done.returncode == 1
    assert "There is no company Z" in done.stderr
