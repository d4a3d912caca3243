"""Claiming a message before it leaves, and recording what became of it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection

from acquit.channels.carrying import NotHandedOver, Outcome, Sent, Unknown
from acquit.channels.models import Message, MessageState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

# Names this kind of lock among all advisory locks of the database.
SENDING_LOCK = 0x41435154
LONGEST_ID = 200


@contextmanager
def sender_present(customer_id: int) -> Iterator[None]:
    """Show that whoever sends to this customer lives, until what became of it is recorded.

    The lock goes with the connection: when the process dies, it is free at once, and
    whoever finds the message claimed and the lock free knows that nobody will ever record
    it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_lock(%s, %s)", [SENDING_LOCK, _fold(customer_id)]
        )
    try:
        yield
    finally:
        if connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_advisory_unlock(%s, %s)", [SENDING_LOCK, _fold(customer_id)]
                )


def record_outcome(message: Message, outcome: Outcome, *, at: datetime) -> Message:
    """Write what became of a claimed message, in the caller's transaction."""
    message.answer = outcome.answer
    match outcome:
        case Sent():
            message.state = MessageState.SENT
            message.sent_at = at
            message.external_id = outcome.external_id[:LONGEST_ID]
        case NotHandedOver():
            message.state = MessageState.REFUSED
            message.permanent = outcome.permanent
        case Unknown():
            message.state = MessageState.UNCERTAIN
    message.save(update_fields=["state", "sent_at", "answer", "permanent", "external_id"])
    return message


def orphans() -> list[Message]:
    """Messages that were claimed by a sender that is gone; locked for the caller's
    transaction.
    """
    claimed = Message.objects.filter(state=MessageState.SENDING).order_by("pk")
    found = []
    for message in claimed.select_for_update(skip_locked=True):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_try_advisory_xact_lock(%s, %s)",
                [SENDING_LOCK, _fold(message.customer_id)],
            )
            row = cursor.fetchone()
        if row and row[0]:
            found.append(message)
    return found


def _fold(number: int) -> int:
    """A bigint as the int that the two-key form of the lock takes."""
    return number % 0x7FFFFFFF
