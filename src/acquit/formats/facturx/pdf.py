"""The files that a PDF carries, found in one walk through its bytes.

Objects are taken where they stand, the later one of a number wins, and the table of cross
references is not asked; so damage there does not matter, and no loop can be built from it.
ISO 32000-1: objects 7.3, file 7.5, object streams 7.5.7, name trees 7.9.6, file
specifications 7.11. Encrypted files are refused: PDF/A-3, which invoices must be, has none.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.sentences import say
from acquit.formats.facturx.pdf_values import Parser, Ref
from acquit.formats.values import refused, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.core.sentences import Said
    from acquit.formats.facturx.pdf_values import Dictionary, Value
    from acquit.formats.records import Refused

MOST_OBJECTS = 100_000
MOST_PACKED = 32 * 1024 * 1024  # of all object streams together, unpacked
MOST_FILES = 100
_MOST_HOPS = 20
_MOST_ROOTS = 20
_MOST_FILTERS = 4

_BLANK = rb"[\0\t\n\f\r ]{1,20}"
_OBJ = re.compile(rb"(?<=[\0\t\n\f\r ])obj(?![A-Za-z0-9])")
_NUMBERS_BEFORE = re.compile(
    rb"(?<![0-9])([0-9]{1,9})" + _BLANK + rb"[0-9]{1,5}" + _BLANK + rb"\Z"
)
_LONGEST_HEADER = 9 + 20 + 5 + 20
_BODY_ENDS = re.compile(rb">>[\0\t\n\f\r ]{0,20}stream(\r\n|\n|\r)|endobj")
_LENGTH = re.compile(
    rb"/Length" + _BLANK + rb"([0-9]{1,9})(" + _BLANK + rb"[0-9]{1,5}" + _BLANK + rb"R)?"
)
_WHOLE_NUMBER = re.compile(_BLANK + rb"([0-9]{1,9})" + _BLANK + rb"endobj")
_STREAM_ENDS = re.compile(rb"[\0\t\n\f\r ]{0,20}endstream")

PDF = say("the PDF")
ASK = say("Ask the sender for the PDF as it was made, or for the XML alone.")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an object stands: start and end in the buffer, and those of its stream."""

    buffer: bytes
    start: int
    end: int
    stream: tuple[int, int] | None = None


class _Header(NamedTuple):
    """`12 0 obj`. body: where the object itself begins."""

    start: int
    number: int
    body: int


class Embedded(NamedTuple):
    """A file inside. packed: its stream, as `Pdf.unpacked` takes it."""

    name: str
    packed: _Place


