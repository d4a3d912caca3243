"""Bringing actions, tasks and the trail in step with what became of messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from acquit.agenda.actions import Work, add_tasks, finish_by_key
from acquit.agenda.models import TaskKind
from acquit.audit.actions import Actor, Fact, record, record_all
from acquit.channels import actions as channels
from acquit.channels.carrying import Unknown
from acquit.channels.models import Message, MessageState
from acquit.core.errors import Refusal
from acquit.dunning.actions import notices
from acquit.dunning.actions.agreed import NOT_HANDED_OVER
from acquit.dunning.actions.decide import decide
from acquit.dunning.actions.releasing import release
from acquit.dunning.models import Action, ActionItem, ActionState
from acquit.ledger.actions import lock
from acquit.ledger.rows import Range

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

THE_SENDER = Actor(None, "sender")


@transaction.atomic
def follow(
    message_ids: Collection[int], *, as_of: date, at: datetime, actor: Actor
) -> None:
    """Say of the actions of these messages what became of them; doing so twice changes
    nothing. One that is still leaving is left alone.
    """
    if not message_ids:
        return
    found = Action.objects.filter(message__in=message_ids, state=ActionState.SENDING)
    lock(set(found.values_list("customer_id", flat=True)))
    actions = [
        action
        for action in found.select_related("message")
        if _message(action).state not in {MessageState.CLAIMED, MessageState.SENDING}
    ]
    for action in actions:
        _understand(action, at)
    for state, why in {(action.state, action.why) for action in actions}:
        same = [one.pk for one in actions if (one.state, one.why) == (state, why)]
        settled = Action.objects.filter(pk__in=same)
        settled.update(state=state, why=why, settled_at=at)
    _count(actions)
    add_tasks(_tasks(actions, as_of), at=at)
    record_all([_fact(_message(action)) for action in actions], actor=actor, at=at)


def _message(action: Action) -> Message:
    if action.message is None:
        raise ValueError("an action that leaves has its message")
    return action.message


def _understand(action: Action, at: datetime) -> None:
    match MessageState(_message(action).state):
        case MessageState.SENT:
            action.state = ActionState.SENT
        case MessageState.UNCERTAIN:
            action.state = ActionState.UNCERTAIN
        case MessageState.REFUSED | MessageState.NOT_SENT:
            action.state, action.why = ActionState.HELD, NOT_HANDED_OVER
        case MessageState.CLAIMED | MessageState.SENDING:
            raise Refusal("A message that is still leaving has no outcome yet.")
    action.settled_at = at


def _count(actions: Sequence[Action]) -> None:
    """A step counts from the business day on which its message left."""
    sent: dict[date, list[int]] = {}
    for action in actions:
        if action.state == ActionState.SENT:
            sent.setdefault(_message(action).business_day, []).append(action.pk)
    for day, keys in sent.items():
        ActionItem.objects.filter(action__in=keys).update(sent_on=day)
        notices.have_left(keys, on=day)
    held = [action.pk for action in actions if action.state == ActionState.HELD]
    if held:
        ActionItem.objects.filter(action__in=held).update(counts=False)
        notices.never_left(held)


def _tasks(actions: Sequence[Action], as_of: date) -> list[Work]:
    messages = [_message(action) for action in actions]
    return [
        _task(message, kind, as_of)
        for message in messages
        if (kind := _work_of(message)) is not None
    ]


def _work_of(message: Message) -> TaskKind | None:
    if message.state == MessageState.UNCERTAIN:
        return TaskKind.SETTLE_MESSAGE
    if message.state == MessageState.REFUSED and message.permanent:
        return TaskKind.DELIVERY_FAILED
    return None


def _task(message: Message, kind: TaskKind, as_of: date) -> Work:
    return Work(
        company_id=message.company_id,
        customer_id=message.customer_id,
        kind=kind,
        key=f"{kind}:{message.pk}",
        due_on=as_of,
        why={"message": message.pk, "answer": message.answer},
    )


def _fact(message: Message) -> Fact:
    return Fact(
        event=f"message_{message.state.lower()}",
        subject=message,
        company_id=message.company_id,
        customer_id=message.customer_id,
        details={"kind": message.kind},
    )


@transaction.atomic
def let_go(message_ids: Collection[int]) -> None:
    """Take back messages that were claimed and will not be handed over: their actions are
    ready again.
    """
    customers = Message.objects.filter(pk__in=message_ids)
    lock(set(customers.values_list("customer_id", flat=True)))
    release(channels.withdraw(ids=message_ids))


@transaction.atomic
def settle_orphans(*, as_of: date, at: datetime) -> int:
    """Put right what senders that have died left behind; how many messages are uncertain
    for it.

    What they had not handed over yet was never sent. What they were handing over may have
    arrived: a person says. What they had recorded is followed.
    """
    found = channels.orphans()
    lock({one.customer_id for one in found})
    keys = [one.pk for one in found]
    release(channels.withdraw(ids=keys))
    leaving = list(Message.objects.filter(pk__in=keys, state=MessageState.SENDING))
    for message in leaving:
        outcome = Unknown("the sender stopped before it could say")
        channels.record(channels.Done(message, outcome, at))
    recorded = Action.objects.filter(state=ActionState.SENDING).exclude(
        message__state__in=[MessageState.CLAIMED, MessageState.SENDING]
    )
    behind = Message.objects.filter(action__in=recorded).values_list("pk", flat=True)
    follow(list(behind), as_of=as_of, at=at, actor=THE_SENDER)
    for customer_id in sorted({one.customer_id for one in leaving}):
        decide(Range(customer_id, customer_id), as_of=as_of, at=at)
    return len(leaving)


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
    action = message.action
    action.message = message
    _understand(action, at)
    action.save(update_fields=["state", "why", "settled_at"])
    _count([action])
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
