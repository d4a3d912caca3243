"""Who did what about an invoice, and when: its part of the audit trail, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquit.audit.models import Entry
from acquit.core.money import Money
from acquit.desk import words
from acquit.dunning.models import ActionItem
from acquit.ledger.models import Dispute, Hold, Promise
from acquit.web import reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from acquit.desk.invoices.document import Document

MOST = 200

# (words, icon, tone) of each event that can concern an invoice.
EVENTS: dict[str, tuple[Any, str, str]] = {
    "invoice_corrected": (gettext_lazy("Corrected by an import"), "pencil", "warn"),
    "receipt_allocated": (gettext_lazy("Payment used"), "link", "good"),
    "credit_note_allocated": (gettext_lazy("Credit note used"), "receipt-refund", "info"),
    "allocation_reversed": (gettext_lazy("Payment taken back"), "arrow-back-up", "warn"),
    "receipt_put_on_account": (gettext_lazy("Put on account"), "wallet", "info"),
    "receipt_disowned": (gettext_lazy("Not from a customer"), "building-off", "neutral"),
    "match_declined": (gettext_lazy("Proposal declined"), "x", "neutral"),
    "promise_recorded": (gettext_lazy("Promise recorded"), "calendar-check", "info"),
    "promise_withdrawn": (gettext_lazy("Promise withdrawn"), "calendar-off", "neutral"),
    "promise_kept": (gettext_lazy("Promise kept"), "circle-check", "good"),
    "promise_broken": (gettext_lazy("Promise not kept"), "calendar-x", "bad"),
    "dispute_opened": (gettext_lazy("Dispute opened"), "message-exclamation", "warn"),
    "dispute_closed": (gettext_lazy("Dispute closed"), "message-check", "good"),
    "hold_placed": (gettext_lazy("Put on hold"), "player-pause", "neutral"),
    "hold_ended": (gettext_lazy("Hold ended"), "player-play", "neutral"),
    "action_approved": (gettext_lazy("Approved"), "check", "good"),
    "action_declined": (gettext_lazy("Declined"), "x", "neutral"),
    "message_sent": (gettext_lazy("Message sent"), "send", "good"),
    "message_uncertain": (gettext_lazy("Message uncertain"), "help-circle", "bad"),
    "message_refused": (gettext_lazy("Message refused"), "mail-off", "bad"),
    "message_not_sent": (gettext_lazy("Message not sent"), "mail-x", "bad"),
    "message_settled": (gettext_lazy("Message settled"), "mail-check", "info"),
}
FIELDS = {
    "due_on": gettext_lazy("Due day"),
    "issued_on": gettext_lazy("Day of issue"),
    "amount_minor": gettext_lazy("Amount"),
    "customer": gettext_lazy("Customer"),
    "payment_reference": gettext_lazy("Payment reference"),
    "order_number": gettext_lazy("Order number"),
    "terms": gettext_lazy("Terms"),
    "document": gettext_lazy("The document"),
    "discounts": gettext_lazy("Discount"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One entry as it is drawn. `href`: where more of it stands."""

    entry: Entry
    title: str
    icon: str
    tone: str
    words: str
    href: str


def history(document: Document) -> list[Happened]:
    """What was recorded until the day of the page, in one query."""
    keys = [row.pk for row in document.receivables]
    steps = ActionItem.objects.filter(receivable__in=keys)
    about = Q(subject_kind="Invoice", subject_id=document.invoice.pk)
    for kind, ids in (
        ("Promise", Promise.objects.filter(receivable__in=keys).values("pk")),
        ("Dispute", Dispute.objects.filter(receivable__in=keys).values("pk")),
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


def _receipts(document: Document) -> Iterable[int]:
    return {one.receipt_id for one in document.allocations if one.receipt_id}


def _drawn(entry: Entry, document: Document) -> Happened:
    title, icon, tone = EVENTS.get(entry.event, (entry.event, "point", "neutral"))
    href = ""
    if entry.subject_kind == "Message" and entry.subject_id:
        href = reverse("desk:message", args=[entry.subject_id])
    return Happened(
        entry=entry,
        title=str(title),
        icon=icon,
        tone=tone,
        words=_said(entry, document),
        href=href,
    )


def _said(entry: Entry, document: Document) -> str:
    """What the entry keeps beside its name, in words."""
    details = entry.details
    match entry.event:
        case "invoice_corrected":
            return "; ".join(
                _("%(field)s was %(value)s")
                % {"field": FIELDS.get(name, name), "value": _was(name, value, document)}
                for name, value in details.items()
            )
        case "promise_recorded":
            until = reading.short_day(date.fromisoformat(details["promised_on"]))
            amount = reading.amount_and_currency(Money.of(*details["amount"].split()))
            return _("%(amount)s by %(day)s") % {"amount": amount, "day": until}
        case event if event.startswith(("message_", "action_")):
            return words.step(details.get("kind") or details.get("step", "")) or ""
        case _:
            return entry.reason


def _was(name: str, value: str, document: Document) -> str:
    if name == "amount_minor":
        return reading.amount_and_currency(Money(int(value), document.invoice.currency))
    if name.endswith("_on"):
        return reading.short_day(date.fromisoformat(value))
    return value or _("nothing")
