"""Rows of cells out of CSV and XLSX, with their place and in bounded memory."""

from __future__ import annotations

import codecs
import csv
from contextlib import closing
from typing import TYPE_CHECKING, BinaryIO

from acquit.core.sentences import say
from acquit.formats import cells, places, xlsx
from acquit.formats.values import refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from acquit.core.sentences import Said
    from acquit.formats.cells import Cell
    from acquit.formats.records import Refused
    from acquit.formats.source import Source

MOST_RECORD_BYTES = 1024 * 1024
TEXT_IN_UTF_8 = say("text in UTF-8")
SAVE_AS_CSV = say("Save the file as “CSV UTF-8”.")

_ZIP = b"PK\x03\x04"
_SEPARATORS = (",", ";")


def is_zip(head: bytes) -> bool:
    """Whether the first bytes are those of a ZIP, and so perhaps of an XLSX."""
    return head.startswith(_ZIP)


def first_header(source: Source) -> list[str]:
    """The names in the first row, from the head alone where it is CSV; [] if none."""
    if is_zip(source.head):
        _, row = (
            next(_xlsx_rows(source), ("", [])) if xlsx.is_workbook(source) else ("", [])
        )
        return [cells.header(cell).lower() for cell in row]
    line, end, _ = source.head.removeprefix(codecs.BOM_UTF8).partition(b"\n")
    if (not end and len(source.head) < source.size) or b"\0" in line:
        return []
    text = line.decode("utf-8", errors="replace").rstrip("\r")
    try:
        names = next(csv.reader([text], delimiter=_separator(text)), [])
    except csv.Error:
        return []
    return [cells.header(name).lower() for name in names]


def rows(source: Source) -> Iterator[tuple[Said, Sequence[Cell]]]:
    """Each row with its place, the header first, empty rows included; raises Refused."""
    return _xlsx_rows(source) if is_zip(source.head) else _csv_rows(source)


def _separator(header: str) -> str:
    return max(_SEPARATORS, key=header.count)


class _Lines:
    """The physical lines of a CSV, decoded one by one; no record may take too many."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.number = 0
        self.taken = 0
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        while raw := self._stream.readline(MOST_RECORD_BYTES + 1):
            self.number += 1
            self.taken += len(raw)
            if self.taken > MOST_RECORD_BYTES:
                raise self._refused(
                    say("a row of more than 1 MB"),
                    say("rows of a reasonable length"),
                    say("Look for a double quote that is not closed."),
                )
            if b"\0" in raw:
                raise self._refused(say("NUL bytes"), TEXT_IN_UTF_8, SAVE_AS_CSV)
            yield self._decoded(
                raw.removeprefix(codecs.BOM_UTF8) if self.number == 1 else raw
            )
        self.ended = True

    def _decoded(self, raw: bytes) -> str:
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise self._refused(
                say(
                    "the byte %(byte)s, which is not UTF-8", byte=f"{raw[error.start]:#04x}"
                ),
                TEXT_IN_UTF_8,
                say("Save the file as “CSV UTF-8”: it seems to be in an older encoding."),
            ) from error

    def _refused(self, saw: Said, wanted: Said, remedy: Said) -> Refused:
        return refused(
            where=places.line(self.number), saw=saw, wanted=wanted, remedy=remedy
        )


def _csv_rows(source: Source) -> Iterator[tuple[Said, Sequence[Cell]]]:
    header = source.head.partition(b"\n")[0].decode("utf-8", errors="replace")
    with closing(source.open()) as stream:
        lines = _Lines(stream)
        first = 1
        try:
            for row in csv.reader(lines, delimiter=_separator(header), strict=True):
                yield places.line(first), row
                first = lines.number + 1
                lines.taken = 0
        except csv.Error as error:
            raise refused(
                where=places.line(first),
                saw=say("a double quote that is not closed")
                if lines.ended
                else say("a row that cannot be split into cells"),
                wanted=say(
                    "double quotes around the texts that hold a quote or a separator"
                ),
                remedy=say("Export the table again, or correct the quotes of this row."),
            ) from error


def _xlsx_rows(source: Source) -> Iterator[tuple[Said, Sequence[Cell]]]:
    """A sheet leaves out the empty cells at the end of a row; they are put back."""
    width = 0
    for number, row in xlsx.rows(source):
        width = width or len(row)
        yield places.row(number), row + [""] * (width - len(row))
