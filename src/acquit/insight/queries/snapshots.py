"""Positions that were kept, as long as they are still what the books say of that day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from acquit.audit.models import Entry
from acquit.insight.models import Snapshot
from acquit.insight.queries.position import Heap
from acquit.ledger.models import Allocation, Invoice, Receivable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.organisation.rights import Scope

# An import that began before the snapshot may have committed after it.
OVERLAP = timedelta(hours=1)


def kept(scope: Scope, day: date) -> Sequence[Heap] | None:
    """The heaps of that day within the scope; None where they must be summed anew.

    Somebody's own customers are a question for the ledger: a snapshot knows places only.
    """
    if any(reach.own_of is not None for reach in scope.reaches):
        return None
    snapshot = Snapshot.objects.filter(day=day).first()
    if snapshot is None or _moved(snapshot):
        return None
    heaps = (
        Heap(currency, company_id, unit_id, date.fromisoformat(due_on), rows, minor)
        for currency, company_id, unit_id, due_on, rows, minor in snapshot.heaps
    )
    return [
        heap
        for heap in heaps
        if scope.covers(
            company_id=heap.company_id,
            unit_id=heap.unit_id,
            collector_id=None,
            representative_id=None,
        )
    ]


def _moved(snapshot: Snapshot) -> bool:
    """True when a fact dated that day or earlier was recorded since, or one was corrected.

    One query; each part looks at the newest rows alone.
    """
    since = snapshot.taken_at - OVERLAP
    day = snapshot.day
    issued = Invoice.objects.filter(issued_on__lte=day).values("pk")
    corrected = Q(subject_id__in=issued) | Q(details__has_key="issued_on")
    corrected &= Q(event="invoice_corrected")
    moved = Q(event="customer_corrected", details__has_key="unit_id")
    parts = [
        Receivable.objects.filter(recorded_at__gt=since, invoice__issued_on__lte=day),
        Allocation.objects.filter(recorded_at__gt=since, booked_on__lte=day),
        Entry.objects.filter(corrected | moved, at__gt=since),
    ]
    first, *more = (rows.order_by().values("pk")[:1] for rows in parts)
    return first.union(*more, all=True).exists()
