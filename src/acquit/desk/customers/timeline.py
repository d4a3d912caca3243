"""The story of one customer, newest first: what was sent, said, invoiced and paid.

One query finds the page (a union of kind, key and day), one more for each kind fetches it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from acquit.agenda.models import Note
from acquit.channels.models import Message
from acquit.core.money import Money
from acquit.desk import words
from acquit.ledger import queries as ledger
from acquit.ledger.models import Allocation, Dispute, Hold, Invoice, Promise
from acquit.web import reading

if TYPE_CHECKING:
    from acquit.ledger.models import Customer, Receipt
    from acquit.organisation.rights import Scope

EVENTS_A_PAGE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened. `letter`: a text that is opened on demand; `words`: shown at once."""

    day: date
    title: str
    icon: str
    tone: str = "neutral"
    who: str = ""
    at: datetime | None = None
    amount: Money | None = None
    words: str = ""
    letter: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some events, and whether older ones follow."""

    events: Sequence[Event]
    number: int
    more: bool


def page(customer: Customer, *, scope: Scope, number: int) -> Page:
    """The events of this page; pages count from 1."""
    first = (number - 1) * EVENTS_A_PAGE
    parts = [
        rows.annotate(event=Value(kind, CharField()), happened_on=Cast(day, DateField()))
        .order_by()
        .values_list("happened_on", "event", "pk")
        for kind, rows, day in _sources(customer, scope)
    ]
    found = parts[0].union(*parts[1:], all=True).order_by("-happened_on", "event", "-pk")
    keys = list(found[first : first + EVENTS_A_PAGE + 1])
    return Page(
        [event for event in _events(keys[:EVENTS_A_PAGE], customer, scope) if event],
        number,
        len(keys) > EVENTS_A_PAGE,
    )


def _sources(
    customer: Customer, scope: Scope
) -> Iterable[tuple[str, QuerySet[Any], F]]:
    """(kind, rows, the day it happened). The end of a promise, dispute or hold is an event too."""
    promises, disputes = customer.promises.all(), customer.disputes.all()
    holds = customer.holds.all()
    return (
        ("message", customer.messages.all(), F("business_day")),
        ("note", customer.notes.all(), F("written_at")),
        ("promise", promises, F("made_on")),
        ("promise_end", promises.exclude(closed_on=None), F("closed_on")),
        ("dispute", disputes, F("opened_on")),
        ("dispute_end", disputes.exclude(closed_on=None), F("closed_on")),
        ("hold", holds, F("from_on")),
        ("hold_end", holds.exclude(ended_on=None), F("ended_on")),
        ("receipt", ledger.receipts_within(scope).filter(customer=customer), F("received_on")),
        ("allocation", _allocations(customer), F("booked_on")),
        ("invoice", ledger.invoices_within(scope).filter(customer=customer), F("issued_on")),
    )  # fmt: skip


def _allocations(customer: Customer) -> QuerySet[Allocation]:
    """What was used for this customer's receivables, other than plainly its own money."""
    return Allocation.objects.filter(receivable__customer=customer)


def _events(
    keys: Sequence[tuple[date, str, int]], customer: Customer, scope: Scope
) -> Iterable[Event | None]:
    wanted: dict[str, list[int]] = defaultdict(list)
    for _on, kind, key in keys:
        wanted[kind.removesuffix("_end")].append(key)
    rows = {kind: source for kind, source, _day in _sources(customer, scope)}
    found = {
        kind: rows[kind].select_related(*JOINED.get(kind, ())).in_bulk(ids)
        for kind, ids in wanted.items()
    }
    for on, kind, key in keys:
        row = found[kind.removesuffix("_end")].get(key)
        yield DRAWN[kind](row, on) if row else None


def _message(row: Message, on: date) -> Event:
    icon, tone = words.MESSAGE_TONES[row.state]
    return Event(
        day=on,
        title=words.step(row.kind),
        icon=icon,
        tone=tone,
        who=_("%(state)s to %(to)s") % {"state": row.get_state_display(), "to": row.to},
        at=row.sent_at or row.claimed_at,
        subject=row.subject,
        letter=row.body,
        words=row.answer if row.state != "SENT" else "",
    )


