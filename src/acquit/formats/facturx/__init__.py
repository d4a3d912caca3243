"""Factur-X and ZUGFeRD: a PDF that carries its invoice as XML.

The XML is taken out and read as what it is; the picture is not looked at. An invoice is
known by the names that the standards give its file, else by its content.
"""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import cii, ubl
from acquit.formats.facturx.pdf import ASK, Pdf
from acquit.formats.places import THE_FILE
from acquit.formats.records import Refused
from acquit.formats.source import Source
from acquit.formats.values import refused, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.core.sentences import Sentence
    from acquit.formats.facturx.pdf import Embedded
    from acquit.formats.records import Problem, Record

LABEL = "Factur-X"

# A file that is read can also be kept beside the invoice.
MOST_BYTES = 20 * 1024 * 1024
MOST_BYTES_OF_XML = 16 * 1024 * 1024

# Factur-X and ZUGFeRD 2.1; ZUGFeRD 1.0 and 2.0; XRechnung. Capitals do not matter.
_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")
_READERS = (cii, ubl)
_MOST_LOOKED_INTO = 10


def recognises(source: Source) -> str:
    """`facturx` for a PDF with an invoice in it; raises Refused where it cannot be told."""
    if not source.head.lstrip().startswith(b"%PDF-"):
        return ""
    return "facturx" if _invoices(source) else ""


def read(source: Source) -> Iterator[Record | Problem]:
    """Yield the one invoice of the file; raises Refused."""
    found = _invoices(source)
    if len(found) != 1:
        raise refused(
            where=THE_FILE,
            saw=say("%(count)s different invoices inside", count=len(found)),
            wanted=say("a PDF with one invoice inside"),
            remedy=ASK,
        )
    ((content, name),) = found.items()
    inner = Source.of_bytes(content, name=name)
    try:
        for reader in _READERS:
            if reader.recognises(inner):
                yield from reader.read(inner)
                return
    except Refused as refusal:
        raise Refused(_inside(refusal.problem, name)) from refusal
    raise refused(
        where=_in_file(name),
        saw=shown(content[:40].decode("utf-8", "replace")),
        wanted=say("an invoice in the syntax CII"),
        remedy=ASK,
    )


def _invoices(source: Source) -> dict[bytes, str]:
    """The different contents that may be the invoice, each with the name of its file.

    Those under the first of the known names that there is; else every other XML that
    begins as an invoice does.
    """
    pdf = Pdf(_content(source))
    files = [(_plain(file.name), file) for file in pdf.files()]
    for known in _NAMES:
        if named := [(name, file) for name, file in files if name.casefold() == known]:
            return {_unpacked(pdf, file): name for name, file in named}
    others = [(name, file) for name, file in files if name.casefold().endswith(".xml")]
    found = {_unpacked(pdf, file): name for name, file in others[:_MOST_LOOKED_INTO]}
    return {content: name for content, name in found.items() if _is_invoice(content)}


def _content(source: Source) -> bytes:
    if source.size > MOST_BYTES:
        raise refused(
            where=THE_FILE,
            saw=say("a PDF of %(size)s MB", size=source.size // 1024 // 1024),
            wanted=say("at most %(most)s MB", most=MOST_BYTES // 1024 // 1024),
            remedy=say("Ask the sender for the invoice without its attachments."),
        )
    with closing(source.open()) as stream:
        return stream.read(MOST_BYTES + 1)


def _plain(name: str) -> str:
    """A name without the folders before it."""
    return name.replace("\\", "/").rpartition("/")[2].strip()


def _unpacked(pdf: Pdf, file: Embedded) -> bytes:
    return pdf.unpacked(file.packed, most=MOST_BYTES_OF_XML)


def _is_invoice(content: bytes) -> bool:
    inner = Source.of_bytes(content)
    with suppress(Refused):
        return any(reader.recognises(inner) for reader in _READERS)
    return False


def _in_file(name: str) -> Sentence:
    return say("%(file)s in the PDF", file=shown(name))


def _inside(problem: Problem, name: str) -> Problem:
    where = say("%(file)s in the PDF, %(where)s", file=shown(name), where=problem.where)
    return replace(problem, where=where)
