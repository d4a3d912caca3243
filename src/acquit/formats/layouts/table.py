"""A foreign table under a layout: its rows as fields, with their places."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import accounts, cells, grid
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
_LONGEST_TITLE = 500


@dataclass(slots=True)
class Row:
    """One row; fields that the layout does not fill are empty. titled: our account, as the
    last line above tells it.
    """

    where: Sentence
    cells: Sequence[Cell]
    table: Table
    titled: str = ""

    def text(self, name: str) -> str:
        """The field's columns joined by a space, equal ones once; raises Unfit."""
        places = self.table.at.get(name)
        if places is None:
            return ""
        parts = [
            _words(self.cells[number]) for number in places if number < len(self.cells)
        ]
        if len(parts) == 1:
            return parts[0]
        return " ".join(dict.fromkeys(part for part in parts if part))

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
            if cell is not None and cell != "" and str(cell).strip():
                return cell
        return ""

    def is_empty(self, *names: str) -> bool:
        """Whether none of these fields holds anything."""
        return all(self._first(name) == "" for name in names)

    def is_total(self) -> bool:
        """Whether its first words say that it adds up the rows above."""
        first = next((str(c) for c in self.cells if c is not None and str(c).strip()), "")
        key = header_key(first[:50])
        return any(key == word or key.startswith(word + " ") for word in _TOTALS)


@dataclass(frozen=True, slots=True)
class Table:
    """A source with its layout. at: field → places of its columns, from 0. titles: the rows
    above the first that holds something, header: the last of them, [] where there is none.
    """

    source: Source
    layout: Layout
    shape: Shape
    decimal: DecimalMark
    days: DayOrder
    at: dict[str, tuple[int, ...]]
    titles: Sequence[Sequence[Cell]]
    header: Sequence[Cell]
    most: int | None = None

    @classmethod
    def of(cls, source: Source, layout: Layout, *, most: int | None = None) -> Table:
        """Find the header and the columns; raises Refused when the layout does not fit."""
        shape = grid.shape_of(source, encoding=layout.encoding, separator=layout.delimiter)
        first = sample.take(source, shape, headed=False)
        if layout.headed:
            first = _under_its_header(source, layout, first)
        at = {
            name: places
            for name, wanted in layout.columns.items()
            if (places := tuple(first.names.index(n) for n in wanted if n in first.names))
        }
        values = {
            fields: [
                cell
                for number in sorted({n for name in fields for n in at.get(name, ())})
                for cell in first.column(number)
            ]
            for fields in (AMOUNTS, DAYS)
        }
        return cls(
            source=source,
            layout=layout,
            shape=shape,
            decimal=layout.decimal or foreign.decimal_mark(values[AMOUNTS]),
            days=layout.days or foreign.day_order(values[DAYS]) or "dmy",
            at=at,
            titles=first.skipped,
            header=first.skipped[-1] if first.skipped else [],
            most=most,
        )

    def rows(self) -> Iterator[Row]:
        """The rows below the header that hold something; raises Refused. A header that is
        there again begins a further table, whose account may be another.
        """
        above = len(self.titles)
        title = re.compile(self.layout.account_title) if self.layout.account_title else None
        titled = self._titled(title)
        with closing(grid.rows(self.source, self.shape)) as read:
            end = None if self.most is None else above + self.most
            for where, written in islice(read, above, end):
                if not any(written) or written == self.header:
                    continue
                row = Row(where, written, self, titled)
                if title and row.is_empty("amount", "credit", "debit"):
                    titled = _account_in(written, title) or titled
                yield row

    def _titled(self, title: re.Pattern[str] | None) -> str:
        """The account that the lines above the table name as the layout says, else the only
        valid IBAN in them; "" for none, or several.
        """
        if title:
            named = [_account_in(row, title) for row in self.titles]
            return next((one for one in reversed(named) if one), "")
        text = " ; ".join(_joined(row)[:_LONGEST_TITLE] for row in self.titles)
        found = accounts.ibans_in(text)
        return found[0] if len(found) == 1 else ""


def header_names(row: Sequence[Cell], layout: Layout) -> list[str]:
    """How the layout calls the columns below, if this is its row of headers."""
    return sample.column_names([cells.header(cell) for cell in row[layout.shift :]])


def _under_its_header(
    source: Source, layout: Layout, first: sample.Sample
) -> sample.Sample:
    """The sample under the row that holds the layout's columns, wherever it stands."""
    for number, row in enumerate(first.rows[: sample.TITLES]):
        names = header_names(row, layout)
        if layout.needed <= set(names):
            below = number + 1
            return sample.Sample(
                first.shape, [], names, first.rows[:below], first.rows[below:]
            )
    fullest = max(
        (header_names(row, layout) for row in first.rows[: sample.TITLES]),
        key=lambda names: len(layout.needed & set(names)),
        default=[],
    )
    raise refused(
        where=say("the headers of the table"),
        saw=shown(", ".join(fullest) or source.name),
        wanted=say(
            "the columns of the layout, among them %(names)s",
            names=", ".join(sorted(layout.needed - set(fullest))),
        ),
        remedy=say("Choose the columns anew on the mapping page."),
    )


def _account_in(row: Sequence[Cell], title: re.Pattern[str]) -> str:
    found = title.search(_joined(row)[:_LONGEST_TITLE])
    return accounts.iban(found[1]) or found[1] if found else ""


def _joined(row: Sequence[Cell]) -> str:
    return " ".join(" ".join(str(cell).split()) for cell in row if cell)


def _words(cell: Cell) -> str:
    """The text of a cell with single blanks; raises Unfit. Some banks put it between single
    quotes.
    """
    text = cell if isinstance(cell, str) and "\0" not in cell else cells.text(cell)
    if text.startswith("'"):
        text = text[1:-1] if text[1:].endswith("'") else cells.unguarded(text)
    return " ".join(text.split())
