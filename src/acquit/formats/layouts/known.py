"""Which of the layouts that are known a table was written under."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from acquit.formats import cells, grid
from acquit.formats.layouts import sample

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from acquit.formats.cells import Cell
    from acquit.formats.layouts.layout import Layout
    from acquit.formats.layouts.sample import Sample
    from acquit.formats.source import Source

# Of the columns that the layout was made for, so many must still be there: an export gains
# or loses a column with a new version, yet another table shares a few by chance.
_ALIKE = 0.75


def fitting(source: Source, layouts: Iterable[Layout]) -> Layout | None:
    """The layout whose columns the table has, the one of most columns if several are; None
    when none fits, or it is no table at all. Raises Refused.
    """
    if not grid.is_table(source):
        return None
    samples: dict[tuple[str, str], Sample] = {}
    found = []
    for layout in layouts:
        ways = layout.encoding, layout.delimiter
        if ways not in samples:
            shape = grid.shape_of(source, encoding=ways[0], separator=ways[1])
            samples[ways] = sample.take(source, shape, headed=False)
        if _fits(samples[ways].rows, layout):
            found.append(layout)
    return max(found, key=lambda one: len(one.sources | set(one.headers)), default=None)


def _fits(rows: Sequence[Sequence[Cell]], layout: Layout) -> bool:
    if layout.headed:
        return any(_has_columns(row, layout) for row in rows[: sample.TITLES])
    return bool(rows and layout.pattern) and _looks_like(rows[0], layout.pattern)


def _has_columns(row: Sequence[Cell], layout: Layout) -> bool:
    names = set(sample.column_names([cells.header(cell) for cell in row]))
    if not layout.sources or not layout.sources <= names:
        return False
    expected = set(layout.headers)
    return len(expected & names) >= _ALIKE * len(expected)


def _looks_like(row: Sequence[Cell], pattern: Sequence[str]) -> bool:
    return len(row) == len(pattern) and all(
        re.fullmatch(expression, str(cell).strip())
        for expression, cell in zip(pattern, row, strict=True)
    )
