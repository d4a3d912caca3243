"""A small table without paging or filters: heads, and for each row a cell under each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import Promise

    from acquit.web.cells import Cell


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column. `phone`: on a narrow screen too."""

    label: str | Promise
    numeric: bool = False
    phone: bool = True


@dataclass(frozen=True, slots=True)
class Lines:
    """`{% include "web/lines.html" with table=lines title=… %}` draws it."""

    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]

    @property
    def lines(self) -> list[list[tuple[Head, Cell]]]:
        """The cells of each row, under their heads."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]
