"""Promises whose day has come: kept, or broken and given to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from acquit.agenda.actions import Work, add_tasks
from acquit.agenda.models import TaskKind
from acquit.ledger.actions import close_promises
from acquit.ledger.models import Allocation, Promise

if TYPE_CHECKING:
    from datetime import date, datetime

    from acquit.audit.actions import Actor
    from acquit.ledger.rows import Range


@transaction.atomic
def assess_promises(customers: Range, *, as_of: date, actor: Actor, at: datetime) -> None:
    """Close every promise that was paid, or whose day has passed; a broken one becomes a
    task.

    Kept = as much as was promised came in between the day it was made and the promised day.
    """
    paid = (
        Allocation.objects.filter(
            receivable=OuterRef("receivable"),
            booked_on__gte=OuterRef("made_on"),
            booked_on__lte=OuterRef("promised_on"),
            # What was there when it was made, on the same day, is not what was promised.
            recorded_at__gte=OuterRef("recorded_at"),
        )
        .order_by()
        .values("receivable")
        .annotate(total=Sum("amount_minor"))
        .values("total")
    )
    promises = (
        Promise.objects.filter(closed_on=None, customer__pk__range=customers)
        .annotate(paid_minor=Coalesce(Subquery(paid), 0))
        .select_related("receivable", "customer")
    )
    kept, broken = [], []
    for promise in promises:
        if promise.paid_minor >= promise.amount_minor:
            kept.append(promise)
        elif promise.promised_on < as_of or promise.receivable.open_minor == 0:
            broken.append(promise)
    close_promises(
        kept=[p.pk for p in kept],
        broken=[p.pk for p in broken],
        on=as_of,
        actor=actor,
        at=at,
    )
    add_tasks((_task(p, as_of) for p in broken if p.receivable.open_minor), at=at)


def _task(promise: Promise, as_of: date) -> Work:
    return Work(
        company_id=promise.customer.company_id,
        customer_id=promise.customer_id,
        kind=TaskKind.BROKEN_PROMISE,
        key=f"{TaskKind.BROKEN_PROMISE}:{promise.pk}",
        due_on=as_of,
        why={
            "promised_on": promise.promised_on.isoformat(),
            "amount_minor": promise.amount_minor,
            "currency": promise.receivable.currency,
        },
    )
