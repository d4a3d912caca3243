"""What may go wrong with what is open, as formulas over one currency.

Amounts are minor units, shares 0..1. docs/explanation/forecast-and-risk.md tells each with
worked numbers, and why it is defined so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.figures import Bucket, days_of_sales, share

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Where a company's books are short: the provision matrix of IFRS 9, Illustrative Examples,
# example 12 (IE77), the only one that everybody in the trade can look up.
USUAL_RATES: dict[Bucket, float] = {
    Bucket.NOT_DUE: 0.003,
    Bucket.TO_30: 0.016,
    Bucket.TO_60: 0.036,
    Bucket.TO_90: 0.066,
    Bucket.OVER_90: 0.106,
}
# The own books speak as loudly as the usual rates from so many receivables on.
LEAN = 50
# What is unpaid so long after its due day counts as lost.
LOST_AFTER_DAYS = 365
# The days after due on which a receivable, still open, enters each bucket; what is not due
# stood there from the beginning.
ENTERS = {Bucket.TO_30: 1, Bucket.TO_60: 31, Bucket.TO_90: 61, Bucket.OVER_90: 91}

# Slow down: so little of what the terms promise can be counted on, or so much less than a
# quarter before. Be careful: likewise.
SLOW_BELOW, CAREFUL_BELOW = 0.75, 0.90
SLOW_FALL, CAREFUL_FALL = 0.10, 0.05
# How many payers pay late in the stress, and by how much.
STRESSED_PAYERS, STRESSED_DAYS = 3, 30


class Stood(NamedTuple):
    """What once stood in a bucket, and what of it was lost in the end.

    squares: of the single amounts, added up; it tells how many of them count.
    """

    minor: int = 0
    squares: float = 0.0
    lost_minor: int = 0

    @property
    def receivables(self) -> float:
        """How many of the same size would spread the money as much: one large invoice
        among many small ones is hardly more than one.
        """
        return self.minor * self.minor / self.squares if self.squares else 0.0


def loss_rates(stood: Mapping[Bucket, Stood]) -> dict[Bucket, float]:
    """The share of each bucket that will be lost: the provision matrix.

    What was lost of the own books, leaning on the usual rate as if that were LEAN
    receivables more. 100 invoices of 1,000 once were 31 to 60 days late, and 4,000 was
    lost: (100 x 4 % + 50 x 3.6 %) / 150 = 3.87 %. No bucket is safer than the one before
    it.
    """
    found: dict[Bucket, float] = {}
    least = 0.0
    for bucket, usual in USUAL_RATES.items():
        one = stood.get(bucket, Stood())
        count = one.receivables
        own = min(one.lost_minor / one.minor, 1.0) if one.minor > 0 else 0.0
        least = max(least, (count * own + LEAN * usual) / (count + LEAN))
        found[bucket] = least
    return found


def provision(
    open_minor: Mapping[Bucket, int], rates: Mapping[Bucket, float]
) -> dict[Bucket, int]:
    """What of each bucket will be lost."""
    return {
        bucket: round(minor * rates[bucket])
        for bucket, minor in open_minor.items()
        if minor
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """How much hangs on few payers. first, three, ten: shares of the largest ones.

    payers: how many there are; alike: how many of the same size would spread the money as
    much, 1 / sum of squared shares (the inverse of the Herfindahl index).
    """

    payers: int
    first: float
    three: float
    ten: float
    alike: float


def concentration(
    largest: Sequence[int], *, payers: int, open_minor: int, squares: float
) -> Concentration | None:
    """largest: what the ten largest owe, the largest first; squares: of what each of all
    payers owes, added up. None of nothing.

    Payers that owe 50, 30 and 20: the first has 50 %, and they are as
    1 / (0.25 + 0.09 + 0.04) = 2.63 alike.
    """
    if open_minor <= 0 or squares <= 0:
        return None
    return Concentration(
        payers=payers,
        first=sum(largest[:1]) / open_minor,
        three=sum(largest[:3]) / open_minor,
        ten=sum(largest[:10]) / open_minor,
        alike=open_minor * open_minor / squares,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stress:
    """The largest payers pay STRESSED_DAYS later.

    cash_minor: what then still comes in these days; falls_minor: how much less that is;
    late_minor: what they owe that falls due meanwhile, and is overdue at the end;
    dso_days: how much longer sales are outstanding, None without sales.
    """

    cash_minor: int
    falls_minor: int
    late_minor: int
    dso_days: float | None


def stress(
    *,
    expected_minor: int,
    of_largest: Sequence[int],
    falls_due: Sequence[int],
    sales_minor: int,
    days: int,
) -> Stress:
    """of_largest: what is expected of each of them in the next STRESSED_DAYS; falls_due:
    what of each falls due in these days; sales_minor: of the last `days`.

    90,000 is expected in 30 days, 40,000 of it from the three largest, and 273,000 was sold
    in 91 days: 50,000 is left, and the DSO grows by 40,000 / 273,000 x 91 = 13.3 days.
    """
    falls = min(sum(of_largest), expected_minor)
    return Stress(
        cash_minor=expected_minor - falls,
        falls_minor=falls,
        late_minor=sum(falls_due),
        dso_days=days_of_sales(falls, sales_minor, days),
    )


class Counsel(StrEnum):
    """What the cash to come says about spending it."""

    GO_ON = "GO_ON"
    CAREFUL = "CAREFUL"
    SLOW_DOWN = "SLOW_DOWN"


class Reason(StrEnum):
    """What speaks for the counsel."""

    ENOUGH = "ENOUGH"
    LITTLE = "LITTLE"
    FALLEN = "FALLEN"


class Counted(NamedTuple):
    """The cash of the next 13 weeks. low_minor: what comes in nine cases of ten at least;
    promised_minor: what the terms promise, all that is overdue and what falls due.
    """

    low_minor: int
    promised_minor: int

    @property
    def share(self) -> float | None:
        """How much of what is promised can be counted on."""
        part = share(self.low_minor, self.promised_minor)
        return None if part is None else min(part, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The counsel, with its figures. before: the share a quarter earlier, None = not
    known.
    """

    counsel: Counsel
    share: float
    before: float | None
    reasons: tuple[Reason, ...]

    @property
    def change(self) -> float | None:
        return None if self.before is None else self.share - self.before


def advise(now: Counted, before: Counted | None) -> Advice | None:
    """Whether to slow down investment. None where nothing is promised.

    860,000 of 1,000,000 that the terms promise can be counted on: 86 %, be careful. A
    quarter before it was 97 %: 11 points less, slow down.
    """
    if now.share is None:
        return None
    then = before.share if before else None
    fall = 0.0 if then is None else then - now.share
    reasons = []
    if now.share < CAREFUL_BELOW:
        reasons.append(Reason.LITTLE)
    if fall >= CAREFUL_FALL:
        reasons.append(Reason.FALLEN)
    counsel = Counsel.CAREFUL if reasons else Counsel.GO_ON
    if now.share < SLOW_BELOW or fall >= SLOW_FALL:
        counsel = Counsel.SLOW_DOWN
    return Advice(
        counsel=counsel,
        share=now.share,
        before=then,
        reasons=tuple(reasons) or (Reason.ENOUGH,),
    )
