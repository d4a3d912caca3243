"""The page about settings and the code know the same variables."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VARIABLE = re.compile(r"\bACQUIT_[A-Z_]+\b")


def read_by_code() -> set[str]:
    sources = (ROOT / "src" / "acquit").rglob("*.py")
    return {
        name
        for path in sources
        for name in re.findall(r'"(ACQUIT_[A-Z_]+)"', path.read_text())
    }


def described() -> set[str]:
    page = (ROOT / "docs" / "reference" / "settings.md").read_text()
    return {
        name
        for line in page.splitlines()
        if line.startswith("| `ACQUIT_")
        for name in VARIABLE.findall(line.split("|")[1])
    }


def test_every_variable_that_is_read_has_its_line_in_the_reference():
    assert read_by_code() - described() == set()


def test_every_line_of_the_reference_is_about_a_variable_that_is_read():
    assert described() - read_by_code() == set()


def test_no_page_names_a_variable_that_does_not_exist():
    pages = [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]
    named = {name for page in pages for name in VARIABLE.findall(page.read_text())}
    assert named - read_by_code() == set()
