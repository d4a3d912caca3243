"""Which of the layouts that are known a table was written under."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from acquit.formats import grid
from acquit.formats.layouts import sample
from acquit.formats.layouts.table import header_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from acquit.formats.cells import Cell
    from acquit.formats.layouts.layout import Layout
    from acquit.formats.source import Source

# Of the columns that the layout was made for, so many must still be there: an export gains
# or loses a column with a new version, yet another table shares a few by chance.
_ALIKE = 0.75


def fitting(source: Source, layouts: Iterable[Layout]) -> Layout | None:
    """The layout that the table was written under: one that somebody has described before
    one of a bank, the one of most columns before others; None when none fits.

    Raises Refused.
    """
    if not grid.is_table(source):
        return None
    heads = _Heads(source)
    scores = [(heads.score(one), one) for one in layouts]
    fits = [(not one.code, score, one) for score, one in scores if score]
    return max(fits, key=lambda fit: fit[:2])[2] if fits else None


class _Heads:
    """The first rows of a source, read once for each way of reading it."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._rows: dict[tuple[str, str], list[Sequence[Cell]]] = {}
        self._names: dict[tuple[str, str, int], list[set[str]]] = {}

    def score(self, layout: Layout) -> int:
        """How many of the layout's columns the table has; 0 when it is another table."""
        if not layout.headed:
            first = next(iter(self._first(layout)), [])
            return len(layout.pattern) if _looks_like(first, layout.pattern) else 0
        return max((_alike(names, layout) for names in self._headers(layout)), default=0)

    def _first(self, layout: Layout) -> list[Sequence[Cell]]:
        ways = layout.encoding, layout.delimiter
        if ways not in self._rows:
            shape = grid.shape_of(self._source, encoding=ways[0], separator=ways[1])
            self._rows[ways] = sample.first_rows(self._source, shape, sample.TITLES)
        return self._rows[ways]

    def _headers(self, layout: Layout) -> list[set[str]]:
        ways = layout.encoding, layout.delimiter, layout.shift
        if ways not in self._names:
            rows = self._first(layout)
            self._names[ways] = [set(header_names(row, layout)) for row in rows]
        return self._names[ways]


def _alike(names: set[str], layout: Layout) -> int:
    """How many columns of the layout are among these; 0 when it needs others."""
    if not layout.needed or not layout.needed <= names:
        return 0
    expected = set(layout.headers)
    if len(expected & names) < _ALIKE * len(expected):
        return 0
    known = layout.sources | layout.needed | expected
    if layout.closed and any(not one.startswith("#") for one in names - known):
        return 0
    return len(known & names)


def _looks_like(row: Sequence[Cell], pattern: Sequence[str]) -> bool:
    return len(row) == len(pattern) > 0 and all(
        re.fullmatch(expression, str(cell).strip())
        for expression, cell in zip(pattern, row, strict=True)
    )
