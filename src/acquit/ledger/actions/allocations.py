"""Using money for receivables, and taking that back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.core.errors import Refusal
from acquit.ledger.models import (
    Allocation,
    AllocationKind,
    Customer,
    Invoice,
    Receipt,
    Receivable,
    Source,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime


class MoreThanOpen(Refusal):
    """An allocation would make a receivable negative."""

    def __init__(self, receivable: Receivable, wanted: int) -> None:
        super().__init__(
            f"Receivable {receivable.pk} has {receivable.open_minor} {receivable.currency} "
            f"(minor units) open; {wanted} cannot be used for it."
        )


class MoreThanAvailable(Refusal):
    """More would be used than the receipt or credit note still has."""

    def __init__(self, available: int, wanted: int) -> None:
        super().__init__(
            f"Only {available} (minor units) is left; {wanted} cannot be used."
        )


class AlreadyReversed(Refusal):
    """There is nothing left to take back."""

    def __init__(self) -> None:
        super().__init__(
            "This payment is used for no receivable: there is nothing to take back."
        )


@dataclass(frozen=True, slots=True)
class Share:
    """How much of the money goes to which receivable, and why."""

    receivable_id: int
    amount_minor: int
    evidence: dict[str, Any] = field(default_factory=dict)


def lock(customer_ids: Iterable[int]) -> None:
    """Take the customers' rows, in the order of ids; held until the transaction ends."""
    rows = Customer.objects.filter(pk__in=set(customer_ids)).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


@transaction.atomic
def allocate_receipt(
    receipt: Receipt, shares: Sequence[Share], *, source: Source, actor: Actor, at: datetime
) -> None:
    """Use a receipt for receivables of one currency with it; the rest stays available.

    The receipt's customer becomes that of the receivables when it had none. Raises
    MoreThanOpen, MoreThanAvailable, and Refusal when a currency differs.
    """
    receivables = _locked_receivables(shares)
    receipt = Receipt.objects.select_for_update().get(pk=receipt.pk)
    wanted = sum(share.amount_minor for share in shares)
    if wanted > receipt.available_minor:
        raise MoreThanAvailable(receipt.available_minor, wanted)
    for share in shares:
        receivable = receivables[share.receivable_id]
        if receivable.currency != receipt.currency:
            raise Refusal(
                f"A payment in {receipt.currency} cannot settle {receivable.currency}."
            )
        _use(
            Allocation(
                receivable=receivable,
                kind=AllocationKind.RECEIPT,
                source=source,
                receipt=receipt,
                amount_minor=share.amount_minor,
                booked_on=receipt.received_on,
                evidence=share.evidence,
                actor=actor.person,
                recorded_at=at,
            )
        )
    receipt.available_minor -= wanted
    if receipt.customer_id is None:
        receipt.customer_id = receivables[shares[0].receivable_id].customer_id
    receipt.save(update_fields=["available_minor", "customer"])
    fact = Fact(
        event="receipt_allocated",
        subject=receipt,
        company_id=receipt.company_id,
        customer_id=receipt.customer_id,
        details={"shares": [[s.receivable_id, s.amount_minor] for s in shares]},
    )
    record(fact, actor=actor, at=at)


@transaction.atomic
def allocate_credit_note(
    credit_note: Invoice, shares: Sequence[Share], *, source: Source, on: date, at: datetime
) -> None:
    """Use a credit note for receivables of its customer; the rest stays available."""
    receivables = _locked_receivables(shares)
    credit_note = Invoice.objects.select_for_update().get(pk=credit_note.pk)
    wanted = sum(share.amount_minor for share in shares)
    if wanted > credit_note.available_minor:
        raise MoreThanAvailable(credit_note.available_minor, wanted)
    for share in shares:
        _use(
            Allocation(
                receivable=receivables[share.receivable_id],
                kind=AllocationKind.CREDIT_NOTE,
                source=source,
                credit_note=credit_note,
                amount_minor=share.amount_minor,
                booked_on=on,
                evidence=share.evidence,
                recorded_at=at,
            )
        )
    credit_note.available_minor -= wanted
    credit_note.save(update_fields=["available_minor"])


@transaction.atomic
def reverse_allocations(receipt: Receipt, *, on: date, actor: Actor, at: datetime) -> None:
    """Take back all that this receipt was used for, by opposite entries dated `on`.

    Raises AlreadyReversed when it is used for nothing.
    """
    rows = list(
        Allocation.objects.filter(receipt=receipt, reverses=None, amount_minor__gt=0)
        .exclude(pk__in=Allocation.objects.filter(receipt=receipt).values("reverses"))
        .select_related("receivable")
        .order_by("pk")
    )
    if not rows:
        raise AlreadyReversed
    lock(row.receivable.customer_id for row in rows)
    for row in rows:
        row.receivable.refresh_from_db()
        _use(
            Allocation(
                receivable=row.receivable,
                kind=row.kind,
                source=Source.PERSON,
                receipt=receipt,
                reverses=row,
                amount_minor=-row.amount_minor,
                booked_on=max(on, row.booked_on),
                actor=actor.person,
                recorded_at=at,
            )
        )
    receipt.refresh_from_db()
    receipt.available_minor += sum(row.amount_minor for row in rows)
    receipt.save(update_fields=["available_minor"])
    fact = Fact(
        event="allocation_reversed",
        subject=receipt,
        company_id=receipt.company_id,
        customer_id=receipt.customer_id,
    )
    record(fact, actor=actor, at=at)


@transaction.atomic
def put_on_account(
    receipt: Receipt, customer: Customer, *, actor: Actor, at: datetime
) -> None:
    """Leave what is available as credit of this customer, by decision of a person."""
    lock([customer.pk])
    receipt.customer = customer
    receipt.on_account = True
    receipt.save(update_fields=["customer", "on_account"])
    fact = Fact(
        event="receipt_put_on_account",
        subject=receipt,
        company_id=receipt.company_id,
        customer_id=customer.pk,
        details={"available": receipt.available_minor},
    )
    record(fact, actor=actor, at=at)


@transaction.atomic
def disown(receipt_id: int, *, actor: Actor, at: datetime) -> Receipt:
    """This money is no customer's. Raises Refusal while it is used for receivables."""
    receipt = Receipt.objects.select_for_update().get(pk=receipt_id)
    if receipt.available_minor != receipt.amount_minor:
        raise Refusal("This payment is used for receivables: undo that first.")
    receipt.customer = None
    receipt.on_account = False
    receipt.save(update_fields=["customer", "on_account"])
    fact = Fact(event="receipt_disowned", subject=receipt, company_id=receipt.company_id)
    record(fact, actor=actor, at=at)
    return receipt


def _locked_receivables(shares: Sequence[Share]) -> dict[int, Receivable]:
    ids = [share.receivable_id for share in shares]
    lock(Receivable.objects.filter(pk__in=ids).values_list("customer_id", flat=True))
    return Receivable.objects.in_bulk(ids)


def _use(allocation: Allocation) -> None:
    """Write the allocation and the balance beside it, together."""
    receivable = allocation.receivable
    left = receivable.open_minor - allocation.amount_minor
    if not 0 <= left <= receivable.amount_minor:
        raise MoreThanOpen(receivable, allocation.amount_minor)
    allocation.save(force_insert=True)
    receivable.open_minor = left
    receivable.settled_on = allocation.booked_on if left == 0 else None
    receivable.save(update_fields=["open_minor", "settled_on"])
