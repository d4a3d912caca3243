"""Whoever sets up companies, people and roles leaves an entry in the trail."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from subprocess import CompletedProcess
from typing import Any

import factories
import pytest

from acquit.audit.actions import Actor
from acquit.audit.models import Entry
from acquit.organisation import actions
from acquit.organisation.models import Company, Role

AT = datetime(2026, 3, 20, 7, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> dict[str, Any]:
    """Ada sets things up."""
    return {"actor": Actor.of(factories.person("Ada Chief")), "at": AT}


def told() -> list[tuple[str, str, dict[str, Any]]]:
    """(event, who, details) of the trail, oldest first."""
    rows = Entry.objects.order_by("pk")
    return [(one.event, one.actor_name, one.details) for one in rows]


def gamma(by: dict[str, Any], **more: str) -> Company:
    words = actions.CompanyWords(code="GAMMA", name="Gamma", country="FR", **more)
    return actions.open_company(words, **by)


def test_opening_a_company_is_told_with_who_and_when(by):
    company = gamma(by)
    entry = Entry.objects.get()
    assert (entry.event, entry.actor_name, entry.at) == ("company_opened", "Ada Chief", AT)
    assert (entry.subject_id, entry.company_id) == (company.pk, company.pk)
    assert entry.actor_id == by["actor"].person_id


def test_a_unit_is_told_once_however_often_it_is_named(by):
    company = gamma(by)
    for _ in range(2):
        actions.open_units(company, [("N", "North"), ("S", "South")], **by)
    events = [(event, details.get("code")) for event, _, details in told()[1:]]
    assert events == [("unit_opened", "N"), ("unit_opened", "S")]
    assert Entry.objects.filter(company_id=company.pk).count() == 3


def test_inviting_and_enrolling_are_told_without_the_password(by):
    _, password = actions.invite(email="n@x.example", name="New", language="en", **by)
    actions.enrol(email="e@x.example", name="Enrolled", language="en", **by)
    assert told() == [
        ("person_invited", "Ada Chief", {"name": "New", "email": "n@x.example"}),
        ("person_enrolled", "Ada Chief", {"name": "Enrolled", "email": "e@x.example"}),
    ]
    assert password not in str(told())


def test_who_chooses_a_password_is_told_as_the_one_who_did(by):
    person = factories.person("New Comer")
    actions.choose_password(person, "quiet-lanterns-42", at=AT)
    assert told() == [
        (
            "password_chosen",
            "New Comer",
            {"name": "New Comer", "email": "new.comer@example.org"},
        )
    ]


def test_a_role_is_told_with_its_reach(by):
    company = gamma(by)
    north = factories.unit(company)
    actions.grant(factories.person(), Role.COLLECTOR, company=company, unit=north, **by)
    event, _, details = told()[-1]
    assert event == "role_granted"
    assert details == {
        "person": "Anna Peeters",
        "role": "COLLECTOR",
        "company": "Gamma",
        "unit": "North",
        "own_customers": False,
    }


def test_a_change_says_what_stood_there_and_what_stands_now(by):
    company = gamma(by, email="old@gamma.example")
    actions.change_company(company, vat="FR 12 345", email="new@gamma.example", **by)
    assert told()[-1][2] == {
        "vat": {"from": "", "to": "FR12345"},
        "email": {"from": "old@gamma.example", "to": "new@gamma.example"},
    }


def test_what_stays_as_it_is_leaves_no_entry(by):
    company = gamma(by, vat="FR12345")
    actions.change_company(company, vat="FR12345", email=None, **by)
    actions.learn_identity(company, vat="FR12345", **by)
    assert [event for event, _, _ in told()] == ["company_opened"]


def test_the_number_learned_from_a_document_is_told(by):
    actions.learn_identity(gamma(by), vat="FR12345", **by)
    assert told()[-1][0] == "company_changed"


def test_the_commands_of_the_setup_leave_their_entries(
    acquit: Callable[..., CompletedProcess[str]],
) -> None:
    named = ("--company", "ALFA", "--name", "Alfa", "--country", "BE")
    account = ("--iban", "BE68 5390 0754 7034")
    assert acquit("setup", *named, *account).returncode == 0
    changed = acquit("company", "ALFA", "--email", "a@alfa.example", "--minimum", "5.00")
    assert changed.returncode == 0, changed.stderr
    limits = ("--write-off-limit", "collector=25.00", "--write-off-limit", "read-only=1")
    limited = acquit("company", "ALFA", *limits, "--json")
    assert json.loads(limited.stdout)["write_off_limits"]["collector"] == "25.00"
    assert acquit("company", "ALFA", "--write-off-limit", "cleaner=9").returncode == 2
    assert [event for event, _, _ in told()] == [
        "company_opened",
        "account_opened",
        "person_invited",
        "role_granted",
        "company_changed",
        "policy_changed",
        "company_changed",
    ]
    assert {who for _, who, _ in told()} == {"command line"}
