"""`acquit payers` and `acquit override`: what a payer is, why, and what a person says."""

from __future__ import annotations

import json

import factories
import pytest

from acquit.core.profiles import Profile
from acquit.core.sentences import as_json, say
from acquit.cycle.models import Cycle
from acquit.scoring.models import Assessment

TODAY = factories.TODAY


@pytest.fixture
def dupont(transactional_db):
    Cycle.objects.create(day=TODAY, started_at=factories.NOW, ended_at=factories.NOW)
    customer = factories.customer(factories.company("X", "Company X"), "C1")
    factories.receivable(customer)
    factories.assessment(
        customer,
        Profile.PROMPT,
        86,
        base=90,
        evidence=[as_json(say("It usually pays on the due day."))],
        contributions=[{"factor": "LATE", "points": -4, "said": as_json(say("late"))}],
    )
    factories.class_risk(customer.company, "A", 0.07)
    return customer


def told(done):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_company_counts_its_payers(acquit, dupont):
    found = told(acquit("payers", "--company", "X", "--json"))
    assert found["customers"] == 1
    assert {"profile": "PROMPT", "customers": 1} in found["profiles"]
    assert (found["classes"][0]["class"], found["classes"][0]["probability"]) == ("A", 0.07)


def test_one_payer_is_told_with_its_reasons(acquit, dupont):
    found = told(acquit("payers", "--company", "X", "--customer", "C1", "--json"))
    assert found["evidence"] == ["It usually pays on the due day."]
    assert found["contributions"] == [{"factor": "LATE", "points": -4, "why": "late"}]
    text = acquit("payers", "--company", "X", "--customer", "C1").stdout
    assert "   -4 late" in text


def test_a_stranger_is_named(acquit, dupont):
    done = acquit("payers", "--company", "X", "--customer", "C9")
    assert done.returncode == 1
    assert "No customer of X has the code C9." in done.stderr


def test_a_person_says_otherwise_and_takes_it_back(acquit, dupont):
    given = ("override", "C1", "--company", "X")
    words = ("--score", "20", "--reason", "Their bank called", "--until", "2026-12-24")
    found = told(acquit(*given, *words, "--json"))
    assert (found["score"], found["class"]) == (20, "E")
    assert found["override"] == {"reason": "Their bank called", "until": "2026-12-24"}
    found = told(acquit(*given, "--end", "--json"))
    assert found["override"] is None
    assert found["score"] != 20


def test_without_a_reason_nothing_is_said(acquit, dupont):
    done = acquit(
        *("override", "C1", "--company", "X", "--score", "20", "--until", "2026-12-24")
    )
    assert done.returncode == 1
    assert "Give the reason" in done.stderr
    assert Assessment.objects.get().score == 86


def test_a_company_moves_a_threshold(acquit, dupont):
    found = told(acquit("company", "X", "--threshold", "prompt_days=12", "--json"))
    assert found["thresholds"]["prompt_days"] == 12
    done = acquit("company", "X", "--threshold", "prompt_days=many")
    assert done.returncode == 2
    assert "'many' is not a number" in done.stderr
