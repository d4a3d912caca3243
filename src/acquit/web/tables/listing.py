"""A list as the address asks for it: filtered, sorted, a page of it, or all to take out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Model

from acquit.web.tables.declared import (
    Chip,
    Column,
    Control,
    Empty,
    Filter,
    Header,
    Row,
    Total,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.db.models.expressions import OrderBy
    from django.http import QueryDict

    from acquit.web.cells import Cell

PAGE_ROWS = 50
EXPORT_CHUNK = 1000


def _no_load(_rows: Sequence[Any]) -> None:
    """Nothing more is needed."""


def _no_totals(_rows: QuerySet[Any]) -> Sequence[Total]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Table(Generic[Row]):
    """A list as its page declares it, for one request.

    keeps: what else of the address the filters must not lose, such as the tab.
    """

    name: str
    rows: QuerySet[Row]
    columns: Sequence[Column[Row]]
    empty: Empty
    filters: Sequence[Filter[Row]] = ()
    sort: str = ""
    keeps: Sequence[str] = ()
    load: Callable[[Sequence[Row]], None] = _no_load
    totals: Callable[[QuerySet[Row]], Sequence[Total]] = _no_totals

    def read(self, params: QueryDict) -> Listing[Row]:
        """The list as the address asks for it."""
        return Listing(self, params)


@dataclass
class Listing(Generic[Row]):
    """A list in one state; everything is asked for once, when it is first needed."""

    table: Table[Row]
    params: QueryDict
    page_rows: int = field(default=PAGE_ROWS)

    # What the address says

    @cached_property
    def page(self) -> int:
        """From 1 to the last page, whatever the address says."""
        asked = self.params.get("page", "1")
        number = int(asked) if asked.isdecimal() and len(asked) < 9 else 1
        return max(1, min(number, self.pages))

    @cached_property
    def columns(self) -> list[Column[Row]]:
        """Those asked for, else those shown by themselves; always in the declared order."""
        asked = set(self.params.getlist("columns"))
        chosen = [column for column in self.table.columns if column.name in asked]
        return chosen or [column for column in self.table.columns if column.shown]

    @cached_property
    def sorting(self) -> list[tuple[Column[Row], bool]]:
        """(column, descending) in order of weight."""
        known = {column.name: column for column in self.table.columns if column.sort}
        words = (self.params.get("sort") or self.table.sort).split(",")
        found = {word.removeprefix("-"): word.startswith("-") for word in words}
        return [(known[name], down) for name, down in found.items() if name in known]

    @cached_property
    def values(self) -> dict[str, str]:
        """The filters in use: name → value, only those that mean something."""
        return {
            one.name: value
            for one in self.table.filters
            if (value := self.params.get(one.name, "").strip()) and one.reads(value)
        }

    @property
    def export(self) -> str:
        """`csv`, `xlsx`, or empty for a page."""
        asked = self.params.get("export", "")
        return asked if asked in {"csv", "xlsx"} else ""

    # What there is

    @cached_property
    def filtered(self) -> QuerySet[Row]:
        """All rows that pass the filters, on every page, unsorted."""
        rows = self.table.rows
        for one in self.table.filters:
            if one.name in self.values:
                rows = one.apply(rows, self.values[one.name])
        return rows

    @cached_property
    def sorted(self) -> QuerySet[Row]:
        return self.filtered.order_by(
            *(
                _order(self.table.rows.model, column.sort, down=down)
                for column, down in self.sorting
            ),
            "pk",
        )

    @cached_property
    def count(self) -> int:
        return self.filtered.count()

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of this page, with what they need."""
        first = (self.page - 1) * self.page_rows
        found = list(self.sorted[first : first + self.page_rows])
        self.table.load(found)
        return found

    @cached_property
    def lines(self) -> list[list[tuple[Column[Row], Cell]]]:
        """The cells of this page."""
        return [
            [(column, column.cell(row)) for column in self.columns] for row in self.rows
        ]

    @cached_property
    def totals(self) -> Sequence[Total]:
        return self.table.totals(self.filtered)

    # Paging

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // self.page_rows))

    @property
    def first(self) -> int:
        return (self.page - 1) * self.page_rows + 1 if self.count else 0

    @property
    def last(self) -> int:
        return min(self.page * self.page_rows, self.count)

    @property
    def previous_url(self) -> str:
        return self.url(page=str(self.page - 1)) if self.page > 1 else ""

    @property
    def next_url(self) -> str:
        return self.url(page=str(self.page + 1)) if self.page < self.pages else ""

    # Addresses

    def url(self, **changes: str | None) -> str:
        """This list with some of its state changed; a value of None leaves that out."""
        params = self.params.copy()
        for name in [n for n in params if not any(params.getlist(n))]:
            del params[name]
        if self.columns == [column for column in self.table.columns if column.shown]:
            params.pop("columns", None)
        if "page" not in changes:
            params.pop("page", None)
        params.pop("export", None)
        for name, value in changes.items():
            params.pop(name, None)
            if value:
                params[name] = value
        return f"?{params.urlencode()}"

    @property
    def here(self) -> str:
        """This very state, without empty words."""
        return self.url(page=str(self.page) if self.page > 1 else None)

    @property
    def csv_url(self) -> str:
        return self.url(export="csv")

    @property
    def xlsx_url(self) -> str:
        return self.url(export="xlsx")

    @property
    def clear_url(self) -> str:
        """Without any filter."""
        return self.url(**dict.fromkeys(self.values))

    # Parts of the page

    @cached_property
    def headers(self) -> list[Header]:
        return [self._header(column) for column in self.columns]

    @cached_property
    def chips(self) -> list[Chip]:
        return [
            Chip(str(one.label), one.reads(value), self.url(**{one.name: None}))
            for one in self.table.filters
            if (value := self.values.get(one.name))
        ]

    @property
    def controls(self) -> list[Control]:
        return [Control(one, self.values.get(one.name, "")) for one in self.table.filters]

    @property
    def searches(self) -> list[Control]:
        return [one for one in self.controls if one.filter.kind == "search"]

    @property
    def choices(self) -> list[Control]:
        """Choices, flags and days that have something to choose."""
        return [
            one
            for one in self.controls
            if one.filter.kind in {"flag", "day"}
            or (one.filter.kind == "choice" and (one.filter.options or one.value))
        ]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """(name, value) of what stays in the address when a filter changes."""
        names = ("sort", *self.table.keeps)
        return [(name, value) for name in names if (value := self.params.get(name))]

    @property
    def all_columns(self) -> list[tuple[Column[Row], bool]]:
        """Every column, and whether it is shown now."""
        now = {column.name for column in self.columns}
        return [(column, column.name in now) for column in self.table.columns]

    # Files

    def export_head(self) -> list[str]:
        """The heads of the columns shown."""
        return [str(column.label) for column in self.columns]

    def export_lines(self) -> Iterator[list[Any]]:
        """Every row that passes the filters, in this order, with the columns shown."""
        keys = list(self.sorted.values_list("pk", flat=True))
        for start in range(0, len(keys), EXPORT_CHUNK):
            yield from self._chunk(keys[start : start + EXPORT_CHUNK])

    def _chunk(self, keys: Sequence[Any]) -> Iterable[list[Any]]:
        found = {row.pk: row for row in self.table.rows.filter(pk__in=keys)}
        rows = [found[key] for key in keys if key in found]
        self.table.load(rows)
        for row in rows:
            yield [column.cell(row).plain() for column in self.columns]

    def _header(self, column: Column[Row]) -> Header:
        if not column.sort:
            return Header(column, "", "", "", 0)
        words = [f"{'-' if down else ''}{one.name}" for one, down in self.sorting]
        names = [word.removeprefix("-") for word in words]
        rank = names.index(column.name) + 1 if column.name in names else 0
        down = bool(rank) and words[rank - 1].startswith("-")
        turned = (
            column.name if down or (not rank and not column.numeric) else f"-{column.name}"
        )
        added = [word for word in words if word.removeprefix("-") != column.name]
        return Header(
            column,
            self.url(sort=turned),
            self.url(sort=",".join([*added, turned])),
            {(True, True): "descending", (True, False): "ascending"}.get(
                (bool(rank), down), ""
            ),
            rank if len(words) > 1 else 0,
        )


def _order(model: type[Model], expression: str, *, down: bool) -> OrderBy:
    """Rows without a value come last, in either direction.

    Said only where one may be missing: else an index could not be walked backwards.
    """
    last = True if _may_be_missing(model, expression) else None
    if down:
        return F(expression).desc(nulls_last=last)
    return F(expression).asc(nulls_last=last)


def _may_be_missing(model: type[Model], path: str) -> bool:
    """False for a column that always has a value, on a row that is always there."""
    for name in path.split("__"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:  # an annotation
            return True
        if getattr(field, "null", True):
            return True
        if field.related_model is not None:
            model = field.related_model
    return False
