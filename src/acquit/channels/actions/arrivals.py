"""Writing down what a person knows of a letter that was posted: received, refused, back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from acquit.channels.actions.reported import more_is_said
from acquit.channels.models import Arrival, ArrivalOutcome, Delivery
from acquit.channels.queries import arrival_of, posted_on
from acquit.core.errors import Refusal
from acquit.ledger.actions.bulk import keep_document
from acquit.ledger.models import Document

if TYPE_CHECKING:
    from datetime import date, datetime

    from acquit.channels.models import Message

MOST_BYTES = 10 * 1024 * 1024
# What a scan is: told by how it begins, whatever its name says.
KINDS = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
# What the outcome makes of a message; the others say nothing of its delivery.
_DELIVERIES = {
    ArrivalOutcome.RECEIVED.value: Delivery.DELIVERED,
    ArrivalOutcome.RETURNED.value: Delivery.BOUNCED,
}


class NotAtThePost(Refusal):
    """It is no letter, or it did not go to the post yet."""

    def __init__(self) -> None:
        super().__init__(
            "Only a letter that went to the post is received. Say first that its bundle "
            "was posted."
        )


class NotOnThatDay(Refusal):
    """It cannot be there before it was posted, nor on a day that is still to come."""

    def __init__(self, posted_on: date, today: date) -> None:
        super().__init__(
            "Give a day from %(posted_on)s, when it was posted, until %(today)s.",
            posted_on=posted_on,
            today=today,
        )


class WhyOtherwise(Refusal):
    """What was recorded is corrected without a word: nobody could follow it."""

    def __init__(self) -> None:
        super().__init__("Say why what was recorded before is wrong.")


class NothingRecorded(Refusal):
    """Nothing is there that could be taken back."""

    def __init__(self) -> None:
        super().__init__("Nothing is recorded of this letter that could be taken back.")


class NoScan(Refusal):
    """The acknowledgement is no PDF and no picture, or too large."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "%(name)s is kept as proof only as a PDF, JPG or PNG of at most 10 MB. Scan or "
            "photograph the acknowledgement of receipt.",
            name=name,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a person knows. scan: name and bytes of the acknowledgement, None = there is
    none, or the one that was kept before stays.
    """

    outcome: ArrivalOutcome
    on: date
    tracking: str = ""
    words: str = ""
    scan: tuple[str, bytes] | None = None


def record_arrival(
    message: Message, known: Known, *, today: date, by_id: int | None, at: datetime
) -> Arrival:
    """Keep it, and what it says of the message, in the caller's transaction. Raises
    NotAtThePost, NotOnThatDay, WhyOtherwise, NothingRecorded, NoScan.
    """
    before = arrival_of(message.pk)
    _check(message, known, before, today)
    scan = _kept(message.company_id, known.scan, at) if known.scan else None
    if scan is None and before is not None:
        scan = before.document
    if known.outcome is ArrivalOutcome.UNKNOWN:
        scan = None
    made = Arrival.objects.create(
        message=message,
        outcome=known.outcome,
        on=known.on,
        tracking=known.tracking.strip(),
        document=scan,
        words=known.words.strip(),
        actor_id=by_id,
        recorded_at=at,
    )
    _tell(message, made)
    return made


def _check(message: Message, known: Known, before: Arrival | None, today: date) -> None:
    posted = posted_on(message)
    if posted is None:
        raise NotAtThePost
    if not posted <= known.on <= max(posted, today):
        raise NotOnThatDay(posted, today)
    if before is None and known.outcome is ArrivalOutcome.UNKNOWN:
        raise NothingRecorded
    if before is not None and not known.words.strip():
        raise WhyOtherwise


def _tell(message: Message, made: Arrival) -> None:
    """The message says what is known of it now; what services reported counts as before.

    An address at which nobody of that name was found takes no further letter.
    """
    told = [Delivery(kind) for kind in message.events.values_list("kind", flat=True)]
    if made.outcome == ArrivalOutcome.RECEIVED:
        told = [one for one in told if one is not Delivery.BOUNCED]
    if made.outcome in _DELIVERIES:
        told.append(_DELIVERIES[made.outcome])
    delivery = ""
    for one in told:
        delivery = more_is_said(delivery, one)
    message.delivery = delivery or message.delivery
    message.permanent = made.outcome == ArrivalOutcome.RETURNED
    message.save(update_fields=["delivery", "permanent"])


def _kept(company_id: int, scan: tuple[str, bytes], at: datetime) -> Document:
    name, content = scan
    kind = next((kind for head, kind in KINDS.items() if content.startswith(head)), None)
    if kind is None or len(content) > MOST_BYTES:
        raise NoScan(name)
    return keep_document(
        Document(
            company_id=company_id,
            name=name[:200],
            media_type=kind,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            content=content,
            recorded_at=at,
        )
    )
