"""Sending what was prepared: checked once more under lock, claimed, sent, recorded.

Check and claim commit together. The message leaves after that, outside any transaction: a
mail server that hangs must not hold the customer's row. What was claimed and never recorded
becomes uncertain and is left to a person; nothing here sends a second time.
"""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from acquit.agenda.actions import Work, add_tasks, finish_by_key
from acquit.agenda.models import TaskKind
from acquit.audit.actions import Actor, Fact, record
from acquit.channels.actions import orphans, record_outcome, sender_present
from acquit.channels.carrying import Envelope, NotHandedOver, Unknown
from acquit.channels.models import Channel, Message, MessageState
from acquit.core import dunning
from acquit.core.dunning import Reason, Step
from acquit.core.errors import Refusal
from acquit.dunning.actions.decide import decide
from acquit.dunning.models import Action, ActionItem, ActionState
from acquit.dunning.queries import files, policies, wording
from acquit.ledger.actions import lock
from acquit.ledger.rows import Range

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from acquit.channels.carrying import Carrier, Outcome

log = logging.getLogger(__name__)

NOT_READY = "not ready"


@dataclass(frozen=True, slots=True)
class Dispatched:
    """What became of one action. outcome None = the last check refused, `held` says why."""

    outcome: Outcome | None
    held: str = ""


def dispatch(
    action_id: int,
    *,
    as_of: date,
    carrier: Carrier,
    clock: Callable[[], datetime],
    actor: Actor,
) -> Dispatched:
    """Send one prepared action, at most once; a second call does nothing.

    The outlook still shows what was due: the caller decides anew when all have left.
    """
    customer_id = (
        Action.objects.filter(pk=action_id).values_list("customer_id", flat=True).first()
    )
    if customer_id is None:
        # Deciding anew for this customer, after another message, has replaced it.
        return Dispatched(None, NOT_READY)
    with sender_present(customer_id):
        claimed = _claim(action_id, customer_id, as_of=as_of, carrier=carrier, at=clock())
        if isinstance(claimed, Dispatched):
            return claimed
        message, letter = claimed
        outcome = carrier.carry(letter)
        _record(action_id, message, outcome, as_of=as_of, at=clock(), actor=actor)
    log.info("message_carried", extra={"message_id": message.pk, "state": message.state})
    return Dispatched(outcome)


@transaction.atomic
def _claim(
    action_id: int, customer_id: int, *, as_of: date, carrier: Carrier, at: datetime
) -> tuple[Message, Envelope] | Dispatched:
    """The last check and the claim, under the customer's lock, in one transaction."""
    lock([customer_id])
    found = Action.objects.filter(pk=action_id, state=ActionState.READY)
    action = found.select_related("customer", "company").first()
    if action is None:
        # Another worker has it, or deciding anew has replaced it.
        return Dispatched(None, NOT_READY)
    items = list(action.items.select_related("receivable__invoice").order_by("-rank", "pk"))
    kept, why = _still_due(action, items, as_of)
    if not kept:
        return _refuse(action, why, at)
    # What has fallen out may have been the most pressing: the tone is that of the rest.
    action.step = kept[0].step
    recipient = wording.recipient(action.customer)
    if recipient is None:
        return _refuse(action, Reason.NO_ADDRESS, at)
    written = wording.write(action, kept, on=as_of)
    sender = (
        settings.EMAIL_FROM
        or action.company.email
        or f"{action.company.code.lower()}@localhost"
    )
    message = Message.objects.create(
        company_id=action.company_id,
        customer_id=action.customer_id,
        kind=action.step,
        occasion=_occasion(action, as_of),
        key=uuid.uuid4(),
        language=written.language,
        to=recipient,
        sender=sender,
        subject=written.subject,
        body=written.body,
        state=MessageState.SENDING,
        business_day=as_of,
        claimed_at=at,
        carrier=carrier.code_for(Channel.EMAIL),
    )
    ActionItem.objects.filter(pk__in=[item.pk for item in kept]).update(counts=True)
    if len(kept) < len(items):
        action.items.exclude(pk__in=[item.pk for item in kept]).delete()
    action.message = message
    action.state = ActionState.SENDING
    action.for_day = as_of
    action.save(update_fields=["message", "state", "step", "for_day"])
    return message, _letter(message, action)


def _still_due(
    action: Action, items: list[ActionItem], as_of: date
) -> tuple[list[ActionItem], Reason | None]:
    """The items whose step is due at this very moment; the first reason of the others."""
    if action.step == Step.THANK_YOU:
        return _still_thanked(action, items, as_of), None
    customer = Range(action.customer_id, action.customer_id)
    loaded = next(files.load(customer, as_of=as_of), None)
    if loaded is None:
        return [], None
    rules = policies.rules([action.company_id], as_of=as_of)[action.company_id]
    decisions = {
        decision.item.receivable_id: decision
        for decision in dunning.decide(
            loaded.file, loaded.scenario, rules.policy, rules.guard, as_of=as_of
        )
    }
    kept, why = [], None
    for item in items:
        decision = decisions.get(item.receivable_id)
        if decision is not None and decision.due and decision.step == item.step:
            _bring_up_to_date(item, decision.item)
            kept.append(item)
        elif decision is not None:
            why = why or decision.reason
    return kept, why


