"""From `data/procedures.toml` to rules. A row that nobody understands stops the program."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar

from acquit.core.law.basis import Basis, Certainty
from acquit.core.procedures.shapes import Need, Procedure, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date


T = TypeVar("T")


class Misread(ValueError):
    """The table of ours is wrong."""


class Until(StrEnum):
    """What a clock runs to."""

    DEBTOR_TERM = "DEBTOR_TERM"
    REPORT = "REPORT"
    SERVICE = "SERVICE"
    OPPOSITION = "OPPOSITION"
    FILING = "FILING"
    TOLD = "TOLD"


class Whose(StrEnum):
    """Whose time it is: of the debtor's a later day is the safe one, of ours an earlier."""

    DEBTOR = "DEBTOR"
    US = "US"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A condition of a procedure. percent: of EXTRAS_BOUNDED; country: of DEBTOR_HERE."""

    procedure: Procedure
    need: Need
    basis: Basis
    percent: int = 0
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """months from the stage, then days after that. country: whose holidays count."""

    procedure: Procedure
    stage: Stage
    until: Until
    months: int
    then_days: int
    whose: Whose
    country: str
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """Within how many months of its publication a claim is filed in an insolvency."""

    country: str
    months: int
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """All that is written down."""

    conditions: tuple[Asked, ...]
    clocks: tuple[Clock, ...]
    filings: tuple[Filing, ...]


@lru_cache(maxsize=1)
def tables() -> Tables:
    """The tables, read once. Raises Misread."""
    text = files(__package__).joinpath("data/procedures.toml").read_text("utf-8")
    raw = tomllib.loads(text)
    read = Tables(
        conditions=tuple(_read(row, _condition) for row in raw.pop("condition")),
        clocks=tuple(_read(row, _clock) for row in raw.pop("clock")),
        filings=tuple(_read(row, _filing) for row in raw.pop("filing")),
    )
    if raw:
        raise Misread(f"Nobody reads {sorted(raw)}.")
    return read


def conditions(procedure: Procedure, on: date) -> list[Asked]:
    """What this procedure asks for on that day, in the order of the table."""
    rows = tables().conditions
    return [one for one in rows if one.procedure is procedure and one.basis.holds(on)]


def clocks(procedure: Procedure, stage: Stage, on: date) -> list[Clock]:
    """What begins to run when this stage is reached on that day."""
    return [
        one
        for one in tables().clocks
        if one.procedure is procedure and one.stage is stage and one.basis.holds(on)
    ]


def filing(country: str, on: date) -> Filing | None:
    """The rule for filing a claim there; None = no fixed period is written down."""
    rows = tables().filings
    return next((o for o in rows if o.country == country and o.basis.holds(on)), None)


def _read(raw: Mapping[str, Any], shape: Callable[[dict[str, Any], Basis], T]) -> T:
    left = dict(raw)
    try:
        read = shape(left, _basis(left))
    except (KeyError, ValueError) as error:
        raise Misread(f"{error} is missing or unknown in {raw}.") from error
    if left:
        raise Misread(f"Nobody reads {sorted(left)} in {raw}.")
    return read


def _basis(left: dict[str, Any]) -> Basis:
    return Basis(
        valid_from=left.pop("valid_from"),
        valid_to=left.pop("valid_to", None),
        source=left.pop("source"),
        certainty=Certainty(left.pop("certainty")),
        note=left.pop("note", ""),
    )


def _condition(left: dict[str, Any], basis: Basis) -> Asked:
    return Asked(
        procedure=Procedure(left.pop("procedure")),
        need=Need(left.pop("need")),
        percent=left.pop("percent", 0),
        country=left.pop("country", ""),
        basis=basis,
    )


def _clock(left: dict[str, Any], basis: Basis) -> Clock:
    return Clock(
        procedure=Procedure(left.pop("procedure")),
        stage=Stage(left.pop("from")),
        until=Until(left.pop("until")),
        months=left.pop("months"),
        then_days=left.pop("then_days", 0),
        whose=Whose(left.pop("whose")),
        country=left.pop("country"),
        basis=basis,
    )


def _filing(left: dict[str, Any], basis: Basis) -> Filing:
    return Filing(country=left.pop("country"), months=left.pop("months"), basis=basis)
