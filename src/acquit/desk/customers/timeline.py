"""The story of one customer, newest first: what was sent, said, invoiced and paid.

One query for a page: every kind of fact is told in the same columns, and they are united.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models
from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from acquit.bank.queries import standing_returns
from acquit.channels.models import MessageState
from acquit.core.money import Money
from acquit.desk import returned, words
from acquit.ledger import queries as ledger
from acquit.ledger.models import (
    Allocation,
    AllocationKind,
    DisputeReason,
    HoldReason,
    Source,
)
from acquit.web import reading

if TYPE_CHECKING:
    from datetime import date, datetime

    from acquit.ledger.models import Customer
    from acquit.organisation.rights import Scope

EVENTS_A_PAGE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened. `letter` is opened on demand, `words` are shown at once."""

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


class Told(NamedTuple):
    """A fact in the columns that all kinds share."""

    on: date
    kind: str
    pk: int
    at: datetime | None
    code: str
    text: str
    more: str
    who: str
    minor: int | None
    currency: str
    number: str
    until: date | None


COLUMNS: dict[str, tuple[models.Field[Any, Any], Any]] = {
    "on": (models.DateField(), None),
    "kind": (models.TextField(), ""),
    "pk": (models.BigIntegerField(), 0),
    "at": (models.DateTimeField(), None),
    "code": (models.TextField(), ""),
    "text": (models.TextField(), ""),
    "more": (models.TextField(), ""),
    "who": (models.TextField(), ""),
    "minor": (models.BigIntegerField(), None),
    "currency": (models.TextField(), ""),
    "number": (models.TextField(), ""),
    "until": (models.DateField(), None),
}


@dataclass(frozen=True, slots=True)
class Page:
    """Some events, and whether older ones follow."""

    events: Sequence[Event]
    number: int
    more: bool


def page(customer: Customer, *, scope: Scope, number: int) -> Page:
    """The events of this page; pages count from 1."""
    first = (number - 1) * EVENTS_A_PAGE
    parts = [*_said(customer), *_sent_and_paid(customer, scope)]
    found = (
        parts[0]
        .union(*parts[1:], all=True)
        .order_by("-told_on", F("told_at").desc(nulls_last=True), "told_kind", "-told_pk")
    )
    rows = [Told(*row) for row in found[first : first + EVENTS_A_PAGE + 1]]
    return Page(
        [DRAWN[row.kind](row) for row in rows[:EVENTS_A_PAGE]],
        number,
        len(rows) > EVENTS_A_PAGE,
    )


def _told(kind: str, rows: QuerySet[Any], **columns: Any) -> QuerySet[Any]:
    """These rows in the shared columns; a column that is not given stays empty."""
    given = {"kind": Value(kind), "pk": F("pk")} | columns
    named = {
        f"told_{name}": Cast(given.get(name, Value(empty)), field)
        for name, (field, empty) in COLUMNS.items()
    }
    told: QuerySet[Any] = rows.order_by().annotate(**named).values_list(*named)
    return told


def _said(customer: Customer) -> Iterable[QuerySet[Any]]:
    """Notes, promises, disputes, holds. How one of them ended is a fact of its own."""
    note = {
        "on": F("written_at"),
        "at": F("written_at"),
        "text": F("text"),
        "who": F("author_name"),
    }
    yield _told("note", customer.notes.all(), **note)
    who = Coalesce(F("actor__name"), Value(""))
    number = Coalesce(F("receivable__invoice__number"), Value(""))
    about = {"who": who, "number": number}
    priced = about | {"minor": F("amount_minor"), "currency": F("receivable__currency")}
    promises, disputes = customer.promises.all(), customer.disputes.all()
    holds = customer.holds.all()
    yield _told("promise", promises, on=F("made_on"), until=F("promised_on"), **priced)
    ended = Case(
        When(kept=True, then=Value("KEPT")),
        When(kept=False, then=Value("BROKEN")),
        default=Value(""),
    )
    yield _told(
        "promise_end",
        promises.exclude(closed_on=None),
        on=F("closed_on"),
        code=ended,
        **about,
    )
    yield _told(
        "dispute", disputes, on=F("opened_on"), code=F("reason"), text=F("words"), **priced
    )
    yield _told("dispute_end", disputes.exclude(closed_on=None), on=F("closed_on"), **about)
    yield _told(
        "hold",
        holds,
        on=F("from_on"),
        until=F("until_on"),
        code=F("reason"),
        text=F("words"),
        **about,
    )
    yield _told("hold_end", holds.exclude(ended_on=None), on=F("ended_on"), **about)