class Pdf:
    """The objects of a PDF; raises Refused where it is damaged, encrypted or a bomb."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._places: dict[int, _Place] = {}
        self._roots: list[Value] = []
        self._encrypted = False
        self._packed_left = MOST_PACKED
        self._parser = Parser()
        headers = _headers(content)
        self._lengths = {
            header.number: int(length[1])
            for header in headers
            if (length := _WHOLE_NUMBER.match(content, header.body))
        }
        self._walk(headers)
        if self._encrypted:
            raise refused(
                where=PDF,
                saw=say("an encrypted file"),
                wanted=say("one that can be read without a password, as PDF/A-3 demands"),
                remedy=ASK,
            )

    def files(self) -> list[Embedded]:
        """Each file of the catalogue once: by the tree of names, then those it lists."""
        catalogue = self._catalogue()
        names = self._dictionary(catalogue.get("Names"))
        found: dict[int, Embedded] = {}
        for specification in (
            *self._of_tree(names.get("EmbeddedFiles")),
            *self._list(catalogue.get("AF")),
        ):
            told = self._dictionary(specification)
            contents = self._dictionary(told.get("EF"))
            stream = contents.get("UF", contents.get("F"))
            name = self._value(told.get("UF", told.get("F")))
            if isinstance(stream, Ref) and stream.number in self._places:
                file = Embedded(str(name or ""), self._places[stream.number])
                found.setdefault(stream.number, file)
            if len(found) > MOST_FILES:
                raise _too_much(say("more than %(most)s files inside", most=MOST_FILES))
        return list(found.values())

    def _catalogue(self) -> Dictionary:
        """What the last trailer leads to; an earlier one's where that is no catalogue."""
        for root in reversed(self._roots[-_MOST_ROOTS:]):
            told = self._dictionary(root)
            if told.get("Type") == "Catalog":
                return told
        return {}

    def unpacked(self, packed: _Place, *, most: int) -> bytes:
        """The content of a stream, of at most so many bytes; raises Refused."""
        start, end = packed.stream or (packed.end, packed.end)
        content = packed.buffer[start:end]
        told = self._at(packed)
        told = told if isinstance(told, dict) else {}
        filters = self._value(told.get("Filter"))
        for name in filters[:_MOST_FILTERS] if isinstance(filters, list) else [filters]:
            if name in {"FlateDecode", "Fl"}:
                content = _inflated(content, most)
            elif name is not None:
                raise refused(
                    where=PDF,
                    saw=say("a file packed by %(filter)s", filter=shown(str(name))),
                    wanted=say("one packed by FlateDecode, or not at all"),
                    remedy=ASK,
                )
        if len(content) > most:
            raise _too_large()
        return content

    def _walk(self, headers: list[_Header]) -> None:
        """Note every object and trailer; what stands inside streams is passed over."""
        content, at = self._content, 0
        for header in headers:
            if header.start < at:
                continue
            self._note_trailer(at, header.start)
            ends = _BODY_ENDS.search(content, header.body)
            if ends is None:
                return
            at = ends.end()
            place = _Place(content, header.body, ends.start())
            if ends[1] is not None:
                stream_end, at = self._stream_end(header.body, ends.start(), at)
                stream = ends.end(), stream_end
                place = _Place(content, header.body, ends.start() + len(b">>"), stream)
                self._note_stream(place)
            self._places[header.number] = place
        self._note_trailer(at, len(content))

    def _note_trailer(self, start: int, end: int) -> None:
        at = self._content.find(b"trailer", start, end)
        if at >= 0:
            told = self._parser.read(self._content, at + len(b"trailer"), end)
            if isinstance(told, dict):
                self._note_root(told)

    def _note_root(self, trailer: Dictionary) -> None:
        self._encrypted |= "Encrypt" in trailer
        if "Root" in trailer:
            self._roots.append(trailer["Root"])

    def _note_stream(self, place: _Place) -> None:
        """A stream of cross references is a trailer too; one of objects holds objects."""
        is_trailer = place.buffer.find(b"/XRef", place.start, place.end) >= 0
        if not is_trailer and place.buffer.find(b"/ObjStm", place.start, place.end) < 0:
            return
        told = self._at(place)
        if not isinstance(told, dict):
            return
        if told.get("Type") == "XRef":
            self._note_root(told)
        elif told.get("Type") == "ObjStm" and not self._encrypted:
            self._note_packed(place, self._value(told.get("First")))

    def _note_packed(self, place: _Place, first: Value) -> None:
        """The objects inside a stream: a list of numbers and offsets, then their bodies."""
        unpacked = self.unpacked(place, most=self._packed_left)
        self._packed_left -= len(unpacked)
        if not isinstance(first, int):
            return
        words = unpacked[:first].split(maxsplit=2 * MOST_OBJECTS)
        numbers = [int(word) for word in takewhile(_is_number, words)]
        starts = [first + offset for offset in numbers[1::2]]
        for number, (start, end) in zip(
            numbers[::2], pairwise([*starts, len(unpacked)]), strict=False
        ):
            self._places[number] = _Place(unpacked, start, max(start, end))
        if len(self._places) > MOST_OBJECTS:
            raise _too_many_objects()

    def _stream_end(self, start: int, end: int, stream: int) -> tuple[int, int]:
        """Where the stream ends, and where to go on.

        The stated length holds when `endstream` follows it; else the next one ends it.
        """
        if stated := _LENGTH.search(self._content, start, end):
            number = int(stated[1])
            length = self._lengths.get(number) if stated[2] else number
            if length is not None:
                ends = _STREAM_ENDS.match(self._content, stream + length)
                if ends is not None:
                    return stream + length, ends.end()
        found = self._content.find(b"endstream", stream)
        if found < 0:
            return len(self._content), len(self._content)
        return found, found + len(b"endstream")

    def _of_tree(self, root: Value) -> Iterator[Value]:
        """The file specifications of a tree of names."""
        waiting, visited = [root], 0
        while waiting:
            visited += 1
            if visited > MOST_FILES:
                raise _too_much(say("more than %(most)s files inside", most=MOST_FILES))
            node = self._dictionary(waiting.pop())
            yield from self._list(node.get("Names"))[1::2]
            waiting += reversed(self._list(node.get("Kids"))[: MOST_FILES + 1])

    def _dictionary(self, value: Value) -> Dictionary:
        value = self._value(value)
        return value if isinstance(value, dict) else {}

    def _list(self, value: Value) -> list[Value]:
        value = self._value(value)
        return value if isinstance(value, list) else []

    def _value(self, value: Value) -> Value:
        """What is meant, where an object is named by its number."""
        for _ in range(_MOST_HOPS):
            if not isinstance(value, Ref):
                return value
            place = self._places.get(value.number)
            value = None if place is None else self._at(place)
        return None

    def _at(self, place: _Place) -> Value:
        return self._parser.read(place.buffer, place.start, place.end)


def _headers(content: bytes) -> list[_Header]:
    """Every place where an object may begin, in order; raises Refused for too many."""
    found = []
    for count, word in enumerate(_OBJ.finditer(content)):
        start = max(0, word.start() - _LONGEST_HEADER)
        if numbers := _NUMBERS_BEFORE.search(content, start, word.start()):
            found.append(_Header(numbers.start(), int(numbers[1]), word.end()))
        if count > MOST_OBJECTS:
            raise _too_many_objects()
    return found


def _is_number(word: bytes) -> bool:
    return word.isdigit() and len(word) < 10


def _inflated(content: bytes, most: int) -> bytes:
    try:
        unpacked = zlib.decompressobj().decompress(content, most + 1)
    except zlib.error as error:
        raise _damaged() from error
    if len(unpacked) > most:
        raise _too_large()
    return unpacked


def _damaged() -> Refused:
    return refused(
        where=PDF,
        saw=say("a packed part that cannot be unpacked"),
        wanted=say("a whole file"),
        remedy=ASK,
    )


def _too_large() -> Refused:
    return _too_much(say("a part that unpacks to more than any invoice needs"))


def _too_many_objects() -> Refused:
    return _too_much(say("more than %(most)s objects", most=f"{MOST_OBJECTS:,}"))


def _too_much(saw: Said) -> Refused:
    return refused(where=PDF, saw=saw, wanted=say("the PDF of an invoice"), remedy=ASK)
