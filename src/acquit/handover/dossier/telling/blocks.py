"""The blocks of a page, and how amounts, days and instants are said in them.

A block is a dict with its `kind`: heading, text, small, list, facts, table, raw. A cell is
a dict: `text`, and `under` for what is said small below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from acquit.channels.letter import said
from acquit.channels.letter.layout import BREAK_HERE, breakable
from acquit.core.interest import half_up
from acquit.core.money import exponent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from acquit.handover.dossier.file import File
    from acquit.handover.dossier.words import Words

Block = dict[str, Any]
Cell = dict[str, Any]
HARD_SPACE = "\u00a0"
# A run without a space that is longer than this may be broken in a cell.
NARROW_CHARS = 16
LONG_RUN = re.compile(rf"\S{{{NARROW_CHARS + 1},}}")
SIGN = re.compile(r"[@._/\-](?=\w)")
# What a font cannot draw and no reader needs: controls, but the line and the tab.
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Teller:
    """Says things in one language."""

    file: File
    words: Words
    language: str

    def day(self, on: date) -> str:
        """In words."""
        return said.day(on, self.language)

    def short(self, on: date) -> str:
        """In figures."""
        return said.short_day(on, self.language)

    def instant(self, at: datetime) -> str:
        """By the creditor's clock, with its zone."""
        local = self.file.local(at)
        return f"{self.short(local.date())} {local:%H:%M:%S} ({local:%Z}, {self.file.zone})"

    def amount(self, minor: int, currency: str) -> str:
        """With its currency; no break within."""
        return said.amount(minor, currency, self.language).replace(" ", HARD_SPACE)

    def figure(self, minor: int, currency: str) -> str:
        """Without its currency, which the table names."""
        return self.amount(minor, currency).removesuffix(f"{HARD_SPACE}{currency}")

    def fine(self, minor: Fraction, currency: str) -> str:
        """An amount of a day, to two places more than its currency has."""
        places = exponent(currency)
        finer = half_up(minor * 100)
        text = said.amount(finer, "EUR", self.language).removesuffix(" EUR")
        if not places:
            return text.replace(" ", HARD_SPACE)
        point = text[-3]
        whole, digits = divmod(abs(finer), 10 ** (places + 2))
        grouped = said.amount(whole * 100, "EUR", self.language).removesuffix(" EUR")[:-3]
        sign = "-" if finer < 0 else ""
        told = f"{sign}{grouped}{point}{digits:0{places + 2}d}"
        return told.replace(" ", HARD_SPACE)

    def country(self, code: str) -> str:
        """Its name."""
        return said.country(code, self.language) if code else self.words.parties.unknown


def clean(text: str) -> str:
    """Without what cannot be seen."""
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def narrow(text: str) -> str:
    """Long runs may be broken: after a sign first, as an address is read, else anywhere."""
    return LONG_RUN.sub(lambda run: _broken(run[0]), text)


def _broken(run: str) -> str:
    parts = SIGN.sub(r"\g<0>" + BREAK_HERE, run).split(BREAK_HERE)
    return BREAK_HERE.join(breakable(part, NARROW_CHARS) for part in parts)


def cell(text: str, *under: str, strong: bool = False) -> Cell:
    """What a table shows; long runs may be broken."""
    return {
        "text": narrow(clean(text)),
        "under": [narrow(clean(one)) for one in under if one],
        "strong": strong,
    }


def heading(text: str) -> Block:
    """Above what belongs together."""
    return {"kind": "heading", "words": text}


def text(words: str) -> Block:
    """A paragraph."""
    return {"kind": "text", "words": breakable(clean(words))}


def small(words: str) -> Block:
    """A paragraph that is read second."""
    return {"kind": "small", "words": breakable(clean(words))}


def points(some: Iterable[str]) -> Block:
    """A list."""
    return {"kind": "list", "points": [breakable(clean(one)) for one in some]}


def facts(rows: Iterable[tuple[str, str]]) -> Block:
    """Labels and what is known; what is not known is left out."""
    known = [[label, breakable(clean(value))] for label, value in rows if value]
    return {"kind": "facts", "rows": known}


def raw(words: str) -> Block:
    """A text as it was written, line by line."""
    return {"kind": "raw", "lines": [breakable(line) for line in clean(words).split("\n")]}


def table(
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell] | Mapping[str, Any]],
    *,
    right: Sequence[int] = (),
    wide: Sequence[int] = (0,),
    totals: Sequence[Sequence[Cell]] = (),
) -> Block:
    """right: the columns of figures; wide: those that take the room which is left. A row is
    its cells, or a `group` or `sum` over all columns. A column in which nothing stands is
    left out, if every row is one of cells.
    """
    shown = _shown(len(heads), [*rows, *totals])
    return {
        "kind": "table",
        "columns": [
            {"head": head, "right": place in right, "grows": place in wide}
            for place, head in enumerate(heads)
            if place in shown
        ],
        "rows": [
            one if isinstance(one, dict) else {"cells": _those(one, shown)} for one in rows
        ],
        "totals": [_those(one, shown) for one in totals],
    }


def _those(cells: Any, shown: set[int]) -> list[Cell]:
    return [one for place, one in enumerate(cells) if place in shown]


def _shown(count: int, rows: Sequence[Any]) -> set[int]:
    """The columns in which anything stands."""
    if any(isinstance(one, dict) for one in rows):
        return set(range(count))
    return {
        place
        for place in range(count)
        if any(row[place]["text"] or row[place]["under"] for row in rows)
    }


def group(title: str, *under: str) -> dict[str, Any]:
    """A row that begins a group."""
    return {"group": cell(title, *under, strong=True)}


def total(said_: str, amount: str, *, strong: bool = False) -> dict[str, Any]:
    """A row with one figure at its end."""
    return {"sum": {"said": clean(said_), "amount": amount, "strong": strong}}
