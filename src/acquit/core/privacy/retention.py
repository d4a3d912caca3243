"""How long something is kept, by country: what the law asks for, what the house does."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from acquit.core.errors import Refusal
from acquit.core.law import Basis, Certainty
from acquit.core.limitation_watch import months_before

ANYWHERE = "ANY"


class Kind(StrEnum):
    """BOOKS: invoices and payments, with the name and address on them. FILE: messages,
    answers, notes, and how somebody is reached.
    """

    BOOKS = "BOOKS"
    FILE = "FILE"


class NoRetention(Refusal):
    """Of this country it is not written down how long books are kept."""

    def __init__(self, country: str) -> None:
        super().__init__(
            "How long books are kept in %(country)s is not known here. Nothing that "
            "belongs to the books is erased until it is.",
            country=country,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """years: to the end of the year that many years later; months: to the day. One of them
    is 0.
    """

    country: str
    kind: Kind
    years: int
    months: int
    basis: Basis

    def until(self, closed_on: date) -> date:
        """The last day on which it is kept. closed_on: the last of it was settled."""
        if self.years:
            return date(closed_on.year + self.years, 12, 31)
        return months_before(closed_on, -self.months)

    def first_kept(self, as_of: date) -> date:
        """What is of an earlier day is past its time."""
        if self.years:
            return date(as_of.year - self.years, 1, 1)
        return months_before(as_of, self.months)


def retention(country: str, kind: Kind, *, on: date) -> Retention:
    """What holds on that day in the creditor's country; raises NoRetention."""
    for where in (country, ANYWHERE):
        for one in table():
            if (one.country, one.kind) == (where, kind) and one.basis.holds(on):
                return one
    raise NoRetention(country)


@cache
def table() -> tuple[Retention, ...]:
    """All that is written down, as it stands."""
    text = files(__package__).joinpath("data/retention.toml").read_text("utf-8")
    return tuple(_rule(raw) for raw in tomllib.loads(text)["rule"])


def _rule(raw: dict[str, Any]) -> Retention:
    return Retention(
        country=raw["country"],
        kind=Kind(raw["kind"]),
        years=raw.get("years", 0),
        months=raw.get("months", 0),
        basis=Basis(
            valid_from=raw["valid_from"],
            valid_to=raw.get("valid_to"),
            source=raw["source"],
            certainty=Certainty(raw["certainty"]),
            note=raw.get("note", ""),
        ),
    )
