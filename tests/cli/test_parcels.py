"""A folder and a ZIP are taken file by file, what others need first."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "a/statements.txt": "no statement at all",
    "b/invoices.csv": "invoice_number,customer_code,issue_date,amount\n"
    "F1,C1,2026-01-05,10.00\n",
    "c/customers.csv": "customer_code,name\nC1,Menuiserie Faux\n",
    "c/.hidden.csv": "customer_code,name\nC2,Nobody\n",
}
IN_ORDER = [
    ("c/customers.csv", "acquit.customers", 1),
    ("b/invoices.csv", "acquit.invoices", 1),
    ("a/statements.txt", None, 0),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    base = tmp_path / "books"
    for name, text in FILES.items():
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).write_text(text)
    return base


@pytest.fixture
def archive(folder: Path, tmp_path: Path) -> Path:
    path = tmp_path / "books.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name in FILES:
            made.write(folder / name, name)
    return path


def told(done) -> list[tuple[str, str | None, int]]:
    files = json.loads(done.stdout)["files"]
    return [(one["file"], one["format"], one["created"]) for one in files]


def test_a_folder_and_a_zip_are_taken_file_by_file(acquit, folder, archive):
    acquit("setup", "--company", "X", "--name", "X NV", "--country", "BE")
    done = acquit("import", str(folder), "--company", "X", "--json")
    assert done.returncode == 1  # one of the files is refused, the others are taken
    assert sorted(told(done)) == sorted(IN_ORDER)
    again = acquit("import", str(archive), "--company", "X", "--json")
    assert [(name, code) for name, code, _ in told(again)] == [
        (name, code) for name, code, _ in IN_ORDER
    ]
    assert {created for _, _, created in told(again)} == {0}


def test_an_empty_folder_is_said(acquit, tmp_path):
    acquit("setup", "--company", "X", "--name", "X NV", "--country", "BE")
    done = acquit("import", str(tmp_path), "--company", "X", "--json")
    assert done.returncode == 1
    assert "There is no file in" in done.stderr


def test_inspecting_a_zip_tells_of_each_file(acquit, archive):
    done = acquit("inspect", str(archive), "--json")
    report = json.loads(done.stdout)
    assert report["format"] == "zip"
    assert [(one["file"], one["format"]) for one in report["files"]] == [
        (name, code) for name, code, _ in IN_ORDER
    ]
    assert done.returncode == 1
