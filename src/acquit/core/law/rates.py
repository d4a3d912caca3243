"""Rates that authorities publish, by half-year or year, as a value that can be added to.

A *reference* is the name of a published series: ECB_MRO, DE_BASISZINSSATZ, BOE_BANK_RATE
(as it stood on the last day of the half-year before), and legal rates of single countries.
Source of each row: its own column in `data/rates.csv`. What is missing raises MissingRate.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from acquit.core.law.basis import Certainty, is_surer
from acquit.core.law.errors import MissingRate, RateBackwards, RateOverlaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_starts = attrgetter("valid_from")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One rate in force from a day to a day, both included. percent: a year, may be < 0."""

    reference: str
    valid_from: date
    valid_to: date
    percent: Decimal
    certainty: Certainty
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rates:
    """tables: for each reference its rows in order of days, none over another; gaps may be.

    Whoever keeps further rows (a table that administrators fill) adds them:

    rates = Rates.published().extended(rows)
    """

    tables: Mapping[str, tuple[Row, ...]]

    @classmethod
    def published(cls) -> Rates:
        """The rows that come with the program."""
        return _published()

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Rates:
        """These rows and no others; raises RateOverlaps, RateBackwards."""
        return cls({}).extended(rows)

    def extended(self, rows: Iterable[Row]) -> Rates:
        """These rates and more; raises RateOverlaps when a row would lie over another.

        Only a row from memory gives way, to a surer one of the same days: so is it that a
        doubt is settled.
        """
        tables = {name: list(table) for name, table in self.tables.items()}
        for row in rows:
            table = tables.setdefault(row.reference, [])
            table[:] = [one for one in table if not _settles(row, one)]
            table.append(row)
        return Rates({name: _in_order(table) for name, table in tables.items()})

    def find(self, reference: str, day: date) -> Row | None:
        """The row in force that day; None when none is known."""
        table = self.tables.get(reference, ())
        place = bisect_right(table, day, key=_starts) - 1
        if place < 0 or table[place].valid_to < day:
            return None
        return table[place]

    def at(self, reference: str, day: date, *, country: str) -> Row:
        """The row in force that day; raises MissingRate. country: whose law asks for it."""
        row = self.find(reference, day)
        if row is None:
            raise MissingRate(country, reference, half_year(day), day)
        return row


def half_year(day: date) -> str:
    """The half-year in which a day lies: `2026H2`. The 1st of July begins the second."""
    return f"{day.year}H{1 if day.month <= 6 else 2}"


def _settles(row: Row, before: Row) -> bool:
    same_days = (row.valid_from, row.valid_to) == (before.valid_from, before.valid_to)
    doubted = before.certainty is Certainty.MEMORY
    return same_days and doubted and is_surer(row.certainty, before.certainty)


def _in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    table = tuple(sorted(rows, key=_starts))
    for row in table:
        if row.valid_to < row.valid_from:
            raise RateBackwards(row.reference, row.valid_from, row.valid_to)
    for before, after in pairwise(table):
        if after.valid_from <= before.valid_to:
            raise RateOverlaps(before.reference, before.valid_from, before.valid_to)
    return table


@lru_cache(maxsize=1)
def _published() -> Rates:
    return Rates.of(_rows(files(__package__).joinpath("data/rates.csv").read_text("utf-8")))


def _rows(text: str) -> Iterator[Row]:
    for row in csv.DictReader(text.splitlines()):
        yield Row(
            reference=row["reference"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]),
            percent=Decimal(row["percent"]),
            certainty=Certainty(row["certainty"]),
            source=row["source"],
            note=row["note"],
        )
