"""A foreign table under a layout: its rows as fields, with their places."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import cells, grid
from acquit.formats.cells import Unfit
from acquit.formats.layouts import foreign, sample
from acquit.formats.layouts.layout import AMOUNTS, DAYS
from acquit.formats.layouts.vocabulary import TOTALS, header_key
from acquit.formats.values import refused, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from acquit.core.sentences import Sentence
    from acquit.formats.cells import Cell
    from acquit.formats.grid import Shape
    from acquit.formats.layouts.layout import DayOrder, DecimalMark, Layout
    from acquit.formats.source import Source

_TOTALS = tuple(header_key(word) for word in TOTALS)


@dataclass(frozen=True, slots=True)
class Row:
    """One row; fields that the layout does not fill are empty."""

    where: Sentence
    cells: Sequence[Cell]
    table: Table

    def text(self, name: str) -> str:
        """The field's columns joined by a space; raises Unfit."""
        parts = (
            cells.text(self.cells[number]) if number < len(self.cells) else ""
            for number in self.table.at.get(name, ())
        )
        return " ".join(" ".join(part.split()) for part in parts if part)

    def amount(self, name: str) -> Decimal | None:
        """The field's amount, None where the cell is empty; raises Unfit."""
        cell = self._first(name)
        if cell == "":
            return None
        value = foreign.amount(cell, self.table.decimal)
        if value is None:
            raise Unfit(
                shown(str(cell)),
                say("an amount"),
                say("Correct the cell, or choose another column or decimal mark."),
            )
        return value

    def day(self, name: str) -> date | None:
        """The field's day, None where the cell is empty; raises Unfit."""
        cell = self._first(name)
        if cell == "":
            return None
        value = foreign.day(cell, self.table.days)
        if value is None:
            raise Unfit(
                shown(str(cell)),
                say("a day"),
                say("Correct the cell, or choose another column or order of the day."),
            )
        return value

    def _first(self, name: str) -> Cell:
        for number in self.table.at.get(name, ()):
            cell = self.cells[number] if number < len(self.cells) else ""
            if cell is not None and str(cell).strip() != "":
                return cell
        return ""

    def is_empty(self, *names: str) -> bool:
        """Whether none of these fields holds anything."""
        return all(self._first(name) == "" for name in names)

    def is_total(self) -> bool:
        """Whether its first words say that it adds up the rows above."""
        first = next((str(c) for c in self.cells if c is not None and str(c).strip()), "")
        key = header_key(first)
        return any(key == word or key.startswith(word + " ") for word in _TOTALS)


@dataclass(frozen=True, slots=True)
class Table:
    """A source with its layout. at: field → places of its columns, from 0."""

    source: Source
    layout: Layout
    shape: Shape
    decimal: DecimalMark
    days: DayOrder
    skip: int
    at: dict[str, tuple[int, ...]]
    titles: Sequence[Sequence[Cell]]
    most: int | None = None

    @classmethod
    def of(cls, source: Source, layout: Layout, *, most: int | None = None) -> Table:
        """Find the header and the columns; raises Refused when the layout does not fit."""
        shape = grid.shape_of(source, encoding=layout.encoding, separator=layout.delimiter)
        first = sample.take(source, shape, headed=layout.headed)
        if layout.headed:
            first = _under_its_header(source, shape, layout, first)
        at = {
            name: tuple(first.names.index(one) for one in wanted if one in first.names)
            for name, wanted in layout.columns.items()
        }
        table = cls(source, layout, shape, "", "", len(first.skipped), at, first.skipped)
        amounts = [c for n in table.places(AMOUNTS) for c in first.column(n)]
        days = [c for n in table.places(DAYS) for c in first.column(n)]
        return cls(
            source,
            layout,
            shape,
            layout.decimal or foreign.decimal_mark(amounts),
            layout.days or foreign.day_order(days) or "dmy",
            len(first.skipped),
            at,
            first.skipped,
            most,
        )

    def places(self, fields: frozenset[str]) -> list[int]:
        """The places of the columns that fill these fields."""
        return sorted({number for name in fields for number in self.at.get(name, ())})

    def rows(self) -> Iterator[Row]:
        """The rows below the header that hold something; raises Refused."""
        with closing(grid.rows(self.source, self.shape)) as read:
            end = None if self.most is None else self.skip + self.most
            for number, (where, row) in enumerate(islice(read, end)):
                if number >= self.skip and any(c is not None and c != "" for c in row):
                    yield Row(where, row, self)


def fits(source_names: Sequence[str], layout: Layout) -> bool:
    """Whether every column that the layout reads is among these."""
    return layout.sources <= set(source_names)


def _under_its_header(
    source: Source, shape: Shape, layout: Layout, first: sample.Sample
) -> sample.Sample:
    """The sample under the row that holds the layout's columns, wherever it stands."""
    if fits(first.names, layout):
        return first
    everything = [*first.skipped, *first.rows]
    for number, row in enumerate(everything[: sample.TITLES]):
        headers = [cells.header(cell) for cell in row]
        names = sample.column_names(headers)
        if fits(names, layout):
            skipped = everything[: number + 1]
            return sample.Sample(shape, headers, names, skipped, everything[number + 1 :])
    absent = sorted(layout.sources - set(first.names))
    raise refused(
        where=say("the headers of the table"),
        saw=shown(", ".join(first.headers) or source.name),
        wanted=say(
            "the columns of the layout, among them %(names)s", names=", ".join(absent)
        ),
        remedy=say("Choose the columns anew on the mapping page."),
    )
