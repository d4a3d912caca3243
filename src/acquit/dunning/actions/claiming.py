"""The last check and the claim of some messages at once, in one transaction.

All that is asked of the books is asked once for the whole batch. A customer, and whoever
is the same debtor, stands at most once in a batch: the budget of messages counts what has
left.
"""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db import transaction
from psycopg.types.json import Jsonb

from acquit.channels import actions as channels
from acquit.channels.carrying import Enclosed, Envelope
from acquit.channels.models import Channel, Enclosure, Message, MessageState
from acquit.core import dunning
from acquit.core.dunning import Kind, Reason, Role, Step
from acquit.core.dunning.recorded import as_data
from acquit.core.zones import clock_of
from acquit.dunning.actions.calling import hand_to_people
from acquit.dunning.models import Action, ActionItem, ActionState
from acquit.dunning.queries import enclosures, files, policies, wording
from acquit.dunning.queries.assigned import same_debtors
from acquit.dunning.wording.engine import Unwritable
from acquit.ledger.actions import lock
from acquit.ledger.rows import binary_cursor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime, time

    from acquit.channels.carrying import Carrier
    from acquit.core.dunning import Decision
    from acquit.dunning.queries.files import Loaded
    from acquit.dunning.queries.policies import Rules
    from acquit.dunning.queries.wording import Prepared

LONGEST_ADDRESS = 254
NOT_READY = "not ready"
ANOTHER_DAY = "another day"
ANOTHER_HOUR = "another hour"
NO_LONGER_DUE = "no longer due"
CALLED = "to be called"
UNWRITABLE = "UNWRITABLE"

log = logging.getLogger(__name__)


class Ready(NamedTuple):
    """A claimed message, and what is carried."""

    action_id: int
    message: Message
    envelope: Envelope


