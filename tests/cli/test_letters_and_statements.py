"""`acquit letters` and `acquit statement`, as somebody at the command line uses them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import factories
import pytest

from acquit.channels.models import Message
from acquit.ledger.models import Customer


@pytest.fixture
def debtor(transactional_db: None) -> Customer:
    found = factories.customer(factories.company("X", "Alder Trading"), language="en")
    message = factories.sent(factories.receivable(found), on=factories.TODAY)
    message.channel = "LETTER"
    message.save()
    return found


def test_the_tray_is_told_printed_and_empty(
    acquit: Any, debtor: Customer, tmp_path: Path
) -> None:
    told = json.loads(acquit("letters", "--company", "X", "--json").stdout)
    assert told["waiting"] == [
        {
            "customer": "C001",
            "step": "reminder_1",
            "subject": "Rappel 2026-001",
            "since": "2026-11-22",
        }
    ]
    out = tmp_path / "letters.pdf"
    done = acquit("letters", "--company", "X", "--print", "--out", str(out), "--json")
    assert json.loads(done.stdout)["bundles"] == [
        {"number": 1, "letters": 1, "pages": 1, "file": str(out)}
    ]
    assert out.read_bytes().startswith(b"%PDF")
    assert Message.objects.get().delivery == "PRINTED"
    empty = acquit("letters", "--company", "X", "--print")
    assert empty.returncode == 1
    assert "No letter waits" in empty.stderr


def test_a_statement_is_written_as_it_is_asked_for(
    acquit: Any, debtor: Customer, tmp_path: Path
) -> None:
    for name, begins in (("a.pdf", b"%PDF"), ("a.xlsx", b"PK")):
        out = tmp_path / name
        done = acquit("statement", "C001", "--company", "X", "--out", str(out))
        assert done.returncode == 0, done.stderr
        assert out.read_bytes().startswith(begins)
    wrong = acquit("statement", "C001", "--company", "X", "--out", str(tmp_path / "a.doc"))
    assert wrong.returncode == 2
    unknown = acquit("statement", "C9", "--company", "X", "--out", str(tmp_path / "a.pdf"))
    assert unknown.returncode == 1
    assert "C9" in unknown.stderr
