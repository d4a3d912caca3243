"""Giving an amount up for a reason, and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.core.errors import Refusal
from acquit.core.money import Money
from acquit.ledger.actions.allocations import MoreThanOpen
from acquit.ledger.actions.booking import Booking, book, lock
from acquit.ledger.actions.facts import NothingOpen
from acquit.ledger.models import (
    Allocation,
    AllocationKind,
    Receivable,
    Source,
    WriteOffReason,
)

if TYPE_CHECKING:
    from datetime import date, datetime


class NoWriteOff(Refusal):
    """There is no write-off to be taken back."""

    def __init__(self) -> None:
        super().__init__(
            "There is no write-off here that could be taken back: it was taken back "
            "already, or came together with a payment, which is undone instead."
        )


@transaction.atomic
def write_off(  # noqa: PLR0913  # what is given up, why, by whom and when
    *,
    receivable_id: int,
    amount: Money,
    reason: WriteOffReason,
    words: str,
    on: date,
    actor: Actor,
    at: datetime,
) -> Allocation:
    """Ask for this much no more. Whether the person may stands above this room.

    Raises NothingOpen, MoreThanOpen.
    """
    receivable = _locked(receivable_id)
    opened = Money(receivable.open_minor, receivable.currency)
    if not opened.minor:
        raise NothingOpen
    if amount.currency != opened.currency or not 0 < amount.minor <= opened.minor:
        raise MoreThanOpen(receivable.invoice.number, opened, amount)
    booking = Booking(
        receivable_id=receivable_id,
        kind=AllocationKind.WRITE_OFF,
        source=Source.PERSON,
        amount_minor=amount.minor,
        booked_on=on,
        written_off=reason,
        evidence={"how": "person", "words": words},
    )
    book([booking], at=at, by=actor.person_id)
    written = Allocation.objects.filter(receivable=receivable, kind=booking.kind)
    made = written.latest("pk")
    record(_fact("written_off", made, receivable, words), actor=actor, at=at)
    return made


@transaction.atomic
def take_back_write_off(
    *, allocation_id: int, on: date, actor: Actor, at: datetime
) -> Allocation:
    """Ask for it again, by an opposite entry. Raises NoWriteOff."""
    row = Allocation.objects.select_related("receivable").get(pk=allocation_id)
    receivable = _locked(row.receivable_id)
    alone = row.kind == AllocationKind.WRITE_OFF and row.beside_id is None
    # What was withdrawn with a debit note comes back by another one.
    alone = alone and row.written_off != WriteOffReason.WITHDRAWN
    undone = Allocation.objects.filter(reverses=row).exists()
    if not alone or row.amount_minor <= 0 or undone:
        raise NoWriteOff
    back = Booking(
        receivable_id=row.receivable_id,
        kind=AllocationKind.WRITE_OFF,
        source=Source.PERSON,
        amount_minor=-row.amount_minor,
        booked_on=max(on, row.booked_on),
        reverses_id=row.pk,
        written_off=row.written_off,
    )
    book([back], at=at, by=actor.person_id)
    record(_fact("write_off_taken_back", row, receivable, ""), actor=actor, at=at)
    return row


def _locked(receivable_id: int) -> Receivable:
    rows = Receivable.objects.select_related("invoice")
    receivable = rows.get(pk=receivable_id)
    lock([receivable.customer_id])
    receivable.refresh_from_db(fields=["open_minor"])
    return receivable


def _fact(event: str, row: Allocation, receivable: Receivable, words: str) -> Fact:
    return Fact(
        event=event,
        subject=row,
        company_id=receivable.company_id,
        customer_id=receivable.customer_id,
        reason=words,
        details={
            "amount": str(Money(row.amount_minor, receivable.currency)),
            "reason": row.written_off,
            "number": receivable.invoice.number,
            "receivable": str(receivable.pk),
        },
    )