@dataclass(slots=True)
class Claimed:
    """What a batch came to. refused: why, by action; later: those of debtors of whom
    another action is in this batch.
    """

    ready: list[Ready] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    later: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When it is: the business day, the instant, and, where the day is played and not
    lived, the time that every clock is taken to show.
    """

    as_of: date
    at: datetime
    plays: time | None = None


class _Kept(NamedTuple):
    """An action that may leave, with what of it may."""

    action: Action
    items: list[ActionItem]


@transaction.atomic
def claim(
    action_ids: Sequence[int], *, moment: Moment, carrier: Carrier, sender: int
) -> Claimed:
    """Check these prepared actions once more under their customers' locks, and claim what
    is still due: written, ready to be handed over.
    """
    claimed = Claimed()
    customers = dict(
        Action.objects.filter(pk__in=action_ids).values_list("pk", "customer_id")
    )
    groups = same_debtors(set(customers.values()))
    lock({*customers.values(), *(one for some in groups.values() for one in some)})
    actions = _ready(action_ids)
    seen: set[int] = set()
    batch: list[Action] = []
    for action_id in action_ids:
        if action_id not in actions:
            # Another worker has it, or deciding anew has replaced it.
            claimed.refused[action_id] = NOT_READY
            continue
        customer_id = actions[action_id].customer_id
        if customer_id in seen:
            claimed.later.append(action_id)
            continue
        seen |= {customer_id, *groups.get(customer_id, ())}
        batch.append(actions[action_id])
    kept = _check(batch, moment, claimed)
    _leave(kept, moment, carrier, sender, claimed)
    return claimed


def _ready(action_ids: Sequence[int]) -> dict[int, Action]:
    found = Action.objects.filter(pk__in=action_ids, state=ActionState.READY)
    rows = found.select_related("customer__representative", "company").prefetch_related(
        "items"
    )
    return {action.pk: action for action in rows}


def _check(batch: Sequence[Action], moment: Moment, claimed: Claimed) -> list[_Kept]:
    """What may leave of each, and why not what may not."""
    as_of = moment.as_of
    asking = [action for action in batch if action.step != Step.THANK_YOU]
    rules = policies.rules({action.company_id for action in batch}, as_of=as_of)
    files_of = {
        one.file.customer_id: one
        for one in files.load([action.customer_id for action in asking], as_of=as_of)
    }
    thanked = _still_thanked(batch, rules, as_of)
    kept: list[_Kept] = []
    for action in batch:
        policy = rules[action.company_id].policy
        items = sorted(action.items.all(), key=lambda item: (-item.rank, item.pk))
        if action.step == Step.THANK_YOU:
            still = [item for item in items if item.receivable_id in thanked]
            why = None
        else:
            loaded = files_of.get(action.customer_id)
            still, why = _still_due(action, items, loaded, rules[action.company_id], as_of)
        if not still:
            _refuse(action, items, why, claimed, moment.at)
        elif not _good_hour(action, policy.hours, moment):
            claimed.refused[action.pk] = ANOTHER_HOUR
        else:
            kept.append(_Kept(action, still))
    return kept


def _still_due(
    action: Action,
    items: Sequence[ActionItem],
    loaded: Loaded | None,
    rules: Rules,
    as_of: date,
) -> tuple[list[ActionItem], Reason | None]:
    """The items whose step is due at this very moment; the first reason of the others."""
    if loaded is None:
        return [], None
    file, scenario, policy, guard = loaded.file, loaded.scenario, rules.policy, rules.guard
    decisions = dunning.decide(file, scenario, policy, guard, as_of=as_of)
    action.basis = as_data(file, scenario, policy, guard, as_of)
    by_item = {one.item.receivable_id: one for one in decisions}
    kept, why = [], None
    for item in items:
        decision = by_item.get(item.receivable_id)
        if decision is None:
            continue
        if _same(decision, item, action):
            # A part that was paid since the morning is not asked for.
            item.open_minor = decision.item.open_minor
            item.contested_minor = decision.item.contested_minor
            kept.append(item)
        else:
            why = why or decision.reason
    return kept, why


def _same(decision: Decision, item: ActionItem, action: Action) -> bool:
    return (
        decision.due and decision.step == item.step and decision.channel == action.channel
    )


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
    """False when it is too early or too late where the debtor lives. A letter is read when
    it is opened, and our own people are at work.
    """
    if action.channel in {Channel.LETTER, Channel.WEBHOOK} or action.role == Role.OURS:
        return True
    if moment.plays is not None:
        return True
    zone = action.company.timezone
    now = clock_of(moment.at, action.customer.country, otherwise=zone)
    return dunning.at_a_good_hour(now, action_hours(action) or hours)


def action_hours(action: Action) -> tuple[int, int] | None:
    """The hours that the step itself has, as they stand in what it was decided by."""
    places = (action.basis or {}).get("scenario", {}).get("places", [])
    for place in places:
        if place["step"] == action.step and place.get("hours"):
            return place["hours"][0], place["hours"][1]
    return None


def _refuse(
    action: Action,
    items: Sequence[ActionItem],
    why: Reason | None,
    claimed: Claimed,
    at: datetime,
) -> None:
    """Nothing leaves. An approved step keeps its approval while only the day is wrong."""
    if action.needs_approval and why is None and _something_open(items):
        claimed.refused[action.pk] = ANOTHER_DAY
        return
    if why:
        _hold_back(action, why.value, claimed, at)
        return
    action.state, action.settled_at = ActionState.DROPPED, at
    action.save(update_fields=["state", "settled_at", "basis"])
    claimed.refused[action.pk] = NO_LONGER_DUE


def _hold_back(action: Action, why: str, claimed: Claimed, at: datetime) -> None:
    action.state, action.why, action.settled_at = ActionState.HELD, why, at
    action.save(update_fields=["state", "why", "settled_at", "basis"])
    claimed.refused[action.pk] = why


def _something_open(items: Sequence[ActionItem]) -> bool:
    keys = [item.pk for item in items]
    return ActionItem.objects.filter(pk__in=keys, receivable__open_minor__gt=0).exists()


def _leave(
    kept: Sequence[_Kept], moment: Moment, carrier: Carrier, sender: int, claimed: Claimed
) -> None:
    """Write what leaves, and claim it; give calls to people."""
    calls = [one for one in kept if _kind(one.action) is Kind.CALL]
    written = [one for one in kept if _kind(one.action) is not Kind.CALL]
    ready: list[_Kept] = []
    messages: list[Message] = []
    enclosed: list[list[Enclosure]] = []
    prepared = wording.prepare([_wanted(one) for one in written], on=moment.as_of)
    papers = enclosures.gathered([one.action for one in written], on=moment.as_of)
    for one in written:
        try:
            message = _message(one.action, prepared[one.action.pk], moment, carrier, sender)
        except Unwritable:
            # A text of the company's own: it must not stop what others are sent.
            log.exception("text_not_filled_in", extra={"action_id": one.action.pk})
            _hold_back(one.action, UNWRITABLE, claimed, moment.at)
            continue
        if message is None:
            reason = Reason.NO_ADDRESS
            _refuse(one.action, one.items, reason, claimed, moment.at)
            continue
        ready.append(one)
        messages.append(message)
        enclosed.append([paper.of(message) for paper in papers.get(one.action.pk, ())])
    channels.claim(messages, [one for some in enclosed for one in some])
    _count(ready, messages, moment)
    for one, message, some in zip(ready, messages, enclosed, strict=True):
        envelope = _envelope(message, one.action, prepared[one.action.pk], some)
        claimed.ready.append(Ready(one.action.pk, message, envelope))
    if calls:
        hand_to_people([(one.action, one.items) for one in calls], moment.as_of, moment.at)
        claimed.refused |= {one.action.pk: CALLED for one in calls}


def _kind(action: Action) -> Kind:
    return Step(action.step).kind


def _wanted(one: _Kept) -> wording.Wanted:
    action = one.action
    # What has fallen out may have been the most pressing: the tone is that of the rest.
    action.step = one.items[0].step
    return wording.Wanted(
        action.pk,
        action.customer_id,
        action.step,
        [
            wording.WantedItem(i.receivable_id, i.step, i.open_minor, i.contested_minor)
            for i in one.items
        ],
        action.channel,
        action.tone,
        action.role,
    )


def _message(
    action: Action, prepared: Prepared, moment: Moment, carrier: Carrier, sender: int
) -> Message | None:
    to = wording.address(action, prepared.recipients)[:LONGEST_ADDRESS]
    if not to:
        return None
    written = prepared.write()
    return Message(
        company_id=action.company_id,
        customer_id=action.customer_id,
        channel=action.channel,
        kind=action.step,
        occasion=_occasion(action, moment.as_of),
        key=uuid.uuid4(),
        language=written.language,
        to=to,
        sender=_sender(action),
        subject=written.subject,
        body=written.body,
        page=written.page,
        state=MessageState.CLAIMED,
        business_day=moment.as_of,
        claimed_at=moment.at,
        claimed_by=sender,
        carrier=carrier.code_for(action.channel),
    )


def _sender(action: Action) -> str:
    company = action.company
    return settings.EMAIL_FROM or company.email or f"{company.code.lower()}@localhost"


def _occasion(action: Action, as_of: date) -> str:
    """One by-itself message, one approved, one thank-you, one to our own people per day."""
    if action.step == Step.THANK_YOU:
        return f"{as_of}:THANKS"
    if action.role == Role.OURS:
        return f"{as_of}:{action.step}"
    return f"{as_of}:{'APPROVED' if action.needs_approval else 'DUNNING'}"


LEAVING = """
    UPDATE dunning_action a
       SET state = 'SENDING', message_id = n.message_id, step = n.step, for_day = %s,
           basis = n.basis
      FROM jsonb_to_recordset(%s) AS n (id bigint, message_id bigint, step varchar,
           basis jsonb)
     WHERE a.id = n.id
