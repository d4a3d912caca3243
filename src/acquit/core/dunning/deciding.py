"""Which step is due for a customer, and if none, why not.

The rules are told with worked examples in docs/explanation/dunning.md. A *file* is all that
is known of one customer on the morning of `as_of`; every receivable in it gets exactly one
`Decision`: a next action with its day, or a reason for having none.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.days import next_working_day, working_day_from
from acquit.core.dunning.budget import first_free_day
from acquit.core.dunning.endless import ENDLESS
from acquit.core.dunning.file import Decision, Reason
from acquit.core.dunning.grouping import apart
from acquit.core.dunning.guarding import Guard
from acquit.core.dunning.steps import LAST_RANK, Channel, ItemKind, Kind, Step
from acquit.core.party import Party

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from datetime import date

    from acquit.core.dunning.file import CustomerFile, Item
    from acquit.core.dunning.scenario import Policy, Scenario
    from acquit.core.dunning.steps import Place

    # Due day, rank and day of the last step that left, last day of the term it gave.
    _Stand = tuple[date, int, date | None, date | None]

# Before the due day or never: later they would be absurd.
_BEFORE_DUE = frozenset({Kind.INVOICE, Kind.NOTICE})
# These say nothing to the debtor: the budget of messages does not count them.
_SILENT = frozenset({Kind.CHASE})
_ONE_DAY = timedelta(days=1)


class _Morning(NamedTuple):
    """What all items of a customer are decided by. alike: what was found for items of
    debtors that are reached alike, by where they stand.
    """

    file: CustomerFile
    scenario: Scenario
    policy: Policy
    as_of: date
    alike: dict[_Stand, _Next]


class _Next(NamedTuple):
    """A decision without its item: see there."""

    step: Step | None
    on: date | None
    reason: Reason | None
    until: date | None
    due: bool
    channel: Channel | None = None
    place: Place | None = None
    rank: int = -1


def decide(
    file: CustomerFile, scenario: Scenario, policy: Policy, bank: Guard, *, as_of: date
) -> list[Decision]:
    """One decision for each item, in the order of the items.

    Steps go in the order of the scenario. Passed over are a notice once the due day has
    come, and what its conditions leave out. A step follows the one before after the
    scenario's own gap, counted from the real sending: a very late receivable is caught up,
    never flooded. What is due today may still be held for all.
    """
    alike = scenario.alike(as_of, _reached(file))
    morning = _Morning(file, scenario, policy, as_of, alike)
    decisions = [
        _held(item, file, as_of) or _next_step(item, morning) for item in file.items
    ]
    if any(decision.due for decision in decisions):
        return _for_customer(decisions, morning, bank)
    return decisions


def _reached(file: CustomerFile) -> Hashable:
    """All of a debtor that looking for a step asks about."""
    return file.country, file.channels, file.party, file.represented, file.direct_debit


def held(
    file: CustomerFile, policy: Policy, bank: Guard, *, as_of: date
) -> list[Reason | None]:
    """What holds each item of one message, in the order of the items, whatever step was
    taken for it; None = nothing.

    For what was decided and can still be called back. Its day, its means and the budget of
    messages belong to the step, which was taken, and are not asked for again.
    """
    decisions = [
        _held(item, file, as_of) or Decision(item, None, as_of, None, None, due=True)
        for item in file.items
    ]
    return [
        one.reason
        for one in _held_together(decisions, file, policy, bank, message=lambda _: ())
    ]


def _held(item: Item, file: CustomerFile, as_of: date) -> Decision | None:
    """What holds an item whatever its step is."""
    if item.uncertain:
        return _none(item, Reason.UNCERTAIN)
    if item.missing:
        return _none(item, Reason.PERHAPS_SETTLED)
    if item.held_until or file.held_until:
        held_until = max(filter(None, (item.held_until, file.held_until)))
        if held_until in ENDLESS:
            return _none(item, ENDLESS[held_until])
        if as_of <= held_until:
            return _none(item, Reason.HELD, held_until)
    if item.contested_minor >= item.open_minor:
        return _none(item, Reason.DISPUTED)
    if item.promised_on and as_of <= item.promised_on:
        return _none(item, Reason.PROMISED, item.promised_on)
    return None


def _next_step(item: Item, morning: _Morning) -> Decision:
    """Looked for once for all items that stand alike: there are few days and many items."""
    if item.kind is ItemKind.DEBIT_NOTE:
        own = morning._replace(scenario=morning.scenario.for_debit_notes)
        return Decision._make((item, *_look(item, own)))
    stand = item.due_on, item.last_rank, item.last_on, item.term_until
    known = morning.alike.get(stand)
    if known is None:
        known = _look(item, morning)
        if _by_stand(item, known, morning):
            morning.alike[stand] = known
    return Decision._make((item, *known))


def _by_stand(item: Item, found: _Next, morning: _Morning) -> bool:
    """True when nothing but where the item stands was asked about it."""
    reached = LAST_RANK if found.place is None else found.rank
    asked = morning.scenario.condition_between(item.last_rank, reached)
    return not asked and not morning.file.direct_debit


def _look(item: Item, morning: _Morning) -> _Next:
    file, scenario, policy, as_of, _ = morning
    if not scenario.places:
        return _nothing(Reason.NOT_FOLLOWED)
    unreachable = False
    for number in range(scenario.first_above(item.last_rank), len(scenario.places)):
        place = scenario.places[number]
        early = place.kind in _BEFORE_DUE
        if early and as_of >= item.due_on:
            continue
        on = _planned(item, number, place, morning)
        if early and on >= item.due_on:
            continue
        if _passed_over(item, place, morning):
            continue
        channel = _channel(place, file)
        if channel is None:
            unreachable = True
            # Before the due day nothing is lost; a reminder that reaches nobody is.
            if early:
                continue
            break
        if file.direct_debit and not item.returned and not early:
            waited = item.due_on + timedelta(days=policy.debit_days)
            if as_of <= waited:
                return _nothing(Reason.DIRECT_DEBIT, waited)
        rank = scenario.ranks[number]
        step = _worded(place.step, file.party)
        return _Next(step, on, None, None, on == as_of, channel, place, rank)
    return _nothing(Reason.NO_ADDRESS if unreachable else Reason.SCENARIO_ENDED)


def _planned(item: Item, number: int, place: Place, morning: _Morning) -> date:
    file, scenario, _, as_of, _ = morning
    day = item.due_on + timedelta(days=scenario.nominal[number])
    if place.kind is Kind.INVOICE and item.kind is ItemKind.DEBIT_NOTE:
        day = as_of  # nobody has it yet
    if item.last_on is not None:
        gap = scenario.gap_days(item.last_rank, number)
        day = max(day, item.last_on + timedelta(days=gap))
    if item.term_until is not None:
        day = max(day, item.term_until + _ONE_DAY)
    day = working_day_from(max(day, as_of), file.country)
    while place.weekdays and day.weekday() not in place.weekdays:
        day = next_working_day(day, file.country)
    return day


def _passed_over(item: Item, place: Place, morning: _Morning) -> bool:
    file, as_of = morning.file, morning.as_of
    if place.kind is Kind.CALL and Channel.PHONE not in file.channels:
        return True
    if place.kind is Kind.CHASE and not file.represented:
        return True
    if place.kind is Kind.INVOICE and not _has_paper(item):
        return True
    if place.kinds and item.kind not in place.kinds:
        return True
    if place.floor_minor is None and place.ceiling_minor is None:
        return False
    owed = _owed(item, file, as_of)
    return owed < (place.floor_minor or 0) or (
        place.ceiling_minor is not None and owed > place.ceiling_minor
    )


def _has_paper(item: Item) -> bool:
    """The paper of a debit note is written with its message."""
    return item.has_document or item.kind is ItemKind.DEBIT_NOTE


def _owed(item: Item, file: CustomerFile, as_of: date) -> int:
    """All that is past due in the item's currency, and the item itself."""
    return sum(
        one.asked_minor
        for one in file.items
        if one.currency == item.currency and (one.due_on < as_of or one is item)
    )


