"""Text made comparable: folded for search and sorting, stripped for references."""

from __future__ import annotations

import re
import unicodedata

_NOT_PART = re.compile(r"[^0-9A-Z]")


def fold(text: str) -> str:
    """Lower case, without accents, single spaces: `Café ÉTOILE` becomes `cafe etoile`."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def name_key(name: str) -> str:
    """How names are compared, which banks write in ways of their own: `Dr. Aërts`."""
    return reference_key(fold(name))


def reference_key(text: str) -> str:
    """Letters and digits only, upper case: how references and numbers are compared."""
    return _NOT_PART.sub("", text.upper())
