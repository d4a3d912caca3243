"""Writing down what debtors write to us, and whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from acquit.audit.actions import Fact, record
from acquit.channels.actions.reported import short
from acquit.channels.models import Incoming, IncomingFile, IncomingState
from acquit.channels.queries import message_mentioned, people_at, written_to
from acquit.ledger.models import Customer

if TYPE_CHECKING:
    from datetime import datetime

    from acquit.audit.actions import Actor
    from acquit.channels.models import Message
    from acquit.channels.reports import Received
    from acquit.ledger.models import Contact

LONGEST_KEY = 300
LONGEST_SUBJECT = 250
LONGEST_ADDRESS = 254
LONGEST_NAME = 200


def record_incoming(received: Received, *, at: datetime) -> Incoming | None:
    """Keep what came in, in the caller's transaction; None when it is known already.

    Whose it is, is told by the message that it answers, else by the address of its sender
    when that is one customer's alone; else a person says.
    """
    key = short(received.name, LONGEST_KEY)
    if Incoming.objects.filter(key=key).exists():
        return None
    message = message_mentioned(received.message_keys, received.external_ids)
    customer, contact = _whose(received, message)
    incoming, new = Incoming.objects.get_or_create(
        key=key,
        defaults={
            "company_id": customer.company_id if customer else None,
            "customer": customer,
            "contact": contact,
            "message": message,
            "channel": received.channel,
            "sender": _plain(received.sender)[:LONGEST_ADDRESS],
            "sender_name": _plain(received.sender_name)[:LONGEST_NAME],
            "subject": _plain(received.subject)[:LONGEST_SUBJECT],
            # PostgreSQL takes no NUL in a text.
            "body": received.body.replace("\0", ""),
            "automatic": received.automatic,
            "unread": received.unread,
            "received_at": received.at or at,
            "recorded_at": at,
        },
    )
    if not new:
        return None
    IncomingFile.objects.bulk_create(
        IncomingFile(
            incoming=incoming,
            name=_plain(file.name)[:LONGEST_NAME],
            media_type=file.media_type,
            size=file.size,
            content=file.content,
        )
        for file in received.files
    )
    return incoming


def _whose(
    received: Received, message: Message | None
) -> tuple[Customer | None, Contact | None]:
    customers, contact = people_at(received.channel, received.sender)
    if message is not None:
        ours = contact if contact and contact.customer_id == message.customer_id else None
        return message.customer, ours
    if len(customers) == 1:
        return customers[0], contact
    if not customers and received.sender:
        written = written_to(received.channel, received.sender)
        if len(written) == 1:
            return Customer.objects.get(pk=written[0]), None
    return None, None


@transaction.atomic
def assign(*, incoming_id: int, customer_id: int, actor: Actor, at: datetime) -> Incoming:
    """A person says whose it is; what was said before, or found by itself, can be wrong.

    What it seemed to answer stays with it only while that is a message to this customer.
    """
    incoming = Incoming.objects.select_for_update(of=("self",)).get(pk=incoming_id)
    incoming.customer = Customer.objects.get(pk=customer_id)
    incoming.company_id = incoming.customer.company_id
    if incoming.message and incoming.message.customer_id != customer_id:
        incoming.message = None
    if incoming.contact and incoming.contact.customer_id != customer_id:
        incoming.contact = None
    incoming.save(update_fields=["customer", "company", "message", "contact"])
    _tell("answer_assigned", incoming, actor=actor, at=at)
    return incoming


@transaction.atomic
def mark_done(*, incoming_id: int, actor: Actor, at: datetime) -> Incoming:
    """A person has read it and done what it asks for; saying so twice changes nothing."""
    incoming = Incoming.objects.select_for_update(of=("self",)).get(pk=incoming_id)
    if incoming.state != IncomingState.DONE:
        incoming.state = IncomingState.DONE
        incoming.save(update_fields=["state"])
        _tell("answer_done", incoming, actor=actor, at=at)
    return incoming


def _tell(event: str, incoming: Incoming, *, actor: Actor, at: datetime) -> None:
    fact = Fact(
        event=event,
        subject=incoming,
        company_id=incoming.company_id,
        customer_id=incoming.customer_id,
    )
    record(fact, actor=actor, at=at)


def _plain(text: str) -> str:
    """On one line, without signs that cannot be seen."""
    return "".join(c if c.isprintable() else " " for c in text).strip()
