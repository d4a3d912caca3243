"""What no linter sees: floors, migrations, beginnings of files, words, hosts."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src" / "acquit").rglob("*.py"))
# Hosts of package registries: what is installed comes through their clients alone.
HOSTS = ("registry" + ".npmjs.org", "files." + "pythonhosted.org", "pypi" + ".org/simple")
TEXTS = {".py", ".md", ".toml", ".txt", ".in", ".json", ".html", ".js", ".css", ".po", ""}


def of_the_house() -> list[Path]:
    """Our own Python files, without those that Django wrote."""
    ours = [*SOURCES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "tools").rglob("*.py")]
    return [path for path in ours if "migrations" not in path.parts]


def test_the_floors_hold():
    # A process of its own: it sets up the logging of whoever asks it.
    told = subprocess.run(  # noqa: S603 - the check itself
        [Path(sys.executable).parent / "lint-imports"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


def test_every_file_says_what_it_is_and_reads_annotations_late():
    for path in of_the_house():
        body = ast.parse(path.read_text()).body
        if not body:
            continue
        assert ast.get_docstring(ast.Module(body, [])), f"{path} has no docstring"
        if len(body) > 1:
            first = ast.unparse(body[1])
            assert first == "from __future__ import annotations", path


def test_a_room_begins_with_the_words_it_owns():
    for room in (ROOT / "src" / "acquit").iterdir():
        if (room / "__init__.py").exists() and room.name != "locale":
            assert ast.get_docstring(ast.parse((room / "__init__.py").read_text())), room


WORDS = """
company, unit, customer, contact, invoice, credit note, receivable, receipt, allocation,
open amount, statement, promise, dispute, hold, task, note, scenario, step, action, message,
collector, sales representative, credit manager
"""


@pytest.mark.parametrize("word", [word.strip() for word in WORDS.split(",")])
def test_the_glossary_gives_each_word_of_the_trade_one_line(word):
    rows = (ROOT / "docs" / "glossary.md").read_text().splitlines()
    heads = [row.split("|")[1].strip() for row in rows if row.startswith("| ")]
    named = [one for head in heads for one in head.split(", ")]
    assert named.count(word) == 1


def test_no_text_of_ours_names_the_host_of_a_registry():
    folders = ("src", "tests", "docs", "tools", "requirements")
    files = [
        *ROOT.glob("*"),
        *(p for folder in folders for p in (ROOT / folder).rglob("*")),
    ]
    for path in files:
        if path.is_file() and path.suffix in TEXTS:
            text = path.read_text(errors="ignore")
            assert not [host for host in HOSTS if host in text], path
