"""`acquit charges`, `debit-note`, `waive` and `terms`, as a user runs them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import factories
import pytest

pytestmark = pytest.mark.django_db(transaction=True)
ALFA = ("--company", "ALFA")


@pytest.fixture
def ours() -> None:
    company = factories.at_any_hour(factories.company())
    factories.receivable(factories.customer(company), due_on=date(2026, 5, 31))


def read(done: Any) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def told(acquit: Any) -> dict[str, Any]:
    asked = ("charges", "C001", *ALFA, "--as-of", "2026-07-31", "--json")
    (one,) = read(acquit(*asked))["receivables"]
    return one


@pytest.mark.usefixtures("ours")
def test_from_terms_to_charges_to_a_debit_note_and_back(acquit: Any, tmp_path: Path):
    assert told(acquit)["interest"]["computed"] == "21.06"
    refused = acquit("debit-note", "C001", *ALFA, "--on", "2026-07-31")
    assert "does not claim interest" in " ".join(refused.stderr.split())
    since = ("--from", "2026-01-01")
    assert read(acquit("terms", "ALFA", "--claim", *since, "--json"))["claimed"]
    acquit("waive", "2026-001", *ALFA, "--amount", "1.06", "--reason", "R")
    issued = ("debit-note", "C001", *ALFA, "--on", "2026-12-31", "--json")
    (note,) = read(acquit(*issued, "--out", str(tmp_path / "note.pdf")))["debit_notes"]
    assert note["number"] == "DN-2026-0001"
    assert {line["charge"] for line in note["lines"]} == {"interest", "fee"}
    assert (tmp_path / "note.pdf").read_bytes().startswith(b"%PDF")
    back = ("debit-note", "--withdraw", "DN-2026-0001", *ALFA, "--on", "2026-12-31")
    done = acquit(*back, "--reason", "Agreed", "--json")
    assert read(done)["debit_notes"][0]["withdrawn_on"] == "2026-12-31"


@pytest.mark.usefixtures("ours")
def test_a_waiver_is_given_and_taken_back(acquit: Any):
    asked = ("waive", "2026-001", *ALFA, "--charge", "fee", "--on", "2026-07-31")
    assert "Say why it is waived" in " ".join(acquit(*asked).stderr.split())
    acquit(*asked, "--reason", "An old customer")
    assert told(acquit)["fixed_fee"]["left"] == "0.00"
    acquit(*asked, "--end")
    assert told(acquit)["fixed_fee"]["left"] == "40.00"


@pytest.mark.usefixtures("ours")
def test_an_agreed_rate_that_does_not_stand_is_refused(acquit: Any):
    done = acquit("terms", "ALFA", "--rate", "20", "--clause")
    assert done.returncode != 0
    assert "does not stand" in " ".join(done.stderr.split())


def test_a_customer_that_is_not_there_is_said(acquit: Any):
    factories.company()
    done = acquit("charges", "NOBODY", *ALFA)
    assert "has no customer NOBODY" in " ".join(done.stderr.split())


@pytest.mark.usefixtures("ours")
def test_who_may_be_claimed_from_is_told_as_it_was_summed_up(acquit: Any):
    asked = ("to-claim", *ALFA)
    assert "Nothing was summed up yet" in acquit(*asked).stdout
    summed = (*asked, "--anew", "--as-of", "2026-07-31", "--json")
    assert read(acquit(*summed))["left_out"] == {"terms": 1}
    acquit("terms", "ALFA", "--claim", "--from", "2026-01-01")
    read(acquit(*summed))
    one = read(acquit(*asked, "--json"))
    assert (one["as_of"], one["rows"], one["left_out"]) == ("2026-07-31", 1, {})
    assert one["sums"] == [{"currency": "EUR", "left": "61.06", "customers": 1}]
    (row,) = one["customers"]
    assert (row["customer"], row["left"], row["since"]) == ("C001", "61.06", "2026-06-01")
    assert "EUR: left 61.06, customers: 1" in acquit(*asked).stdout
    assert "--as-of goes with --anew" in acquit(*asked, "--as-of", "2026-07-31").stderr
