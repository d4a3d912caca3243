"""How safe a payer is: a score of 0 to 100, as points that anybody can add up.

A payer that always paid in time and owes nothing late has BASE points; each factor takes
some away or adds some, and says so. Seven points less make the odds about twice as bad that
something is paid more than 30 days late within the next six months. The points of the first
four factors come from a logistic regression on the receivables of 1,000 real companies, the
others are judgement; docs/decisions/0015-a-score-of-points.md tells which and how well they
do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from acquit.core.behaviour.priors import STANDARD_PRIOR
from acquit.core.sentences import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from acquit.core.behaviour.figures import Figures
    from acquit.core.behaviour.priors import Prior
    from acquit.core.sentences import Sentence

BASE = 90
# At this score it is as likely as not; so many points change the odds by a factor of e.
EVEN_SCORE, POINTS_OF_ODDS = 62, 10
# Points by the share of payments after due, and for each 30 days that the slowest tenth
# comes after due, up to 60.
LATE_POINTS, SLOWEST_POINTS, SLOWEST_MOST = -11, -15, 60
# For each 30 days that the oldest open item is overdue longer than three of four payments
# of this payer took, up to 30; and for each 30 that it is more than 30 days overdue, up to
# 60: who always takes three weeks is not suspect after two.
BEYOND_POINTS, OVERDUE_POINTS, OVERDUE_MOST = -48, -8, 60
A_MONTH = 30
# For a quarter that differs from before by more than chance.
TREND_POINTS = 5
CHANCE = 0.01
# For a long history without delay; half of them after so many payments.
HISTORY_POINTS, HISTORY_HALF = 10, 20
# For each promise broken, payment returned; for an exposure above the limit.
BROKEN_POINTS, BROKEN_MOST = -4, 3
RETURNED_POINTS, RETURNED_MOST = -6, 2
OVER_LIMIT_POINTS, FAR_OVER_LIMIT_POINTS, FAR_OVER = -3, -6, 1.5


class ScoreClass(StrEnum):
    """Bands of the score, the safest first."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


LEAST = {
    ScoreClass.A: 80,
    ScoreClass.B: 65,
    ScoreClass.C: 50,
    ScoreClass.D: 35,
    ScoreClass.E: 0,
}


class Factor(StrEnum):
    """What a score is made of."""

    LATE = "LATE"
    SLOWEST = "SLOWEST"
    OVERDUE = "OVERDUE"
    BEYOND = "BEYOND"
    TREND = "TREND"
    HISTORY = "HISTORY"
    PROMISES = "PROMISES"
    RETURNED = "RETURNED"
    LIMIT = "LIMIT"
    INSOLVENCY = "INSOLVENCY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What a payer owes on the morning: all that is open, what of it is overdue (both in
    minor units of its own currency), and how many days the oldest is. What is disputed as a
    whole is not counted as overdue. limit_minor: None = none was set.
    """

    open_minor: int = 0
    overdue_minor: int = 0
    oldest_days: int = 0
    limit_minor: int | None = None
    insolvent: bool = False


OWES_NOTHING = Position()


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one factor adds (or takes away), in points and in words."""

    factor: Factor
    points: int
    said: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """BASE and the points of all contributions, kept within 0 to 100."""

    value: int
    contributions: Sequence[Contribution]

    @property
    def score_class(self) -> ScoreClass:
        """The band it lies in."""
        return class_of(self.value)


def class_of(value: int) -> ScoreClass:
    """The band of a score."""
    return next(one for one, least in LEAST.items() if value >= least)


def score(
    one: Figures, position: Position = OWES_NOTHING, prior: Prior = STANDARD_PRIOR
) -> Score:
    """prior: what is thought of a payer like this of whom nothing is known."""
    found = [part for part in _contributions(one, position, prior) if part.points]
    value = max(0, min(100, BASE + sum(part.points for part in found)))
    return Score(value=value, contributions=found)


def usual_probability(value: int) -> float:
    """How often a payer of that score pays something more than 30 days late within six
    months, where a company's own books cannot tell yet.
    """
    return 1 / (1 + math.exp((value - EVEN_SCORE) / POINTS_OF_ODDS))


