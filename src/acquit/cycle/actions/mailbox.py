"""The mailbox is looked into: answers are taken, returned mail counts as a report."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import DataError, connection, transaction

from acquit.channels.actions import keep_place
from acquit.channels.email import reading, returned
from acquit.channels.models import Mailbox as Known
from acquit.channels.replies import mailbox
from acquit.channels.replies.mailbox import Fetched, MailboxDown
from acquit.cycle.actions.answers import Taken, take_answer, take_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime
    from email.message import EmailMessage

    from acquit.channels.models import Incoming

log = logging.getLogger(__name__)

# Names the lock of whoever reads the mailbox, among all advisory locks of the database.
READING_LOCK = 0x41434D42


class Later(Exception):
    """A message speaks of one of ours that is still leaving: it is taken the next time."""


def fetch_replies(url: str, *, on: date, clock: Callable[[], datetime]) -> dict[str, int]:
    """Take what is new in the mailbox; each message, and that it was taken, in one
    transaction. How many answers, reports, messages that were known, and messages that were
    taken away meanwhile.

    Raises MailboxUnclear, MailboxDown; what went before is taken.
    """
    box = mailbox.mailbox(url)
    counts = {"answers": 0, "reports": 0, "known": 0, "gone": 0}
    with _alone() as first:
        if not first:
            return counts
        try:
            _read(box, counts, on=on, clock=clock)
        except MailboxDown as error:
            keep_place(box.place, trouble=str(error), at=clock())
            log.warning("mailbox_down")
            raise
    return counts


def _read(
    box: mailbox.Mailbox,
    counts: dict[str, int],
    *,
    on: date,
    clock: Callable[[], datetime],
) -> None:
    with mailbox.opened(box) as reader:
        known = Known.objects.filter(place=box.place).first()
        same = known is not None and known.validity == reader.validity
        # Numbers that begin anew: all is looked at again, and known by its own name.
        after = known.last_uid if known is not None and same else 0
        keep_place(box.place, validity=reader.validity, last_uid=after, at=clock())
        for fetched in reader.after(after):
            try:
                kind = _take_and_keep(box.place, fetched, on=on, at=clock())
            except Later:
                break
            counts[kind] += 1


def _take_and_keep(place: str, fetched: Fetched, *, on: date, at: datetime) -> str:
    """Take one message and remember that; what cannot be taken is kept as it is."""
    try:
        with transaction.atomic():
            kind = _take(fetched, on=on, at=at)
            keep_place(place, last_uid=fetched.uid, at=at)
    except (DataError, *reading.WRONG):
        log.exception("Could not read a message.")
        with transaction.atomic():
            kind = _counted(take_answer(reading.unread(fetched.raw), on=on, at=at))
            keep_place(place, last_uid=fetched.uid, at=at)
    return kind


def _take(fetched: Fetched, *, on: date, at: datetime) -> str:
    """Take one message: an answer, or a report on one of ours."""
    if not fetched.raw:
        # Somebody took it away before it could be fetched.
        return "gone"
    message = reading.read(fetched.raw)
    if returned.is_report(message) and (kind := _take_reports(message, on=on, at=at)):
        return kind
    received = reading.received(message)
    if not fetched.whole:
        received = replace(received, unread=True)
    return _counted(take_answer(received, on=on, at=at))


def _counted(taken: Incoming | None) -> str:
    return "known" if taken is None else "answers"


def _take_reports(message: EmailMessage, *, on: date, at: datetime) -> str:
    """ "" when it reports on nothing of ours: then it is kept for a person to read."""
    taken = [take_report(one, on=on, at=at) for one in returned.reports(message)]
    if Taken.STILL_LEAVING in taken:
        raise Later
    if Taken.NEW in taken:
        return "reports"
    return "known" if Taken.KNOWN in taken else ""


@contextmanager
def _alone() -> Iterator[bool]:
    """True for the first that comes; the lock goes with the connection, so a reader that
    was killed keeps nobody out.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [READING_LOCK])
        row = cursor.fetchone()
        first = bool(row and row[0])
    try:
        yield first
    finally:
        if first:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [READING_LOCK])
