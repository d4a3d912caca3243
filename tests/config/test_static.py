"""The files of the pages: where they come from, and under which names they are served."""

from __future__ import annotations

import json

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

from acquit.config import static


@pytest.fixture
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    static.collect()
    return tmp_path


def test_every_part_is_installed_and_found():
    assert static.missing() == []
    assert all(finders.find(address) for address in static.PARTS)


def test_what_is_not_there_is_not_found_rather_than_a_failure():
    assert finders.find("tabler/no-such.css") is None


def test_every_file_gets_a_name_with_its_fingerprint(collected):
    names = json.loads((collected / "static" / "staticfiles.json").read_text())["paths"]
    assert set(static.PARTS) <= set(names)
    assert all((collected / "static" / name).is_file() for name in names.values())


def test_the_icons_style_sheet_names_the_collected_font(collected):
    root = collected / "static"
    names = json.loads((root / "staticfiles.json").read_text())["paths"]
    font = names["icons/fonts/tabler-icons.woff2"].rpartition("/")[2]
    assert font in (root / names["icons/tabler-icons.min.css"]).read_text()


def test_nothing_is_collected_again_while_nothing_changes(collected):
    manifest = collected / "static" / "staticfiles.json"
    manifest.unlink()
    static.collect()
    assert not manifest.exists()
    (collected / "static.fingerprint").write_text("of another day")
    static.collect()
    assert manifest.exists()


def test_before_anything_is_collected_files_keep_their_names(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    assert static.Storage().url("htmx/htmx.min.js") == "/static/htmx/htmx.min.js"
    assert isinstance(static.Storage(), StaticFilesStorage)
