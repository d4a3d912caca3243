"""`acquit handover`, `case`, `partner`, `insolvency`, `write-off`: a debt to its end."""

from __future__ import annotations

import json
from datetime import timedelta

import factories
import pytest
from django.utils import timezone

from acquit.ledger.models import Customer, Hold, Receivable

COMPANY = ("--company", "ALFA")


@pytest.fixture
def debtor(transactional_db: None) -> Customer:
    ours = factories.company(vat="BE0999999130")
    return factories.customer(ours, vat="BE0999999229")


@pytest.fixture
def row(debtor: Customer) -> Receivable:
    return factories.receivable(debtor, due_on=timezone.localdate() - timedelta(days=90))


def say(acquit, *words: str):
    done = acquit(*words, *COMPANY, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_case_from_its_partner_to_its_end(acquit, debtor, row) -> None:
    say(acquit, "partner", "add", "maes", "--name", "Maes & Co", "--kind", "lawyer")
    told = say(acquit, "handover", "C001", "--check")
    states = {one["need"]: one["state"] for one in told["conditions"]}
    assert told["procedure"] == "be_ios"
    assert states["debtor_registered"] == "met"
    assert not Hold.objects.exists()
    told = say(acquit, "handover", "C001", "--to", "maes")
    assert told["case"] == "C-0001"
    assert told["sums"][0]["handed_over"] == "1200.00"
    today = timezone.localdate()
    told = say(acquit, "case", "stage", "C-0001", "served", "--on", today.isoformat())
    assert told["next_day"]["source"] == "Judicial Code art. 1394/22"
    told = say(acquit, "case", "cost", "C-0001", "--amount", "80.00", "--kind", "bailiff")
    assert told["sums"][0]["costs"] == "80.00"
    say(acquit, "case", "reference", "C-0001", "R/26/114")
    (one,) = say(acquit, "case", "list")["cases"]
    assert (one["stage"], one["reference"]) == ("served", "R/26/114")
    refused = acquit("case", "close", "C-0001", "paid", *COMPANY)
    assert refused.returncode == 1
    assert "1200.00 EUR of the case is still open" in refused.stderr
    gone = say(acquit, "write-off", row.invoice.number, "--amount", "200.00")
    assert gone["written_off"] == [{"instalment": 1, "amount": "200.00", "waits": False}]
    told = say(acquit, "case", "close", "C-0001", "part", "--words", "They went broke.")
    assert told["outcome"] == "part"
    assert told["sums"][0]["written_off"] == "200.00"
    assert say(acquit, "case", "list")["cases"] == []
    back = say(acquit, "write-off", row.invoice.number, "--take-back")
    assert back["taken_back"] == ["200.00"]
    row.refresh_from_db()
    assert row.open_minor == 120_000


def test_a_partner_that_nobody_knows_is_named_with_those_that_are(
    acquit, debtor, row
) -> None:
    refused = acquit("handover", "C001", "--to", "nobody", *COMPANY)
    assert refused.returncode == 1
    assert "acquit partner add" in refused.stderr
    assert acquit("handover", "C001", *COMPANY).returncode == 2


def test_an_insolvency_is_recorded_filed_and_over(acquit, debtor, row) -> None:
    refused = acquit("insolvency", "C001", *COMPANY, "--opened", "2026-11-03")
    assert refused.returncode == 1
    assert "never guessed" in refused.stderr
    opened = ("--opened", "2026-11-03", "--deadline", "2027-01-05")
    told = say(acquit, "insolvency", "C001", *opened, "--court", "Gent")
    assert (told["deadline_on"], told["deadline_by"]) == ("2027-01-05", None)
    listed = json.loads(acquit("receivables", *COMPANY, "--json").stdout)
    assert [one["reason"] for one in listed] == ["insolvent"]
    told = say(acquit, "insolvency", "C001", "--filed", "2026-11-20", "--proof", "4411")
    assert (told["filed_on"], told["proof"]) == ("2026-11-20", "4411")
    assert say(acquit, "insolvency", "C001")["court"] == "Gent"
    assert say(acquit, "insolvency", "C001", "--over")["ended_on"] is not None
    assert Hold.objects.get().ended_on is not None