def _contributions(
    one: Figures, position: Position, prior: Prior
) -> Iterator[Contribution]:
    yield _late(one, prior)
    yield _slowest(one)
    yield from _overdue(one, position)
    yield _trend(one)
    yield _history(one)
    yield Contribution(
        Factor.PROMISES,
        BROKEN_POINTS * min(one.promises_broken, BROKEN_MOST),
        say("broke %(count)s promises", count=one.promises_broken),
    )
    yield Contribution(
        Factor.RETURNED,
        RETURNED_POINTS * min(one.returned, RETURNED_MOST),
        say("%(count)s of its payments were returned", count=one.returned),
    )
    yield _limit(position)
    if position.insolvent:
        yield Contribution(
            Factor.INSOLVENCY,
            -2 * BASE,
            say("a hold for insolvency is in force"),
        )


def _late(one: Figures, prior: Prior) -> Contribution:
    share = prior.of(one).late
    if one.payments:
        said = say(
            "%(late)s of %(payments)s payments came late; with what customers like it do "
            "that counts as %(share)s %%",
            late=one.late,
            payments=one.payments,
            share=round(share * 100),
        )
    else:
        said = say(
            "no payment is known yet; %(share)s %% of those of customers like it are late",
            share=round(share * 100),
        )
    return Contribution(Factor.LATE, round(LATE_POINTS * share), said)


def _slowest(one: Figures) -> Contribution:
    days = min(max(one.slowest_days or 0, 0), SLOWEST_MOST)
    return Contribution(
        Factor.SLOWEST,
        round(SLOWEST_POINTS * days / A_MONTH),
        say(
            "one payment in ten comes %(days)s days after due or later",
            days=one.slowest_days or 0,
        ),
    )


def _overdue(one: Figures, position: Position) -> Iterator[Contribution]:
    oldest = position.oldest_days
    usual = max(one.quantiles_days.get("75", 0), 0)
    beyond = max(oldest - usual, 0)
    yield Contribution(
        Factor.BEYOND,
        round(BEYOND_POINTS * min(beyond, A_MONTH) / A_MONTH),
        say(
            "its oldest open item is %(days)s days overdue; three of four payments came "
            "within %(usual)s",
            days=oldest,
            usual=usual,
        )
        if one.payments
        else say("its oldest open item is %(days)s days overdue", days=oldest),
    )
    long = min(max(oldest - A_MONTH, 0), OVERDUE_MOST)
    yield Contribution(
        Factor.OVERDUE,
        round(OVERDUE_POINTS * long / A_MONTH),
        say("that is %(days)s days more than a month", days=oldest - A_MONTH),
    )


def _trend(one: Figures) -> Contribution:
    how = one.trend
    if how.chance >= CHANCE or how.change_days == 0:
        return Contribution(Factor.TREND, 0, say("pays as before"))
    days = round(abs(how.change_days))
    if how.change_days > 0:
        said = say("paid %(days)s days later in its last quarter than before", days=days)
        return Contribution(Factor.TREND, -TREND_POINTS, said)
    said = say("paid %(days)s days sooner in its last quarter than before", days=days)
    return Contribution(Factor.TREND, TREND_POINTS, said)


def _history(one: Figures) -> Contribution:
    timely = 1 - one.late / one.payments if one.payments else 0.0
    known = one.payments / (one.payments + HISTORY_HALF)
    return Contribution(
        Factor.HISTORY,
        round(HISTORY_POINTS * known * timely),
        say(
            "%(payments)s payments are known, %(timely)s of them in time",
            payments=one.payments,
            timely=one.payments - one.late,
        ),
    )


def _limit(position: Position) -> Contribution:
    limit = position.limit_minor
    if not limit or position.open_minor <= limit:
        return Contribution(Factor.LIMIT, 0, say("within its limit"))
    share = position.open_minor / limit
    return Contribution(
        Factor.LIMIT,
        FAR_OVER_LIMIT_POINTS if share >= FAR_OVER else OVER_LIMIT_POINTS,
        say("owes %(share)s %% of its limit", share=round(share * 100)),
    )
