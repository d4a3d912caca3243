"""A scenario: places in order, from before the due day to the hand-over; and the policy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from acquit.core.dunning.steps import (
    RANKS,
    RUNG,
    Approval,
    Channel,
    Kind,
    Place,
    Step,
    Tone,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from datetime import date

# Asides have no rank of their own: they stand on the rungs above the message before them.
_ASIDES = frozenset({Kind.CALL, Kind.CHASE})


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """Places in order. thanks: how a debtor that paid after a reminder is thanked, if at
    all. version: the row that it was read from, None = the standard.

    No places = nothing is ever sent by this scenario.
    """

    places: tuple[Place, ...]
    thanks: Place | None = None
    version: int | None = None

    @cached_property
    def ranks(self) -> tuple[int, ...]:
        """The rank of each place on the ladder; they only rise."""
        ranks: list[int] = []
        for place in self.places:
            before = ranks[-1] if ranks else 0
            ranks.append(before + RUNG if place.kind in _ASIDES else RANKS[place.step])
        return tuple(ranks)

    @cached_property
    def nominal(self) -> tuple[int, ...]:
        """Calendar days from the due day of each place, when all before it left on time."""
        days: list[int] = []
        for place in self.places:
            before = days[-1] if days else 0
            days.append(before + place.days if place.follows else place.days)
        return tuple(days)

    @cached_property
    def steps(self) -> frozenset[Step]:
        """All steps of it."""
        return frozenset(place.step for place in self.places)

    @cached_property
    def asks_for_papers(self) -> bool:
        """True when the invoices themselves have to be looked at to decide."""
        return any(place.kinds or place.kind is Kind.INVOICE for place in self.places)

    @cached_property
    def for_debit_notes(self) -> Scenario:
        """It, for what nobody else sends: where no place sends the paper itself, such a
        place comes before all others. The gap to the next is as if both were due together.
        """
        if not self.places or any(one.kind is Kind.INVOICE for one in self.places):
            return self
        first = replace(self.places[0], follows=False)
        sending = Place(step=Step.INVOICE, days=first.days, channels=EMAIL_ELSE_LETTER)
        return replace(self, places=(sending, first, *self.places[1:]))

    @cached_property
    def _onward(self) -> dict[int, tuple[int, int]]:
        """By rank: the number of the first place above it, and the nominal day of the last
        place up to it. Every rank is asked for thousands of times.
        """
        return {}

    @cached_property
    def _conditions(self) -> tuple[int, ...]:
        """The ranks of the places that ask more of an item than where it stands."""
        pairs = zip(self.places, self.ranks, strict=True)
        return tuple(rank for place, rank in pairs if place.conditional)

    def condition_between(self, rank: int, reached: int) -> bool:
        """True when a place with a condition stands above the one, up to the other."""
        return any(rank < one <= reached for one in self._conditions)

    @cached_property
    def _alike(self) -> dict[date, dict[Hashable, dict[Any, Any]]]:
        return {}

    def alike(self, as_of: date, debtors: Hashable) -> dict[Any, Any]:
        """What was found on that day for debtors who are alike. Only the newest day is
        kept: a scenario is tried over years.
        """
        today = self._alike.get(as_of)
        if today is None:
            self._alike.clear()
            today = self._alike[as_of] = {}
        return today.setdefault(debtors, {})

    def first_above(self, rank: int) -> int:
        """The number of the first place above that rank; the count of all when none is."""
        return self._seen_from(rank)[0]

    def gap_days(self, rank: int, number: int) -> int:
        """Days that lie between what has the rank and the place of that number."""
        first, before = self._seen_from(rank)
        return self.nominal[number] - before if first else 0

    def _seen_from(self, rank: int) -> tuple[int, int]:
        seen = self._onward.get(rank)
        if seen is None:
            first = sum(own <= rank for own in self.ranks)
            seen = first, self.nominal[first - 1] if first else 0
            self._onward[rank] = seen
        return seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How one company follows up, whatever the scenario.

    minimum_minor: less than this, over all that is due to be asked of a customer in one
    currency, is not worth a message. thanks_days: how long after the money a thank-you
    makes sense. per_day, per_week: how many messages one debtor gets at most, over all our
    companies. hours: when debtors may be spoken to, full hours of their day. debit_days:
    how long after the due day a direct debit is waited for. strategic: so many of the
    largest debtors are written to only when a person agrees; 0 = none. approval_minor:
    from this sum on, in one currency of one message, only who decides on credit lets it
    leave; 0 = no limit.
    """

    minimum_minor: int = 1000
    freshness_days: int = 3
    thanks_days: int = 10
    per_day: int = 1
    per_week: int = 3
    hours: tuple[int, int] = (8, 19)
    debit_days: int = 10
    strategic: int = 10
    approval_minor: int = 0


def numbered(places: Sequence[Place]) -> tuple[Place, ...]:
    """The places with the steps of a kind numbered as they come."""
    seen: dict[Kind, int] = {}
    done = []
    for place in places:
        seen[place.kind] = seen.get(place.kind, 0) + 1
        name = f"{place.kind.value}_{seen[place.kind]}"
        step = Step(name) if name in Step.__members__ else place.step
        done.append(replace(place, step=step))
    return tuple(done)


EMAIL_ELSE_LETTER = (Channel.EMAIL, Channel.LETTER)
THANKS = Place(step=Step.THANK_YOU, days=0, tone=Tone.FRIENDLY)
STANDARD_POLICY = Policy()
STANDARD = Scenario(
    places=(
        Place(step=Step.NOTICE, days=-5, tone=Tone.FRIENDLY),
        Place(step=Step.REMINDER_1, days=3, tone=Tone.FRIENDLY, channels=EMAIL_ELSE_LETTER),
        Place(step=Step.REMINDER_2, days=15, channels=EMAIL_ELSE_LETTER),
        Place(step=Step.REMINDER_3, days=30, tone=Tone.FIRM, channels=EMAIL_ELSE_LETTER),
        Place(
            step=Step.FORMAL_NOTICE,
            days=45,
            tone=Tone.FIRM,
            channels=EMAIL_ELSE_LETTER,
            approval=Approval.ALWAYS,
        ),
    ),
    thanks=THANKS,
)
