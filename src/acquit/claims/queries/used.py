"""What lowered the amount of receivables, as interest counts it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from acquit.core.claim import Used
from acquit.ledger.models import Allocation, AllocationKind

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

CREDIT = {AllocationKind.CREDIT_NOTE, AllocationKind.WRITE_OFF}


def used(receivable_ids: Collection[int], *, as_of: date) -> dict[int, list[Used]]:
    """What was used for each receivable and booked by that day; what was taken back again
    never came. A payment counts on its value day.
    """
    rows = Allocation.objects.filter(receivable__in=receivable_ids, booked_on__lte=as_of)
    carried: dict[tuple[object, ...], list[Used]] = defaultdict(list)
    for one in rows.select_related(
        "receipt", "credit_note", "receivable__invoice"
    ).order_by("booked_on", "pk"):
        carrier = (one.receivable_id, one.kind, one.receipt_id, one.credit_note_id)
        if one.amount_minor > 0:
            carried[carrier].append(_use(one))
        else:
            _take_back(carried[carrier], -one.amount_minor)
    found: dict[int, list[Used]] = defaultdict(list)
    for (receivable_id, *_carrier), some in carried.items():
        found[receivable_id] += some  # type: ignore[index]  # the first is its key
    return found


def _use(one: Allocation) -> Used:
    note = one.credit_note
    return Used(
        on=one.receipt.value_on if one.receipt else one.booked_on,
        minor=one.amount_minor,
        credit=one.kind in CREDIT,
        corrects=note is not None and one.receivable.invoice.number_key in note.corrects,
    )


def _take_back(some: list[Used], minor: int) -> None:
    """The newest first."""
    while some and minor:
        last = some.pop()
        if last.minor > minor:
            some.append(last._replace(minor=last.minor - minor))
            return
        minor -= last.minor
