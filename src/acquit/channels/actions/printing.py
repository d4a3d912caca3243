"""Letters on their way through the office: from the tray into a bundle, and to the post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Max

from acquit.channels.actions.reported import record_event
from acquit.channels.models import (
    Delivery,
    Enclosure,
    Message,
    MessageState,
    PrintBatch,
    PrintRun,
    PrintState,
)
from acquit.channels.reports import Report
from acquit.core.errors import Refusal
from acquit.organisation.models import Company

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from acquit.channels.letter.binding import Bundle
    from acquit.channels.models import Apart


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


class NothingToPrint(Refusal):
    """The tray is empty, or nothing in it is wanted any more."""

    def __init__(self) -> None:
        super().__init__("No letter waits to be printed.")


def ask_run(company_id: int, *, by_id: int | None, at: datetime) -> tuple[PrintRun, bool]:
    """The run that empties the company's tray, and whether it is a new one; in the caller's
    transaction. Raises NothingToPrint.
    """
    Company.objects.select_for_update(no_key=True).get(pk=company_id)
    under_way = PrintRun.objects.filter(
        company=company_id, state__in=(PrintState.WAITING, PrintState.RUNNING)
    ).first()
    if under_way is not None:
        return under_way, False
    letters = Message.objects.in_tray().filter(company=company_id).count()
    if not letters:
        raise NothingToPrint
    run = PrintRun.objects.create(
        company_id=company_id,
        state=PrintState.WAITING,
        letters=letters,
        asked_by_id=by_id,
        asked_at=at,
    )
    return run, True


def begin_run(run: PrintRun, *, at: datetime) -> bool:
    """It is under way; once more when it was cut short. False when it has ended before."""
    waiting = PrintRun.objects.filter(
        pk=run.pk, state__in=(PrintState.WAITING, PrintState.RUNNING)
    )
    return bool(waiting.update(state=PrintState.RUNNING, began_at=at))


def end_run(
    run: PrintRun, state: PrintState, unset: Sequence[int], *, at: datetime
) -> None:
    """It is done, or has failed. unset: the messages that cannot be set."""
    run.state, run.unset, run.ended_at = state, list(unset), at
    run.save(update_fields=["state", "unset", "ended_at"])


def count_held_back(run: PrintRun, count: int) -> None:
    """So many more were not wanted any more; in the transaction that holds them back."""
    PrintRun.objects.filter(pk=run.pk).update(held_back=F("held_back") + count)


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


def make_batch(  # the letters, what was made of them, by whom and when
    messages: Sequence[Message],
    bundle: Bundle,
    apart: Mapping[int, Apart],
    *,
    run: PrintRun | None,
    by_id: int | None,
    at: datetime,
) -> PrintBatch:
    """Keep a bundle with its letters, in their order, in the caller's transaction. apart:
    the enclosures that are not bound in, with the reason.
    """
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
        run=run,
    )
    for message in messages:
        message.batch = batch
        message.save(update_fields=["batch"])
        _report(message, batch, Delivery.PRINTED, at=at)
    for enclosure_id, why in apart.items():
        Enclosure.objects.filter(pk=enclosure_id).update(apart=why)
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
