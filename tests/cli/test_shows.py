"""The commands as users run them: from an empty workspace to a reminder, in one story."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CUSTOMERS = """\
customer_code,name,party_type,country,language,email,ibans
C1,Alpha NV,business,BE,nl,alpha@alpha.example,BE68539007547034
C2,Beta SARL,business,FR,fr,beta@beta.example,
C3,Jan Jansen,consumer,NL,nl,jan@jansen.example,
C4,Sans adresse,business,FR,fr,,
"""
INVOICES = """\
invoice_number,customer_code,issue_date,due_date,currency,amount,payment_reference
F26-0001,C1,2026-01-05,2026-02-04,EUR,1000.00,+++090/9337/55493+++
F26-0002,C1,2026-01-20,2026-02-19,EUR,250.00,
F26-0003,C2,2026-01-20,2026-02-10,EUR,99.50,
F26-0004,C3,2025-10-20,2025-11-10,EUR,1234.56,
F26-0005,C4,2026-01-20,2026-02-10,EUR,99.50,
"""


@pytest.fixture
def files(tmp_path: Path) -> Callable[[str, str], str]:
    def write(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def told(done) -> dict | list:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_from_an_empty_workspace_to_a_reminder(acquit, files):
    made = told(
        acquit("setup", "--company", "X", "--name", "X NV", "--country", "BE", "--json")
    )
    assert made["password"]

    tables = (files("customers.csv", CUSTOMERS), files("invoices.csv", INVOICES))
    first = told(acquit("import", *tables, "--company", "X", "--json"))["files"]
    assert [one["format"] for one in first] == ["acquit.customers", "acquit.invoices"]
    assert [one["created"] for one in first] == [4, 5]
    again = told(acquit("import", *tables, "--company", "X", "--json"))["files"]
    assert [(one["created"], one["unchanged"]) for one in again] == [(0, 4), (0, 5)]

    walked = told(acquit("cycle", "--as-of", "2026-02-13", "--json"))
    assert walked["sent"] == 3
    assert walked["held"] == {"no_address": 1}
    assert walked["neglected"] == 0

    rows = told(acquit("receivables", "--company", "X", "--json"))
    assert len(rows) == 5
    for row in rows:
        assert (row["next_action"] is None) != (row["reason"] is None)
    by_number = {row["invoice"]: row for row in rows}
    assert by_number["F26-0001"]["last_step"] == "reminder_1"
    assert by_number["F26-0001"]["last_sent_on"] == "2026-02-13"
    assert by_number["F26-0005"]["reason"] == "no_address"


def test_facts_stop_a_reminder_and_their_end_lets_it_go(acquit, files):
    acquit("setup", "--company", "X", "--name", "X NV", "--country", "BE")
    tables = (files("customers.csv", CUSTOMERS), files("invoices.csv", INVOICES))
    acquit("import", *tables, "--company", "X")
    where = ("--company", "X", "--as-of", "2026-02-13", "--json")
    told(acquit("promise", "F26-0001", "--amount", "1000", "--on", "2026-02-20", *where))
    told(acquit("dispute", "F26-0003", "--reason", "PRICE", *where))
    told(acquit("hold", "C3", "--until", "2026-02-16", "--reason", "talking", *where))
    walked = told(acquit("cycle", "--as-of", "2026-02-16", "--json"))
    assert walked["held"] == {"disputed": 1, "held": 1, "no_address": 1, "promised": 1}
    assert walked["actions"] == {"notice": 1}
    told(
        acquit(
            "dispute",
            "F26-0003",
            "--close",
            "--company",
            "X",
            "--as-of",
            "2026-02-17",
            "--json",
        )
    )
    walked = told(acquit("cycle", "--as-of", "2026-02-17", "--json"))
    assert walked["actions"] == {"reminder_1": 2}


def test_a_bad_row_takes_the_file_with_it_unless_partial_is_asked_for(acquit, files):
    acquit("setup", "--company", "X", "--name", "X NV", "--country", "BE")
    bad = files("customers.csv", CUSTOMERS + "C5,Broken,alien,BE,nl,,\n")
    refused = acquit("import", bad, "--company", "X", "--json")
    assert refused.returncode == 1
    (file,) = json.loads(refused.stdout)["files"]
    assert file["created"] == 0
    assert set(file["problems"][0]) == {"where", "saw", "wanted", "remedy"}
    partly = acquit("import", bad, "--company", "X", "--partial", "--json")
    assert partly.returncode == 3
    assert json.loads(partly.stdout)["files"][0]["created"] == 4


def test_what_is_wrong_is_said_in_one_sentence(acquit):
    nobody = acquit("receivables", "--company", "NONE")
    assert nobody.returncode == 1
    assert "There is no company NONE" in nobody.stderr
    assert acquit("cycle", "--as-of", "yesterday").returncode == 2


def test_a_company_is_changed_by_what_is_given(acquit):
    acquit("setup", "--company", "X", "--name", "X NV", "--country", "BE")
    changed = told(
        acquit("company", "X", "--minimum", "25", "--vat", "BE 0123.456.749", "--json")
    )
    assert changed["minimum"] == "25.00"
    assert changed["vat"] == "BE0123456749"
    assert told(acquit("company", "X", "--json")) == changed


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_changes_nothing_when_it_is_imported_again(
    acquit, files, tmp_path, ending
):
    acquit("setup", "--company", "X", "--name", "X NV", "--country", "BE")
    tables = (files("customers.csv", CUSTOMERS), files("invoices.csv", INVOICES))
    acquit("import", *tables, "--company", "X")
    for table, rows in (("customers", 4), ("invoices", 5)):
        out = str(tmp_path / f"out-{table}.{ending}")
        made = told(acquit("export", table, "--company", "X", "--output", out, "--json"))
        assert made["rows"] == rows
        (again,) = told(acquit("import", out, "--company", "X", "--json"))["files"]
        assert (again["created"], again["refused"]) == (0, 0)
