"""Which step is due for a customer, and if none, why not.

The rules are told with worked examples in docs/explanation/dunning.md. A *file* is all that
is known of one customer on the morning of `as_of`; every receivable in it gets exactly one
`Decision`: a next action with its day, or a reason for having none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.days import next_working_day, working_day_from, working_days_between
from acquit.core.party import Party

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Step(StrEnum):
    """What can be sent, mildest first. The last two stand at the same place."""

    NOTICE = "NOTICE"
    REMINDER_1 = "REMINDER_1"
    REMINDER_2 = "REMINDER_2"
    REMINDER_3 = "REMINDER_3"
    LAST_REMINDER = "LAST_REMINDER"
    FORMAL_NOTICE = "FORMAL_NOTICE"
    THANK_YOU = "THANK_YOU"

    @property
    def rank(self) -> int:
        """Its place in the order, from 0; a thank-you has none: -1."""
        return RANKS[self]


RANKS = {
    Step.THANK_YOU: -1,
    Step.NOTICE: 0,
    Step.REMINDER_1: 1,
    Step.REMINDER_2: 2,
    Step.REMINDER_3: 3,
    Step.LAST_REMINDER: 4,
    Step.FORMAL_NOTICE: 4,
}


class Reason(StrEnum):
    """Why a receivable has no next action."""

    UNCERTAIN = "UNCERTAIN"
    PERHAPS_SETTLED = "PERHAPS_SETTLED"
    HELD = "HELD"
    DISPUTED = "DISPUTED"
    PROMISED = "PROMISED"
    NO_ADDRESS = "NO_ADDRESS"
    BANK_STALE = "BANK_STALE"
    UNALLOCATED_MONEY = "UNALLOCATED_MONEY"
    COVERED_BY_CREDIT = "COVERED_BY_CREDIT"
    BELOW_MINIMUM = "BELOW_MINIMUM"
    SCENARIO_ENDED = "SCENARIO_ENDED"


class Guard(StrEnum):
    """What the bank data allow. OFF: no account is known, nothing can be guarded."""

    OFF = "OFF"
    FRESH = "FRESH"
    STALE = "STALE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Offsets are calendar days from the due day, one for each rank in order.

    minimum_minor: less than this, over all that is due to be asked of a customer in one
    currency, is not worth a message. thanks_days: how long after the money a thank-you
    makes sense.
    """

    offsets: tuple[int, ...] = (-5, 3, 15, 30, 45)
    minimum_minor: int = 1000
    freshness_days: int = 3
    thanks_days: int = 10

    def gap_days(self, rank: int) -> int:
        """Days that lie between this rank and the one before."""
        return self.offsets[rank] - self.offsets[rank - 1]


STANDARD = Scenario()


class Item(NamedTuple):
    """One open receivable, as known on the morning.

    last_rank and last_on: the last step that left and its day, -1 and None when none did.
    contested_minor: what is disputed of it; held_until and promised_on: inclusive days.
    missing: the accounting's list of open items did not have it any more.
    """

    receivable_id: int
    currency: str
    due_on: date
    open_minor: int
    last_rank: int = -1
    last_on: date | None = None
    uncertain: bool = False
    promised_on: date | None = None
    contested_minor: int = 0
    held_until: date | None = None
    missing: bool = False

    @property
    def asked_minor(self) -> int:
        """What may be asked for: the open amount without its disputed part."""
        return self.open_minor - self.contested_minor


class CustomerFile(NamedTuple):
    """All that is known of one customer on the morning.

    loose_minor: money of this payer that is not allocated yet; credit_minor: credit notes
    and money put on account; both per currency. suspected: a bank line waits for a person
    that may be this payer's. last_message_on: the day of the newest message that left.
    """

    customer_id: int
    company_id: int
    party: Party
    country: str
    reachable: bool
    items: Sequence[Item]
    held_until: date | None = None
    loose_minor: Mapping[str, int] = {}
    credit_minor: Mapping[str, int] = {}
    suspected: bool = False
    last_message_on: date | None = None


class Decision(NamedTuple):
    """Either `step` with its day `on`, or `reason` (with the day until which it holds, if
    known).

    due: the step is due today.
    """

    item: Item
    step: Step | None
    on: date | None
    reason: Reason | None
    until: date | None
    due: bool


def guard(
    newest_statements: Iterable[date | None],
    *,
    as_of: date,
    country: str,
    freshness_days: int,
) -> Guard:
    """What the newest statement of each known account allows; None = no statement yet."""
    known = list(newest_statements)
    if not known:
        return Guard.OFF
    for newest in known:
        if newest is None or working_days_between(newest, as_of, country) > freshness_days:
            return Guard.STALE
    return Guard.FRESH


def decide(
    file: CustomerFile, scenario: Scenario, bank: Guard, *, as_of: date
) -> list[Decision]:
    """One decision for each item, in the order of the items.

    Steps go in order and none is skipped, but for the notice once the due day has come. A
    step follows the one before after the scenario's own gap, counted from the real sending:
    a very late receivable is caught up, never flooded. What is due today may still be held
    for all.
    """
    decisions = [_for_item(item, file, scenario, as_of) for item in file.items]
    if any(decision.due for decision in decisions):
        return _for_customer(decisions, file, scenario, bank, as_of)
    return decisions


