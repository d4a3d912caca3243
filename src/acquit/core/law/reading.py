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

# A row of the table is consumed word by word; what is left at the end is an error.
_Raw = dict[str, Any]


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
        tuple(
            _entry(kind, dict(raw), currency)
            for kind, rows in tables.items()
            for raw in rows
        ),
    )


def _entry(kind: str, raw: _Raw, currency: str) -> Entry:
    try:
        named = frozenset(Party[name.upper()] for name in raw.pop("parties"))
        rule = _SHAPES[kind](_basis(raw), raw, currency)
    except KeyError as error:
        raise Misread(f"{kind}: {error} is missing or unknown in {raw}.") from error
    if raw:
        raise Misread(f"{kind}: nobody reads {sorted(raw)}.")
    return Entry(named, rule)


def _basis(raw: _Raw) -> Basis:
    return Basis(
        valid_from=raw.pop("valid_from"),
        valid_to=raw.pop("valid_to", None),
        source=raw.pop("source"),
        certainty=Certainty(raw.pop("certainty")),
        note=raw.pop("note", ""),
    )


def _interest(basis: Basis, raw: _Raw, currency: str) -> shapes.InterestRule:  # noqa: ARG001 - one signature
    return shapes.InterestRule(
        basis=basis,
        reference=raw.pop("reference"),
        margin=Decimal(raw.pop("margin", "0")),
        rounding=shapes.Rounding(raw.pop("rounding", "NONE")),
        published=raw.pop("published", ""),
        fixed=raw.pop("fixed", False),
        compounding=shapes.Compounding(raw.pop("compounding", "NONE")),
        day_count=shapes.DayCount(raw.pop("day_count")),
    )


def _no_interest(basis: Basis, raw: _Raw, currency: str) -> shapes.NoInterest:  # noqa: ARG001
    return shapes.NoInterest(basis=basis)


def _fixed_fee(basis: Basis, raw: _Raw, currency: str) -> shapes.FixedFeeRule:
    tiers = raw.pop("tiers")
    return shapes.FixedFeeRule(
        basis=basis,
        tiers=tuple(
            (_minor(above, currency), _minor(fee, currency)) for above, fee in tiers
        ),
    )


def _costs(basis: Basis, raw: _Raw, currency: str) -> shapes.CostRule:
    bands = tuple(
        (_minor(above, currency), _minor(fee, currency), Decimal(percent))
        for above, fee, percent in raw.pop("bands", ())
    )
    return shapes.CostRule(
        basis=basis,
        kind=shapes.CostKind(raw.pop("kind")),
        bands=bands,
        least_minor=_bound(raw.pop("least", None), currency),
        most_minor=_bound(raw.pop("most", None), currency),
    )


def _reminder(basis: Basis, raw: _Raw, currency: str) -> shapes.ReminderRule:
    return shapes.ReminderRule(
        basis=basis,
        free=raw.pop("free", 0),
        free_recurring=raw.pop("free_recurring", 0),
        most_minor=_minor(raw.pop("most"), currency),
        recurring_only=raw.pop("recurring_only", False),
        postage=raw.pop("postage", False),
    )


def _guard(basis: Basis, raw: _Raw, currency: str) -> shapes.GuardRule:  # noqa: ARG001
    return shapes.GuardRule(
        basis=basis,
        charges=frozenset(shapes.Charge(name) for name in raw.pop("charges")),
        kind=shapes.GuardKind(raw.pop("kind")),
        days=raw.pop("days", 0),
        months=raw.pop("months", 0),
        post=shapes.Clock(raw.pop("post", "DAY_AFTER")),
        electronic=shapes.Clock(raw.pop("electronic", "DAY_AFTER")),
        needs_clause=raw.pop("needs_clause", False),
        needs_mention=raw.pop("needs_mention", False),
        warned_days=raw.pop("warned_days", 0),
        small_from_notice=raw.pop("small_from_notice", False),
    )


def _clause(basis: Basis, raw: _Raw, currency: str) -> shapes.ClauseRule:  # noqa: ARG001
    return shapes.ClauseRule(
        basis=basis,
        floor_reference=raw.pop("floor_reference", ""),
        floor_times=_decimal(raw.pop("floor_times", None)),
        floor_share=_decimal(raw.pop("floor_share", None)),
        capped=raw.pop("capped", False),
    )


def _allocation(basis: Basis, raw: _Raw, currency: str) -> shapes.AllocationRule:  # noqa: ARG001
    order = tuple(shapes.Part(name) for name in raw.pop("order"))
    return shapes.AllocationRule(basis=basis, order=order)


def _hours(basis: Basis, raw: _Raw, currency: str) -> shapes.HoursRule:  # noqa: ARG001
    return shapes.HoursRule(
        basis=basis,
        means=frozenset(shapes.Means(name) for name in raw.pop("means")),
        spans=tuple(
            (time.fromisoformat(first), time.fromisoformat(last))
            for first, last in raw.pop("spans")
        ),
        weekdays=frozenset(raw.pop("weekdays")),
        holidays=raw.pop("holidays"),
        of_law=raw.pop("of_law"),
    )


def _limitation(basis: Basis, raw: _Raw, currency: str) -> shapes.LimitationRule:  # noqa: ARG001
    return shapes.LimitationRule(
        basis=basis,
        case=shapes.Case(raw.pop("case")),
        years=raw.pop("years"),
        begins=shapes.Begins(raw.pop("begins")),
        restarts=frozenset(shapes.Event(name) for name in raw.pop("restarts")),
        interrupted_by=raw.pop("interrupted_by"),
        not_interrupted_by=raw.pop("not_interrupted_by"),
    )


def _minor(amount: str, currency: str) -> int:
    return to_minor(Decimal(amount), currency)


def _bound(amount: str | None, currency: str) -> int | None:
    return None if amount is None else _minor(amount, currency)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


_SHAPES: Mapping[str, Callable[[Basis, _Raw, str], shapes.Rule]] = {
    "interest": _interest,
    "no_interest": _no_interest,
    "fixed_fee": _fixed_fee,
    "costs": _costs,
    "reminder": _reminder,
    "guard": _guard,
    "clause": _clause,
    "allocation": _allocation,
    "hours": _hours,
    "limitation": _limitation,
}