def _bring_up_to_date(item: ActionItem, known: dunning.Item) -> None:
    """A part that was paid since the morning is not asked for."""
    now = (known.open_minor, known.contested_minor)
    if now != (item.open_minor, item.contested_minor):
        item.open_minor, item.contested_minor = now
        item.save(update_fields=["open_minor", "contested_minor"])


def _still_thanked(
    action: Action, items: list[ActionItem], as_of: date
) -> list[ActionItem]:
    customer = Range(action.customer_id, action.customer_id)
    rules = policies.rules([action.company_id], as_of=as_of)[action.company_id]
    paid: set[int] = set()
    since = min((i.receivable.settled_on or as_of for i in items), default=as_of)
    found = files.settled_after_reminder(customer, as_of=as_of, since=since)
    for file, scenario, settled in found:
        chosen = dunning.thanks(settled, file, scenario, rules.policy, as_of=as_of)
        paid = {one.receivable_id for one in chosen}
    return [item for item in items if item.receivable_id in paid]


def _refuse(action: Action, why: Reason | None, at: datetime) -> Dispatched:
    """Nothing leaves. An approved notice keeps its approval while only the day is wrong."""
    if (
        action.needs_approval
        and why is None
        and action.items.filter(receivable__open_minor__gt=0).exists()
    ):
        return Dispatched(None, "another day")
    action.state = ActionState.HELD if why else ActionState.DROPPED
    action.why = why.value if why else ""
    action.settled_at = at
    action.save(update_fields=["state", "why", "settled_at"])
    return Dispatched(None, why.value if why else "no longer due")


def _occasion(action: Action, as_of: date) -> str:
    """One by-itself message, one approved notice and one thank-you per customer and day."""
    if action.step == Step.THANK_YOU:
        return f"{as_of}:THANKS"
    return f"{as_of}:{'APPROVED' if action.needs_approval else 'DUNNING'}"


def _letter(message: Message, action: Action) -> Envelope:
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
    )


@transaction.atomic
def _record(
    action_id: int,
    message: Message,
    outcome: Outcome,
    *,
    as_of: date,
    at: datetime,
    actor: Actor,
) -> None:
    lock([message.customer_id])
    record_outcome(message, outcome, at=at)
    _follow(action_id, message, as_of=as_of, at=at)
    if isinstance(outcome, NotHandedOver) and outcome.permanent:
        add_tasks([_task(message, TaskKind.DELIVERY_FAILED, as_of)], at=at)
    fact = Fact(
        event=f"message_{message.state.lower()}",
        subject=message,
        company_id=message.company_id,
        customer_id=message.customer_id,
        details={"kind": message.kind},
    )
    record(fact, actor=actor, at=at)


def _follow(action_id: int, message: Message, *, as_of: date, at: datetime) -> None:
    """Bring the action and the outlook in step with what became of the message."""
    action = Action.objects.get(pk=action_id)
    match MessageState(message.state):
        case MessageState.SENT:
            action.state = ActionState.SENT
            action.items.update(sent_on=message.business_day)
        case MessageState.UNCERTAIN:
            action.state = ActionState.UNCERTAIN
            add_tasks([_task(message, TaskKind.SETTLE_MESSAGE, as_of)], at=at)
        case MessageState.REFUSED | MessageState.NOT_SENT:
            action.state = ActionState.HELD
            action.why = "NOT_HANDED_OVER"
            action.items.update(counts=False)
        case MessageState.CLAIMED | MessageState.SENDING:
            raise Refusal("A message that is still leaving has no outcome yet.")
    action.settled_at = at
    action.save(update_fields=["state", "why", "settled_at"])


def _task(message: Message, kind: TaskKind, as_of: date) -> Work:
    return Work(
        company_id=message.company_id,
        customer_id=message.customer_id,
        kind=kind,
        key=f"{kind}:{message.pk}",
        due_on=as_of,
        why={"message": message.pk, "answer": message.answer},
    )


@transaction.atomic
def settle_orphans(*, as_of: date, at: datetime) -> int:
    """Call uncertain what was claimed by a sender that has died; how many there were."""
    found = orphans()
    for message in found:
        lock([message.customer_id])
        outcome = Unknown("the sender stopped before it could say")
        record_outcome(message, outcome, at=at)
        _follow(message.action.pk, message, as_of=as_of, at=at)
        decide(Range(message.customer_id, message.customer_id), as_of=as_of, at=at)
    return len(found)


@transaction.atomic
def settle_message(
    *, message_id: int, arrived: bool, as_of: date, actor: Actor, at: datetime
) -> Message:
    """A person says what became of an uncertain message. Raises Refusal when it is not
    uncertain.
    """
    message = Message.objects.select_related("action").get(pk=message_id)
    lock([message.customer_id])
    message.refresh_from_db()
    if message.state != MessageState.UNCERTAIN:
        raise Refusal("Only an uncertain message can be settled.")
    message.state = MessageState.SENT if arrived else MessageState.NOT_SENT
    message.sent_at = message.claimed_at if arrived else None
    message.save(update_fields=["state", "sent_at"])
    _follow(message.action.pk, message, as_of=as_of, at=at)
    decide(Range(message.customer_id, message.customer_id), as_of=as_of, at=at)
    finish_by_key(f"{TaskKind.SETTLE_MESSAGE}:{message.pk}", at=at)
    fact = Fact(
        event="message_settled",
        subject=message,
        company_id=message.company_id,
        customer_id=message.customer_id,
        details={"arrived": arrived},
    )
    record(fact, actor=actor, at=at)
    return message
