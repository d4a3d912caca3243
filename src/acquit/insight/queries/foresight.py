"""What is expected of a scope in one currency, as values: every figure of the forecast is
read from them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from acquit.core import figures
from acquit.core.figures import Bucket
from acquit.core.forecast import Expected, of_companies, total
from acquit.core.risk import Counted
from acquit.insight.queries.position import WEEKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Cash(NamedTuple):
    """What is expected of the customers of one place in one currency, by what was open on
    the morning of `made_on`. weeks: from the week of that day on; quarter: all of them.
    """

    company_id: int
    unit_id: int | None
    currency: str
    made_on: date
    weeks: Sequence[Expected]
    days_30: Expected
    quarter: Expected


class Doubt(NamedTuple):
    """What may go wrong with what the customers of one place owe in one currency: minor
    units by bucket.

    late: is late, or will be; late_30: is, or will be, more than 30 days late. promised: by
    the terms, in WEEKS weeks, the overdue included. unknown: of what nothing is predicted.
    """

    company_id: int
    unit_id: int | None
    currency: str
    open: Mapping[Bucket, int]
    late: Mapping[Bucket, int]
    late_30: Mapping[Bucket, int]
    promised: int
    unknown: int = 0


@dataclass(frozen=True)
class Foresight:
    """What is expected in one currency: the payers, and so the places, of one company are
    independent, companies are not.
    """

    currency: str
    cash: Sequence[Cash]
    doubts: Sequence[Doubt] = ()

    @cached_property
    def made_on(self) -> date:
        """The morning of the newest part."""
        return max(one.made_on for one in self.cash)

    @cached_property
    def weeks(self) -> Mapping[date, Expected]:
        """What is expected in each week, by its Monday."""
        found: dict[date, list[tuple[int, Expected]]] = defaultdict(list)
        for one in self.cash:
            monday = figures.week_of(one.made_on)
            for place, expected in enumerate(one.weeks):
                week = monday + timedelta(weeks=place)
                found[week].append((one.company_id, expected))
        return {monday: _added(parts) for monday, parts in sorted(found.items())}

    @cached_property
    def days_30(self) -> Expected:
        return _added((one.company_id, one.days_30) for one in self.cash)

    @cached_property
    def quarter(self) -> Expected:
        """All of the WEEKS weeks together."""
        return _added((one.company_id, one.quarter) for one in self.cash)

    @cached_property
    def counted(self) -> Counted:
        return Counted(self.quarter.interval.low, sum(one.promised for one in self.doubts))

    @cached_property
    def open(self) -> Mapping[Bucket, int]:
        return _summed(one.open for one in self.doubts)

    @cached_property
    def late(self) -> Mapping[Bucket, int]:
        return _summed(one.late for one in self.doubts)

    @cached_property
    def late_30(self) -> Mapping[Bucket, int]:
        return _summed(one.late_30 for one in self.doubts)

    @property
    def at_risk_minor(self) -> int:
        """What is, or is expected to be, more than 30 days late."""
        return sum(self.late_30.values())

    @property
    def unknown_minor(self) -> int:
        """What is open without a prediction, and is taken as paid in time."""
        return sum(one.unknown for one in self.doubts)


def by_currency(cash: Iterable[Cash], doubts: Iterable[Doubt]) -> dict[str, Foresight]:
    """The foresight in each currency of which something is expected."""
    sums: dict[str, list[Cash]] = defaultdict(list)
    risks: dict[str, list[Doubt]] = defaultdict(list)
    for one in cash:
        sums[one.currency].append(one)
    for doubt in doubts:
        risks[doubt.currency].append(doubt)
    return {code: Foresight(code, alike, risks[code]) for code, alike in sums.items()}


def of_weeks(minor: Sequence[int], variances: Sequence[float]) -> list[Expected]:
    """The WEEKS weeks from their two columns."""
    return [Expected(*one) for one in zip(minor, variances, strict=True)][:WEEKS]


def _added(parts: Iterable[tuple[int, Expected]]) -> Expected:
    """Company by company."""
    companies: dict[int, list[Expected]] = defaultdict(list)
    for company_id, one in parts:
        companies[company_id].append(one)
    return of_companies(total(alike) for alike in companies.values())


def _summed(parts: Iterable[Mapping[Bucket, int]]) -> dict[Bucket, int]:
    found = dict.fromkeys(Bucket, 0)
    for part in parts:
        for bucket, minor in part.items():
            found[bucket] += minor
    return found