def _sent_and_paid(customer: Customer, scope: Scope) -> Iterable[QuerySet[Any]]:
    """Messages, invoices, money and what it was used for."""
    message = {
        "at": Coalesce(F("sent_at"), F("claimed_at")),
        "code": F("state"),
        "number": F("kind"),
        "who": F("to"),
    }
    text = {"text": F("subject"), "more": F("body")}
    yield _told("message", customer.messages.all(), on=F("business_day"), **message, **text)
    receipts = ledger.receipts_within(scope).filter(customer=customer)
    money = {"minor": F("amount_minor"), "currency": F("currency")}
    yield _told(
        "receipt",
        receipts,
        on=F("received_on"),
        who=F("payer_name"),
        code=F("source"),
        text=F("text"),
        **money,
    )
    back = standing_returns().filter(customer=customer)
    words = {"code": F("reason"), "text": F("line__text")}
    yield _told("return", back, on=F("returned_on"), **money, **words)
    used = Allocation.objects.filter(receivable__customer=customer)
    money = {"minor": F("amount_minor"), "currency": F("receivable__currency")}
    number = {"number": F("receivable__invoice__number")}
    yield _told("allocation", used, on=F("booked_on"), code=F("kind"), **money, **number)
    invoices = ledger.invoices_within(scope).filter(customer=customer)
    money = {"minor": F("total_minor"), "currency": F("currency")}
    yield _told(
        "invoice", invoices, on=F("issued_on"), code=F("kind"), number=F("number"), **money
    )


def _message(row: Told) -> Event:
    icon, tone = words.MESSAGE_TONES[row.code]
    return Event(
        day=row.on,
        title=words.step(row.number),
        icon=icon,
        tone=tone,
        who=_("%(state)s to %(to)s")
        % {"state": MessageState(row.code).label, "to": row.who},
        at=row.at,
        subject=row.text,
        letter=row.more,
    )


def _note(row: Told) -> Event:
    title = _("Note")
    return Event(
        day=row.on, title=title, icon="note", who=row.who, at=row.at, words=row.text
    )


def _promise(row: Told) -> Event:
    title = _("Promised to pay by %(day)s") % {"day": _day(row.until)}
    return Event(
        day=row.on,
        title=title,
        icon="calendar-check",
        tone="info",
        who=_about(row),
        amount=_money(row),
    )


def _promise_end(row: Told) -> Event:
    title, icon, tone = {
        "KEPT": (_("Promise kept"), "circle-check", "good"),
        "BROKEN": (_("Promise not kept"), "calendar-x", "bad"),
        "": (_("Promise withdrawn"), "calendar-off", "neutral"),
    }[row.code]
    return Event(day=row.on, title=title, icon=icon, tone=tone, who=_about(row))


def _dispute(row: Told) -> Event:
    title = _("Disputed: %(reason)s") % {"reason": DisputeReason(row.code).label}
    return Event(
        day=row.on,
        title=title,
        icon="message-exclamation",
        tone="warn",
        who=_about(row),
        words=row.text,
        amount=_money(row),
    )


def _dispute_end(row: Told) -> Event:
    title = _("Dispute closed")
    return Event(
        day=row.on, title=title, icon="message-check", tone="good", who=_about(row)
    )


def _hold(row: Told) -> Event:
    title = _("On hold until %(day)s: %(reason)s") % {
        "day": _day(row.until),
        "reason": HoldReason(row.code).label,
    }
    return Event(
        day=row.on, title=title, icon="player-pause", who=_about(row), words=row.text
    )


def _hold_end(row: Told) -> Event:
    return Event(day=row.on, title=_("Hold ended"), icon="player-play", who=_about(row))


def _receipt(row: Told) -> Event:
    return Event(
        day=row.on,
        title=_("Money received"),
        icon="building-bank",
        tone="good",
        who=row.who or str(Source(row.code).label),
        words=row.text,
        amount=_money(row),
    )


def _allocation(row: Told) -> Event:
    undone = (row.minor or 0) < 0
    title = _("Taken back from %(number)s") if undone else _("Used for %(number)s")
    return Event(
        day=row.on,
        title=title % {"number": row.number},
        icon="arrow-back-up" if undone else "link",
        tone="warn" if undone else "neutral",
        who=str(AllocationKind(row.code).label),
        amount=_money(row),
    )


def _return(row: Told) -> Event:
    amount = _money(row)
    return Event(
        day=row.on,
        title=_("Payment returned"),
        icon="arrow-back-up",
        tone="bad",
        who=returned.why(row.code),
        words=row.text,
        amount=-amount if amount else None,
    )


def _invoice(row: Told) -> Event:
    credit = row.code == "CREDIT_NOTE"
    title = _("Credit note %(number)s") if credit else _("Invoice %(number)s")
    amount = _money(row)
    return Event(
        day=row.on,
        title=title % {"number": row.number},
        icon="receipt-refund" if credit else "file-invoice",
        amount=-amount if credit and amount else amount,
    )


def _about(row: Told) -> str:
    """Which invoice, and who wrote it down."""
    number = row.number or _("Whole account")
    return f"{number} · {row.who}" if row.who else number


def _money(row: Told) -> Money | None:
    return None if row.minor is None else Money(row.minor, row.currency)


def _day(day: date | None) -> str:
    return "" if day is None else reading.short_day(day)


DRAWN: dict[str, Callable[[Told], Event]] = {
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
    "return": _return,
    "invoice": _invoice,
}
