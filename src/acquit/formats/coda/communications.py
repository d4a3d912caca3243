"""What a CODA movement says: free text, or a structured communication by its type.

Types 100 to 127 stand in the movement itself, 001 to 011 in its information records. A
reference whose checksum fails is kept as text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from acquit.formats import references

if TYPE_CHECKING:
    from collections.abc import Sequence

RETURNS = frozenset("12345")  # reject, return, refund, reversal, cancellation

# Where a reference of 12 digits or an RF stands after the type.
_REFERENCE_AT = {
    "100": slice(0, 25),
    "101": slice(0, 12),
    "102": slice(0, 12),
    "105": slice(45, 57),
}
_DIRECT_DEBIT = "127"
# Information about the counterparty, the ultimate creditor, the ultimate debtor: a name.
_NAMED = frozenset({"001", "008", "009"})


@dataclass(frozen=True, slots=True)
class Communication:
    """What is said. references: valid ones; return_reason: as the bank coded it."""

    text: str
    references: tuple[str, ...] = ()
    mandate: str = ""
    return_reason: str = ""


def read(joined: str, *, structured: bool, information: Sequence[str]) -> Communication:
    """Read a communication joined from its records.

    information: the texts of the information records, each with its type digit before it.
    """
    free = [" ".join(text[1:].split()) for text in information if text[0] == "0"]
    if not structured:
        text = _joined(" ".join(joined.split()), *free)
        return Communication(text, tuple(references.found_in(text)))
    kind, rest = joined[:3], joined[3:].ljust(146)
    if kind == _DIRECT_DEBIT:
        text = _joined(" ".join(rest[79:141].split()), *free)
        return Communication(
            text,
            tuple(references.found_in(text)),
            mandate=rest[44:79].strip(),
            return_reason=rest[142:146].strip() if rest[141] in RETURNS else "",
        )
    place = _REFERENCE_AT.get(kind)
    reference = references.structured(rest[place]) if place else ""
    own = "" if reference and kind != "105" else " ".join(rest.split())
    text = _joined(own, *free)
    return Communication(text, references.unique([reference, *references.found_in(text)]))


def informed_name(information: Sequence[str]) -> str:
    """The name in an information record, where record 23 has none."""
    names = (
        text[4:74].strip() for text in information if text[0] == "1" and text[1:4] in _NAMED
    )
    return next((name for name in names if name), "")


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
