"""An e-invoice that is XML alone, made readable: the PDF in it, else its elements.

Nothing is left out and nothing is read into it: each line is an element of the file, in its
order, as the file names it. The file itself is in the parcel.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, NamedTuple

from acquit.formats import markup
from acquit.formats.problems import Refused
from acquit.formats.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

ROOTS = ("Invoice", "CreditNote", "CrossIndustryInvoice")
CARRIES = {"EmbeddedDocumentBinaryObject", "AttachmentBinaryObject"}
PDF = "application/pdf"
# Longer than any invoice that a person reads; the file has the rest.
MOST_LINES = 1_500
MOST_EMBEDDED_CHARS = 30_000_000
MOST_INDENT = 12


class Shown(NamedTuple):
    """pdf: what it carries as a copy for people, b"" = nothing. lines: its elements."""

    pdf: bytes
    lines: tuple[str, ...]


def shown(content: bytes) -> Shown | None:
    """What an e-invoice says; None where it is none, or cannot be read."""
    source = Source.of_bytes(content)
    try:
        (root_name,) = [tag.rpartition("}")[2] for tag in markup.first_tags(source, 1)]
        if root_name not in ROOTS:
            return None
        for event, node in markup.events(source, [root_name]):
            if event == "end" and node.getparent() is None:
                return Shown(_embedded(node), tuple(_cut(_lines(node))))
    except (Refused, ValueError):
        return None
    return None


def _lines(root: _Element) -> Iterator[str]:
    """In the order of the file; without recursion, for depth is the sender's choice."""
    waiting = [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        yield _line(node, depth)
        waiting += [(child, depth + 1) for child in reversed(node)]


def _line(node: _Element, depth: int) -> str:
    name = markup.local(node)
    words = "" if name in CARRIES else markup.stripped(node)
    told = ", ".join(
        f"{str(key).rpartition('}')[2]} {value!s}" for key, value in node.items()
    )
    indent = "  " * min(depth, MOST_INDENT)
    head = f"{indent}{name}{f' ({told})' if told else ''}"
    return f"{head}: {words}" if words else head


def _cut(lines: Iterator[str]) -> Iterator[str]:
    for place, line in enumerate(lines):
        if place == MOST_LINES:
            yield "…"
            return
        yield line


def _embedded(root: _Element) -> bytes:
    """The first PDF in it."""
    for name in CARRIES:
        for node in root.iter(f"{{*}}{name}"):
            text = node.text or ""
            if node.get("mimeCode") == PDF and len(text) <= MOST_EMBEDDED_CHARS:
                try:
                    return base64.b64decode("".join(text.split()), validate=True)
                except binascii.Error:
                    continue
    return b""
