"""The lines of a bank's text file, in whichever encoding it came, and bounded.

Banks write ASCII, UTF-8 or cp1252, sometimes two of them in one file; so a line is decoded
by itself. What cannot be printed (control characters, hard blanks) becomes a blank.
"""

from __future__ import annotations

import codecs
from contextlib import closing
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import places
from acquit.formats.values import refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.formats.records import Refused
    from acquit.formats.source import Source

MOST_LINE = 16_384
_CHUNK = 65_536


def lines(source: Source) -> Iterator[tuple[int, str]]:
    """Each line with its number, without its end: LF, CR LF or CR. Raises Refused."""
    with closing(source.open()) as stream:
        number, rest = 1, b""
        while chunk := stream.read(_CHUNK):
            block = rest + chunk
            if number == 1:
                block = block.removeprefix(codecs.BOM_UTF8)
            # A CR at its end may be half of a CR LF; the next chunk will tell.
            half = block.endswith(b"\r")
            block = (block[:-1] if half else block).replace(b"\r\n", b"\n")
            *whole, rest = block.replace(b"\r", b"\n").split(b"\n")
            rest += b"\r" if half else b""
            if max(map(len, (*whole, rest))) > MOST_LINE:
                raise _too_long(number)
            for line in _all_decoded(whole):
                yield number, line
                number += 1
        if rest:
            yield number, decoded(rest.removesuffix(b"\r"))


def decoded(raw: bytes) -> str:
    """UTF-8, else cp1252, whose few unused bytes are Latin-1; blanks for control codes."""
    text = raw.decode("ascii") if raw.isascii() else _beyond_ascii(raw)
    return text if text.isprintable() else printable(text)


def printable(text: str) -> str:
    """The text with a blank for each character that cannot be printed."""
    return "".join(c if c.isprintable() else " " for c in text)


def _all_decoded(raw: list[bytes]) -> Iterator[str]:
    """Each line decoded; nearly always all of them are plain ASCII, which is soon done."""
    block = b"\n".join(raw)
    if block.isascii() and block.replace(b"\n", b"").decode("ascii").isprintable():
        return iter(block.decode("ascii").split("\n") if raw else ())
    return map(decoded, raw)


def _beyond_ascii(raw: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _too_long(number: int) -> Refused:
    return refused(
        where=places.line(number),
        saw=say("a line of more than %(most)s characters, or one after it", most=MOST_LINE),
        wanted=say("lines of a reasonable length"),
        remedy=say("Check that it is the right file."),
    )
