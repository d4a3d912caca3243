"""Who did what about an invoice, and when: its part of the audit trail, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse

from acquit.audit.models import Entry
from acquit.claims.models import DebitLine, DebitNote, Waiver
from acquit.desk.audit import events
from acquit.desk.audit.said import said, who
from acquit.dunning.models import ActionItem
from acquit.ledger.models import Dispute, Hold, Promise
from acquit.limitation.models import Occurrence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from acquit.desk.invoices.document import Document

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One entry as it is drawn. `href`: where more of it stands."""

    entry: Entry
    title: str
    icon: str
    tone: str
    who: str
    words: str
    href: str


def history(document: Document) -> list[Happened]:
    """What was recorded until the day of the page, in one query."""
    keys = [row.pk for row in document.receivables]
    # By the customer's actions: items are not found by what they are about.
    steps = ActionItem.objects.filter(
        action__customer=document.invoice.customer_id, receivable__in=keys
    )
    about = Q(subject_kind="Invoice", subject_id=document.invoice.pk)
    for kind, ids in (
        ("Promise", Promise.objects.filter(receivable__in=keys).values("pk")),
        ("Dispute", Dispute.objects.filter(receivable__in=keys).values("pk")),
        ("Occurrence", Occurrence.objects.filter(receivable__in=keys).values("pk")),
        ("DebitNote", _debit_notes(document)),
        ("Waiver", Waiver.objects.filter(receivable__in=keys).values("pk")),
        ("Hold", Hold.objects.filter(receivable__in=keys).values("pk")),
        ("Action", steps.values("action")),
        ("Message", steps.values("action__message")),
        ("Receipt", _receipts(document)),
    ):
        about |= Q(subject_kind=kind, subject_id__in=ids)
    entries = Entry.objects.filter(
        about,
        customer_id=document.invoice.customer_id,
        at__date__lte=document.as_of,
    )
    return [_drawn(one, document) for one in entries.order_by("-at", "-pk")[:MOST]]


def _debit_notes(document: Document) -> QuerySet[Any]:
    """It itself, or those that ask for what came to it."""
    invoice = document.invoice.pk
    lines = DebitLine.objects.filter(invoice=invoice).values("note")
    notes = DebitNote.objects.filter(Q(invoice=invoice) | Q(pk__in=lines))
    return notes.values("pk")


def _receipts(document: Document) -> Iterable[int]:
    return {one.receipt_id for one in document.allocations if one.receipt_id}


def _drawn(entry: Entry, document: Document) -> Happened:
    badge = events.badge(entry.event)
    href = ""
    if entry.subject_kind == "Message" and entry.subject_id:
        href = reverse("desk:message", args=[entry.subject_id])
    return Happened(
        entry=entry,
        title=badge.words,
        icon=badge.icon,
        tone=badge.tone,
        who=who(entry),
        words=said(entry, document.invoice.currency),
        href=href,
    )
