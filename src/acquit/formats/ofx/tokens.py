"""The tags of OFX with the text behind each: SGML of version 1 and XML of version 2 alike.

In SGML an element that holds text has no end tag, in XML it has; so end tags matter for
those only that hold others. The encoding that a header claims is often wrong, and is not
asked: text is UTF-8, else cp1252.
"""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.sentences import say
from acquit.formats import places, texts
from acquit.formats.values import refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.formats.source import Source

MOST_BYTES = 262_144
_CHUNK = 65_536

# Comment, CDATA, declaration, tag with the text behind it, and a "<" that is only text.
_PIECE = re.compile(
    rb"(?P<comment><!--.*?(?:-->|\Z))|<!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)"
    rb"|<[!?][^<>]*>"
    rb"|<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9_.]*)[^<>]*>(?P<text>[^<]*)"
    rb"|(?P<stray><[^<]*)",
    re.DOTALL,
)
_ENTITY = re.compile(
    r"&(?:(amp|lt|gt|quot|apos|nbsp)|#([0-9]{1,6})|#[xX]([0-9a-fA-F]{1,5}));"
)
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": " "}


class Token(NamedTuple):
    """A tag in capitals, and its text on one line. ends: whether it is an end tag."""

    name: str
    text: str
    ends: bool


def tokens(source: Source) -> Iterator[Token]:
    """Each tag in order; raises Refused."""
    name, ends, parts, length = "", False, [b""], 0
    for piece in _pieces(source):
        if piece["name"] is None:
            if more := piece["cdata"] or piece["stray"]:
                parts.append(more)
                length += len(more)
                _check(length)
            continue
        if name:
            yield Token(name, _text(parts), ends)
        name = piece["name"].decode("ascii").upper()
        ends, parts, length = bool(piece["end"]), [piece["text"]], 0
    if name:
        yield Token(name, _text(parts), ends)


def _pieces(source: Source) -> Iterator[re.Match[bytes]]:
    """Each piece that is whole; one that reaches the end of what was read waits."""
    with closing(source.open()) as stream:
        rest, ended = b"", False
        while not ended:
            chunk = stream.read(_CHUNK)
            block, ended, rest = rest + chunk, not chunk, b""
            for piece in _PIECE.finditer(block):
                if piece.end() == len(block) and not ended:
                    rest = block[piece.start() :]
                    break
                yield piece
            _check(len(rest))


def _check(length: int) -> None:
    if length > MOST_BYTES:
        raise refused(
            where=places.THE_FILE,
            saw=say("a text of more than %(most)s characters", most=MOST_BYTES),
            wanted=say("OFX, with tags around each value"),
        )


def _text(parts: list[bytes]) -> str:
    text = texts.decoded(b"".join(parts).strip()) if any(parts) else ""
    if "&" in text:
        text = texts.printable(_ENTITY.sub(_character, text))
    return " ".join(text.split())


def _character(entity: re.Match[str]) -> str:
    named, decimal, hexadecimal = entity.groups()
    if named:
        return _ENTITIES[named]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    # What is no character (half of a pair, or beyond the last) becomes a blank.
    return " " if 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)
