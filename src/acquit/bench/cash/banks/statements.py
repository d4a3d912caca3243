"""A statement of one account and day, as every format is given it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from acquit.bench.cash.lines import Line


@dataclass(frozen=True, slots=True)
class BankAccount:
    """An account of ours. terse: its bank tells less than the format could hold."""

    iban: str
    currency: str
    owner: str
    terse: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """One day. number: counted from 1; opening: signed, in cents."""

    account: BankAccount
    number: int
    day: date
    before: date
    opening: int
    lines: tuple[Line, ...]

    @property
    def closing(self) -> int:
        return self.opening + sum(line.minor for line in self.lines)


def decimal(minor: int, mark: str = ".") -> str:
    """12345 as 123.45, without its sign."""
    return f"{abs(minor) // 100}{mark}{abs(minor) % 100:02}"


def parts(text: str, *widths: int) -> Iterator[str]:
    """The text in fields of these widths, each filled up with blanks; the rest is lost."""
    at = 0
    for width in widths:
        yield text[at : at + width].ljust(width)
        at += width
