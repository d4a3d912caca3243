"""The rows of a FEC as texts, whichever way they are written, and bounded.

In a file with tabs or bars nothing is quoted, and a bar may stand in a text: such a row has
too many cells, and they are put together where amounts and days fall into place again.
"""

from __future__ import annotations

import csv
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import cells, places, xlsx
from acquit.formats.cells import Unfit
from acquit.formats.fec.columns import cells_apart
from acquit.formats.fec.values import day_of, minor_of
from acquit.formats.records import Refused
from acquit.formats.values import refused, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.core.sentences import Said
    from acquit.formats.cells import Cell
    from acquit.formats.fec.columns import Columns
    from acquit.formats.source import Source

MOST_LINE = 65_536
_BLOCK = 256 * 1024
_NUL = say("NUL bytes")
Row = tuple[int, list[str]]


def rows(source: Source, columns: Columns, *, with_text: str = "") -> Iterator[Row]:
    """Each row below the header with its number; its cells are `columns.width` and one that
    is empty. Raises Refused.

    with_text: of a text file, only the lines in which it stands: the others are not split.
    """
    if not columns.separator:
        return _of_workbook(source, columns)
    if columns.quoted:
        return _of_csv(source, columns)
    return _of_text(source, columns, with_text)


def place(number: int, columns: Columns) -> Said:
    """How the row of this number is called."""
    return places.line(number) if columns.separator else places.row(number)


def _of_text(source: Source, columns: Columns, with_text: str) -> Iterator[Row]:
    separator, width = columns.separator, columns.width
    for number, line in _lines(source):
        if with_text in line:
            parts = line.split(separator)
            if len(parts) != width:
                parts = _mended(parts, columns, number)
            parts.append("")
            yield number, parts


def _of_csv(source: Source, columns: Columns) -> Iterator[Row]:
    number = 1

    def counted() -> Iterator[str]:
        nonlocal number
        for at, line in _lines(source):
            number = at
            yield line

    try:
        for parts in csv.reader(counted(), delimiter=columns.separator):
            if len(parts) != columns.width:
                parts = _mended(parts, columns, number)  # noqa: PLW2901  # the same row
            parts.append("")
            yield number, parts
    except csv.Error as error:
        raise refused(
            where=places.line(number),
            saw=say("a row that cannot be split into cells (%(error)s)", error=error),
            wanted=say("the columns of the law (art. A47 A-1 LPF)"),
            remedy=say("Export the FEC again from the accounting."),
        ) from error


def _of_workbook(source: Source, columns: Columns) -> Iterator[Row]:
    read = xlsx.rows(source)
    next(read, None)
    for number, row in read:
        parts = [_written(cell, number) for cell in row]
        if any(parts):
            padded = parts + [""] * (columns.width - len(parts))
            yield number, [*_mended(padded, columns, number), ""]


def _lines(source: Source) -> Iterator[tuple[int, str]]:
    """The lines below the header that hold anything, without their end; raises Refused.

    Block by block: what is asked of each line is paid a million times. Some programs end
    a line with CR CR LF, or with CR alone.
    """
    with closing(source.open()) as stream:
        number, rest = 0, b""
        while chunk := stream.read(_BLOCK):
            block = rest + chunk
            end = block.rfind(b"\n") + 1 or block.rfind(b"\r") + 1
            block, rest = block[:end], block[end:]
            if len(rest) > MOST_LINE:
                raise _no_line(number + 1, say("a line of %(most)s bytes", most=MOST_LINE))
            for line in _parted(block, number):
                number += 1
                if line and number > 1 and not line.isspace():
                    yield number, line
        for line in _parted(rest, number):
            number += 1
            if line and number > 1:
                yield number, line


def _parted(block: bytes, number: int) -> list[str]:
    """The lines of a block, which ends with one. number: of the last line before it."""
    if b"\0" in block:
        raise _no_line(number + 1 + block[: block.index(b"\0")].count(b"\n"), _NUL)
    if b"\r" in block:
        block = block.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n")
        block = block.replace(b"\r", b"\n")
    try:
        lines = block.decode().split("\n")
    except UnicodeDecodeError:
        lines = list(map(cells_apart, block.split(b"\n")))
    if not lines[-1]:
        lines.pop()
    if lines and max(map(len, lines)) > MOST_LINE:
        raise _no_line(number + 1, say("a line of %(most)s bytes", most=MOST_LINE))
    return lines


def _no_line(number: int, saw: Said) -> Refused:
    return refused(
        where=places.line(number),
        saw=saw,
        wanted=say("lines of text of a reasonable length"),
        remedy=say("Export the FEC again; do not open and save it in an editor."),
    )


def _written(cell: Cell, number: int) -> str:
    """A cell of a workbook as a FEC writes it. number: of its row."""
    match cell:
        case datetime() | date():
            return cell.strftime("%Y%m%d")
        case float() | Decimal():
            return format(cells.number(cell), "f")
        case _:
            try:
                return cells.text(cell)
            except Unfit as unfit:
                raise Refused(unfit.at(places.row(number))) from unfit


def _mended(parts: list[str], columns: Columns, number: int) -> list[str]:
    """The row with as many cells as there are columns; raises Refused.

    Too many: a separator stands after the last cell, or within a text, or both.
    """
    surplus = len(parts) - columns.width
    if surplus <= 0:
        if len(parts) < columns.least:
            raise _misshapen(parts, columns, number)
        return parts + [""] * -surplus
    if not any(part.strip() for part in parts[columns.width :]) and _falls_into_place(
        parts, columns
    ):
        return parts[: columns.width]
    for after in (1, 0):
        for text in columns.texts if not (after and parts[-1].strip()) else ():
            whole = columns.separator.join(parts[text : text + surplus - after + 1])
            tried = [*parts[:text], whole, *parts[text + surplus - after + 1 :], ""]
            if _falls_into_place(tried, columns):
                return tried[: columns.width]
    raise _misshapen(parts, columns, number)


def _falls_into_place(row: list[str], columns: Columns) -> bool:
    written = row[columns.debit].strip(), row[columns.credit].strip()
    amounts = [minor_of(amount) for amount in written]
    days = [row[columns.booked_on].strip(), row[columns.issued_on].strip()]
    return (
        any(written) and None not in amounts and all(not day or day_of(day) for day in days)
    )


def _misshapen(parts: list[str], columns: Columns, number: int) -> Refused:
    return refused(
        where=place(number, columns),
        saw=say(
            "%(count)s cells: %(row)s",
            count=len(parts),
            row=shown(columns.separator.join(parts)),
        ),
        wanted=say("%(count)s cells, one below each header", count=columns.width),
        remedy=say("Export the FEC again; do not open and save it in an editor."),
    )
