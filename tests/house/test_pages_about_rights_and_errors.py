"""The reference says of rights and errors what the code says, word for word."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from pathlib import Path

import pytest

import acquit
from acquit.core.errors import Refusal
from acquit.organisation.models import Role
from acquit.organisation.rights import COMPANY_WIDE, RIGHTS, Act

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
INTAKE = ROOT / "src" / "acquit" / "intake"


def table(page: str) -> list[list[str]]:
    """The cells of all tables of a page, without their heads' rules."""
    lines = (REFERENCE / page).read_text().splitlines()
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if "|" in line
    ]
    return [row for row in rows if set(row[0]) - {"-", " "}]


def test_the_page_of_rights_is_the_table_of_the_code():
    head, *rows = table("rights.md")
    roles = [Role[name.strip("`")] for name in head[2:]]
    assert roles == list(Role)
    page = {
        row[0].strip("`"): {
            role for role, cell in zip(roles, row[2:], strict=True) if cell == "yes"
        }
        for row in rows
    }
    code = {act.value: {role for role in Role if act in RIGHTS[role]} for act in Act}
    assert page == code


def test_the_page_of_rights_says_which_acts_concern_a_whole_company():
    text = (REFERENCE / "rights.md").read_text()
    sentence = next(line for line in text.splitlines() if line.startswith("Company-wide:"))
    assert {word.strip("`., ") for word in sentence.split()[1:]} == set(COMPANY_WIDE)


def refusals() -> list[type[Refusal]]:
    """Every refusal that a person may meet."""
    for module in pkgutil.walk_packages(acquit.__path__, "acquit."):
        if module.name.endswith((".actions", ".trade")) or ".actions." in module.name:
            importlib.import_module(module.name)
    found, waiting = [], [Refusal]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        found.append(one)
    return [one for one in found if one is not Refusal and ".demo." not in one.__module__]


def test_every_refusal_has_its_line():
    described = {row[0].strip("`") for row in table("errors.md")}
    assert {one.__name__ for one in refusals()} <= described


def remedies() -> list[str]:
    """What the intake tells people to do, said where it is refused or under a name."""
    nodes = [
        node
        for path in sorted(INTAKE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
    ]
    names = {
        node.targets[0].id: said(node.value)
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    found = {
        said(word.value) or names.get(getattr(word.value, "id", ""), "")
        for node in nodes
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "refuse"
        for word in node.keywords
        if word.arg == "remedy"
    }
    return sorted(found - {""})


def said(node: ast.expr) -> str:
    """The text of `say("…")`, else ""."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
        return str(ast.literal_eval(node.args[0]))
    return ""


def test_the_intake_tells_people_what_to_do():
    assert len(remedies()) > 10


@pytest.mark.parametrize("remedy", remedies())
def test_every_remedy_of_an_import_has_its_line(remedy):
    assert remedy in {row[-1] for row in table("errors.md")}
