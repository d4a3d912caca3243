"""The formats that Acquit reads, known by their content and never by their name.

A new format is one module with `LABEL`, `recognises` and `read`, and one line here. LABEL
is a proper name ("CODA", "Factur-X"), the same in every language; the sentence about it
("bank statement (CODA)") comes from the kind, below.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from acquit.core.sentences import listed, say
from acquit.formats import (
    archive,
    camt,
    cfonb120,
    cii,
    coda,
    facturx,
    fec,
    grid,
    markup,
    mt940,
    ofx,
    tables,
    ubl,
    xaf,
)
from acquit.formats.layouts import known, reading, ready
from acquit.formats.places import THE_FILE
from acquit.formats.sheets import SAVE_AS_CSV
from acquit.formats.values import refused, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Literal

    from acquit.core.sentences import Said, Sentence
    from acquit.formats.layouts.layout import Layout
    from acquit.formats.records import Problem, Record
    from acquit.formats.source import Source

    Kind = Literal["statement", "invoice", "table", "ledger"]


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
    kind: Kind
    read: Callable[[Source], Iterator[Record | Problem]]
    layout: Layout | None = None


READERS: tuple[tuple[Reader, Kind], ...] = (
    (camt, "statement"),
    (coda, "statement"),
    (mt940, "statement"),
    (cfonb120, "statement"),
    (ofx, "statement"),
    (ubl, "invoice"),
    (cii, "invoice"),
    (facturx, "invoice"),
    (fec, "ledger"),
    (xaf, "ledger"),
    (tables, "table"),
)

# Formats whose code in capitals is not what people call them.
_NAMES: dict[str, Said] = {
    "cfonb120": "CFONB 120",
    "facturx": "Factur-X",
    **{f"xaf.{version}": f"XAF {version}" for version in ("3.0", "3.1", "3.2", "4.0")},
    "acquit.customers": say("Table of customers"),
    "acquit.contacts": say("Table of contacts"),
    "acquit.invoices": say("Table of invoices"),
    "acquit.receipts": say("Table of payments"),
    **{layout.code: layout.name for layout in ready.BANKS},
    "layout.bank": say("Bank lines, under a layout"),
    "layout.items": say("Open items, under a layout"),
    "layout.customers": say("Customers, under a layout"),
    "layout.contacts": say("Contacts, under a layout"),
    "layout.receipts": say("Payments, under a layout"),
}

# How to name what is not ours: the first bytes, what they are, what to do.
_IN_UTF_16 = say("text in UTF-16")
_STRANGERS = (
    (
        b"%PDF",
        say("a PDF without an e-invoice in it"),
        say("Import the e-invoice or the statement itself, not its picture."),
    ),
    (
        b"PK",
        say("an empty ZIP archive, or a document that is no table"),
        say("Look what is in it, and send that."),
    ),
    (
        b"\x1f\x8b",
        say("a compressed file"),
        say("Unpack it, then import the file in it."),
    ),
    (
        b"\xd0\xcf\x11\xe0",
        say("a damaged Excel file (XLS), or another old Office document"),
        say("Save it as XLSX or “CSV UTF-8”."),
    ),
    (codecs.BOM_UTF16_LE, _IN_UTF_16, SAVE_AS_CSV),
    (codecs.BOM_UTF16_BE, _IN_UTF_16, SAVE_AS_CSV),
)


def recognise(source: Source, layouts: Iterable[Layout] = ()) -> Format:
    """Say which format the content has; raises Refused, naming what was seen instead.

    layouts: of foreign tables that somebody has described; those of banks are known.
    """
    if archive.is_archive(source):
        raise archive.refusal(source)
    for reader, kind in READERS:
        if code := reader.recognises(source):
            return Format(code, kind, reader.read)
    if layout := known.fitting(source, [*layouts, *ready.BANKS]):
        return under(layout)
    saw, remedy = _described(source)
    raise refused(
        where=THE_FILE,
        saw=saw,
        wanted=say("one of these: %(formats)s", formats=readable()),
        remedy=remedy,
    )


def under(layout: Layout) -> Format:
    """The format of a foreign table that is read under this layout."""
    kind: Kind = "statement" if layout.kind == "bank" else "table"
    code = layout.code or f"layout.{layout.kind}"
    return Format(code, kind, lambda source: reading.read(source, layout), layout)


def named(code: str) -> Said:
    """What people call the format with this code: CAMT.053.001.02, Table of customers."""
    return _NAMES.get(code, code.upper())


def readable() -> Sentence:
    """All formats that are read, by their kind."""
    kinds = dict.fromkeys(kind for _, kind in READERS)
    return listed(_of_kind(kind, labels(kind)) for kind in kinds)


def labels(kind: Kind) -> str:
    """The names of the formats of a kind, with commas between them."""
    return ", ".join(reader.LABEL for reader, its_kind in READERS if its_kind == kind)


def _of_kind(kind: Kind, names: str) -> Sentence:
    match kind:
        case "statement":
            return say("bank statement (%(names)s)", names=names)
        case "invoice":
            return say("e-invoice (%(names)s)", names=names)
        case "ledger":
            return say("accounting file (%(names)s)", names=names)
        case "table":
            return say("one of Acquit's own tables (%(names)s)", names=names)


def _described(source: Source) -> tuple[Sentence, Sentence]:
    """What the file is, in words, and what to do about it."""
    head = source.head
    if not head:
        return say("an empty file"), say("Download or export it again.")
    if markup.looks_like_xml(head) and (tags := markup.first_tags(source, 1)):
        name = shown(tags[0].rpartition("}")[2])
        return (
            say("XML that begins with %(name)s", name=name),
            say("Ask the sender for one of these formats."),
        )
    if grid.is_table(source):
        return (
            say("a table that nobody has described yet"),
            say("Drop it on the page Imports: there you say what its columns hold."),
        )
    for start, saw, remedy in _STRANGERS:
        if head.startswith(start):
            return saw, remedy
    line = head.partition(b"\n")[0].strip().decode("utf-8", errors="replace")
    if b"\0" in head or sum(not c.isprintable() for c in line) * 10 > len(line):
        return say("bytes that are not text"), say("Check that it is the right file.")
    return (
        say("text that begins with %(line)s", line=shown(line)),
        say("Import the file of the bank or of the accounting itself."),
    )
