"""Letters on their way through the office: from the tray into a bundle, and to the post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max

from acquit.channels.actions.reported import record_event
from acquit.channels.models import Delivery, Message, MessageState, PrintBatch
from acquit.channels.reports import Report
from acquit.core.errors import Refusal
from acquit.organisation.models import Company

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from acquit.channels.letter.setting import Bundle


class AlreadyPosted(Refusal):
    """Somebody has said before that the bundle went to the post."""

    def __init__(self, batch: PrintBatch) -> None:
        super().__init__(
            "Bundle %(number)s went to the post on %(day)s already.",
            number=batch.number,
            day=batch.posted_on,
        )


class PostedTooSoon(Refusal):
    """A bundle cannot go to the post before it is printed, or on a day to come."""

    def __init__(self) -> None:
        super().__init__("Give a day from the one on which it was printed until today.")


def still_in_tray(message_ids: Collection[int]) -> list[Message]:
    """Those that still wait to be printed, locked for the caller's transaction."""
    rows = Message.objects.in_tray().filter(pk__in=message_ids).order_by("pk")
    return list(rows.select_for_update(of=("self",), no_key=True))


def take_from_tray(message: Message, *, answer: str) -> None:
    """It is not printed: it never left. In the caller's transaction."""
    message.state = MessageState.NOT_SENT
    message.sent_at = None
    message.answer = answer
    message.save(update_fields=["state", "sent_at", "answer"])


def make_batch(
    messages: Sequence[Message], bundle: Bundle, *, by_id: int | None, at: datetime
) -> PrintBatch:
    """Keep a bundle with its letters, in their order, in the caller's transaction."""
    company_id = messages[0].company_id
    # Bundles of a company are numbered one after the other.
    Company.objects.select_for_update(no_key=True).get(pk=company_id)
    earlier = PrintBatch.objects.filter(company=company_id)
    last = earlier.aggregate(last=Max("number"))["last"] or 0
    batch = PrintBatch.objects.create(
        company_id=company_id,
        number=last + 1,
        made_at=at,
        made_by_id=by_id,
        letters=len(messages),
        pages=bundle.pages,
        pdf=bundle.pdf,
    )
    for message in messages:
        message.batch = batch
        message.save(update_fields=["batch"])
        _report(message, batch, Delivery.PRINTED, at=at)
    return batch


def post_batch(
    batch_id: int, *, posted_on: date, today: date, by_id: int | None, at: datetime
) -> PrintBatch:
    """A person has taken the bundle to the post; in the caller's transaction.

    Raises AlreadyPosted and PostedTooSoon.
    """
    rows = PrintBatch.objects.defer("pdf").select_for_update(of=("self",))
    batch = rows.get(pk=batch_id)
    if batch.posted_on is not None:
        raise AlreadyPosted(batch)
    # The business day may lag behind the clock by which the bundle was made.
    known = (today, batch.made_at.date())
    if not min(known) <= posted_on <= max(known):
        raise PostedTooSoon
    batch.posted_on, batch.posted_by_id = posted_on, by_id
    batch.save(update_fields=["posted_on", "posted_by"])
    for message in batch.messages.all():
        _report(message, batch, Delivery.POSTED, at=at)
    return batch


def _report(message: Message, batch: PrintBatch, kind: Delivery, *, at: datetime) -> None:
    report = Report(
        message_key=str(message.key),
        external_id="",
        kind=kind,
        name=f"{kind}:{batch.pk}:{message.pk}",
        detail=f"{batch.number}",
        at=at,
    )
    record_event(message, report, at=at)
