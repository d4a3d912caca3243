"""What was written and said, to them, by them and about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.agenda.models import Note
from acquit.audit.models import Entry
from acquit.channels.models import Incoming, Message
from acquit.privacy.queries.held import letters_from, letters_to, requests_of
from acquit.privacy.queries.told.rows import Row, as_day, as_instant, by_whom

if TYPE_CHECKING:
    from acquit.channels.models import Arrival
    from acquit.ledger.models import Customer
    from acquit.privacy.queries.held import Somebody


def messages(who: Somebody) -> list[Row]:
    """What was written to them, in full, and what became of it."""
    rows = Message.objects.filter(letters_to(who)).prefetch_related(
        "events", "enclosures", "arrivals"
    )
    return [
        {
            "sent_at": as_instant(one.sent_at or one.claimed_at),
            "kind": one.kind.lower(),
            "channel": one.channel.lower(),
            "to": one.to,
            "state": one.state.lower(),
            "delivery": ", ".join(
                f"{event.kind.lower()} {as_instant(event.at)} {event.detail}".strip()
                for event in sorted(one.events.all(), key=lambda event: event.at)
            ),
            "at_the_door": ", ".join(
                " ".join(filter(None, _at_the_door(known)))
                for known in sorted(one.arrivals.all(), key=lambda known: known.pk)
            ),
            "enclosures": ", ".join(paper.name for paper in one.enclosures.all()),
            "subject": one.subject,
            "body": one.body,
            "outcome": one.answer,
        }
        for one in rows.order_by("claimed_at", "pk")
    ]


def _at_the_door(known: Arrival) -> tuple[str, ...]:
    return known.outcome.lower(), known.on.isoformat(), known.tracking, known.words


def answers(who: Somebody) -> list[Row]:
    """What they wrote to us, in full."""
    rows = Incoming.objects.filter(letters_from(who)).prefetch_related("files")
    return [
        {
            "received_at": as_instant(one.received_at),
            "channel": one.channel.lower(),
            "from": one.sender,
            "name": one.sender_name,
            "subject": one.subject,
            "body": one.body,
            "files": ", ".join(file.name for file in one.files.all()),
        }
        for one in rows.order_by("received_at", "pk")
    ]


def notes(customer: Customer) -> list[Row]:
    """What our people wrote down."""
    rows = Note.objects.filter(customer=customer).order_by("written_at", "pk")
    return [
        {
            "written_at": as_instant(one.written_at),
            "text": one.text,
            "by": by_whom(one.author_id),
        }
        for one in rows
    ]


def calls(customer: Customer) -> list[Row]:
    """Those that were made; the words of each stand in the trail."""
    entries = Entry.objects.filter(customer_id=customer.pk, event="call_made")
    return [
        {
            "at": as_instant(one.at),
            "step": str(one.details.get("step", "")).lower(),
            "outcome": str(one.details.get("outcome", "")).lower(),
            "text": one.reason,
            "by": by_whom(one.actor_id),
        }
        for one in entries.order_by("at", "pk")
    ]


def requests(who: Somebody) -> list[Row]:
    """What they asked for about their data."""
    mine = requests_of(who)
    return [
        {
            "received_on": one.received_on.isoformat(),
            "what": str(one.get_kind_display()),
            "text": one.words,
            "done_on": as_day(one.done_on),
            "outcome": one.outcome,
        }
        for one in mine.order_by("received_on", "pk")
    ]
