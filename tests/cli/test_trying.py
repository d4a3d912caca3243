"""`acquit dunning`: a trial, the next day, why, and a step decided again."""

from __future__ import annotations

import json
from datetime import timedelta

import factories
import pytest

from acquit.cycle.models import Cycle
from acquit.dunning.models import Action

TODAY = factories.TODAY
FIRST = (TODAY - timedelta(days=20)).isoformat()


@pytest.fixture
def dupont(transactional_db):
    Cycle.objects.create(day=TODAY, started_at=factories.NOW, ended_at=factories.NOW)
    company = factories.company("X", "Company X")
    customer = factories.customer(company, "C1", email="a@dupont.example")
    factories.receivable(customer, due_on=TODAY - timedelta(days=25))
    return customer


def told(done):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_scenario_is_tried(acquit, dupont):
    words = ("dunning", "try", "standard", "--company", "X", "--from", FIRST)
    found = told(acquit(*words, "--to", TODAY.isoformat(), "--json"))
    assert (found["scenario"], found["people"]) == ("standard", 1)
    assert found["differences"]["first_only_tried"][0]["customer"] == "C1"
    text = acquit(*words, "--to", TODAY.isoformat()).stdout
    assert "Written to although paid: 0." in text
    assert told(acquit(*words, "--to", TODAY.isoformat(), "--as-dated", "--json"))[
        "as_dated"
    ]


def test_a_scenario_in_a_file_is_tried(acquit, dupont, tmp_path):
    drawn = tmp_path / "soft.json"
    drawn.write_text('{"places": [{"step": "NOTICE", "days": -5}]}')
    words = ("dunning", "try", str(drawn), "--company", "X", "--from", FIRST)
    found = told(acquit(*words, "--to", TODAY.isoformat(), "--json"))
    assert (found["scenario"], found["messages"]) == ("soft.json", 0)


def test_a_file_that_is_none_and_a_code_that_nobody_has_are_named(acquit, dupont):
    words = ("--company", "X", "--from", FIRST, "--to", TODAY.isoformat())
    assert "there.json" in acquit("dunning", "try", "there.json", *words).stderr
    assert "no scenario gentle" in acquit("dunning", "try", "gentle", *words).stderr


def test_the_next_day_is_told(acquit, dupont):
    found = told(
        acquit("dunning", "tomorrow", "--company", "X", "--scenario", "standard", "--json")
    )
    assert found["messages"] == found["instead"]["messages"] == 1
    assert "reminder_1" in acquit("dunning", "tomorrow", "--company", "X").stdout


def test_a_customer_is_explained(acquit, dupont):
    found = told(acquit("dunning", "why", "C1", "--company", "X", "--json"))
    assert found["as_of"] == TODAY.isoformat()
    assert found["basis"]["file"]["customer_id"] == dupont.pk
    assert "C1 on the morning of" in acquit("dunning", "why", "C1", "--company", "X").stdout
    assert "no customer C9" in acquit("dunning", "why", "C9", "--company", "X").stderr


def test_a_step_of_which_nothing_is_kept_is_named(acquit, dupont):
    action = factories.prepared(dupont.receivables.get())
    done = acquit("dunning", "replay", str(action.pk))
    assert done.returncode == 1
    assert "Nothing is kept" in done.stderr
    assert "There is no step 0." in acquit("dunning", "replay", "0").stderr


def test_a_step_that_differs_ends_with_one(acquit, dupont):
    monday = (TODAY + timedelta(days=1)).isoformat()
    words = ("--company", "X", "--as-of", monday, "--json")
    found = told(acquit("dunning", "why", "C1", *words))
    action = factories.prepared(dupont.receivables.get(), "REMINDER_1", "READY")
    Action.objects.filter(pk=action.pk).update(basis=found["basis"])
    assert told(acquit("dunning", "replay", str(action.pk), "--json"))["same"]
    found["basis"]["file"]["held_until"] = "2099-01-01"
    Action.objects.filter(pk=action.pk).update(basis=found["basis"])
    done = acquit("dunning", "replay", str(action.pk))
    assert done.returncode == 1
    assert "it differs" in done.stdout
