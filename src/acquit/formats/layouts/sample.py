"""The first rows of a table, and which of them holds the headers."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from acquit.formats import cells, grid
from acquit.formats.layouts import foreign
from acquit.formats.layouts.vocabulary import EXACT, PHRASES, header_key, likeness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.formats.cells import Cell
    from acquit.formats.grid import Shape
    from acquit.formats.source import Source

ROWS = 400
TITLES = 40  # a header stands among the first rows, or nowhere
MOST_COLUMNS = 200
LONGEST_HEADER = 200


@dataclass(frozen=True, slots=True)
class Sample:
    """headers: as written, [] when the table has none; names: how a layout calls the
    columns; skipped: the rows above the data, titles and header; rows: those below.
    """

    shape: Shape
    headers: list[str]
    names: list[str]
    skipped: list[Sequence[Cell]]
    rows: list[Sequence[Cell]]

    def column(self, number: int) -> list[Cell]:
        """The cells of a column that hold something."""
        return [
            row[number] for row in self.rows if number < len(row) and _holds(row[number])
        ]


def take(
    source: Source, shape: Shape | None = None, *, headed: bool | None = None
) -> Sample:
    """Read the first rows; raises Refused. headed: None = find out."""
    shape = shape or grid.shape_of(source)
    first = first_rows(source, shape, ROWS)
    at = None if headed is False else header_at(first)
    if at is None and headed and first:
        at = 0
    if at is None:
        width = max((len(row) for row in first), default=0)
        return Sample(shape, [], [f"#{n}" for n in range(1, width + 1)], [], first)
    headers = [cells.header(cell) for cell in first[at]]
    return Sample(shape, headers, column_names(headers), first[: at + 1], first[at + 1 :])


def first_rows(source: Source, shape: Shape, most: int) -> list[Sequence[Cell]]:
    """The first rows, empty ones included, each with its first columns; raises Refused."""
    with closing(grid.rows(source, shape)) as read:
        return [row[:MOST_COLUMNS] for _, row in islice(read, most)]


def column_names(headers: Sequence[str]) -> list[str]:
    """How a layout calls the columns: the folded header, told apart where it repeats."""
    seen: Counter[str] = Counter()
    names = []
    for number, header in enumerate(headers, 1):
        key = header_key(header[:LONGEST_HEADER]) or f"#{number}"
        seen[key] += 1
        names.append(key if seen[key] == 1 else f"{key} ({seen[key]})")
    return names


def header_at(rows: Sequence[Sequence[Cell]]) -> int | None:
    """The place of the row that reads most like headers, None when none does."""
    best, most = None, 0
    for number, row in enumerate(rows[:TITLES]):
        score = _header_score(row)
        if score > most:
            best, most = number, score
    return best


def _header_score(row: Sequence[Cell]) -> int:
    """Three for a word of the field, one for other words; a value speaks against it."""
    filled = [cell for cell in row if _holds(cell)]
    if len(filled) < 2:
        return 0
    score = 0
    for cell in filled:
        if _is_value(cell):
            score -= 3
        elif len(str(cell)) > LONGEST_HEADER:
            continue
        elif any(likeness(str(cell), name) >= EXACT - 20 for name in PHRASES):
            score += 3
        elif len(str(cell)) <= 40:
            score += 1
    return score if score > len(filled) or score >= 6 else 0


def _is_value(cell: Cell) -> bool:
    return foreign.amount(cell, "") is not None or foreign.day(cell, "") is not None


def _holds(cell: Cell) -> bool:
    return cell is not None and str(cell).strip() != ""
