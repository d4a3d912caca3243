"""What was agreed with them, contested or given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from acquit.agenda.models import Task
from acquit.claims.models import DebitNote, Waiver
from acquit.ledger.models import (
    Dispute,
    Hold,
    Promise,
)
from acquit.limitation.models import Occurrence
from acquit.privacy.queries.told.rows import Row, as_amount, as_day, as_instant, by_whom

if TYPE_CHECKING:
    from acquit.ledger.models import Customer


def promises(customer: Customer) -> list[Row]:
    """What they promised to pay."""
    rows = Promise.objects.filter(customer=customer).select_related("receivable__invoice")
    return [
        {
            "invoice": one.receivable.invoice.number,
            "amount": as_amount(one.amount_minor, one.receivable.currency),
            "made_on": one.made_on.isoformat(),
            "promised_on": one.promised_on.isoformat(),
            "kept": one.kept,
            "by": by_whom(one.actor_id),
        }
        for one in rows.order_by("made_on", "pk")
    ]


def disputes(customer: Customer) -> list[Row]:
    """What they contested."""
    rows = Dispute.objects.filter(customer=customer).select_related("receivable__invoice")
    return [
        {
            "invoice": one.receivable.invoice.number,
            "reason": one.reason.lower(),
            "text": one.words,
            "opened_on": one.opened_on.isoformat(),
            "closed_on": as_day(one.closed_on),
            "by": by_whom(one.actor_id),
        }
        for one in rows.order_by("opened_on", "pk")
    ]


def holds(customer: Customer) -> list[Row]:
    """Why and until when nothing was asked for."""
    return [
        {
            "reason": one.reason.lower(),
            "text": one.words,
            "from": one.from_on.isoformat(),
            "until": one.until_on.isoformat(),
            "by": by_whom(one.actor_id),
        }
        for one in Hold.objects.filter(customer=customer).order_by("from_on", "pk")
    ]


def waivers(customer: Customer) -> list[Row]:
    """Interest and flat sums that were given up, and why."""
    rows = Waiver.objects.filter(customer=customer).select_related("receivable__invoice")
    return [
        {
            "invoice": one.receivable.invoice.number,
            "what": one.charge.lower(),
            "amount": as_amount(one.amount_minor, one.currency),
            "reason": one.reason,
            "on": one.given_on.isoformat(),
            "closed_on": as_day(one.ended_on),
            "by": by_whom(one.actor_id),
        }
        for one in rows.order_by("given_on", "pk")
    ] + _withdrawn(customer)


def _withdrawn(customer: Customer) -> list[Row]:
    rows = DebitNote.objects.filter(customer=customer, withdrawn_on__isnull=False)
    return [
        {
            "invoice": one.invoice.number,
            "what": gettext("Debit note withdrawn"),
            "reason": one.withdrawn_reason,
            "on": as_day(one.withdrawn_on),
            "by": by_whom(one.withdrawn_by_id),
        }
        for one in rows.select_related("invoice").order_by("withdrawn_on", "pk")
    ]


def limitation(customer: Customer) -> list[Row]:
    """What moved the day on which a claim is lost."""
    rows = Occurrence.objects.filter(customer=customer)
    return [
        {
            "invoice": one.receivable.invoice.number,
            "kind": one.kind.lower(),
            "on": one.on.isoformat(),
            "text": one.words,
            "taken_back": one.withdraws_id is not None,
            "by": by_whom(one.actor_id),
        }
        for one in rows.select_related("receivable__invoice").order_by("on", "pk")
    ]


def tasks(customer: Customer) -> list[Row]:
    """What our people had to do."""
    return [
        {
            "what": str(one.get_kind_display()),
            "due_on": one.due_on.isoformat(),
            "text": str(one.why.get("answer", "")),
            "done_at": as_instant(one.done_at),
        }
        for one in Task.objects.filter(customer=customer).order_by("due_on", "pk")
    ]
