"""`acquit arrival` as a user runs it."""

from __future__ import annotations

import json
from datetime import date

import factories
import pytest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letter(db):
    customer = factories.customer(factories.company("NL01", "Vliet Bouw"), country="NL")
    return factories.posted(factories.receivable(customer), on=date(2026, 3, 6))


def test_the_command_records_a_receipt_with_its_proof(acquit, letter, tmp_path):
    slip = tmp_path / "slip.png"
    slip.write_bytes(b"\x89PNG\r\n\x1a\n signed")
    asked = ("arrival", str(letter.pk), "--on", "2026-03-13", "--tracking", "RR1")
    told = json.loads(acquit(*asked, "--document", str(slip), "--json").stdout)
    assert told == {
        "message": letter.pk,
        "outcome": "received",
        "on": "2026-03-13",
        "tracking": "RR1",
        "document": "slip.png",
        "letters": [],
    }
    again = acquit(*asked, "--outcome", "refused", "--words", "The slip is crossed out")
    assert "refused on 2026-03-13, number RR1, with slip.png." in again.stdout


def test_what_cannot_be_recorded_is_said(acquit, letter):
    before = acquit("arrival", str(letter.pk), "--on", "2026-03-05")
    assert before.returncode == 1
    assert "2026-03-06, when it was posted" in before.stderr
    nobody = acquit("arrival", "999999", "--on", "2026-03-05")
    assert "There is no message 999999." in nobody.stderr
