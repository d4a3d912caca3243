"""The last check and the claim of some messages at once, in one transaction.

All that is asked of the books is asked once for the whole batch. A customer, and whoever
is the same debtor, stands at most once in a batch: the budget of messages counts what has
left.
"""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db import transaction
from psycopg.types.json import Jsonb

from acquit.channels import actions as channels
from acquit.channels.carrying import Enclosed, Envelope
from acquit.channels.models import Enclosure, Message, MessageState
from acquit.core.dunning import Kind, Reason, Role, Step
from acquit.dunning.actions import notices
from acquit.dunning.actions.calling import hand_to_people
from acquit.dunning.actions.last_check import NOT_READY, Checked, Kept, check
from acquit.dunning.models import Action, ActionState
from acquit.dunning.queries import enclosures, wording
from acquit.dunning.queries.assigned import same_debtors
from acquit.dunning.wording.engine import Unwritable
from acquit.dunning.wording.on_top import MayNotAsk
from acquit.ledger.actions import lock
from acquit.ledger.rows import binary_cursor

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from acquit.channels.carrying import Carrier
    from acquit.core.law import Letter
    from acquit.dunning.actions.last_check import Moment
    from acquit.dunning.queries.wording import Prepared
    from acquit.dunning.wording.facts import Written

LONGEST_ADDRESS = 254
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
    checked = check(batch, moment)
    _leave(checked, moment, carrier, sender, claimed)
    claimed.refused |= checked.refused
    return claimed


def _ready(action_ids: Sequence[int]) -> dict[int, Action]:
    found = Action.objects.filter(pk__in=action_ids, state=ActionState.READY)
    rows = found.select_related(
        "customer__representative", "customer__company", "company"
    ).prefetch_related("items")
    return {action.pk: action for action in rows}


def _leave(
    checked: Checked, moment: Moment, carrier: Carrier, sender: int, claimed: Claimed
) -> None:
    """Write what leaves, and claim it; give calls to people."""
    calls = [one for one in checked.kept if _kind(one.action) is Kind.CALL]
    written = [one for one in checked.kept if _kind(one.action) is not Kind.CALL]
    ready: list[Kept] = []
    messages: list[Message] = []
    said: list[notices.Said] = []
    enclosed: list[list[Enclosure]] = []
    prepared = wording.prepare([_wanted(one) for one in written], on=moment.as_of)
    papers = enclosures.gathered([one.action for one in written], on=moment.as_of)
    taken = _taken([one.action.customer_id for one in written], moment.as_of)
    for one in written:
        occasion = _occasion(one.action, moment.as_of, taken)
        told = prepared[one.action.pk]
        try:
            text = told.write()
        except MayNotAsk:
            checked.hold_back(one.action, Reason.MAY_NOT_ASK.value, moment.at)
            continue
        except Unwritable:
            # A text of the company's own: it must not stop what others are sent.
            log.exception("text_not_filled_in", extra={"action_id": one.action.pk})
            checked.hold_back(one.action, UNWRITABLE, moment.at)
            continue
        to = wording.address(one.action, told.recipients)[:LONGEST_ADDRESS]
        if not to:
            checked.refuse(one.action, one.items, Reason.NO_ADDRESS, moment.at)
            continue
        message = _message(one.action, to, text, occasion, moment, carrier, sender)
        ready.append(one)
        messages.append(message)
        if text.letter is not None:
            said.append(_said(one, told, text.letter))
        with_it = [*papers.get(one.action.pk, ()), *enclosures.forms(text)]
        enclosed.append([paper.of(message) for paper in with_it])
    channels.claim(messages, [one for some in enclosed for one in some])
    _count(ready, messages, moment)
    notices.announce(said)
    for one, message, some in zip(ready, messages, enclosed, strict=True):
        envelope = _envelope(message, one.action, prepared[one.action.pk], some)
        claimed.ready.append(Ready(one.action.pk, message, envelope))
    if calls:
        hand_to_people([(one.action, one.items) for one in calls], moment.as_of, moment.at)
        claimed.refused |= {one.action.pk: CALLED for one in calls}


def _kind(action: Action) -> Kind:
    return Step(action.step).kind


def _wanted(one: Kept) -> wording.Wanted:
    action = one.action
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


def _said(one: Kept, prepared: Prepared, letter: Letter) -> notices.Said:
    receivables = tuple(item.receivable_id for item in one.items)
    return notices.Said(one.action, prepared.case.debtor.party, receivables, letter)


def _message(  # noqa: PLR0913, PLR0917  # what is claimed, why, when, and by whom
    action: Action,
    to: str,
    written: Written,
    occasion: str,
    moment: Moment,
    carrier: Carrier,
    sender: int,
) -> Message:
    return Message(
        company_id=action.company_id,
        customer_id=action.customer_id,
        channel=action.channel,
        kind=action.step,
        occasion=occasion,
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


_Taken = set[tuple[int, str, str]]  # customer, channel, occasion


def _taken(customer_ids: Collection[int], as_of: date) -> _Taken:
    """The occasions of today that have left, or may have."""
    rows = Message.objects.filter(business_day=as_of, customer__in=customer_ids)
    left = rows.exclude(state__in=[MessageState.REFUSED, MessageState.NOT_SENT])
    return set(left.values_list("customer_id", "channel", "occasion"))


def _occasion(action: Action, as_of: date, taken: _Taken) -> str:
    """By-itself, approved, thank-you, or to our own people; the second of a day, where the
    budget allows it or nobody is spoken to, has another number.

    Counted under the customer's lock: who would count without it meets the constraint.
    """
    if action.step == Step.THANK_YOU:
        kind = "THANKS"
    elif action.role == Role.OURS:
        kind = action.step
    else:
        kind = "APPROVED" if action.needs_approval else "DUNNING"
    of = action.customer_id, action.channel
    names = (f"{as_of}:{kind}{f' {n}' if n > 1 else ''}" for n in count(1))
    return next(name for name in names if (*of, name) not in taken)


LEAVING = """
    UPDATE dunning_action a
       SET state = 'SENDING', message_id = n.message_id, step = n.step, tone = n.tone,
           for_day = %s, basis = n.basis
      FROM jsonb_to_recordset(%s) AS n (id bigint, message_id bigint, step varchar,
           tone varchar, basis jsonb)
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


def _count(ready: Sequence[Kept], messages: Sequence[Message], moment: Moment) -> None:
    """The steps are taken from here on; what fell out of an action is no part of it."""
    actions = [
        {
            "id": one.action.pk,
            "message_id": message.pk,
            "step": one.action.step,
            "tone": one.action.tone,
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
