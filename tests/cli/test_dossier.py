"""`acquit dossier`, as somebody at the command line uses it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import factories
import pytest

from acquit.ledger.models import Customer


@pytest.fixture
def debtor(transactional_db: None) -> Customer:
    found = factories.customer(factories.company("X", "Alder Trading"), language="en")
    factories.receivable(found, "F-1")
    factories.receivable(found, "F-2")
    return found


def test_a_dossier_is_written_and_told(
    acquit: Any, debtor: Customer, tmp_path: Path
) -> None:
    out = tmp_path / "new folder"
    words = ("dossier", "C001", "--company", "X", "--out", str(out), "--json")
    done = acquit(*words, "--as-of", "2026-11-22", "--kind", "be-ios", "--language", "nl")
    told = json.loads(done.stdout)
    assert told["claims"] == 2
    assert told["language"] == "nl"
    assert Path(told["pdf"]).read_bytes().startswith(b"%PDF")
    assert Path(told["zip"]).read_bytes().startswith(b"PK")
    assert Path(told["claims_csv"]).read_text("utf-8-sig").startswith("claim,kind,invoice")
    assert sorted(one.name for one in out.iterdir()) == [
        "dossier-x-c001-2026-11-22-claims.csv",
        "dossier-x-c001-2026-11-22.pdf",
        "dossier-x-c001-2026-11-22.zip",
    ]


def test_only_the_invoices_that_are_named_are_claimed(
    acquit: Any, debtor: Customer, tmp_path: Path
) -> None:
    words = ("dossier", "C001", "--company", "X", "--out", str(tmp_path), "--json")
    done = acquit(*words, "--as-of", "2026-11-22", "--invoice", "F-2")
    assert json.loads(done.stdout)["claims"] == 1
    unknown = acquit(*words, "--invoice", "F-7")
    assert unknown.returncode == 1
    assert "has no invoice F-7" in unknown.stderr


def test_what_cannot_be_done_is_said_and_leaves_nothing_behind(
    acquit: Any, debtor: Customer, tmp_path: Path
) -> None:
    words = ("--company", "X", "--out", str(tmp_path))
    nobody = acquit("dossier", "C9", *words)
    assert nobody.returncode == 1
    assert "X has no customer C9." in nobody.stderr
    nothing = acquit("dossier", "C001", *words, "--as-of", "2026-01-01")
    assert nothing.returncode == 1
    assert "Nothing of Boulangerie Dupont was open and past its due day" in nothing.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(
    acquit: Any, debtor: Customer, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file")
    out = tmp_path / "taken" / "below"
    done = acquit(
        "dossier", "C001", "--company", "X", "--out", str(out), "--as-of", "2026-11-22"
    )
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["taken"]
