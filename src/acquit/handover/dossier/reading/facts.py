"""What was said: promises, disputes, holds, calls, and notes of our own."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Q

from acquit.agenda.models import Note
from acquit.audit.models import Entry
from acquit.core.dunning.endless import ENDLESS
from acquit.handover.dossier.file import (
    Called,
    Contested,
    Held,
    Noted,
    Occurred,
    Paper,
    Promised,
    Source,
)
from acquit.ledger.models import Dispute, Document, Hold, Promise
from acquit.limitation.queries import occurrences

if TYPE_CHECKING:
    from collections.abc import Collection

    from acquit.ledger.models import Customer


def end_of(day: date, zone: str) -> datetime:
    """The last instant of a day where the creditor is."""
    return datetime.combine(day, time.max, tzinfo=ZoneInfo(zone))


def start_of(day: date, zone: str) -> datetime:
    """The first instant of it."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(zone))


def disputes(ids: Collection[int], *, as_of: date) -> tuple[Contested, ...]:
    """Of these receivables, by day; one that was closed later was still open then."""
    rows = Dispute.objects.filter(receivable__in=ids, opened_on__lte=as_of)
    return tuple(
        Contested(
            one.receivable_id,
            one.opened_on,
            _by(one.closed_on, as_of),
            one.amount_minor,
            one.reason,
            one.words,
        )
        for one in rows.order_by("opened_on", "pk")
    )


def promises(ids: Collection[int], *, as_of: date) -> tuple[Promised, ...]:
    """Of these receivables, by day."""
    rows = Promise.objects.filter(receivable__in=ids, made_on__lte=as_of)
    return tuple(
        Promised(
            one.receivable_id,
            one.made_on,
            one.promised_on,
            one.amount_minor,
            _by(one.closed_on, as_of),
            one.kept if _by(one.closed_on, as_of) else None,
        )
        for one in rows.order_by("made_on", "pk")
    )


def holds(
    of: Customer, ids: Collection[int], *, since: date, as_of: date, words: bool
) -> tuple[Held, ...]:
    """Of the account and of these receivables, by day. words: ours, which are internal.

    Without those of a case or of an insolvency, which the dossier tells itself.
    """
    about = Q(receivable=None) | Q(receivable__in=ids)
    rows = Hold.objects.filter(about, customer=of, from_on__lte=as_of, until_on__gte=since)
    rows = rows.exclude(until_on__in=ENDLESS)
    return tuple(
        Held(
            one.receivable_id,
            one.from_on,
            one.until_on,
            _by(one.ended_on, as_of),
            one.reason,
            one.words if words else "",
        )
        for one in rows.order_by("from_on", "pk")
    )


def calls(of: Customer, *, since: date, as_of: date, words: bool) -> tuple[Called, ...]:
    """The calls that were made, by instant. words: ours, which are internal."""
    zone = of.company.timezone
    rows = Entry.objects.filter(
        customer_id=of.pk,
        event="call_made",
        at__range=(start_of(since, zone), end_of(as_of, zone)),
    )
    return tuple(
        Called(
            one.at,
            one.actor_name,
            one.details.get("outcome", ""),
            _day(one.details.get("again_on")),
            one.reason if words else "",
        )
        for one in rows.order_by("at", "pk")
    )


def notes(of: Customer, *, as_of: date) -> tuple[Noted, ...]:
    """What we wrote down about the customer, by instant."""
    rows = Note.objects.filter(
        customer=of, written_at__lte=end_of(as_of, of.company.timezone)
    )
    return tuple(
        Noted(one.written_at, one.author_name, one.text)
        for one in rows.order_by("written_at", "pk")
    )


def occurred(ids: Collection[int], *, as_of: date) -> tuple[Occurred, ...]:
    """What a person recorded of these receivables because limitation begins anew by it, by
    day; without what was withdrawn.
    """
    rows = [
        one
        for one in occurrences(ids)
        if one.on <= as_of and getattr(one, "taken_back", None) is None
    ]
    known = papers({one.document_id for one in rows if one.document_id})
    return tuple(
        Occurred(
            one.receivable_id,
            one.kind,
            one.on,
            one.words,
            known[one.document_id] if one.document_id else None,
        )
        for one in sorted(rows, key=lambda one: (one.on, one.pk))
    )


def papers(ids: Collection[int]) -> dict[int, Paper]:
    """Documents of the books, without their content."""
    rows = Document.objects.filter(pk__in=ids).values_list(
        "pk", "name", "media_type", "size"
    )
    return {
        pk: Paper(source=Source("document", pk), name=name, media_type=media, size=size)
        for pk, name, media, size in rows
    }


def _by(closed_on: date | None, as_of: date) -> date | None:
    return closed_on if closed_on is not None and closed_on <= as_of else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
