"""Any table file as rows of cells: CSV in any encoding and with any separator, XLSX, XLS.

What Acquit's own tables demand (UTF-8, comma or semicolon, the header first) is not asked
for here: encoding and separator are found from the bytes, or given.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from acquit.core.sentences import say
from acquit.formats import places, xls, xlsx
from acquit.formats.sheets import MOST_RECORD_BYTES, is_zip
from acquit.formats.values import refused, shown

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from acquit.core.sentences import Sentence
    from acquit.formats.cells import Cell
    from acquit.formats.records import Refused
    from acquit.formats.source import Source

SEPARATORS = (";", ",", "\t", "|")
# What a person may choose from; the first that fits the bytes is taken.
ENCODINGS = ("utf-8-sig", "utf-16", "cp1252", "latin-1", "cp850")
_SAMPLE_ROWS = 60
_LEAST_CELLS = 4
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Shape:
    """How the bytes become cells; both "" for a workbook, which says so itself."""

    encoding: str = ""
    separator: str = ""


def is_table(source: Source) -> bool:
    """Whether rows of more than one cell can be read from it."""
    if not source.head:
        return False
    if is_zip(source.head):
        return xlsx.is_workbook(source)
    if xls.is_workbook(source.head):
        return True
    # The head alone decides; the separators are the same byte in every other encoding.
    return _text_separator(source, _marked(source) or "latin-1") != ""


def shape_of(source: Source, *, encoding: str = "", separator: str = "") -> Shape:
    """The shape of the file, as far as it is not given."""
    if is_zip(source.head) or xls.is_workbook(source.head):
        return Shape()
    encoding = encoding or _encoding(source)
    return Shape(encoding, separator or _text_separator(source, encoding) or ",")


def rows(source: Source, shape: Shape) -> Generator[tuple[Sentence, Sequence[Cell]]]:
    """Each row with its place, empty ones included; raises Refused."""
    if is_zip(source.head):
        for number, row in xlsx.rows(source):
            yield places.row(number), row
    elif xls.is_workbook(source.head):
        for number, row in xls.rows(source):
            yield places.row(number), row
    else:
        yield from _text_rows(source, shape)


def _text_rows(source: Source, shape: Shape) -> Iterator[tuple[Sentence, Sequence[Cell]]]:
    with closing(source.open()) as stream:
        lines = _Lines(stream, shape.encoding)
        first = 1
        try:
            for row in csv.reader(lines, delimiter=shape.separator):
                yield places.line(first), row
                first = lines.number + 1
                lines.taken = 0
        except csv.Error as error:
            raise refused(
                where=places.line(first),
                saw=say("a row that cannot be split into cells (%(why)s)", why=error),
                wanted=say(
                    "cells with the separator %(mark)s", mark=shown(shape.separator)
                ),
                remedy=say("Look for a double quote that is not closed."),
            ) from error


class _Lines:
    """The physical lines, decoded one by one; no record may take more than a megabyte."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._encoding = encoding
        self.number = 0
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        reader = io.TextIOWrapper(self._stream, self._encoding, newline="")
        while line := self._next(reader):
            self.number += 1
            self.taken += len(line)
            if self.taken > MOST_RECORD_BYTES:
                raise self._refused(say("a row of more than 1 MB"))
            if "\0" in line:
                raise self._refused(say("NUL characters"))
            yield line
        reader.detach()  # whoever opened the stream closes it

    def _next(self, reader: io.TextIOWrapper) -> str:
        try:
            return reader.readline(MOST_RECORD_BYTES + 1)
        except UnicodeError as error:
            raise self._refused(
                say("bytes that %(encoding)s does not have", encoding=self._encoding)
            ) from error

    def _refused(self, saw: Sentence) -> Refused:
        return refused(
            where=places.line(self.number + 1),
            saw=saw,
            wanted=say("a table of text"),
            remedy=say("Choose another encoding, or save the table as “CSV UTF-8”."),
        )


def _marked(source: Source) -> str:
    """The encoding that a mark at the beginning tells, else ""."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if source.head.startswith(mark):
            return name
    return ""


def _encoding(source: Source) -> str:
    """By its mark, else UTF-8 when every byte agrees, else Windows' own."""
    if marked := _marked(source):
        return marked
    if _decodes(source, "utf-8"):
        return "utf-8-sig"
    return "cp1252" if _decodes(source, "cp1252") else "latin-1"


def _decodes(source: Source, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with closing(source.open()) as stream:
        try:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _text_separator(source: Source, encoding: str) -> str:
    """The separator that cuts most cells out of rows of one and the same width; "" when
    none cuts them at all.
    """
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    lines = decoder.decode(source.head).splitlines()[: _SAMPLE_ROWS + 1]
    if not lines or "\0" in lines[0]:
        return ""
    if len(source.head) < source.size:
        lines = lines[:-1] or lines  # the last one may be cut
    best, most = "", 0
    for separator in SEPARATORS:
        try:
            rows_ = list(islice(csv.reader(lines, delimiter=separator), _SAMPLE_ROWS))
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows_ if len(row) > 1)
        if not widths:
            continue
        score = max(width * count for width, count in widths.items())
        if score < _LEAST_CELLS:
            continue  # a letter has a comma, too
        if score > most:
            best, most = separator, score
    return best
