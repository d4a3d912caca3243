"""The first sheet of an XLSX workbook, row by row, with bounded memory.

Read here rather than with calamine or openpyxl: both hold a row, a sheet or each repeated
text in memory at once, so that a file of 100 KB can take gigabytes. Here the parts of the
ZIP stream through the same guarded XML reader as a bank statement (ECMA-376, part 1).
"""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, BinaryIO, cast

from openpyxl.styles.numbers import is_date_format

from acquit.core.sentences import say
from acquit.formats import cells, markup, places
from acquit.formats.source import HEAD_BYTES, Source
from acquit.formats.values import refused, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from acquit.formats.cells import Cell
    from acquit.formats.records import Refused

MOST_UNPACKED = 512 * 1024 * 1024
MOST_SHARED_TEXT = 64 * 1024 * 1024
MOST_RATIO = 100
MOST_ROWS = 1_048_576
MOST_COLUMNS = 1000
MOST_PARTS = 5000
THE_WORKBOOK = say("the workbook")
SAVE_FIRST_SHEET = say("Save the first sheet as “CSV UTF-8”.")

_SMALL = 8 * 1024 * 1024  # below this the ratio proves nothing: empty sheets pack very well
_CHUNK = 256 * 1024
_DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    NotImplementedError,
    RuntimeError,  # zipfile's word for a password
)

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_SHARED = "xl/sharedStrings.xml"
_CELL = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
_NUMBER = re.compile(r"-?[0-9]{1,300}(?:\.[0-9]{1,300})?(?:[eE][+-]?[0-9]{1,2})?")
# The formats of a day or an instant that every workbook knows without saying so.
_BUILT_IN_DATES = frozenset(
    {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
)
_DAY_ZERO, _DAY_ZERO_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001  # cells have no zone
_MOST_DAYS = 110_000  # the year 2201


def is_workbook(source: Source) -> bool:
    """Whether the ZIP holds a workbook; raises Refused when it cannot be opened."""
    with _opened(source) as archive:
        return _WORKBOOK in archive.namelist()


def rows(source: Source) -> Iterator[tuple[int, list[Cell]]]:
    """Each row that holds cells, with its number; raises Refused."""
    with _opened(source) as archive:
        yield from _sheet(archive)


def _sheet(archive: zipfile.ZipFile) -> Iterator[tuple[int, list[Cell]]]:
    sheet, day_zero = _first_sheet(archive)
    texts = _shared_texts(archive)
    dates = _date_styles(archive)
    number = 0
    for event, row in markup.events(_part(archive, sheet), ["row"]):
        if event == "end":
            stated = row.get("r", "")
            number = int(stated) if stated.isdecimal() and len(stated) < 8 else number + 1
            if number > MOST_ROWS:
                raise _too_large()
            yield number, _row(row, number, texts, dates, day_zero)
            markup.forget(row)


def _row(
    row: _Element, number: int, texts: list[str], dates: list[bool], day_zero: datetime
) -> list[Cell]:
    read: list[Cell] = []
    for cell in row.iterchildren("{*}c"):
        found = _CELL.fullmatch(cell.get("r", ""))
        column = _column(found[1]) if found else len(read)
        if not len(read) <= column < MOST_COLUMNS:
            raise refused(
                where=places.row(number),
                saw=say("the cell %(cell)s", cell=shown(cell.get("r", ""))),
                wanted=say("at most %(most)s columns, in their order", most=MOST_COLUMNS),
                remedy=SAVE_FIRST_SHEET,
            )
        read += [""] * (column - len(read))
        read.append(_value(cell, texts, dates, day_zero))
    return read


def _value(cell: _Element, texts: list[str], dates: list[bool], day_zero: datetime) -> Cell:
    raw = next((value.text or "" for value in cell.iterchildren("{*}v")), "")
    match cell.get("t", "n"):
        case "s":
            known = raw.isdecimal() and len(raw) < 10 and int(raw) < len(texts)
            return texts[int(raw)] if known else raw
        case "inlineStr":
            return _joined(cell.find("{*}is"))
        case "b":
            return raw == "1"
        case "n" if _NUMBER.fullmatch(raw):
            style = cell.get("s", "")
            known = style.isdecimal() and len(style) < 6 and int(style) < len(dates)
            value = cells.number(float(raw))
            return _moment(value, day_zero) if known and dates[int(style)] else value
        case _:
            return raw


def _moment(days: Decimal, day_zero: datetime) -> Cell:
    """A spreadsheet stores a day as a number; one that no calendar has stays a number."""
    if not 0 <= days <= _MOST_DAYS:
        return days
    moment = day_zero + timedelta(seconds=round(float(days) * 86_400))
    whole: date = moment.date()
    return whole if moment == datetime(whole.year, whole.month, whole.day) else moment  # noqa: DTZ001  # as above


def _first_sheet(archive: zipfile.ZipFile) -> tuple[str, datetime]:
    relation, day_zero = "", _DAY_ZERO
    for event, node in markup.events(_part(archive, _WORKBOOK), ["workbookPr", "sheet"]):
        if event == "end" and markup.local(node) == "workbookPr":
            day_zero = (
                _DAY_ZERO_1904 if node.get("date1904") in {"1", "true"} else _DAY_ZERO
            )
        elif event == "end" and not relation:
            relation = next((v for k, v in _attributes(node) if k.endswith("}id")), "")
    for event, node in markup.events(_part(archive, _RELATIONS), ["Relationship"]):
        if event == "end" and node.get("Id") == relation:
            target = node.get("Target", "")
            return (target[1:] if target.startswith("/") else "xl/" + target), day_zero
    raise ValueError("no first sheet")  # _opened() says it in full


def _shared_texts(archive: zipfile.ZipFile) -> list[str]:
    """The texts that cells point at: a repeated one is held once."""
    if _SHARED not in archive.namelist():
        return []
    part = _part(archive, _SHARED, most=MOST_SHARED_TEXT)
    texts = []
    for event, node in markup.events(part, ["si"]):
        if event == "end":
            texts.append(_joined(node))
            markup.forget(node)
    return texts


def _joined(node: _Element | None) -> str:
    """The text of a string item, its runs joined, without reading aids."""
    if node is None:
        return ""
    found = [*node.iterfind("{*}t"), *node.iterfind("{*}r/{*}t")]
    return "".join(part.text or "" for part in found)


def _date_styles(archive: zipfile.ZipFile) -> list[bool]:
    """Whether the cell style of each number shows a day."""
    if _STYLES not in archive.namelist():
        return []
    own: dict[str, bool] = {}
    styles: list[bool] = []
    for event, node in markup.events(_part(archive, _STYLES), ["numFmt", "cellXfs"]):
        if event == "end" and markup.local(node) == "numFmt":
            own[node.get("numFmtId", "")] = bool(is_date_format(node.get("formatCode", "")))
        elif event == "end":
            for style in node.iterfind("{*}xf"):
                code = style.get("numFmtId", "")
                built_in = (
                    code.isdecimal() and len(code) < 6 and int(code) in _BUILT_IN_DATES
                )
                styles.append(own.get(code, built_in))
    return styles


def _attributes(node: _Element) -> list[tuple[str, str]]:
    return [(str(key), str(value)) for key, value in node.items()]


def _column(letters: str) -> int:
    """From 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


class _Part:
    """A part of the ZIP that stops when it unpacks to more than a table can be."""

    def __init__(self, stream: BinaryIO, packed: int, most: int) -> None:
        self._stream, self._unpacked = stream, 0
        self._most = min(most, max(_SMALL, MOST_RATIO * packed))

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size if size > 0 else _CHUNK)
        self._unpacked += len(chunk)
        if self._unpacked > self._most:
            raise _too_large()
        return chunk

    def close(self) -> None:
        self._stream.close()


def _part(archive: zipfile.ZipFile, name: str, *, most: int = MOST_UNPACKED) -> Source:
    info = archive.getinfo(name)
    if info.file_size > most:
        raise _too_large()
    with archive.open(info) as stream:
        head = stream.read(HEAD_BYTES)

    def opener() -> BinaryIO:
        stream = cast("BinaryIO", archive.open(info))
        return cast("BinaryIO", _Part(stream, info.compress_size, most))

    return Source(name, info.file_size, head, opener)


@contextmanager
def _opened(source: Source) -> Iterator[zipfile.ZipFile]:
    with closing(source.open()) as stream:
        try:
            with zipfile.ZipFile(stream) as archive:
                if len(archive.infolist()) > MOST_PARTS:
                    raise _too_large()
                yield archive
        except _DAMAGED as error:
            raise _damaged(error) from error


def _too_large() -> Refused:
    return refused(
        where=THE_WORKBOOK,
        saw=say("a workbook that unpacks to far more than a table"),
        wanted=say(
            "at most %(size)s MB and %(rows)s rows",
            size=MOST_UNPACKED // 1024 // 1024,
            rows=MOST_ROWS,
        ),
        remedy=SAVE_FIRST_SHEET,
    )


def _damaged(error: Exception) -> Refused:
    return refused(
        where=THE_WORKBOOK,
        saw=say("a damaged or protected file: %(reason)s", reason=shown(str(error))),
        wanted=say("an XLSX workbook"),
        remedy=say("Open it in a spreadsheet and save it again, without a password."),
    )
