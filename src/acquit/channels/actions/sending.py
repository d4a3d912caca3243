"""Claiming messages before they leave, handing them over, recording what became of them.

A message is CLAIMED together with the last check, in one transaction. Until the moment at
which it is handed over it can still be withdrawn; SENDING is written right before that
moment, in a transaction of its own, together with what became of the message before.
"""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection

from acquit.channels.carrying import NotHandedOver, Outcome, Sent, Unknown
from acquit.channels.models import Enclosure, Message, MessageState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import datetime

# Names this kind of lock among all advisory locks of the database.
SENDING_LOCK = 0x41435154
LONGEST_ID = 200


@contextmanager
def sender_present() -> Iterator[int]:
    """Show that a sender lives, until what became of its messages is recorded; gives the
    number that stands as `claimed_by` on each of them.

    The lock goes with the connection: when the process dies, it is free at once, and
    whoever finds a message claimed and the lock of its sender free knows that nobody will
    ever record it.
    """
    sender = secrets.randbelow(0x7FFFFFFF)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [SENDING_LOCK, sender])
    try:
        yield sender
    finally:
        if connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [SENDING_LOCK, sender])


def claim(messages: Sequence[Message], enclosures: Iterable[Enclosure]) -> None:
    """Write messages that are about to leave, in the transaction of their last check."""
    Message.objects.bulk_create(messages)
    Enclosure.objects.bulk_create(enclosures)


class Done(NamedTuple):
    """What became of a message, and when."""

    message: Message
    outcome: Outcome
    at: datetime


HAND_OVER = """
    UPDATE channels_message SET state = 'SENDING' WHERE id = %s AND state = 'CLAIMED'
"""
RECORD = """
    UPDATE channels_message
       SET state = %s, sent_at = %s, answer = %s, permanent = %s, external_id = %s
     WHERE id = %s
"""
BOTH = f"WITH done AS ({RECORD}) {HAND_OVER}"


def hand_over(message: Message, before: Done | None) -> bool:
    """Say that this message leaves now, and what became of the one before; one statement,
    one commit. False when it was withdrawn: then it must not leave.
    """
    with connection.cursor() as cursor:
        if before is None:
            cursor.execute(HAND_OVER, [message.pk])
        else:
            cursor.execute(BOTH, [*_written(before), message.pk])
        gone = bool(cursor.rowcount)
    if gone:
        message.state = MessageState.SENDING
    return gone


def record(done: Done) -> None:
    """Write what became of the last one."""
    with connection.cursor() as cursor:
        cursor.execute(RECORD, _written(done))


def _written(done: Done) -> list[str | bool | datetime | int | None]:
    message, outcome, at = done
    understand(message, outcome, at=at)
    return [
        message.state,
        message.sent_at,
        message.answer,
        message.permanent,
        message.external_id,
        message.pk,
    ]


def understand(message: Message, outcome: Outcome, *, at: datetime) -> None:
    """Put what became of a message into its fields; whoever calls writes them."""
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


WITHDRAW = """
    WITH gone AS (DELETE FROM channels_message
                   WHERE state = 'CLAIMED' AND {which} RETURNING id),
         with_them AS (DELETE FROM channels_enclosure
                        WHERE message_id IN (SELECT id FROM gone))
    SELECT id FROM gone
"""


def withdraw(
    *, customers: tuple[int, int] | None = None, ids: Collection[int] = ()
) -> list[int]:
    """Take back what was claimed and not handed over yet, of customers from one id to
    another or of these messages: it never was. Gives which those were.

    Whoever calls lets go of the actions that name them, in the same transaction.
    """
    which, keys = "id = ANY(%s)", [list(ids)]
    if customers is not None:
        which, keys = "customer_id BETWEEN %s AND %s", [*customers]  # type: ignore[list-item]
    with connection.cursor() as cursor:
        cursor.execute(WITHDRAW.format(which=which), keys)
        return [row[0] for row in cursor.fetchall()]


def orphans() -> list[Message]:
    """Messages that were claimed, or are being handed over, by a sender that is gone.

    Nothing is locked: whoever acts on them takes the customers' locks and looks again.
    """
    unsettled = [MessageState.CLAIMED, MessageState.SENDING]
    alive: dict[int | None, bool] = {}
    found = []
    for message in Message.objects.filter(state__in=unsettled).order_by("pk"):
        sender = message.claimed_by
        if sender not in alive:
            alive[sender] = sender is not None and not _is_free(sender)
        if not alive[sender]:
            found.append(message)
    return found


def _is_free(sender: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [SENDING_LOCK, sender])
        row = cursor.fetchone()
    return bool(row and row[0])
