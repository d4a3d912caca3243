"""The demo, made small, by the real importers and the real walk."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from acquit.intake.models import Run, TableLayout
from acquit.ledger.models import Receivable

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    Acquit = Callable[..., CompletedProcess[str]]

SMALL = ("--customers", "30", "--invoices", "400")
# What was written to whom and when, and what stands in the books, whatever the rows' ids.
BOOKS = """
    SELECT c.code, m.kind, m.business_day, m.subject, m.body
      FROM channels_message m JOIN ledger_customer c ON c.id = m.customer_id
    UNION ALL
    SELECT c.code, o.next_action || o.reason, o.next_on, i.number, r.open_minor::text
      FROM dunning_outlook o JOIN ledger_receivable r ON r.id = o.receivable_id
      JOIN ledger_invoice i ON i.id = r.invoice_id
      JOIN ledger_customer c ON c.id = r.customer_id
     ORDER BY 1, 2, 3, 4, 5
"""


@pytest.fixture
def small(acquit: Acquit) -> dict[str, Any]:
    done = acquit("demo", *SMALL, "--processes", "3", "--json")
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_the_demo_opens_on_today_with_one_sign_in_per_role(acquit, small):
    assert [one["role"] for one in small["sign_ins"]] == [
        "ADMINISTRATOR",
        "CREDIT_MANAGER",
        "READ_ONLY",
        "COLLECTOR",
        "REPRESENTATIVE",
    ]
    rows = json.loads(acquit("receivables", "--company", "BE01", "--json").stdout)
    assert rows
    assert all((row["next_action"] is None) != (row["reason"] is None) for row in rows)
    walked = json.loads(acquit("cycle", "--as-of", small["day"], "--json").stdout)
    assert (walked["sent"], walked["neglected"]) == (0, 0)

    again = acquit("demo", "--json")
    assert json.loads(again.stdout) == small
    refused = acquit("setup", "--company", "MINE", "--name", "Mine", "--country", "BE")
    assert refused.returncode == 0
    anew = acquit("demo", "--again")
    assert anew.returncode == 1
    assert "other companies beside the demo" in anew.stderr


def test_how_many_processes_make_the_demo_changes_nothing_in_its_books(acquit, small):
    made_by_three = books()
    alone = acquit("demo", *SMALL, "--again", "--processes", "1")
    assert alone.returncode == 0, alone.stderr
    assert len(made_by_three) > 50
    assert made_by_three == books()


def books() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(BOOKS)
        return cursor.fetchall()


def test_the_accounting_s_own_tables_wait_for_a_person(acquit, small):
    runs = dict(Run.objects.filter(delivery=None).values_list("file_name", "state"))
    assert runs["balance-agee.csv"] == "TAKEN"
    assert runs["nieuwe-klanten.csv"] == "REFUSED"
    assert TableLayout.objects.get().name == "Balance âgée clients"
    gone = Receivable.objects.filter(missing_on__isnull=False)
    reasons = gone.values_list("outlook__reason", flat=True)
    assert set(reasons) <= {"PERHAPS_SETTLED"}
