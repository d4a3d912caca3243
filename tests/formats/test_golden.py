"""Each file below golden/ reads to the records and the report beside it, and to no others.

UPDATE_GOLDEN=1 rewrites the answers; the difference is then reviewed like code.
"""

from __future__ import annotations

import dataclasses
import json
import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from acquit.core.sentences import Sentence
from acquit.formats import registry
from acquit.formats.inspect import inspect
from acquit.formats.source import Source

from .conftest import GOLDEN, golden_files


def answer(path: Path) -> dict[str, Any]:
    source = Source.of_path(path)
    records = registry.recognise(source).read(source)
    return {
        "inspect": inspect(source).report,
        "records": [
            {type(record).__name__: without_defaults(record)} for record in records
        ],
    }


def without_defaults(value: Any) -> Any:
    """A record as JSON: fields that say nothing are left out, for the reader."""
    match value:
        case Decimal() | date() | Sentence():
            return str(value)
        case tuple():
            return [without_defaults(item) for item in value]
        case dict():
            return {name: without_defaults(item) for name, item in value.items()}
        case _ if dataclasses.is_dataclass(value):
            fields = [(f, getattr(value, f.name)) for f in dataclasses.fields(value)]
            return {
                field.name: without_defaults(item)
                for field, item in fields
                if item not in ("", None, False, (), {}, field.default)
            }
        case _:
            return value


@pytest.mark.parametrize("path", golden_files(), ids=lambda path: path.name)
def test_a_golden_file_reads_as_its_answer_says(path: Path) -> None:
    expected = path.with_suffix(".json")
    read = answer(path)
    if os.environ.get("UPDATE_GOLDEN"):
        text = json.dumps(read, indent=1, ensure_ascii=False)
        expected.write_text(text + "\n", encoding="utf-8")
    assert read == json.loads(expected.read_text("utf-8"))


def test_every_answer_belongs_to_a_golden_file() -> None:
    used = {path.with_suffix(".json") for path in golden_files()}
    assert set(GOLDEN.rglob("*.json")) == used
