"""The commands about sources, as a user runs them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

CUSTOMERS = "customer_code,name\nC1,Menuiserie Faux\n"


def told(done, status: int = 0):
    assert done.returncode == status, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the ERP, below what the administrator set."""
    monkeypatch.setenv("ACQUIT_WATCH", str(tmp_path))
    (tmp_path / "erp").mkdir()
    return tmp_path / "erp"


def test_a_folder_is_opened_looked_into_paused_and_listed(acquit, watched):
    acquit("setup", "--company", "X", "--name", "X NV", "--country", "BE")
    of = ("--company", "X", "--json")
    made = told(acquit("source", "add", "ERP", "--kind", "folder", "--folder", "erp", *of))
    assert made == {"source": "ERP", "kind": "folder", "folder": "erp"}

    (watched / "customers.csv").write_text(CUSTOMERS)
    (watched / "rest.csv").write_text("no table of ours")
    look = told(acquit("source", "run", "ERP", *of), status=3)
    assert [(one["file"], one["state"]) for one in look["files"]] == [
        ("customers.csv", "taken"),
        ("rest.csv", "refused"),
    ]
    assert (watched / "refused" / "rest.csv.problems.txt").exists()

    [row] = told(acquit("source", "list", *of))
    assert (row["source"], row["light"], row["trouble"]) == ("ERP", "refused", None)

    watched.rename(watched.parent / "away")
    look = told(acquit("source", "run", "ERP", *of), status=1)
    assert "cannot be opened" in look["trouble"]

    assert told(acquit("source", "pause", "ERP", *of))["paused"]
    refused = acquit("source", "run", "ERP", *of)
    assert (refused.returncode, "is paused" in refused.stderr) == (1, True)
    assert not told(acquit("source", "resume", "ERP", *of))["paused"]


def test_a_token_is_printed_once_and_revoked_by_its_hint(acquit):
    acquit("setup", "--company", "X", "--name", "X NV", "--country", "BE")
    of = ("--company", "X", "--json")
    made = told(acquit("source", "add", "Shop", "--kind", "upload", *of))
    assert made["token"].startswith(made["hint"])
    assert told(acquit("source", "token", "Shop", *of))["token"] != made["token"]
    gone = told(acquit("source", "token", "Shop", "--revoke", made["hint"], *of))
    assert gone["revoked"] == [made["hint"]]
    unknown = acquit("source", "run", "Chop", "--company", "X")
    assert "Known: Shop" in unknown.stderr
