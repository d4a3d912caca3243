"""What the text of a line, field :86:, tells of the payment, whoever wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

# How banks write that there is no reference.
_NONE = frozenset(
    {
        *("NONREF", "NOREF", "NOTPROVIDED", "NICHTANGEGEBEN", "KEINEANGABE"),
        # These point to the part of the text where the reference stands.
        *("EREF", "EREF+", "KREF", "KREF+", "MREF", "MREF+", "MARF", "PREF"),
    }
)
_WIDTHS, _WIDTH = frozenset({61, 65}), frozenset({65})


@dataclass(slots=True)
class Told:
    """iban: the account of the other side, else the bank's own number of it.

    text: the free text. structured: a valid reference from a field for it. charges: as the
    bank writes them, such as EUR1,50.
    """

    text: str = ""
    name: str = ""
    iban: str = ""
    bic: str = ""
    end_to_end_id: str = ""
    mandate: str = ""
    return_reason: str = ""
    charges: str = ""
    structured: str = ""
    batch: bool = False


def given(reference: str) -> str:
    """The reference, or "" when the bank only writes that there is none."""
    return "" if reference.replace(" ", "").upper() in _NONE else reference


def squeezed(text: str) -> str:
    """On one line, with one blank between words."""
    return " ".join(text.split())


def joined(lines: list[str]) -> str:
    """The lines of one field as one text, broken only where the bank ended a line.

    A line of 65 characters (or 61 after `:86:`) is full: the next goes on within the word.
    A shorter one was ended, or lost its blanks; but no word begins with a colon.
    """
    parts = [lines[0]]
    widths = _WIDTHS
    for before, line in pairwise(lines):
        goes_on = len(before) in widths or line.startswith(":")
        parts += ("" if goes_on else "\n", line)
        widths = _WIDTH
    return "".join(parts)
