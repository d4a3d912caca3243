"""The formats that Acquit reads, known by their content and never by their name.

A new format is one module with `LABEL`, `recognises` and `read`, and one line here.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from acquit.formats import camt, coda, markup, tables, ubl
from acquit.formats.values import refused, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Literal

    from acquit.formats.records import Problem, Record
    from acquit.formats.source import Source

    Kind = Literal["statement", "invoice", "table"]


class Reader(Protocol):
    """What the module of a format holds."""

    LABEL: str

    def recognises(self, source: Source) -> str:
        """The code of the format when the content is this module's, else ""."""

    def read(self, source: Source) -> Iterator[Record | Problem]:
        """Yield what the file holds; raises Refused."""


@dataclass(frozen=True, slots=True)
class Format:
    """A recognised format. code: "camt.053.001.02", "coda", "ubl", "acquit.invoices" …"""

    code: str
    label: str
    kind: Kind
    read: Callable[[Source], Iterator[Record | Problem]]


READERS: tuple[tuple[Reader, Kind], ...] = (
    (camt, "statement"),
    (coda, "statement"),
    (ubl, "invoice"),
    (tables, "table"),
)

# How to name what is not ours: the first bytes, what they are, what to do.
_STRANGERS = (
    (b"%PDF", "a PDF", "Import the e-invoice or the statement itself, not its picture."),
    (b"PK", "a ZIP archive that is not one of Acquit's tables", "Unpack it, then import."),
    (b"\x1f\x8b", "a compressed file", "Unpack it, then import the file in it."),
    (b"\xd0\xcf\x11\xe0", "an old Excel file (XLS)", "Save it as XLSX or “CSV UTF-8”."),
    (codecs.BOM_UTF16_LE, "text in UTF-16", "Save the file as “CSV UTF-8”."),
    (codecs.BOM_UTF16_BE, "text in UTF-16", "Save the file as “CSV UTF-8”."),
)


def recognise(source: Source) -> Format:
    """Say which format the content has; raises Refused, naming what was seen instead."""
    for reader, kind in READERS:
        if code := reader.recognises(source):
            return Format(code, reader.LABEL, kind, reader.read)
    saw, remedy = _described(source)
    raise refused(
        where="the file",
        saw=saw,
        wanted="one of: " + ", ".join(reader.LABEL for reader, _ in READERS),
        remedy=remedy,
    )


def _described(source: Source) -> tuple[str, str]:
    """What the file is, in words, and what to do about it."""
    head = source.head
    if not head:
        return "an empty file", "Download or export it again."
    if markup.looks_like_xml(head) and (tags := markup.first_tags(source, 1)):
        name = shown(tags[0].rpartition("}")[2])
        return f"XML that begins with {name}", "Ask the sender for one of these formats."
    for start, saw, remedy in _STRANGERS:
        if head.startswith(start):
            return saw, remedy
    line = head.partition(b"\n")[0].strip().decode("utf-8", errors="replace")
    if b"\0" in head or sum(not c.isprintable() for c in line) * 10 > len(line):
        return "bytes that are not text", "Check that it is the right file."
    return (
        f"text that begins with {shown(line)}",
        "Give the columns the headers of Acquit's tables, or import the bank's file.",
    )
