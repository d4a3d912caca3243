"""The days of a trial, walked one after the other.

A customer is decided for when something became known of it, and on the day on which its
own last decision said that something would change: on all others it comes out the same.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from acquit.core.dunning.file import Reason
from acquit.core.dunning.guarding import Guard
from acquit.core.dunning.leaving import leaving, speaks
from acquit.core.dunning.steps import REMINDED, Channel, Step
from acquit.core.dunning.terms import term_given
from acquit.core.dunning.thanking import Settled, thanks, thanks_channel
from acquit.core.dunning.trial.books import Books
from acquit.core.dunning.trial.facts import GoneBack
from acquit.core.dunning.trial.outcome import Held, Played, Sent

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import date

    from acquit.core.dunning.file import CustomerFile, Decision
    from acquit.core.dunning.grouping import Due
    from acquit.core.dunning.scenario import Scenario
    from acquit.core.dunning.trial.books import Customer, Receivable
    from acquit.core.dunning.trial.facts import Past

# What may be otherwise tomorrow, though nothing becomes known.
_PASSING = frozenset(
    {
        Reason.BANK_STALE,
        Reason.UNALLOCATED_MONEY,
        Reason.BELOW_MINIMUM,
        Reason.COVERED_BY_CREDIT,
    }
)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def play(
    past: Past,
    scenario: Scenario | None,
    *,
    for_whom: Collection[int] = (),
    progress: Callable[[int], None] | None = None,
) -> Played:
    """What the scenario would have sent on these days; None = each customer by its own.

    for_whom: only these customers, the others by their own; empty = for all. progress: is
    told how many days are over.
    """
    walk = _Walk(past, scenario, frozenset(for_whom or past.debtors))
    for number, day in enumerate(past.days):
        for fact in past.told[number]:
            walk.books.hear(fact)
        walk.morning(day)
        if progress is not None:
            progress(number + 1)
    return walk.played


class _Walk:
    def __init__(
        self, past: Past, scenario: Scenario | None, for_whom: frozenset[int]
    ) -> None:
        self.past = past
        self.tried = scenario
        self.for_whom = for_whom
        self.books = Books(past)
        self.played = Played()
        self._waking: dict[date, set[int]] = defaultdict(set)
        # On the first morning everybody is looked at.
        self._waking[past.days[0]] = set(past.debtors)

    def morning(self, day: date) -> None:
        """Send what is due, then thank."""
        bank = self.books.guard(day)
        if bank is Guard.STALE:
            self.played.stale.append(day)
        anew = self.books.touched
        for woken in [on for on in self._waking if on <= day]:
            anew |= self._waking.pop(woken)
        self.books.touched = set()
        for key in sorted(anew):
            self._decide(self.books.customers[key], bank, day)
        for key in sorted(self.books.thankable):
            self._thank(self.books.customers[key], day)

    def _scenario(self, customer: Customer) -> Scenario:
        if self.tried is not None and customer.debtor.customer_id in self.for_whom:
            return self.tried
        return self.past.scenarios[customer.version]

    def _decide(self, customer: Customer, bank: Guard, day: date) -> None:
        if not customer.open:
            return
        self.played.decided += 1
        scenario = self._scenario(customer)
        self._forget_old_contacts(customer, day)
        file = self.books.file(customer, day)
        decisions, left = leaving(file, scenario, self.past.policy, bank, as_of=day)
        for decision in decisions:
            if decision.reason is not None:
                item = decision.item.receivable_id
                self.played.held.add(Held(file.customer_id, item, decision.reason))
        for due in left:
            self._send(customer, due, file, day)
        # Whoever was written to lately may be waiting for the budget of messages, and the
        # bank data may go stale meanwhile.
        if left or file.contacted or _weighs_amounts(scenario):
            self._waking[day + DAY].add(file.customer_id)
        elif (wakes := _wakes(decisions, day)) is not None:
            self._waking[wakes].add(file.customer_id)

    def _send(self, customer: Customer, due: Due, file: CustomerFile, day: date) -> None:
        key = customer.debtor.customer_id
        items = []
        for decision in due.decisions:
            row = self.books.receivables[decision.item.receivable_id]
            row.taken = row.taken._replace(
                term_until=self._term(decision, row, file, day) or row.taken.term_until,
                rank=decision.rank,
                on=day,
                reminded=row.taken.reminded or decision.rank >= REMINDED,
            )
            items.append((row.receivable_id, decision.step or due.step))
        self._leave(
            Sent(day, key, due.step, due.channel, due.approver, tuple(items)),
            heard=speaks(due),
        )

    def _term(
        self, decision: Decision, row: Receivable, file: CustomerFile, day: date
    ) -> date | None:
        return term_given(
            decision,
            file,
            creditor=self.past.country,
            numbered=self.past.numbered,
            told=row.taken.term_until is not None,
            on=day,
        )

    def _leave(self, sent: Sent, *, heard: bool) -> None:
        self.played.sent.append(sent)
        if heard:
            debtor = self.past.debtors[sent.customer_id]
            self.books.contacts[debtor.group].append(sent.day)

    def _thank(self, customer: Customer, day: date) -> None:
        scenario = self._scenario(customer)
        longest = self.past.policy.thanks_days
        settled = []
        for key in sorted(customer.thankable):
            row = self.books.receivables[key]
            paid_on = row.settled_on
            if paid_on is None or day - paid_on > timedelta(days=longest):
                customer.thankable.discard(key)
            elif row.paid and not row.of(GoneBack):
                settled.append(Settled(key, paid_on))
        if not customer.thankable:
            self.books.thankable.discard(customer.debtor.customer_id)
        if not settled:
            return
        self._forget_old_contacts(customer, day)
        file = self.books.file(customer, day)._replace(items=[])
        chosen = thanks(settled, file, scenario, self.past.policy, as_of=day)
        channel = thanks_channel(file, scenario)
        if not chosen or channel is None:
            return
        for one in chosen:
            row = self.books.receivables[one.receivable_id]
            row.taken = row.taken._replace(thanked=True)
            customer.thankable.discard(one.receivable_id)
        items = tuple((one.receivable_id, Step.THANK_YOU) for one in chosen)
        self._leave(
            Sent(day, file.customer_id, Step.THANK_YOU, channel, None, items),
            heard=channel is not Channel.WEBHOOK,
        )

    def _forget_old_contacts(self, customer: Customer, day: date) -> None:
        group = customer.debtor.group
        days = self.books.contacts.get(group)
        if days and min(days) <= day - WEEK:
            self.books.contacts[group] = sorted(one for one in days if one > day - WEEK)


def _weighs_amounts(scenario: Scenario) -> bool:
    """Whether a place may be passed over by what is owed, which grows day by day."""
    return any(
        one.floor_minor is not None or one.ceiling_minor is not None
        for one in scenario.places
    )


def _wakes(decisions: Iterable[Decision], day: date) -> date | None:
    """The first day on which one of these may come out otherwise by itself."""
    days: list[date] = []
    for one in decisions:
        if one.on is not None:
            days.append(max(one.on, day + DAY))
        elif one.until is not None:
            days.append(one.until + DAY)
        elif one.reason in _PASSING:
            days.append(day + DAY)
    return min(days, default=None)
