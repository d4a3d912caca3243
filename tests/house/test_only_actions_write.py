"""Every write to the database is an action: `actions.py`, or a file below `actions/`."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "acquit"
ROOMS = (
    *("organisation", "audit", "ledger", "agenda", "bank", "matching", "intake"),
    *("channels", "dunning", "cycle", "insight", "desk", "web", "api"),
)
# The manager that makes a person: Django asks for it where it stands.
ALLOWED = {"organisation/models.py"}

ON_MANAGERS = {"create", "get_or_create", "update_or_create", "bulk_create", "bulk_update"}
ON_ROWS = {"update", "delete"}
OF_SAVE = {"update_fields", "force_insert"}
SQL = ("UPDATE ", "INSERT ", "DELETE ", "COPY ", "TRUNCATE ")


def writes(text: str) -> list[int]:
    """The lines of a Python text that write to the database."""
    return sorted(
        node.lineno
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and _writes(node)
    )


def _writes(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    name, before = call.func.attr, ast.unparse(call.func.value)
    queried = "objects" in before or ".filter(" in before or ".exclude(" in before
    if name in ON_MANAGERS or name in ON_ROWS:
        return queried
    if name == "save":
        return not call.args and {word.arg for word in call.keywords} <= OF_SAVE
    if name in {"execute", "copy"} and call.args:
        question = call.args[0]
        return isinstance(question, ast.Constant) and str(
            question.value
        ).lstrip().startswith(SQL)
    return False


@pytest.mark.parametrize(
    "line",
    [
        "Customer.objects.create(name='x')",
        "Customer.objects.filter(pk=1).update(name='x')",
        "rows.exclude(pk=1).delete()",
        "customer.save(update_fields=['name'])",
        "customer.save()",
        "Unit.objects.get_or_create(code='x')",
        "cursor.execute('UPDATE ledger_receipt SET text = %s', ['x'])",
    ],
)
def test_a_write_is_seen(line):
    assert writes(line) == [1]


@pytest.mark.parametrize(
    "line",
    [
        "known.update(found)",
        "digest.update(b'x')",
        "Customer.objects.filter(pk=1)",
        "actions.create(name='x')",
        "workbook.save(stream)",
        "cursor.execute('SELECT 1')",
        "cache.delete('key')",
    ],
)
def test_what_only_looks_like_a_write_is_let_pass(line):
    assert writes(line) == []


def test_only_actions_write():
    found = []
    for room in ROOMS:
        for path in sorted((SOURCE / room).rglob("*.py")):
            place = path.relative_to(SOURCE)
            if {"actions", "actions.py", "migrations"} & set(place.parts):
                continue
            if place.as_posix() not in ALLOWED:
                found += [f"{place}:{line}" for line in writes(path.read_text())]
    assert found == []