def _channel(place: Place, file: CustomerFile) -> Channel | None:
    if place.kind is Kind.CHASE:
        return Channel.EMAIL
    for channel in place.channels:
        if channel in file.channels:
            return channel
    return None


def _worded(step: Step, party: Party) -> Step:
    """Legal wording is for a known business only."""
    if step is Step.FORMAL_NOTICE and party is not Party.BUSINESS:
        return Step.LAST_REMINDER
    return step


def _for_customer(
    decisions: list[Decision], morning: _Morning, bank: Guard
) -> list[Decision]:
    """What holds every step that is due today; the budget of messages moves it."""
    file, _, policy, as_of, _ = morning
    free = first_free_day(as_of, file.contacted, policy, file.country)
    if free > as_of and bank is not Guard.STALE:
        decisions = [
            d._replace(on=free, due=False) if d.due and _speaks(d) else d for d in decisions
        ]
    return _held_together(
        decisions, file, policy, bank, message=lambda one: apart(one, file)
    )


def _held_together(
    decisions: list[Decision],
    file: CustomerFile,
    policy: Policy,
    bank: Guard,
    *,
    message: Callable[[Decision], tuple[object, ...]],
) -> list[Decision]:
    """What holds all that is due today: the bank, other money, the sum. message: tells one
    message from another.
    """
    if bank is Guard.STALE:
        return _hold_due(decisions, Reason.BANK_STALE)
    if file.suspected:
        return _hold_due(decisions, Reason.UNALLOCATED_MONEY)
    for currency in {decision.item.currency for decision in decisions if decision.due}:
        reason = _reason_against(decisions, file, policy, currency)
        if reason:
            decisions = _hold_due(decisions, reason, currency)
    return _without_covered(decisions, file, message) if file.credit_minor else decisions


def _without_covered(
    decisions: list[Decision],
    file: CustomerFile,
    message: Callable[[Decision], tuple[object, ...]],
) -> list[Decision]:
    """Each message subtracts the credit: one that would ask for nothing does not leave."""
    asked: Counter[tuple[object, ...]] = Counter()
    for one in decisions:
        if one.due:
            asked[one.item.currency, *message(one)] += one.item.asked_minor
    return [
        _none(one.item, Reason.COVERED_BY_CREDIT)
        if one.due
        and file.credit_minor.get(one.item.currency, 0)
        >= asked[one.item.currency, *message(one)]
        else one
        for one in decisions
    ]


def _speaks(decision: Decision) -> bool:
    """True when the debtor is spoken to by it."""
    return (
        decision.place is not None
        and decision.place.kind not in _SILENT
        and decision.channel is not Channel.WEBHOOK
    )


def _reason_against(
    decisions: list[Decision], file: CustomerFile, policy: Policy, currency: str
) -> Reason | None:
    asked = sum(
        d.item.asked_minor for d in decisions if d.due and d.item.currency == currency
    )
    if asked < policy.minimum_minor:
        return Reason.BELOW_MINIMUM
    # Without a minimum, no money holds nothing, and nothing is not asked for.
    least = max(policy.minimum_minor, 1)
    if file.loose_minor.get(currency, 0) >= least:
        return Reason.UNALLOCATED_MONEY
    credit = file.credit_minor.get(currency, 0)
    if credit and asked - credit < least:
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


def _nothing(reason: Reason, until: date | None = None) -> _Next:
    return _Next(None, None, reason, until, due=False)
