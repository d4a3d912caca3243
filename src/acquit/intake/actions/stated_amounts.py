"""What the accounting says is open: it replaces what was allocated until then, by one entry
of the difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Sum

from acquit.core.money import to_decimal
from acquit.core.same_payment import SAME_MONEY
from acquit.core.sentences import say
from acquit.ledger.actions.booking import Booking, book
from acquit.ledger.actions.bulk import restate
from acquit.ledger.models import Allocation, AllocationKind, Source

if TYPE_CHECKING:
    from acquit.intake.actions.booking import Context
    from acquit.intake.actions.plans import Plan, Reading
    from acquit.ledger.models import Receivable


def book_stated(plan: Plan, context: Context) -> None:
    """Book the difference between what the accounting and what the books say is open."""
    unbooked = _not_yet_in_accounting(plan, context)
    bookings = []
    known = []
    for receivable, reading in plan.stated:
        opened = reading.opened or 0
        if receivable.stated_minor != opened:
            receivable.stated_minor = opened
            known.append(receivable)
        paid_less = max(opened - receivable.open_minor, 0)
        spared = min(paid_less, unbooked.get(receivable.pk, 0))
        difference = receivable.open_minor + spared - opened
        if paid_less:
            _remark_more_open(reading, spared, paid_less - spared, context)
        if difference:
            plan.saved.customer_ids.add(receivable.customer_id)
            bookings.append(_stated(receivable, reading, difference, context))
    restate(known)
    book(bookings, at=context.at)


def _stated(
    receivable: Receivable, reading: Reading, minor: int, context: Context
) -> Booking:
    settled_on = reading.row.settled_on
    evidence: dict[str, object] = {"stated_open_minor": reading.opened}
    if settled_on is not None:
        evidence["settled_on"] = settled_on.isoformat()
    return Booking(
        receivable_id=receivable.pk,
        kind=AllocationKind.STATED,
        source=Source.ACCOUNTING,
        amount_minor=minor,
        booked_on=settled_on or context.on,
        evidence=evidence,
    )


def _not_yet_in_accounting(plan: Plan, context: Context) -> dict[int, int]:
    """What the bank told, or a person allocated, in the last days: the accounting may not
    have booked it yet, and a paid invoice must not be opened again for that.
    """
    doubtful = [
        receivable.pk
        for receivable, reading in plan.stated
        if (reading.opened or 0) > receivable.open_minor
    ]
    if not doubtful:
        return {}
    rows = (
        Allocation.objects.filter(
            receivable__in=doubtful,
            kind=AllocationKind.RECEIPT,
            source__in=[Source.BANK, Source.PERSON],
            booked_on__gt=context.on - SAME_MONEY,
        )
        .values_list("receivable")
        .annotate(total=Sum("amount_minor"))
    )
    return {receivable_id: max(total, 0) for receivable_id, total in rows}


def _remark_more_open(
    reading: Reading, spared: int, reopened: int, context: Context
) -> None:
    """Say which word was taken where the accounting knows of less money than the books."""
    row, currency = reading.row, reading.currency
    told = {
        "where": row.where,
        "open_amount": row.open_amount,
        "invoice": reading.called,
        "currency": currency,
    }
    if spared:
        context.remark(
            say(
                "%(where)s: the accounting says that %(open_amount)s of %(invoice)s is "
                "open; %(amount)s %(currency)s that the bank told is not booked there yet. "
                "The bank's word was kept.",
                amount=to_decimal(spared, currency),
                **told,
            )
        )
    if reopened:
        context.remark(
            say(
                "%(where)s: the accounting says that %(open_amount)s of %(invoice)s is "
                "open; payments known here had settled %(amount)s %(currency)s more. "
                "The accounting's word was taken.",
                amount=to_decimal(reopened, currency),
                **told,
            )
        )
