"""What waits for a person, and what a person has let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation import events as happened
from simulation.asking import Due

if TYPE_CHECKING:
    from datetime import date

    from simulation.asking import Asking, Together
    from simulation.books import Books
    from simulation.events import ClaimKey, CustomerKey, Event

_Place = tuple["CustomerKey", str, str]  # customer, channel, contact
_Steps = frozenset[tuple["ClaimKey", int]]


class Approvals:
    """An approval is worth something while exactly these items are due for these steps."""

    def __init__(self, asking: Asking) -> None:
        self.asking = asking
        self._waiting: dict[_Place, _Steps] = {}
        self._given: dict[_Place, _Steps] = {}
        # Given for what had been waiting since a walk, and not only since that morning.
        self._surely: set[_Place] = set()
        self._touched: set[CustomerKey] = set()
        self._all_touched = False

    def prepare(self, customer: CustomerKey, day: date) -> None:
        """What waits is what waited, as long as it is the same; else what is due now."""
        leaving, _ = self.asking.leaving(customer, day)
        now = self.asking.due(customer, day)
        stopped = {one.claim.key for one in now} - {one.claim.key for one in leaving}
        wanted = {
            (customer, group.channel, group.role): steps_of(group)
            for group in self.asking.together(customer, leaving)
            if group.waits
        }
        for known in (self._waiting, self._given):
            for place in [one for one in known if one[0] == customer]:
                same = wanted.get(place, frozenset()) <= known[place] and all(
                    self._still(key, rank, place[1], day) and key not in stopped
                    for key, rank in known[place]
                )
                if not same:
                    del known[place]
                    self._surely.discard(place)
        for place, steps in wanted.items():
            self._waiting.setdefault(place, steps)

    def _still(self, key: ClaimKey, rank: int, channel: str, day: date) -> bool:
        claim = self.asking.books.claims[key]
        due = self.asking.next(claim, day)
        same = rank, channel
        return isinstance(due, Due) and (due.place.rank, due.channel) == same

    def give(self, customer: CustomerKey, day: date) -> None:
        """A person lets all leave that waits at this customer. What became due that morning
        may be among it: a fact that arrived had it decided.
        """
        self._surely |= {place for place in self._waiting if place[0] == customer}
        self.prepare(customer, day)
        for place, steps in self._waiting.items():
            if place[0] == customer:
                self._given[place] = steps

    def let(self, customer: CustomerKey, group: Together) -> bool:
        """A person agreed to all of these."""
        given = self._given.get((customer, group.channel, group.role), frozenset())
        return steps_of(group) <= given

    def take(self, customer: CustomerKey, group: Together) -> None:
        """They have left: the word of the person is used up."""
        place = customer, group.channel, group.role
        self._given.pop(place, None)
        self._surely.discard(place)
        self._waiting.pop(place, None)

    def must_leave(self, customer: CustomerKey, group: Together) -> bool:
        """A person agreed, and nothing happened since that could have changed what to."""
        place = customer, group.channel, group.role
        same = place in self._surely and self._given.get(place) == steps_of(group)
        return same and not self._all_touched and customer not in self._touched

    def touch(self, event: Event, books: Books) -> None:
        """Remember whose books an event touches: they are decided for anew at once, and an
        approval may have lapsed before the next walk.
        """
        touched = whom(event, books)
        if touched is None:
            self._all_touched = True
            return
        for customer in touched:
            self._touched |= self.asking.following.same(customer)

    def rest(self) -> None:
        """A walk has decided for all. What may have lapsed before it was asked for anew
        then, and need not leave on the word of before.
        """
        self._surely = {
            place
            for place in self._surely
            if not self._all_touched and place[0] not in self._touched
        }
        self._touched.clear()
        self._all_touched = False


def steps_of(group: Together) -> _Steps:
    """What a person agrees to."""
    return frozenset((one.claim.key, one.place.rank) for one in group.members)


def whom(event: Event, books: Books) -> set[CustomerKey] | None:
    """Whose books it is about; None = perhaps everybody's."""
    match event:
        case happened.Approved():
            return set()
        case happened.Banked():
            return {one.by for one in event.payments if one.by}
        case happened.Found(_, shares, noted, suspects, owner):
            keys = (key for key, _ in (*shares, *noted))
            found = {books.claims[key].debtor for key in keys} | suspects
            return found | {owner} if owner else found
        case happened.Known(customers):
            return {one.key for one in customers}
        case happened.Issued(claims):
            return {one.debtor for one in claims}
        case happened.Promised(key) | happened.Disputed(key) | happened.Cleared(key):
            return {books.claims[key].debtor}
        case happened.Held(customer) | happened.Freed(customer):
            return {customer}
        case happened.Credited(customer) | happened.Pinned(customer):
            return {customer}
        case _:
            return None
