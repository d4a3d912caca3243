"""What a page says of its list, and what the list says of itself on the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import Model
from django.utils.functional import Promise

from acquit.web import reading

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from acquit.core.money import Money
    from acquit.web.cells import Cell

Row = TypeVar("Row", bound=Model)
Words = str | Promise
Option = tuple[str, Words]


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """sort: the field or annotation it is ordered by; "" = it cannot be sorted.

    `shown`: without being asked for. `phone`: on a narrow screen too.
    """

    name: str
    label: Words
    cell: Callable[[Row], Cell]
    _: KW_ONLY
    sort: str = ""
    numeric: bool = False
    shown: bool = True
    phone: bool = True


@dataclass(frozen=True, slots=True)
class Filter(Generic[Row]):
    """kind: search, choice, flag or day. `apply` gets the rows and the address's value.

    options: for a choice, the values that may be chosen; any other value is ignored.
    """

    name: str
    label: Words
    apply: Callable[[QuerySet[Row], str], QuerySet[Row]]
    _: KW_ONLY
    kind: str = "choice"
    options: Sequence[Option] = ()

    def reads(self, value: str) -> str:
        """What the chip says for this value; empty = the value means nothing here."""
        if self.kind == "search":
            return value
        if self.kind == "flag":
            return str(self.label) if value == "1" else ""
        if self.kind == "day":
            day = reading.day(value)
            return reading.short_day(day) if day else ""
        return next((str(label) for key, label in self.options if key == value), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A sum below the list: one amount per currency."""

    label: Words
    amounts: Sequence[Money]


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """What is said when there is no row at all, and what to do next."""

    title: Words
    words: Words
    icon: str = "list-search"
    href: str = ""
    action: Words = ""


@dataclass(frozen=True, slots=True)
class Header:
    """A column's head: `url` sorts by it alone, `add_url` adds it to the sorting."""

    column: Column[Any]
    url: str
    add_url: str
    direction: str
    rank: int


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in use; `url` is the page without it."""

    label: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Control:
    """A filter as a form shows it."""

    filter: Filter[Any]
    value: str
