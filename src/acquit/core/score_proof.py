"""How well a score tells who will pay something far too late: past days, judged by what
came after them.

A customer is scored as on the morning of a past day, by what was known then, and counted as
*late* when something of it was more than 30 days late on any of the 183 days after. The
share of late ones among the customers of a class is the probability that the class states.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.behaviour.figures import NOTHING_ELSE, Deeds, Figures, figures
from acquit.core.behaviour.habits import MUCH_LATER_DAYS, Settled
from acquit.core.behaviour.priors import STANDARD_PRIOR, Prior, Seen
from acquit.core.score import (
    LEAST,
    Position,
    ScoreClass,
    class_of,
    score,
    usual_probability,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HORIZON_DAYS = 183
# So many customers of a class, as they usually do, are thought to have been seen already.
LEANING = 20.0


class Life(NamedTuple):
    """One receivable from its issue to its payment; paid_on None = open to this day."""

    issued_on: date
    due_on: date
    paid_on: date | None
    amount_minor: int
    country: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A customer as it was scored on a past day, and what came of it."""

    value: int
    late: bool

    @property
    def score_class(self) -> ScoreClass:
        return class_of(self.value)


def figures_on(lives: Iterable[Life], day: date, deeds: Deeds = NOTHING_ELSE) -> Figures:
    """How the payer behaved, as known on that morning."""
    payments = [
        Settled(one.due_on, one.paid_on, one.amount_minor, one.country)
        for one in lives
        if one.paid_on is not None and one.paid_on < day
    ]
    return figures(payments, deeds, before=day)


def position_on(lives: Iterable[Life], day: date) -> Position:
    """Where the payer stood on that morning."""
    unpaid = [
        one
        for one in lives
        if one.issued_on < day and (one.paid_on is None or one.paid_on >= day)
    ]
    late = [one for one in unpaid if one.due_on < day]
    return Position(
        open_minor=sum(one.amount_minor for one in unpaid),
        overdue_minor=sum(one.amount_minor for one in late),
        oldest_days=max(((day - one.due_on).days for one in late), default=0),
    )


def late_within(lives: Iterable[Life], day: date) -> bool | None:
    """Whether anything was more than 30 days late on one of the days from `day` on; None =
    nothing of it was at stake, as nothing fell due and nothing was open.
    """
    until = day + timedelta(HORIZON_DAYS)
    at_stake = False
    for one in lives:
        if one.paid_on is not None and one.paid_on < day:
            continue
        far_late_on = one.due_on + timedelta(MUCH_LATER_DAYS + 1)
        if far_late_on >= until:
            continue
        at_stake = True
        if one.paid_on is None or one.paid_on >= far_late_on:
            return True
    return False if at_stake else None


def judged(payers: Iterable[tuple[Sequence[Life], Deeds]], day: date) -> list[Judged]:
    """Each payer that was known on that morning and had something at stake."""
    known = []
    for lives, deeds in payers:
        late = late_within(lives, day)
        if late is None or not any(one.issued_on < day for one in lives):
            continue
        told = figures_on(lives, day, deeds)
        known.append((told, position_on(lives, day), late))
    prior = prior_of(told for told, _, _ in known)
    return [
        Judged(score(told, position, prior).value, late) for told, position, late in known
    ]


def prior_of(known: Iterable[Figures]) -> Prior:
    """What all of them together do."""
    payments = late = late_30 = 0
    for one in known:
        payments += one.payments
        late += one.late
        late_30 += one.late_30
    return STANDARD_PRIOR.narrowed(Seen(payments, late, late_30))


def counted(found: Iterable[Judged]) -> dict[ScoreClass, tuple[int, int]]:
    """For each class how many were in it, and how many of them were late."""
    counts: dict[ScoreClass, list[int]] = defaultdict(lambda: [0, 0])
    for one in found:
        counts[one.score_class][0] += 1
        counts[one.score_class][1] += one.late
    return {one: (counts[one][0], counts[one][1]) for one in ScoreClass}


def probabilities(
    counts: Mapping[ScoreClass, tuple[int, int]],
) -> dict[ScoreClass, float]:
    """What each class states: the share of late ones, leaning on the usual one where few
    were seen; no class is safer than a better one (those that would be are pooled).
    """
    pooled: list[tuple[list[ScoreClass], float, float]] = []
    for one in ScoreClass:
        customers, late = counts.get(one, (0, 0))
        weight = customers + LEANING
        risk = late + LEANING * usual_probability(_middle(one))
        pooled.append(([one], weight, risk))
        while len(pooled) > 1 and _share(pooled[-1]) < _share(pooled[-2]):
            worse, better = pooled.pop(), pooled.pop()
            pooled.append(
                (
                    better[0] + worse[0],
                    better[1] + worse[1],
                    better[2] + worse[2],
                )
            )
    return {one: risk / weight for names, weight, risk in pooled for one in names}


def held_back(found: Sequence[Judged]) -> dict[ScoreClass, tuple[int, int, float]]:
    """For each class: customers, how many were late, and how many were stated to be late;
    what is stated comes from the other half of the customers each time.
    """
    halves = found[::2], found[1::2]
    told = {one: [0, 0, 0.0] for one in ScoreClass}
    for mine, other in (halves, halves[::-1]):
        stated = probabilities(counted(other))
        for one, (customers, late) in counted(mine).items():
            told[one][0] += customers
            told[one][1] += late
            told[one][2] += customers * stated[one]
    return {one: (int(n), int(late), stated) for one, (n, late, stated) in told.items()}


def auc(found: Sequence[Judged]) -> float | None:
    """How often the score tells a late customer from another, ties counted as half; None
    where all ended alike.
    """
    late = sorted(one.value for one in found if one.late)
    timely: dict[int, int] = defaultdict(int)
    for one in found:
        timely[one.value] += not one.late
    others = sum(timely.values())
    if not late or not others:
        return None
    won = sum(
        count * ((value > mine) + (value == mine) / 2)
        for mine in late
        for value, count in timely.items()
    )
    return won / (len(late) * others)


def _middle(one: ScoreClass) -> int:
    above = [least for least in LEAST.values() if least > LEAST[one]]
    return (LEAST[one] + min(above, default=100)) // 2


def _share(pooled: tuple[list[ScoreClass], float, float]) -> float:
    return pooled[2] / pooled[1]
