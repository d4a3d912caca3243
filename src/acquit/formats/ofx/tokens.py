"""The tags of OFX with the text behind each: SGML of version 1 and XML of version 2 alike.

In SGML an element that holds text has no end tag, in XML it has; so end tags matter for
those only that hold others. The encoding that a header claims is often wrong, and is not
asked: text is UTF-8, else cp1252.
"""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import places, texts
from acquit.formats.values import refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.formats.source import Source

MOST_BYTES, MOST_PARTS = 262_144, 1000
_CHUNK = 65_536

# Comment, CDATA, declaration, a tag with the text behind it, and a "<" that is only text.
_PIECE = re.compile(
    rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[(.*?)(?:\]\]>|\Z)|<[!?][^<>]*>"
    rb"|<(/?)([A-Za-z][A-Za-z0-9_.]*)[^<>]*>([^<]*)|(<[^<]*)",
    re.DOTALL,
)
_ENTITY = re.compile(
    r"&(?:(amp|lt|gt|quot|apos|nbsp)|#([0-9]{1,6})|#[xX]([0-9a-fA-F]{1,5}));"
)
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": " "}

# A tag in capitals, its text on one line, and whether it is an end tag.
Token = tuple[str, str, bool]


def tokens(source: Source) -> Iterator[Token]:
    """Each tag in order; raises Refused."""
    name, text, ends, parts = b"", b"", False, 0
    for data, slash, found, behind, stray in _pieces(source):
        if found is not None:
            if name:
                yield name.decode("ascii").upper(), _text(text), ends
            name, text, ends, parts = found, behind or b"", bool(slash), 0
        elif more := data or stray:
            text += more
            parts += 1
            _check(len(text), MOST_BYTES)
            _check(parts, MOST_PARTS)
    if name:
        yield name.decode("ascii").upper(), _text(text), ends


def _pieces(source: Source) -> Iterator[tuple[bytes | None, ...]]:
    """The groups of each piece that is whole; one at the end of what was read waits."""
    with closing(source.open()) as stream:
        rest, ended = b"", False
        while not ended:
            chunk = stream.read(_CHUNK)
            block, ended, rest = rest + chunk, not chunk, b""
            for piece in _PIECE.finditer(block):
                if piece.end() == len(block) and not ended:
                    rest = block[piece.start() :]
                    break
                yield piece.groups()
            _check(len(rest), MOST_BYTES)


def _check(count: int, most: int) -> None:
    if count > most:
        raise refused(
            where=places.THE_FILE,
            saw=say(
                "a text of more than %(most)s characters, or in as many parts", most=most
            ),
            wanted=say("OFX, with tags around each value"),
        )


def _text(raw: bytes) -> str:
    text = texts.decoded(raw.strip())
    if "&" in text:
        text = texts.printable(_ENTITY.sub(_character, text))
    return " ".join(text.split()) if "  " in text else text


def _character(entity: re.Match[str]) -> str:
    named, decimal, hexadecimal = entity.groups()
    if named:
        return _ENTITIES[named]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    # What is no character (half of a pair, or beyond the last) becomes a blank.
    return " " if 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)
