"""When people are told that a claim will soon be lost: a year, half a year, a month before.

A warning as long ahead as the claim lives is none: of a year, the first comes half a year
before. docs/explanation/law.md#limitation
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.claim import law_of
from acquit.core.law import COUNTRIES, Limitation, limitation
from acquit.core.law.books import found, known_party
from acquit.core.law.shapes import LimitationRule
from acquit.core.party import Party

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from acquit.core.law import Happened

ONE_DAY = timedelta(days=1)


class Stage(StrEnum):
    """How near the day is. PAST: the claim may be lost already."""

    YEAR = "YEAR"
    HALF_YEAR = "HALF_YEAR"
    MONTH = "MONTH"
    PAST = "PAST"


# The nearest first.
MONTHS: Mapping[Stage, int] = {Stage.MONTH: 1, Stage.HALF_YEAR: 6, Stage.YEAR: 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What decides the day. creditor, debtor: their countries, "" = not known."""

    creditor: str
    debtor: str
    party: Party
    due_on: date

    @property
    def country(self) -> str:
        """Whose law it is under."""
        return law_of(self.party, creditor=self.creditor, debtor=self.debtor)


def lapses(claim: Claim, events: Sequence[Happened] = ()) -> Limitation:
    """Until when it can be brought to court; raises UnknownCountry, NoRule."""
    return limitation(claim.country, claim.party, claim.due_on, events=events)


def stage(known: Limitation, *, as_of: date) -> Stage | None:
    """How near the day is; None while it is far."""
    if known.until < as_of:
        return Stage.PAST
    for one, months in MONTHS.items():
        if months < 12 * known.rule.years and as_of >= months_before(known.until, months):
            return one
    return None


def old_enough(
    country: str, party: Party, *, as_of: date, within: int | None = None
) -> date:
    """The last due day of which the claim may be within so many months of its end; None =
    so near that somebody is told.

    Never too early, whatever moved it: events only put the day off. What no rule is known
    for is looked at after the shortest time of all.
    """
    years = _years(country, party, as_of) or _shortest(as_of)
    usual = next(m for m in (12, 6, 1) if m < 12 * years)
    ahead = usual if within is None else within
    # Months are of different lengths: rather a few days too many.
    return months_before(as_of, 12 * years - ahead) + timedelta(days=4)


def _shortest(as_of: date) -> int:
    kinds = (Party.BUSINESS, Party.CONSUMER)
    some = (_years(one, kind, as_of) for one in COUNTRIES for kind in kinds)
    return min(years for years in some if years)


def _years(country: str, party: Party, as_of: date) -> int:
    """Of the usual claim; 0 when nothing is known."""
    if country not in COUNTRIES:
        return 0
    rules = found(LimitationRule, country, known_party(party), as_of)
    return rules[0].years if rules else 0


def months_before(day: date, months: int) -> date:
    """So many months earlier; of a day that the month has not, its last. Before the year 1
    there is nothing.
    """
    count = day.year * 12 + day.month - 1 - months
    if count < 12:
        return date.min
    year, month = divmod(count, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - ONE_DAY).day))


class Near(NamedTuple):
    """A claim that comes near its day."""

    customer_id: int
    receivable_id: int
    until: date
    stage: Stage


class Told(NamedTuple):
    """What somebody was told of a customer. items: each claim with its day, as then.

    done: it is off the list; the same is not told again.
    """

    key: str
    customer_id: int
    stage: Stage
    items: frozenset[tuple[int, date]]
    done: bool


@dataclass(slots=True)
class Telling:
    """new: to be told, by customer and stage; other: what open ones are about now, by key;
    over: open ones that are about nothing any more, by key.
    """

    new: dict[tuple[int, Stage], set[tuple[int, date]]] = field(default_factory=dict)
    other: dict[str, set[tuple[int, date]]] = field(default_factory=dict)
    over: list[str] = field(default_factory=list)


def telling(near: Iterable[Near], told: Iterable[Told]) -> Telling:
    """What people must be told, once for each customer and stage; what lapsed is no longer
    worth a task.
    """
    now: dict[tuple[int, Stage], set[tuple[int, date]]] = defaultdict(set)
    for one in near:
        if one.stage in MONTHS:
            now[one.customer_id, one.stage].add((one.receivable_id, one.until))
    known = list(told)
    for task in (task for task in known if task.done):
        now[task.customer_id, task.stage] -= task.items
    result = Telling()
    for task in (task for task in known if not task.done):
        left = now.pop((task.customer_id, task.stage), set())
        if not left:
            result.over.append(task.key)
        elif left != task.items:
            result.other[task.key] = left
    result.new = {about: items for about, items in now.items() if items}
    return result
