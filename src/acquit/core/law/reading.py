"""From the tables of `data/*.toml` to rules: a shape for each kind of row.

A row that lacks something, or says something that nobody reads, stops the program: the
tables are ours, and a rule that is half understood is worse than none.
"""

from __future__ import annotations

import tomllib
from datetime import time
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from acquit.core.law import shapes
from acquit.core.law.basis import Basis, Certainty
from acquit.core.money import to_minor
from acquit.core.party import Party

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Misread(ValueError):
    """A table of ours is wrong."""


class Entry(NamedTuple):
    """A rule, and towards whom it holds; UNKNOWN is never among them."""

    parties: frozenset[Party]
    rule: shapes.Rule


class Book(NamedTuple):
    """All that is written down of one country. currency: of its fees, ISO 4217."""

    country: str
    currency: str
    entries: tuple[Entry, ...]


@lru_cache(maxsize=16)
def book(country: str) -> Book:
    """The tables of a country (`BE`); `ANY` holds what goes for all. Raises Misread."""
    text = files(__package__).joinpath(f"data/{country.lower()}.toml").read_text("utf-8")
    tables = tomllib.loads(text)
    currency = tables.pop("currency")
    return Book(
        country,
        currency,
        tuple(_entry(kind, raw, currency) for kind, rows in tables.items() for raw in rows),
    )


class _Row:
    """One row of a table: its words are taken one by one, and what is left is an error."""

    def __init__(self, raw: Mapping[str, Any], currency: str) -> None:
        self.left = dict(raw)
        self._currency = currency
        self.basis = Basis(
            valid_from=self.take("valid_from"),
            valid_to=self.take("valid_to", None),
            source=self.take("source"),
            certainty=Certainty(self.take("certainty")),
            note=self.take("note", ""),
        )

    def take(self, word: str, *default: Any) -> Any:
        """What stands under a word; without a default it must be there."""
        return self.left.pop(word, *default)

    def says(self, word: str) -> bool:
        """Whether a word is there and true."""
        return bool(self.left.pop(word, None))

    def minor(self, amount: str) -> int:
        """An amount of the table, in minor units."""
        return to_minor(Decimal(amount), self._currency)

    def bound(self, word: str) -> int | None:
        """An amount under a word, None where there is none."""
        amount = self.take(word, None)
        return None if amount is None else self.minor(amount)

    def decimal(self, word: str) -> Decimal | None:
        """A number under a word, None where there is none."""
        text = self.take(word, None)
        return None if text is None else Decimal(text)


def _entry(kind: str, raw: Mapping[str, Any], currency: str) -> Entry:
    try:
        row = _Row(raw, currency)
        named = frozenset(Party[name.upper()] for name in row.take("parties"))
        rule = _SHAPES[kind](row)
    except KeyError as error:
        raise Misread(f"{kind}: {error} is missing or unknown in {raw}.") from error
    if row.left:
        raise Misread(f"{kind}: nobody reads {sorted(row.left)}.")
    return Entry(named, rule)


def _interest(row: _Row) -> shapes.InterestRule:
    return shapes.InterestRule(
        basis=row.basis,
        reference=row.take("reference"),
        margin=Decimal(row.take("margin", "0")),
        rounding=shapes.Rounding(row.take("rounding", "NONE")),
        published=row.take("published", ""),
        fixed=row.says("fixed"),
        compounding=shapes.Compounding(row.take("compounding", "NONE")),
        day_count=shapes.DayCount(row.take("day_count")),
    )


def _no_interest(row: _Row) -> shapes.NoInterest:
    return shapes.NoInterest(basis=row.basis)


def _fixed_fee(row: _Row) -> shapes.FixedFeeRule:
    tiers = row.take("tiers")
    return shapes.FixedFeeRule(
        basis=row.basis,
        tiers=tuple((row.minor(above), row.minor(fee)) for above, fee in tiers),
    )


def _costs(row: _Row) -> shapes.CostRule:
    bands = tuple(
        (row.minor(above), row.minor(fee), Decimal(percent))
        for above, fee, percent in row.take("bands", ())
    )
    return shapes.CostRule(
        basis=row.basis,
        kind=shapes.CostKind(row.take("kind")),
        bands=bands,
        least_minor=row.bound("least"),
        most_minor=row.bound("most"),
    )


def _reminder(row: _Row) -> shapes.ReminderRule:
    return shapes.ReminderRule(
        basis=row.basis,
        free=row.take("free", 0),
        free_recurring=row.take("free_recurring", 0),
        most_minor=row.minor(row.take("most")),
        recurring_only=row.says("recurring_only"),
        postage=row.says("postage"),
    )


def _guard(row: _Row) -> shapes.GuardRule:
    return shapes.GuardRule(
        basis=row.basis,
        charges=frozenset(shapes.Charge(name) for name in row.take("charges")),
        kind=shapes.GuardKind(row.take("kind")),
        days=row.take("days", 0),
        months=row.take("months", 0),
        post=shapes.Clock(row.take("post", "DAY_AFTER")),
        electronic=shapes.Clock(row.take("electronic", "DAY_AFTER")),
        needs_clause=row.says("needs_clause"),
        needs_mention=row.says("needs_mention"),
        warned_days=row.take("warned_days", 0),
        small_from_notice=row.says("small_from_notice"),
    )


def _letter(row: _Row) -> shapes.LetterRule:
    return shapes.LetterRule(
        basis=row.basis,
        kind=shapes.LetterKind(row.take("kind")),
        stage=shapes.Stage(row.take("stage")),
        days=row.take("days"),
        post=shapes.Clock(row.take("post", "DAY_AFTER")),
        electronic=shapes.Clock(row.take("electronic", "DAY_AFTER")),
        registered=row.says("registered"),
        paper_only=row.says("paper_only"),
    )


def _clause(row: _Row) -> shapes.ClauseRule:
    return shapes.ClauseRule(
        basis=row.basis,
        floor_reference=row.take("floor_reference", ""),
        floor_times=row.decimal("floor_times"),
        floor_share=row.decimal("floor_share"),
        capped=row.says("capped"),
    )


def _allocation(row: _Row) -> shapes.AllocationRule:
    order = tuple(shapes.Part(name) for name in row.take("order"))
    return shapes.AllocationRule(basis=row.basis, order=order)


def _hours(row: _Row) -> shapes.HoursRule:
    return shapes.HoursRule(
        basis=row.basis,
        means=frozenset(shapes.Means(name) for name in row.take("means")),
        spans=tuple(
            (time.fromisoformat(first), time.fromisoformat(last))
            for first, last in row.take("spans")
        ),
        weekdays=frozenset(row.take("weekdays")),
        holidays=row.take("holidays"),
        of_law=row.take("of_law"),
    )


def _limitation(row: _Row) -> shapes.LimitationRule:
    return shapes.LimitationRule(
        basis=row.basis,
        case=shapes.Case(row.take("case")),
        years=row.take("years"),
        begins=shapes.Begins(row.take("begins")),
        restarts=frozenset(shapes.Event(name) for name in row.take("restarts")),
        notice_on_receipt=row.says("notice_on_receipt"),
        interrupted_by=row.take("interrupted_by"),
        not_interrupted_by=row.take("not_interrupted_by"),
    )


_SHAPES: Mapping[str, Callable[[_Row], shapes.Rule]] = {
    "interest": _interest,
    "no_interest": _no_interest,
    "fixed_fee": _fixed_fee,
    "costs": _costs,
    "reminder": _reminder,
    "guard": _guard,
    "letter": _letter,
    "clause": _clause,
    "allocation": _allocation,
    "hours": _hours,
    "limitation": _limitation,
}
