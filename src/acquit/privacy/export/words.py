"""The words of the document, in the four languages of debtors: `texts/*.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "fr", "nl", "de")


@cache
def texts(language: str) -> dict[str, Any]:
    """title, intro, scoring, rights, nothing; sections, fields and values by name."""
    kept = files("acquit.privacy").joinpath(f"texts/{language}.toml")
    return tomllib.loads(kept.read_text("utf-8"))


def known_language(wanted: str) -> str:
    """The one of the document: the person's own, else English."""
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


def value(said: object, language: str) -> str:
    """A value as people read it; words of people stay as they are."""
    text = str(said).lower() if isinstance(said, bool) else str(said)
    known: dict[str, str] = texts(language)["values"]
    return known.get(text, text)
