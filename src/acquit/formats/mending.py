"""A table handed back to be mended: its rows as they stood, beside each what is wrong.

The columns that say so are called `acquit: …`; when the table is sent again they are passed
over, so that a person corrects the cells and sends the very file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from acquit.core.sentences import Said
    from acquit.formats.cells import Cell

    Rows = Iterator[tuple[Said, Sequence[Cell]]]

MARK = "acquit:"
# With more rows than this, only those that are wrong are handed back.
MOST_ROWS = 20_000

_PLACE = re.compile(r"(?:line|row) [0-9]+")


def is_ours(header: str) -> bool:
    """Whether a column tells what was wrong, and holds nothing to be taken in."""
    return header.strip().lower().startswith(MARK)


def place_of(where: str) -> str:
    """The line or row that a problem is about, from its English place; "" for none."""
    found = _PLACE.match(where)
    return found[0] if found else ""


def mended(
    rows: Callable[[], Rows],
    heads: int,
    wrong: Mapping[str, Sequence[Sequence[str]]],
    *,
    labels: Sequence[str],
    whole: bool,
) -> Iterator[list[Cell]]:
    """The rows to hand back, titles and headers first.

    rows: reads the table from its start, each row with its place. heads: how many rows
    stand above the data, the headers being the last of them. wrong: by place, the parts of
    each problem. labels: what the parts are called. whole: all rows, since none of them was
    taken, as far as there are not too many.
    """
    ours: frozenset[int] = frozenset()
    width, count = 0, 0
    for number, (place, row) in enumerate(rows()):
        count = number + 1
        if number == heads - 1:
            ours = _ours(row)
        if whole or number < heads or str(place) in wrong:
            width = max(width, len(_without(row, ours)))
    every = whole and count <= heads + MOST_ROWS
    nothing = [""] * len(labels)
    for number, (place, row) in enumerate(rows()):
        found = wrong.get(str(place), ()) if number >= heads else ()
        if number >= heads and not (found or every):
            continue
        cells = _without(row, ours)
        told = ["\n".join(parts) for parts in zip(*found, strict=True)] or nothing
        if number == heads - 1:
            told = [f"{MARK} {label}" for label in labels]
        yield [*cells, *[""] * (width - len(cells)), *told]


def _ours(headers: Sequence[Cell]) -> frozenset[int]:
    """The columns that tell what was wrong the last time."""
    return frozenset(n for n, cell in enumerate(headers) if is_ours(str(cell or "")))


def _without(row: Sequence[Cell], ours: frozenset[int]) -> list[Cell]:
    return [cell for number, cell in enumerate(row) if number not in ours]
