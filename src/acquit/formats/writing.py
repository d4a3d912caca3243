"""Tables out: CSV and XLSX, row by row, for every export of the product.

A text that a spreadsheet would take for a formula gets an apostrophe before it, and loses
it again when the table is read in. Numbers and days stay numbers and days.
"""

from __future__ import annotations

import csv
import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl import Workbook

from acquit.formats import cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import BinaryIO, Protocol

    from acquit.formats.cells import Cell

    class TextOut(Protocol):
        """Anything with a `write` for text: a file, the buffer of a streamed response."""

        def write(self, text: str, /) -> object: ...


# XML knows no control characters but tab, line feed and carriage return.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_EXACT_DIGITS = 15  # a spreadsheet calculates with binary numbers of this precision


def write_csv(rows: Iterable[Sequence[Cell]], header: Sequence[str], out: TextOut) -> None:
    """Write comma-separated rows below their header; the caller chooses UTF-8."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([cells.guarded(name) for name in header])
    for row in rows:
        writer.writerow([_csv_cell(cell) for cell in row])


def write_xlsx(
    rows: Iterable[Sequence[Cell]], header: Sequence[str], out: BinaryIO
) -> None:
    """Write a workbook of one sheet, its numbers and days typed."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.append([_xlsx_cell(name) for name in header])
    for row in rows:
        sheet.append([_xlsx_cell(cell) for cell in row])
    workbook.save(out)


def _csv_cell(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return cells.guarded(cell.replace("\0", ""))
        case bool():
            return "true" if cell else "false"
        case Decimal():
            return format(cell, "f")
        case date():  # an instant too
            return cell.isoformat()
        case _:
            return str(cell)


def _xlsx_cell(cell: Cell) -> Cell:
    match cell:
        case str():
            return cells.guarded(_UNPRINTABLE.sub("", cell))
        case datetime() if cell.tzinfo is not None:
            return cell.isoformat()  # a cell has no time zone, and losing it would lie
        case Decimal() if (
            not cell.is_finite() or len(cell.as_tuple().digits) > _EXACT_DIGITS
        ):
            return format(cell, "f")
        case _:
            return cell
