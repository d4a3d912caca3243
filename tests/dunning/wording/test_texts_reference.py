"""docs/reference/templates.md tells each text and each variable as the code has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation

from acquit.dunning.wording.codes import TEXTS
from acquit.dunning.wording.engine import FILTERS, LONGEST_TEXT
from acquit.dunning.wording.variables import GROUPS

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "templates.md"


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.variables[0].name)
def test_every_variable_stands_in_the_reference_with_its_example(group, page):
    with translation.override("en"):
        assert f"### {group.label}\n" in page
        for one in group.variables:
            example = one.example.removeprefix("- ")
            assert f"| `{one.name}` | {one.says} | {example} |\n" in page


def test_the_reference_names_no_variable_that_is_not_there(page):
    _, _, table = page.partition("## Variables")
    named = {line.split("`")[1] for line in table.splitlines() if line.startswith("| `")}
    assert named == {one.name for group in GROUPS for one in group.variables}


def test_every_text_and_filter_is_told(page):
    assert all(f"`{text}`" in page for text in TEXTS)
    assert all(name in page for name in FILTERS)
    assert f"{LONGEST_TEXT:,} characters" in page
