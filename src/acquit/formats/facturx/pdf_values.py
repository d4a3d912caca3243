"""The values that PDF writes: dictionaries, lists, names, texts, numbers, references.

ISO 32000-1, 7.3. What is read is counted, so that no file takes long: after
`MOST_VALUES` it is refused.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from acquit.core.sentences import say
from acquit.formats.values import refused

if TYPE_CHECKING:
    from acquit.formats.records import Refused

MOST_VALUES = 50_000
_DEEPEST = 30

_BLANKS = b"\0\t\n\f\r "
_BLANK = re.compile(rb"(?:[\0\t\n\f\r ]+|%[^\r\n]*){0,1000}")
_TOKEN = re.compile(
    rb"(?P<mark><<|>>|[\[\]])"
    rb"|/(?P<name>[^\0\t\n\f\r ()<>\[\]{}/%]*)"
    rb"|(?P<text>\()"
    rb"|<(?P<hex>[0-9A-Fa-f\0\t\n\f\r ]*)>"
    rb"|(?P<ref>[0-9]{1,9})[\0\t\n\f\r ]{1,20}[0-9]{1,5}[\0\t\n\f\r ]{1,20}R(?![A-Za-z0-9])"
    rb"|(?P<word>[^\0\t\n\f\r ()<>\[\]{}/%]+)"
)
_TEXT_PART = re.compile(rb"[^()\\]+|\\(?:[0-7]{1,3}|\r\n|[\s\S])|[()]")
_OCTAL = b"01234567"
_ESCAPED_IN_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_ESCAPES = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    **dict.fromkeys((b"\n", b"\r", b"\r\n"), b""),  # a line that goes on
}


class Ref(NamedTuple):
    """An object that stands elsewhere, by its number."""

    number: int


Value: TypeAlias = "dict[str, Value] | list[Value] | str | int | Ref | None"
Dictionary: TypeAlias = dict[str, Value]


class Parser:
    """Reads values, so many in all. Names and texts become str; what is neither whole
    number nor reference is None.
    """

    def __init__(self) -> None:
        self._left = MOST_VALUES

    def read(self, buffer: bytes, at: int, end: int) -> Value:
        """The value that begins here; None where there is none, or it is cut short."""
        nested: list[list[Value]] = [[]]
        while token := _TOKEN.match(buffer, _past_blanks(buffer, at, end), end):
            self._count()
            at = token.end()
            mark = token["mark"]
            if mark in {b"<<", b"["}:
                nested.append([])
                if len(nested) > _DEEPEST:
                    raise _too_much()
                continue
            if mark is None:
                value, at = self._plain(token, buffer, at, end)
            else:
                value = _closed(nested.pop(), is_list=mark == b"]")
            if not nested:
                return None  # closed more often than opened
            nested[-1].append(value)
            if len(nested) == 1:
                return value
        return None

    def _plain(
        self, token: re.Match[bytes], buffer: bytes, at: int, end: int
    ) -> tuple[Value, int]:
        """A value without others in it, and where it ends."""
        match token.lastgroup:
            case "name":
                name = _ESCAPED_IN_NAME.sub(lambda code: _byte(code[1], 16), token["name"])
                return name.decode("latin-1"), at
            case "ref":
                return Ref(int(token["ref"])), at
            case "hex":
                digits = token["hex"].translate(None, _BLANKS)
                return _decoded(
                    bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
                ), at
            case "text":
                return self._text(buffer, at, end)
            case _:
                word = token["word"]
                return (int(word) if word.isdigit() and len(word) < 10 else None), at

    def _text(self, buffer: bytes, at: int, end: int) -> tuple[str, int]:
        """What stands between the brackets; those inside come in pairs."""
        parts: list[bytes] = []
        depth = 1
        while part := _TEXT_PART.match(buffer, at, end):
            self._count()
            found, at = part[0], part.end()
            depth += (found == b"(") - (found == b")")
            if not depth:
                break
            parts.append(_unescaped(found) if found.startswith(b"\\") else found)
        return _decoded(b"".join(parts)), at

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise _too_much()


def _past_blanks(buffer: bytes, at: int, end: int) -> int:
    blanks = _BLANK.match(buffer, at, end)
    return blanks.end() if blanks else at


def _closed(items: list[Value], *, is_list: bool) -> Value:
    if is_list:
        return items
    pairs = zip(items[::2], items[1::2], strict=False)
    return {name: value for name, value in pairs if isinstance(name, str)}


def _unescaped(part: bytes) -> bytes:
    escaped = part[1:]
    if escaped[0] in _OCTAL:
        return _byte(escaped, 8)
    return _ESCAPES.get(escaped, escaped)


def _byte(digits: bytes, base: int) -> bytes:
    return bytes([int(digits, base) & 0xFF])


def _decoded(text: bytes) -> str:
    """Text in one of the three encodings of PDF; the plain one is nearly Latin-1."""
    if text.startswith(codecs.BOM_UTF16_BE):
        return text[2:].decode("utf-16-be", "replace")
    if text.startswith(codecs.BOM_UTF8):
        return text[3:].decode("utf-8", "replace")
    return text.decode("latin-1")


def _too_much() -> Refused:
    return refused(
        where=say("the PDF"),
        saw=say(
            "more than %(most)s values, or values within values", most=f"{MOST_VALUES:,}"
        ),
        wanted=say("the PDF of an invoice"),
    )