def _for_item(item: Item, file: CustomerFile, scenario: Scenario, as_of: date) -> Decision:
    if item.uncertain:
        return _none(item, Reason.UNCERTAIN)
    if item.missing:
        return _none(item, Reason.PERHAPS_SETTLED)
    if item.held_until or file.held_until:
        held_until = max(filter(None, (item.held_until, file.held_until)))
        if as_of <= held_until:
            return _none(item, Reason.HELD, held_until)
    if item.contested_minor >= item.open_minor:
        return _none(item, Reason.DISPUTED)
    if item.promised_on and as_of <= item.promised_on:
        return _none(item, Reason.PROMISED, item.promised_on)
    if not file.reachable:
        return _none(item, Reason.NO_ADDRESS)
    return _next_step(item, file, scenario, as_of)


def _next_step(item: Item, file: CustomerFile, scenario: Scenario, as_of: date) -> Decision:
    rank = item.last_rank + 1
    if rank == 0:
        on = max(_planned(item, 0, file, scenario), working_day_from(as_of, file.country))
        if on < item.due_on:
            return Decision(item, Step.NOTICE, on, None, None, on == as_of)
        rank = 1
    if rank >= len(scenario.offsets):
        return _none(item, Reason.SCENARIO_ENDED)
    on = max(_planned(item, rank, file, scenario), working_day_from(as_of, file.country))
    return Decision(item, _step(rank, file.party), on, None, None, on == as_of)


def _planned(item: Item, rank: int, file: CustomerFile, scenario: Scenario) -> date:
    day = item.due_on + timedelta(days=scenario.offsets[rank])
    if item.last_on is not None:
        day = max(day, item.last_on + timedelta(days=scenario.gap_days(rank)))
    return working_day_from(day, file.country)


def _step(rank: int, party: Party) -> Step:
    if rank == RANKS[Step.FORMAL_NOTICE]:
        return Step.FORMAL_NOTICE if party is Party.BUSINESS else Step.LAST_REMINDER
    return (Step.NOTICE, Step.REMINDER_1, Step.REMINDER_2, Step.REMINDER_3)[rank]


def _for_customer(
    decisions: list[Decision],
    file: CustomerFile,
    scenario: Scenario,
    bank: Guard,
    as_of: date,
) -> list[Decision]:
    """What holds every step that is due today: the bank, other money, the sum, today's
    message.
    """
    if bank is Guard.STALE:
        return _hold_due(decisions, Reason.BANK_STALE)
    if file.last_message_on is not None and file.last_message_on >= as_of:
        later = next_working_day(file.last_message_on, file.country)
        return [d._replace(on=later, due=False) if d.due else d for d in decisions]
    if file.suspected:
        return _hold_due(decisions, Reason.UNALLOCATED_MONEY)
    for currency in {decision.item.currency for decision in decisions if decision.due}:
        reason = _reason_against(decisions, file, scenario, currency)
        if reason:
            decisions = _hold_due(decisions, reason, currency)
    return decisions


def _reason_against(
    decisions: list[Decision], file: CustomerFile, scenario: Scenario, currency: str
) -> Reason | None:
    asked = sum(
        d.item.asked_minor for d in decisions if d.due and d.item.currency == currency
    )
    if asked < scenario.minimum_minor:
        return Reason.BELOW_MINIMUM
    if file.loose_minor.get(currency, 0) >= scenario.minimum_minor:
        return Reason.UNALLOCATED_MONEY
    if file.credit_minor.get(currency, 0) >= asked:
        return Reason.COVERED_BY_CREDIT
    return None


def _hold_due(
    decisions: list[Decision], reason: Reason, currency: str | None = None
) -> list[Decision]:
    return [
        _none(d.item, reason) if d.due and currency in {None, d.item.currency} else d
        for d in decisions
    ]


def _none(item: Item, reason: Reason, until: date | None = None) -> Decision:
    return Decision(item, None, None, reason, until, due=False)


class Due(NamedTuple):
    """One action: the steps that are due today for one customer, most pressing first."""

    step: Step
    needs_approval: bool
    decisions: tuple[Decision, ...]


def actions(decisions: Iterable[Decision]) -> list[Due]:
    """Group what is due today: one action for all that leaves by itself, one for what
    waits.

    The formal notice waits for a person and must not make the reminders wait with it.
    """
    due = [decision for decision in decisions if decision.due]
    groups = []
    for needs_approval in (False, True):
        members = [d for d in due if (d.step is Step.FORMAL_NOTICE) is needs_approval]
        if members:
            members.sort(key=lambda d: (-RANKS[d.step or Step.NOTICE], d.item.due_on))
            highest = members[0].step or Step.NOTICE
            groups.append(Due(highest, needs_approval, tuple(members)))
    return groups


class Settled(NamedTuple):
    """A receivable that was reminded and is now paid in full. paid_on: the day of the last
    money.
    """

    receivable_id: int
    paid_on: date


def thanks(
    settled: Iterable[Settled], file: CustomerFile, scenario: Scenario, *, as_of: date
) -> tuple[Settled, ...]:
    """For which receivables to say thank you today; empty = not today.

    Not on the day of another message, nor on a day off, nor long after the money.
    """
    if not file.reachable or working_day_from(as_of, file.country) != as_of:
        return ()
    if file.last_message_on is not None and file.last_message_on >= as_of:
        return ()
    return tuple(
        one
        for one in settled
        if as_of - one.paid_on <= timedelta(days=scenario.thanks_days)
    )
