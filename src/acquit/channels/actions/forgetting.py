"""Taking a person out of what was written to and by them; that it was sent stays.

In the caller's transaction; doing it twice changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.channels.models import (
    Arrival,
    DeliveryEvent,
    Enclosure,
    Incoming,
    IncomingFile,
    IncomingState,
    Message,
    MessageState,
)

if TYPE_CHECKING:
    from django.db.models import Q

# Of a message on its way nothing is taken out.
OVER = (
    MessageState.SENT,
    MessageState.UNCERTAIN,
    MessageState.REFUSED,
    MessageState.NOT_SENT,
)


def forget_messages(which: Q) -> None:
    """Address, subject and text of these; when they left, and how, stays."""
    rows = Message.objects.filter(which, state__in=OVER).exclude(to="", body="")
    keys = list(rows.values_list("pk", flat=True))
    Enclosure.objects.filter(message__in=keys, document=None).update(content=b"")
    DeliveryEvent.objects.filter(message__in=keys).update(detail="")
    # Whoever signed for it stands on the acknowledgement: it is not named any more.
    Arrival.objects.filter(message__in=keys).update(tracking="", words="", document=None)
    Message.objects.filter(pk__in=keys).update(
        to="", subject="", body="", page=None, answer=""
    )


def forget_answers(which: Q) -> None:
    """Who wrote, what, and the files that came along."""
    rows = Incoming.objects.filter(which).exclude(sender="", body="")
    keys = list(rows.values_list("pk", flat=True))
    IncomingFile.objects.filter(incoming__in=keys).delete()
    Incoming.objects.filter(pk__in=keys).update(
        sender="",
        sender_name="",
        subject="",
        body="",
        contact=None,
        state=IncomingState.DONE,
    )
