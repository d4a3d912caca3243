"""Judged months of some companies, put together: each counts by what was judged of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from acquit.scoring.queries.predictions import clearly_nearer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from acquit.scoring.models import Check

MONTHS = 12
BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Of n invoices of which it was said that they would be late with so much probability
    on average, such a share was.
    """

    said: float
    happened: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Several checks as one; figures as `Check` has them. trained: True, False, or None
    where some and some.
    """

    n: int
    trained: bool | None
    mae: float
    naive_mae: float
    within_3: float
    naive_within_3: float
    brier: float
    naive_brier: float
    auc: float | None
    covered: float
    width: float
    bins: Mapping[int, Bin]

    @property
    def better(self) -> bool:
        """Whether the prediction was nearer than the guess."""
        return clearly_nearer(self.mae, self.naive_mae)


def by_month(checks: Iterable[Check]) -> dict[date, Judged]:
    """The last MONTHS months of which anything was judged, the oldest first."""
    found: dict[date, list[Check]] = defaultdict(list)
    for one in checks:
        found[one.month].append(one)
    return {month: together(found[month]) for month in sorted(found)[-MONTHS:]}


def together(checks: Sequence[Check | Judged]) -> Judged:
    """At least one of them as one."""
    kinds = {one.trained for one in checks}
    told = [one for one in checks if one.auc is not None]
    return Judged(
        n=sum(one.n for one in checks),
        trained=kinds.pop() if len(kinds) == 1 else None,
        mae=_mean(checks, "mae"),
        naive_mae=_mean(checks, "naive_mae"),
        within_3=_mean(checks, "within_3"),
        naive_within_3=_mean(checks, "naive_within_3"),
        brier=_mean(checks, "brier"),
        naive_brier=_mean(checks, "naive_brier"),
        auc=_mean(told, "auc") if told else None,
        covered=_mean(checks, "covered"),
        width=_mean(checks, "width"),
        bins=_bins(checks),
    )


def _mean(checks: Sequence[Check | Judged], name: str) -> float:
    weighed = sum(float(getattr(one, name)) * one.n for one in checks)
    return weighed / max(sum(one.n for one in checks), 1)


def _bins(checks: Sequence[Check | Judged]) -> dict[int, Bin]:
    """By tenth, 0 = it was said with less than 10 %."""
    found: dict[int, list[Bin]] = defaultdict(list)
    for check in checks:
        bins = (
            check.bins.values()
            if isinstance(check, Judged)
            else [Bin(**words) for words in check.bins]
        )
        for one in bins:
            found[min(int(one.said * BINS), BINS - 1)].append(one)
    return {place: _one_bin(found[place]) for place in sorted(found)}


def _one_bin(bins: Sequence[Bin]) -> Bin:
    n = sum(one.n for one in bins)
    return Bin(
        said=sum(one.said * one.n for one in bins) / n,
        happened=sum(one.happened * one.n for one in bins) / n,
        n=n,
    )
