"""The last check: what of prepared actions may leave at this very moment, and why not the
rest. Asked once for a whole batch, by whoever holds the customers' locks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from acquit.channels.models import Channel
from acquit.core import dunning
from acquit.core.dunning import Reason, Role, Step
from acquit.core.dunning.recorded import as_data
from acquit.core.law import Means
from acquit.dunning.models import Action, ActionItem, ActionState
from acquit.dunning.queries import files, policies
from acquit.dunning.queries.reaching import reach

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime, time

    from acquit.core.dunning import Decision, Place
    from acquit.dunning.queries.files import Loaded
    from acquit.dunning.queries.policies import Rules

NOT_READY = "not ready"
ANOTHER_DAY = "another day"
ANOTHER_HOUR = "another hour"
NO_LONGER_DUE = "no longer due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When it is: the business day, the instant, and, where the day is played and not
    lived, the time that every clock is taken to show.
    """

    as_of: date
    at: datetime
    plays: time | None = None


class Kept(NamedTuple):
    """An action that may leave, with what of it may, the most pressing first."""

    action: Action
    items: list[ActionItem]


@dataclass(slots=True)
class Checked:
    """What a check came to. refused: why, by action."""

    kept: list[Kept] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)

    def refuse(
        self, action: Action, items: Sequence[ActionItem], why: Reason | None, at: datetime
    ) -> None:
        """Nothing leaves. What was approved stays so while only the day is wrong."""
        if action.needs_approval and why is None and _something_open(items):
            self.refused[action.pk] = ANOTHER_DAY
        elif why:
            self.hold_back(action, why.value, at)
        else:
            _settle(action, ActionState.DROPPED, "", at)
            self.refused[action.pk] = NO_LONGER_DUE

    def hold_back(self, action: Action, why: str, at: datetime) -> None:
        """Nothing leaves, for this reason."""
        _settle(action, ActionState.HELD, why, at)
        self.refused[action.pk] = why


def _settle(action: Action, state: ActionState, why: str, at: datetime) -> None:
    action.state, action.why, action.settled_at = state, why, at
    action.save(update_fields=["state", "why", "settled_at", "basis"])


def _something_open(items: Sequence[ActionItem]) -> bool:
    keys = [item.pk for item in items]
    return ActionItem.objects.filter(pk__in=keys, receivable__open_minor__gt=0).exists()


def check(batch: Sequence[Action], moment: Moment) -> Checked:
    """Decide once more for the customers of these actions, in the caller's transaction."""
    checked = Checked()
    as_of = moment.as_of
    asking = [action for action in batch if action.step != Step.THANK_YOU]
    rules = policies.rules({action.company_id for action in batch}, as_of=as_of)
    files_of = {
        one.file.customer_id: one
        for one in files.load([action.customer_id for action in asking], as_of=as_of)
    }
    thanked = _still_thanked(batch, rules, as_of)
    for action in batch:
        own = rules[action.company_id]
        items = sorted(action.items.all(), key=lambda item: (-item.rank, item.pk))
        still, why, place = items, None, None
        if action.step == Step.THANK_YOU:
            still = [item for item in items if item.receivable_id in thanked]
        else:
            loaded = files_of.get(action.customer_id)
            still, why, place = _still_due(action, items, loaded, own, as_of)
        hours = place.hours if place else None
        if not still:
            checked.refuse(action, items, why, moment.at)
        elif not _good_hour(action, hours or own.policy.hours, moment):
            checked.refused[action.pk] = ANOTHER_HOUR
        else:
            _take_manner(action, still, place)
            checked.kept.append(Kept(action, still))
    return checked


class _Still(NamedTuple):
    items: list[ActionItem]
    why: Reason | None = None
    place: Place | None = None


def _still_due(
    action: Action,
    items: Sequence[ActionItem],
    loaded: Loaded | None,
    rules: Rules,
    as_of: date,
) -> _Still:
    """The items whose step is due at this very moment; the first reason of the others; and
    the place of the most pressing.
    """
    if loaded is None:
        return _Still([])
    file, scenario, policy, guard = loaded.file, loaded.scenario, rules.policy, rules.guard
    decisions = dunning.decide(file, scenario, policy, guard, as_of=as_of)
    action.basis = as_data(file, scenario, policy, guard, as_of)
    by_item = {one.item.receivable_id: one for one in decisions}
    kept, why, place = [], None, None
    for item in items:
        decision = by_item.get(item.receivable_id)
        if decision is None:
            continue
        if _same(decision, item, action):
            # A part that was paid since the morning is not asked for.
            item.open_minor = decision.item.open_minor
            item.contested_minor = decision.item.contested_minor
            kept.append(item)
            place = place or decision.place
        else:
            why = why or decision.reason
    return _Still(kept, why, place)


def _same(decision: Decision, item: ActionItem, action: Action) -> bool:
    return (
        decision.due and decision.step == item.step and decision.channel == action.channel
    )


def _take_manner(action: Action, items: Sequence[ActionItem], place: Place | None) -> None:
    """What has fallen out may have been the most pressing: step, tone and enclosures are
    those of the rest.
    """
    action.step = items[0].step
    if place is not None:
        action.tone = place.tone
        action.enclose = sorted(one.value for one in place.enclose)


def _still_thanked(
    batch: Iterable[Action], rules: Mapping[int, Rules], as_of: date
) -> set[int]:
    """The receivables for which it is still right to say thank you."""
    thanking = [action for action in batch if action.step == Step.THANK_YOU]
    if not thanking:
        return set()
    customers = [action.customer_id for action in thanking]
    longest = max(rules[action.company_id].policy.thanks_days for action in thanking)
    since = as_of - timedelta(days=longest)
    found = files.settled_after_reminder(customers, as_of=as_of, since=since)
    return {
        one.receivable_id
        for file, scenario, settled in found
        for one in dunning.thanks(
            settled, file, scenario, rules[file.company_id].policy, as_of=as_of
        )
    }


def _good_hour(action: Action, hours: tuple[int, int], moment: Moment) -> bool:
    """False when it is too early or too late where the debtor lives: by the hours of the
    scenario or the company, and never beyond those that bind everybody. A letter is read
    when it is opened, and our own people are at work.
    """
    if action.channel in {Channel.LETTER, Channel.WEBHOOK} or action.role == Role.OURS:
        return True
    if moment.plays is not None:
        return True
    found = reach(action.customer, Means(action.channel), moment.at)
    return found.open and dunning.at_a_good_hour(found.local.time(), hours)
