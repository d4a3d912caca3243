"""The first sheet of an old Excel workbook (XLS, BIFF in a compound file).

Read with calamine; XLSX has a reader of its own, which streams. A sheet of this kind has at
most 65,536 rows of 256 columns, so that it fits in memory.
"""

from __future__ import annotations

import io
from contextlib import closing
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from python_calamine import CalamineWorkbook

from acquit.core.sentences import say
from acquit.formats.values import refused, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.formats.cells import Cell
    from acquit.formats.source import Source

LARGEST = 100 * 1024 * 1024
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_workbook(head: bytes) -> bool:
    """Whether these are the first bytes of a compound file, as old Office wrote them."""
    return head.startswith(_COMPOUND)


def rows(source: Source) -> Iterator[tuple[int, list[Cell]]]:
    """Each row with its number; raises Refused."""
    if source.size > LARGEST:
        raise refused(
            where=say("the workbook"),
            saw=say("a file of more than %(most)s MB", most=LARGEST // 1024**2),
            wanted=say("a workbook of a reasonable size"),
            remedy=say("Save it as XLSX or “CSV UTF-8”."),
        )
    with closing(source.open()) as stream:
        content = stream.read()
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        top, read = sheet.start, sheet.iter_rows()
        for number, row in enumerate(read, (top[0] if top else 0) + 1):
            yield number, [_cell(value) for value in row]
    # calamine ends a damaged file in errors of its own; where it meets a bug, in a panic
    except BaseException as error:
        if isinstance(error, GeneratorExit | KeyboardInterrupt | SystemExit):
            raise
        raise refused(
            where=say("the workbook"),
            saw=say("a damaged or protected file (%(why)s)", why=shown(str(error))),
            wanted=say("an old Excel workbook (XLS)"),
            remedy=say("Open it in a spreadsheet and save it as XLSX, without a password."),
        ) from error


def _cell(value: float | str | date | time | timedelta) -> Cell:
    if isinstance(value, time | timedelta):
        return str(value)
    return value
