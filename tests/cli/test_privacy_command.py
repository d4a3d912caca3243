"""`acquit privacy` as a user runs it."""

from __future__ import annotations

import json
import zipfile
from datetime import date

import factories
import pytest

from acquit.ledger.models import Customer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lea() -> Customer:
    lea = factories.customer(
        factories.company(),
        "P1",
        "Léa Martin",
        party_type="CONSUMER",
        email="l@post.example",
    )
    factories.receivable(lea, due_on=date(2025, 3, 2), open_minor=0)
    return lea


def test_it_hands_out_tells_what_would_go_erases_and_remembers(acquit, lea, tmp_path):
    about = ("P1", "--company", "ALFA")
    told = json.loads(
        acquit("privacy", "export", *about, "--out", str(tmp_path), "--json").stdout
    )
    assert "Léa Martin" in zipfile.ZipFile(told["file"]).read("personal-data.html").decode()

    preview = json.loads(acquit("privacy", "erase", *about, "--json").stdout)
    what = {one["data"]: one["what"] for one in preview["before"]}
    assert (what["reach"], what["identity"], preview["erased"]) == ("goes", "stays", False)
    assert Customer.objects.get().email

    done = json.loads(acquit("privacy", "erase", *about, "--do", "--json").stdout)
    assert done["erased"]
    assert {one["data"]: one["count"] for one in done["after"]}["reach"] == 0
    assert not Customer.objects.get().email

    events = [one["event"] for one in json.loads(acquit("privacy", "log", "--json").stdout)]
    assert events == ["personal_data_erased", "personal_data_exported"]


def test_a_business_is_refused_with_a_sentence(acquit):
    factories.customer(factories.company())
    refused = acquit("privacy", "erase", "C001", "--company", "ALFA")
    assert refused.returncode == 1
    assert "sole trader" in refused.stderr