def _note(row: Note, on: date) -> Event:
    return Event(
        day=on,
        title=_("Note"),
        icon="note",
        who=row.author_name,
        at=row.written_at,
        words=row.text,
    )


def _promise(row: Promise, on: date) -> Event:
    title = _("Promised to pay by %(day)s")
    return Event(
        day=on,
        title=title % {"day": reading.short_day(row.promised_on)},
        icon="calendar-check",
        tone="info",
        who=_about(row),
        amount=Money(row.amount_minor, row.receivable.currency),
    )


def _promise_end(row: Promise, on: date) -> Event:
    title, icon, tone = {
        True: (_("Promise kept"), "circle-check", "good"),
        False: (_("Promise not kept"), "calendar-x", "bad"),
        None: (_("Promise withdrawn"), "calendar-off", "neutral"),
    }[row.kept]
    return Event(day=on, title=title, icon=icon, tone=tone, who=_about(row))


def _dispute(row: Dispute, on: date) -> Event:
    title = _("Disputed: %(reason)s") % {"reason": row.get_reason_display()}
    amount = row.amount_minor
    return Event(
        day=on,
        title=title,
        icon="message-exclamation",
        tone="warn",
        who=_about(row),
        words=row.words,
        amount=None if amount is None else Money(amount, row.receivable.currency),
    )


def _dispute_end(row: Dispute, on: date) -> Event:
    title = _("Dispute closed")
    return Event(day=on, title=title, icon="message-check", tone="good", who=_about(row))


def _hold(row: Hold, on: date) -> Event:
    title = _("On hold until %(day)s: %(reason)s") % {
        "day": reading.short_day(row.until_on),
        "reason": row.get_reason_display(),
    }
    return Event(
        day=on, title=title, icon="player-pause", who=_about(row), words=row.words
    )


def _hold_end(row: Hold, on: date) -> Event:
    return Event(day=on, title=_("Hold ended"), icon="player-play", who=_about(row))


def _receipt(row: Receipt, on: date) -> Event:
    return Event(
        day=on,
        title=_("Money received"),
        icon="building-bank",
        tone="good",
        who=row.payer_name or row.get_source_display(),
        words=row.text,
        amount=Money(row.amount_minor, row.currency),
    )


def _allocation(row: Allocation, on: date) -> Event:
    undone = row.amount_minor < 0
    title = _("Taken back from %(number)s") if undone else _("Used for %(number)s")
    return Event(
        day=on,
        title=title % {"number": row.receivable.invoice.number},
        icon="arrow-back-up" if undone else "link",
        tone="warn" if undone else "neutral",
        who=row.get_kind_display(),
        amount=Money(row.amount_minor, row.receivable.currency),
    )


def _invoice(row: Invoice, on: date) -> Event:
    credit = row.kind == "CREDIT_NOTE"
    title = _("Credit note %(number)s") if credit else _("Invoice %(number)s")
    return Event(
        day=on,
        title=title % {"number": row.number},
        icon="receipt-refund" if credit else "file-invoice",
        amount=Money(-row.total_minor if credit else row.total_minor, row.currency),
    )


def _about(row: Promise | Dispute | Hold) -> str:
    """Which invoice, and who wrote it down."""
    number = row.receivable.invoice.number if row.receivable else _("Whole account")
    return f"{number} · {row.actor.name}" if row.actor else number


_SAID = ("receivable__invoice", "actor")
JOINED: dict[str, tuple[str, ...]] = {
    "promise": _SAID,
    "dispute": _SAID,
    "hold": _SAID,
    "allocation": ("receivable__invoice",),
}
DRAWN: dict[str, Callable[[Any, date], Event]] = {
    "message": _message,
    "note": _note,
    "promise": _promise,
    "promise_end": _promise_end,
    "dispute": _dispute,
    "dispute_end": _dispute_end,
    "hold": _hold,
    "hold_end": _hold_end,
    "receipt": _receipt,
    "allocation": _allocation,
    "invoice": _invoice,
}
