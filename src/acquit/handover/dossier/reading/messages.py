"""What was written, both ways, with what became of it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.db.models.functions import Coalesce, Length

from acquit.channels.models import (
    Arrival,
    ArrivalOutcome,
    Channel,
    DeliveryEvent,
    Enclosure,
    Incoming,
    IncomingFile,
    Message,
    MessageState,
)
from acquit.dunning.models import ActionItem
from acquit.dunning.queries import notices
from acquit.handover.dossier.file import (
    Arrived,
    Legal,
    Paper,
    Received,
    Report,
    Sent,
    Source,
)
from acquit.handover.dossier.reading.facts import end_of, start_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from acquit.ledger.models import Customer

PDF = "application/pdf"
# What is for people of ours is no message to the debtor.
OURS = "OURS"
LEFT = (
    MessageState.SENT,
    MessageState.UNCERTAIN,
    MessageState.REFUSED,
    MessageState.NOT_SENT,
)


class _Beside(NamedTuple):
    """All that is asked once for all messages, by message. end: the last instant known."""

    about: dict[int, list[int]]
    reports: dict[int, list[Report]]
    papers: dict[int, list[Paper]]
    legal: dict[int, Legal]
    arrived: dict[int, Arrived]
    end: datetime


def sent(of: Customer, ids: Collection[int], *, as_of: date) -> tuple[Sent, ...]:
    """Every message about one of these receivables, by day; also what did not arrive."""
    about = _about(of, ids)
    rows = (
        Message.objects.filter(
            customer=of, pk__in=about, state__in=LEFT, business_day__lte=as_of
        )
        .select_related("batch")
        .defer("page", "batch__pdf")
        .order_by("business_day", "claimed_at", "pk")
    )
    found = list(rows)
    keys = [one.pk for one in found]
    reports, papers = _reports(keys, of, as_of), _enclosed(keys)
    end = end_of(as_of, of.company.timezone)
    arrived = _arrived(keys, as_of)
    known = _Beside(about, reports, papers, _legal(ids, as_of), arrived, end)
    return tuple(_sent(one, known) for one in found)


def _about(of: Customer, ids: Collection[int]) -> dict[int, list[int]]:
    """The receivables that each message was about, by message."""
    rows = (
        ActionItem.objects.filter(
            action__customer=of, receivable__in=ids, action__message__isnull=False
        )
        .exclude(action__role=OURS)
        .order_by("action__message", "receivable")
        .values_list("action__message", "receivable")
    )
    found: dict[int, list[int]] = defaultdict(list)
    for message_id, receivable_id in rows:
        if message_id is not None:
            found[message_id].append(receivable_id)
    return found


def _legal(ids: Collection[int], as_of: date) -> dict[int, Legal]:
    return {
        one.message_id: Legal(one.kind, one.term_until)
        for one in notices.left(ids, as_of=as_of)
        if one.message_id is not None and one.counts
    }


def _sent(one: Message, known: _Beside) -> Sent:
    reports = known.reports[one.pk]
    letter = None
    if one.channel == Channel.LETTER:
        letter = Paper(source=Source("letter", one.pk), name="", media_type=PDF)
    return Sent(
        message_id=one.pk,
        channel=one.channel,
        language=one.language,
        to=one.to,
        sender=one.sender,
        subject=one.subject,
        body=one.body,
        state=one.state,
        carrier=one.carrier,
        delivery=reports[-1].kind if reports else "",
        key=str(one.key),
        external_id=one.external_id,
        answer=one.answer,
        on=one.business_day,
        sent_at=one.sent_at,
        printed_at=_by(one.batch.made_at, known.end) if one.batch else None,
        posted_on=_posted(one, known.end),
        about=tuple(known.about[one.pk]),
        reports=tuple(reports),
        arrived=known.arrived.get(one.pk),
        enclosed=tuple(known.papers[one.pk]),
        letter=letter,
        legal=known.legal.get(one.pk),
    )


def _arrived(messages: Collection[int], as_of: date) -> dict[int, Arrived]:
    """What people know of letters that were posted: the last that was recorded of each."""
    rows = Arrival.objects.filter(message__in=messages, on__lte=as_of)
    found: dict[int, Arrived] = {}
    for one in rows.select_related("document").defer("document__content").order_by("pk"):
        found[one.message_id] = Arrived(one.outcome, one.on, one.tracking, _proof(one))
    return {key: one for key, one in found.items() if one.outcome != ArrivalOutcome.UNKNOWN}


def _proof(one: Arrival) -> Paper | None:
    if one.document is None:
        return None
    return Paper(
        source=Source("document", one.document.pk),
        name=one.document.name,
        media_type=one.document.media_type,
        size=one.document.size,
    )


def _reports(
    messages: Collection[int], of: Customer, as_of: date
) -> dict[int, list[Report]]:
    rows = DeliveryEvent.objects.filter(
        message__in=messages, at__lte=end_of(as_of, of.company.timezone)
    )
    found: dict[int, list[Report]] = defaultdict(list)
    for one in rows.order_by("at", "pk"):
        found[one.message_id].append(Report(one.at, one.kind, one.detail))
    return found


def _enclosed(messages: Collection[int]) -> dict[int, list[Paper]]:
    rows = (
        Enclosure.objects.filter(message__in=messages)
        .annotate(bytes=Coalesce("document__size", Length("content")))
        .order_by("message", "pk")
        .values_list("message", "pk", "document", "name", "media_type", "bytes")
    )
    found: dict[int, list[Paper]] = defaultdict(list)
    for message_id, pk, document_id, name, media_type, size in rows:
        source = Source("document", document_id) if document_id else Source("enclosure", pk)
        paper = Paper(source=source, name=name, media_type=media_type, size=size or 0)
        found[message_id].append(paper)
    return found


def received(of: Customer, *, since: date, as_of: date) -> tuple[Received, ...]:
    """What the debtor wrote since the first of the invoices, by instant."""
    zone = of.company.timezone
    rows = Incoming.objects.filter(
        customer=of, received_at__range=(start_of(since, zone), end_of(as_of, zone))
    )
    found = list(rows.order_by("received_at", "pk"))
    files = _files([one.pk for one in found])
    return tuple(
        Received(
            incoming_id=one.pk,
            channel=one.channel,
            sender=one.sender,
            sender_name=one.sender_name,
            subject=one.subject,
            body=one.body,
            automatic=one.automatic,
            received_at=one.received_at,
            files=tuple(files[one.pk]),
        )
        for one in found
    )


def _files(incoming: Collection[int]) -> dict[int, list[Paper]]:
    """Only what was kept."""
    rows = (
        IncomingFile.objects.filter(incoming__in=incoming)
        .annotate(kept=Length("content"))
        .order_by("incoming", "pk")
        .values_list("incoming", "pk", "name", "media_type", "kept")
    )
    found: dict[int, list[Paper]] = defaultdict(list)
    for incoming_id, pk, name, media_type, kept in rows:
        if kept:
            source = Source("received", pk)
            paper = Paper(source=source, name=name, media_type=media_type, size=kept)
            found[incoming_id].append(paper)
    return found


def _by(then: datetime | None, end: datetime) -> datetime | None:
    return then if then is not None and then <= end else None


def _posted(one: Message, end: datetime) -> date | None:
    posted_on = one.batch.posted_on if one.batch else None
    return posted_on if posted_on is not None and posted_on <= end.date() else None
