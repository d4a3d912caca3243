"""The words of the pages: every one translated, and compiled as it stands."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "messages.py"


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", TOOL)
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


def test_every_message_is_translated(messages: ModuleType) -> None:
    for language in messages.LANGUAGES:
        assert messages.untranslated(messages.updated(language)) == []


def test_the_catalogues_are_those_of_the_code(messages: ModuleType) -> None:
    for language in messages.LANGUAGES:
        path = messages.catalogue_path(language)
        catalogue = messages.updated(language)
        # A bare answer: to show how long files differ takes pytest minutes.
        same = path.read_bytes() == messages.as_po(catalogue)
        assert same, "run tools/messages.py"
        compiled = path.with_suffix(".mo").read_bytes()
        same = compiled == messages.as_mo(catalogue)
        assert same, "run tools/messages.py"
