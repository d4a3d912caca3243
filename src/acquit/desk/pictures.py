"""A picture on a page, with its numbers as a table beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from acquit.web.lines import Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """`{% include "desk/cockpit/picture.html" with picture=… %}` draws it.

    open_table: its numbers are shown without being asked for; how: the way in which they
    are computed.
    """

    name: str
    title: str
    option: dict[str, Any]
    how: str
    table: Lines
    open_table: bool = False
    empty: str = ""
