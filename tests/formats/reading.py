"""Reading small files that a test writes down, and the records that come out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from acquit.formats import registry
from acquit.formats.records import (
    LineRecord,
    Problem,
    Refused,
    StatementClosed,
    StatementOpened,
)
from acquit.formats.source import Source

if TYPE_CHECKING:
    from pathlib import Path

    from acquit.formats.records import Record


@dataclass(frozen=True)
class Read:
    """What a file of statements gives, by kind."""

    records: list[Record | Problem]

    @property
    def opened(self) -> list[StatementOpened]:
        return [one for one in self.records if isinstance(one, StatementOpened)]

    @property
    def lines(self) -> list[LineRecord]:
        return [one for one in self.records if isinstance(one, LineRecord)]

    @property
    def closed(self) -> list[StatementClosed]:
        return [one for one in self.records if isinstance(one, StatementClosed)]

    @property
    def problems(self) -> list[Problem]:
        return [one for one in self.records if isinstance(one, Problem)]

    @property
    def remarks(self) -> list[Problem]:
        return [note for one in self.closed for note in one.notes]

    @property
    def line(self) -> LineRecord:
        (line,) = self.lines
        return line

    def sum(self, direction: int) -> Decimal:
        """Money in (1) or out (-1), as a positive amount."""
        amounts = (line.amount * direction for line in self.lines)
        return sum((amount for amount in amounts if amount > 0), Decimal(0))


def read(content: str | bytes | Path) -> Read:
    """Recognise and read a file; text is written in UTF-8."""
    if isinstance(content, str):
        content = content.encode()
    source = (
        Source.of_bytes(content) if isinstance(content, bytes) else Source.of_path(content)
    )
    return Read(list(registry.recognise(source).read(source)))


def refusal_of(content: str | bytes | Path) -> Problem:
    """Why the whole file is refused; fails when it is not."""
    with pytest.raises(Refused) as caught:
        read(content)
    return caught.value.problem


def code_of(content: str | bytes) -> str:
    """The code under which the content is recognised."""
    raw = content.encode() if isinstance(content, str) else content
    return registry.recognise(Source.of_bytes(raw)).code
