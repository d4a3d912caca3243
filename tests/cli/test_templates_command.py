"""`acquit templates`: which texts a company has of its own, and whether they do."""

from __future__ import annotations

import json

import factories
import pytest

from acquit.dunning.models import Wording


@pytest.fixture
def company(transactional_db):
    made = factories.company("X", "Company X")
    factories.receivable(factories.customer(made))
    return made


def own(company, text: str, version: int = 1) -> None:
    Wording.objects.create(
        company=company,
        step="REMINDER_1",
        channel="EMAIL",
        language="fr",
        tone="FIRM",
        version=version,
        subject="Rappel",
        text=text,
        recorded_at=factories.NOW,
    )


def test_all_texts_are_listed_and_the_own_ones_marked(acquit, company):
    own(company, "Payez {{ to_pay }}.")
    done = acquit("templates", "--company", "X", "--json")
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    (mine,) = [row for row in rows if row["own"]]
    assert (mine["text"], mine["language"], mine["tone"]) == ("REMINDER_1", "fr", "FIRM")
    kinds = {(row["text"], row["channel"]) for row in rows}
    assert {("CALL", "PHONE"), ("CHASE", "EMAIL"), ("THANK_YOU", "SMS")} <= kinds


def test_a_check_writes_each_own_text_for_every_customer(acquit, company):
    own(company, "Payez {{ to_pay }}.")
    done = acquit("templates", "--company", "X", "--check")
    assert done.returncode == 0, done.stderr
    assert "REMINDER_1 EMAIL fr FIRM: written for" in done.stdout


def test_a_text_that_no_longer_does_fails_the_check(acquit, company):
    own(company, "Payez {{ to_pay }}.")
    own(company, "{{ given_up }}", version=2)
    done = acquit("templates", "--company", "X", "--check", "--json")
    assert done.returncode == 1
    (bad,) = [row for row in json.loads(done.stdout) if row.get("problem")]
    assert "“given_up” is not known" in bad["problem"]
