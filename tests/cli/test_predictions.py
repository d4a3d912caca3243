"""`acquit predictions`, and what `acquit accuracy` tells of them."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from acquit.scoring.models import Expectation, Model, Prediction

HEADER = "invoice_number,customer_code,type,issue_date,due_date,amount,settled_on"
FIRST = date(2025, 3, 3)
WEEKS = 60
MORNING = "2026-05-04"


@pytest.fixture
def x(acquit, tmp_path):
    """Two payers, invoiced once a week; the last few are open."""
    acquit("setup", "--company", "X", "--name", "X NV", "--country", "BE")
    rows = []
    for week in range(WEEKS):
        issued = FIRST + timedelta(weeks=week)
        for number, code in enumerate(("C1", "C1", "C1", "C2", "C2", "C2")):
            due = issued + timedelta(30)
            paid = due + timedelta(2 if code == "C1" else 9)
            settled = paid if paid < date.fromisoformat(MORNING) else ""
            rows.append(f"N{week}-{number},{code},invoice,{issued},{due},100.00,{settled}")
    (tmp_path / "customers.csv").write_text("customer_code,name\nC1,Peeters\nC2,Maes\n")
    (tmp_path / "invoices.csv").write_text("\n".join([HEADER, *rows, ""]))
    for name in ("customers.csv", "invoices.csv"):
        done = acquit("import", str(tmp_path / name), "--company", "X", "--partial")
        assert done.returncode == 0, done.stderr + done.stdout


def told(done):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_what_is_open_is_predicted_and_the_months_that_are_over_are_judged(acquit, x):
    words = ("--company", "X", "--as-of", MORNING, "--json")
    (row,) = told(acquit("predictions", *words, "--learn", "--check"))
    assert row["predicted"] == Prediction.objects.count() > 10
    assert row["payers"] == Expectation.objects.count() == 2
    assert (row["version"], row["trained"]) == (1, False)
    assert row["checked"] > 3
    (again,) = told(acquit("predictions", *words, "--learn", "--check"))
    assert (again["version"], again["checked"]) == (1, 0)

    found = told(acquit("accuracy", "--company", "X", "--json"))["predictions"]
    assert (found["trained"], found["version"]) == (False, 1)
    assert len(found["months"]) == row["checked"]
    assert {"mae", "naive_mae", "better", "calibration"} <= set(found["months"][-1])
    text = acquit("accuracy", "--company", "X").stdout
    assert "invoices predicted" in text


def test_all_companies_are_told_in_words(acquit, x):
    acquit("setup", "--company", "Y", "--name", "Y NV", "--country", "BE")
    done = acquit("predictions", "--as-of", MORNING)
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    assert first.startswith("X: ")
    assert "of 2 payers predicted by the payers' histograms" in first
    assert second.startswith("Y: 0 receivables of 0 payers predicted")


def test_the_daily_cycle_predicts(acquit, x):
    done = told(acquit("cycle", "--as-of", MORNING, "--json"))
    assert done["predicted"] == {"X": Prediction.objects.count()}
    assert done["predicted"]["X"] > 10
    assert Model.objects.count() == 1


def test_a_company_that_is_not_there_is_refused(acquit, transactional_db):
    refused = acquit("predictions", "--company", "NOBODY")
    assert refused.returncode == 1
    assert "There is no company NOBODY" in refused.stderr