"""
TAKEN = """
    UPDATE dunning_actionitem i
       SET counts = true, open_minor = n.open_minor, contested_minor = n.contested_minor
      FROM jsonb_to_recordset(%s) AS n (id bigint, open_minor bigint,
           contested_minor bigint)
     WHERE i.id = n.id
"""
FALLEN = "DELETE FROM dunning_actionitem WHERE action_id = ANY(%s) AND NOT id = ANY(%s)"


def _count(ready: Sequence[_Kept], messages: Sequence[Message], moment: Moment) -> None:
    """The steps are taken from here on; what fell out of an action is no part of it."""
    actions = [
        {
            "id": one.action.pk,
            "message_id": message.pk,
            "step": one.action.step,
            "basis": one.action.basis,
        }
        for one, message in zip(ready, messages, strict=True)
    ]
    items = [
        {
            "id": item.pk,
            "open_minor": item.open_minor,
            "contested_minor": item.contested_minor,
        }
        for one in ready
        for item in one.items
    ]
    with binary_cursor() as cursor:
        cursor.execute(LEAVING, [moment.as_of, Jsonb(actions)])
        cursor.execute(TAKEN, [Jsonb(items)])
        keys = [one["id"] for one in actions], [one["id"] for one in items]
        cursor.execute(FALLEN, keys)


def _envelope(
    message: Message, action: Action, prepared: Prepared, papers: Sequence[Enclosure]
) -> Envelope:
    return Envelope(
        key=str(message.key),
        kind=message.kind.lower(),
        channel=message.channel,
        sender=message.sender,
        sender_name=action.company.name,
        to=message.to,
        subject=message.subject,
        body=message.body,
        language=message.language,
        at=message.claimed_at,
        reply_to=action.company.email,
        page=message.page,
        address=prepared.recipients.address,
        enclosures=tuple(
            Enclosed(one.name, one.media_type, enclosures.content(one)) for one in papers
        ),
    )
