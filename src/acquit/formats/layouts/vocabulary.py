"""What accounting packages and banks call their columns, in English, French, Dutch and
German, folded: lower case, without accents.

A header is compared as a whole first, then by the words in it. The lists (`headers.toml`)
are ours, made of the field's usual words; a layout that a person saved comes before them.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from acquit.core.text import fold

_LONGEST_KEPT = 200
_NOT_WORD = re.compile(r"[^a-z0-9#/]+")


def header_key(header: str) -> str:
    """A header as it is compared: folded, without punctuation, single blanks."""
    return _key(header) if len(header) <= _LONGEST_KEPT else _key.__wrapped__(header)


@lru_cache(maxsize=4096)
def _key(header: str) -> str:
    return " ".join(_NOT_WORD.sub(" ", fold(header)).split())


def _phrases(listed: str) -> list[str]:
    return [header_key(part) for part in listed.replace("\n", " ").split("|")]


_LISTS = tomllib.loads(files(__package__).joinpath("headers.toml").read_text("utf-8"))
# field → phrase → its rank among the field's phrases; an earlier one is surer.
PHRASES: dict[str, dict[str, int]] = {
    name: {phrase: rank for rank, phrase in reversed(list(enumerate(_phrases(listed))))}
    for name, listed in _LISTS.items()
}
# What a row of totals is called, folded.
TOTALS = (
    *("total", "totals", "grand total", "subtotal", "sub total", "totaux", "sous total"),
    *("totaal", "totalen", "subtotaal", "eindtotaal", "summe", "gesamt", "gesamtsumme"),
    *("zwischensumme", "endsumme", "solde", "saldo", "total general", "algemeen totaal"),
    *("balance", "opening balance", "closing balance", "kontostand", "alter kontostand"),
    *("neuer kontostand", "anfangssaldo", "endsaldo", "beginsaldo", "eindsaldo"),
)
EXACT, WITHIN = 100, 45


def likeness(header: str, name: str) -> int:
    """How well a header names the field: 0 not at all, 100 as its very word."""
    key = header_key(header)
    phrases = PHRASES.get(name, {})
    if not key:
        return 0
    if key in phrases:
        return EXACT - min(phrases[key], 20)
    words = f" {key} "
    within = [
        len(phrase) for phrase in phrases if len(phrase) > 3 and f" {phrase} " in words
    ]
    return WITHIN * max(within) // len(key) if within else 0
