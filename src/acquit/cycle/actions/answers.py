"""A service reports on a message, or a debtor answers: written down, told to a person, and
decided anew where it changes what comes next.
"""

from __future__ import annotations

import logging
from enum import Enum
from typing import TYPE_CHECKING

from django.db import transaction

import acquit.channels.actions as channels
import acquit.dunning.actions as dunning
from acquit.agenda.actions import Work, add_tasks, finish_by_beginning
from acquit.agenda.models import TaskKind
from acquit.audit.actions import Actor, Fact, record
from acquit.channels.models import ArrivalOutcome, Delivery, Message, MessageState
from acquit.channels.queries import arrival_of, message_named
from acquit.channels.reports import Report
from acquit.cycle.actions.facts import decide_for
from acquit.dunning.actions.bounces import take_back
from acquit.dunning.actions.notices import was_received
from acquit.ledger.actions import lock

if TYPE_CHECKING:
    from datetime import date, datetime

    from acquit.channels.models import Incoming
    from acquit.channels.reports import Received

log = logging.getLogger(__name__)

SERVICES = Actor(None, "delivery reports")
LEAVING = (MessageState.CLAIMED, MessageState.SENDING)
ARRIVED = (Delivery.DELIVERED, Delivery.OPENED)
# What the trail says of a message that failed after it was sent.
FAILED: dict[str, str] = {
    Delivery.BOUNCED: "message_bounced",
    Delivery.COMPLAINED: "message_complained",
}


class Taken(Enum):
    """What became of a report. STILL_LEAVING: its sender has not said yet what became of
    the message; the report is to come again.
    """

    NEW = "new"
    KNOWN = "known"
    NOT_OURS = "not ours"
    STILL_LEAVING = "still leaving"


@transaction.atomic
def take_report(report: Report, *, on: date, at: datetime) -> Taken:
    """Keep what a service says of a message; the same report again changes nothing.

    on: the business day for which the customer is decided anew.
    """
    found = message_named(report.message_key, report.external_id)
    if found is None:
        return Taken.NOT_OURS
    lock([found.customer_id])
    message = Message.objects.get(pk=found.pk)
    if message.state in LEAVING:
        return Taken.STILL_LEAVING
    if not channels.record_event(message, report, at=at):
        return Taken.KNOWN
    if message.state == MessageState.UNCERTAIN:
        # Whoever reports on it has had it: nobody needs to find out any more.
        dunning.settle_message(
            message_id=message.pk, arrived=True, as_of=on, actor=SERVICES, at=at
        )
        message.refresh_from_db()
    if report.kind in ARRIVED and not _known_by_a_person(message):
        was_received(message.pk, on=(report.at or at).date())
    if report.kind in FAILED:
        _fail(message, report, on=on, at=at)
    log.info("delivery_reported", extra={"message_id": message.pk, "kind": report.kind})
    return Taken.NEW


def _known_by_a_person(message: Message) -> bool:
    """Whoever held the acknowledgement knows it better than a service."""
    known = arrival_of(message.pk)
    return known is not None and known.outcome != ArrivalOutcome.UNKNOWN


def _fail(message: Message, report: Report, *, on: date, at: datetime) -> None:
    """A person is told; what came back is due again, by another way if there is one."""
    _tell_a_person(message, report, on=on, at=at)
    if report.kind == Delivery.BOUNCED:
        take_back(message, at=at)
    fact = Fact(
        event=FAILED[report.kind],
        subject=message,
        company_id=message.company_id,
        customer_id=message.customer_id,
        details={"kind": message.kind},
    )
    record(fact, actor=SERVICES, at=at)
    decide_for([message.customer_id], as_of=on, at=at)


def _tell_a_person(message: Message, report: Report, *, on: date, at: datetime) -> None:
    kind = TaskKind.DELIVERY_FAILED
    work = Work(
        company_id=message.company_id,
        customer_id=message.customer_id,
        kind=kind,
        key=f"{kind}:{message.pk}",
        due_on=on,
        why={"message": message.pk, "answer": report.detail, "delivery": report.kind},
    )
    add_tasks([work], at=at)


@transaction.atomic
def take_answer(received: Received, *, on: date, at: datetime) -> Incoming | None:
    """Keep what somebody wrote to us, for a person to read; None when it is known already.

    An answering machine's words are kept as well, but ask nobody for anything.
    """
    incoming = channels.record_incoming(received, at=at)
    if incoming is None:
        return None
    message = incoming.message
    if message is not None and not incoming.automatic:
        # What leaves is written by its sender alone: its row must not be taken from it.
        lock([message.customer_id])
        answered = Report(
            message_key=str(message.key),
            external_id="",
            kind=Delivery.ANSWERED,
            name=f"answer {incoming.pk}",
            at=incoming.received_at,
        )
        message.refresh_from_db()
        channels.record_event(message, answered, at=at)
    if incoming.customer_id is not None and not incoming.automatic:
        ask_to_read(incoming, on=on, at=at)
    log.info("answer_taken", extra={"incoming_id": incoming.pk})
    return incoming


def ask_to_read(incoming: Incoming, *, on: date, at: datetime) -> None:
    """A task for whoever looks after the customer, in the caller's transaction."""
    if incoming.company_id is None:
        return
    work = Work(
        company_id=incoming.company_id,
        customer_id=incoming.customer_id,
        kind=TaskKind.ANSWER,
        key=f"{_keys(incoming)}{incoming.customer_id}",
        due_on=on,
        why={"incoming": incoming.pk, "answer": incoming.subject or incoming.body[:200]},
    )
    add_tasks([work], at=at)


@transaction.atomic
def assign_answer(
    *, incoming_id: int, customer_id: int, on: date, actor: Actor, at: datetime
) -> Incoming:
    """A person says whose an answer is; see channels.actions.assign."""
    incoming = channels.assign(
        incoming_id=incoming_id, customer_id=customer_id, actor=actor, at=at
    )
    finish_by_beginning(_keys(incoming), at=at)
    if not incoming.automatic:
        ask_to_read(incoming, on=on, at=at)
    return incoming


@transaction.atomic
def finish_answer(*, incoming_id: int, actor: Actor, at: datetime) -> Incoming:
    """A person has read it; see channels.actions.mark_done."""
    incoming = channels.mark_done(incoming_id=incoming_id, actor=actor, at=at)
    finish_by_beginning(_keys(incoming), at=at)
    return incoming


def _keys(incoming: Incoming) -> str:
    """How the keys of its tasks begin: one for each customer who it was said to be of."""
    return f"{TaskKind.ANSWER}:{incoming.pk}:"
