"""Using money for receivables, and taking that back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from acquit.audit.actions import Actor, Fact, record
from acquit.core.errors import Refusal
from acquit.core.money import Money
from acquit.ledger.actions.booking import Booking, book, lock
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
    from collections.abc import Collection, Sequence
    from datetime import datetime


class MoreThanOpen(Refusal):
    """An allocation would make a receivable negative."""

    def __init__(self, number: str, opened: Money, wanted: Money) -> None:
        super().__init__(
            "Invoice %(number)s has %(opened)s open; %(wanted)s cannot be used for it.",
            number=number,
            opened=opened,
            wanted=wanted,
        )


class MoreThanAvailable(Refusal):
    """More would be used than the receipt or credit note still has."""

    def __init__(self, available: Money, wanted: Money) -> None:
        super().__init__(
            "Only %(available)s is left; %(wanted)s cannot be used.",
            available=available,
            wanted=wanted,
        )


class NotTheirs(Refusal):
    """The money and the receivable do not belong together."""


class AlreadyReversed(Refusal):
    """There is nothing left to take back."""

    def __init__(self) -> None:
        super().__init__(
            "This payment is used for no receivable: there is nothing to take back."
        )


@dataclass(frozen=True, slots=True)
class Share:
    """How much of the money goes to which receivable, and why.

    Of that credit note instead, beside the money, where one is said; of nobody where it is
    `written_off` for a reason.
    """

    receivable_id: int
    amount_minor: int
    evidence: dict[str, Any] = field(default_factory=dict)
    credit_note_id: int | None = None
    written_off: str = ""

    @property
    def is_paid(self) -> bool:
        """Whether it is the money itself that is used."""
        return self.credit_note_id is None and not self.written_off

    @property
    def kind(self) -> AllocationKind:
        if self.written_off:
            return AllocationKind.WRITE_OFF
        return AllocationKind.RECEIPT if self.is_paid else AllocationKind.CREDIT_NOTE


@transaction.atomic
def allocate_receipt(
    receipt: Receipt, shares: Sequence[Share], *, source: Source, actor: Actor, at: datetime
) -> None:
    """Use a receipt for receivables of its company and currency; the rest stays available.

    What is of credit notes or written off is booked beside it. The receipt's customer
    becomes that of the receivables when it had none. Raises MoreThanOpen,
    MoreThanAvailable, NotTheirs.
    """
    receivables = _locked_receivables(shares)
    receipt = Receipt.objects.select_for_update().get(pk=receipt.pk)
    _check(shares, receivables, receipt, receipt.available_minor)
    _check_notes(shares, receivables)
    bookings = [
        Booking(
            receivable_id=share.receivable_id,
            kind=share.kind,
            source=source,
            receipt_id=receipt.pk if share.is_paid else None,
            credit_note_id=share.credit_note_id,
            beside_id=None if share.is_paid else receipt.pk,
            written_off=share.written_off,
            amount_minor=share.amount_minor,
            booked_on=receipt.received_on,
            evidence=share.evidence,
        )
        for share in shares
    ]
    book(bookings, at=at, by=actor.person_id)
    if receipt.customer_id is None:
        receipt.customer_id = receivables[shares[0].receivable_id].customer_id
        receipt.save(update_fields=["customer"])
    fact = Fact(
        event="receipt_allocated",
        subject=receipt,
        company_id=receipt.company_id,
        customer_id=receipt.customer_id,
        details=_told(shares),
    )
    record(fact, actor=actor, at=at)


def _told(shares: Sequence[Share]) -> dict[str, Any]:
    """For the trail: what the money paid, and what was written off beside it, and why."""
    gone = [
        [one.receivable_id, one.amount_minor, one.written_off]
        for one in shares
        if one.written_off
    ]
    paid = [[one.receivable_id, one.amount_minor] for one in shares if one.is_paid]
    return {"shares": paid, "written_off": gone} if gone else {"shares": paid}


@transaction.atomic
def allocate_credit_note(
    credit_note: Invoice, shares: Sequence[Share], *, on: date, actor: Actor, at: datetime
) -> None:
    """Use a credit note for receivables of its customer; the rest stays available.

    Raises MoreThanOpen, MoreThanAvailable, NotTheirs.
    """
    receivables = _locked_receivables(shares)
    credit_note = Invoice.objects.select_for_update().get(pk=credit_note.pk)
    _check(shares, receivables, credit_note, credit_note.available_minor)
    if any(row.customer_id != credit_note.customer_id for row in receivables.values()):
        raise _others_note()
    bookings = [
        Booking(
            receivable_id=share.receivable_id,
            kind=AllocationKind.CREDIT_NOTE,
            source=Source.PERSON,
            credit_note_id=credit_note.pk,
            amount_minor=share.amount_minor,
            booked_on=on,
            evidence=share.evidence,
        )
        for share in shares
    ]
    book(bookings, at=at, by=actor.person_id)
    fact = Fact(
        event="credit_note_allocated",
        subject=credit_note,
        company_id=credit_note.company_id,
        customer_id=credit_note.customer_id,
        details={"shares": [[s.receivable_id, s.amount_minor] for s in shares]},
    )
    record(fact, actor=actor, at=at)


@transaction.atomic
def reverse_allocations(receipt: Receipt, *, on: date, actor: Actor, at: datetime) -> None:
    """Take back all that this receipt was used for, and what was booked beside it, by
    opposite entries dated `on`.

    Where it had taken the place of the accounting's word, that word counts again. Raises
    AlreadyReversed when it is used for nothing.
    """
    theirs = Q(allocations__receipt=receipt) | Q(allocations__beside=receipt)
    lock(Receivable.objects.filter(theirs).values_list("customer_id", flat=True))
    rows = standing_allocations([receipt.pk])
    if not rows:
        raise AlreadyReversed
    bookings = []
    for row in rows:
        bookings += taken_back(row, on=max(on, row.booked_on), source=Source.PERSON)
    book(bookings, at=at, by=actor.person_id)
    fact = Fact(
        event="allocation_reversed",
        subject=receipt,
        company_id=receipt.company_id,
        customer_id=receipt.customer_id,
    )
    record(fact, actor=actor, at=at)


def standing_allocations(receipt_ids: Collection[int]) -> list[Allocation]:
    """What these receipts are used for, and what was booked beside them, and no later entry
    has taken back; oldest first.
    """
    theirs = Q(receipt__in=receipt_ids) | Q(beside__in=receipt_ids)
    taken_back = Allocation.objects.filter(reverses=OuterRef("pk"))
    rows = Allocation.objects.filter(theirs, ~Exists(taken_back), amount_minor__gt=0)
    return list(rows.order_by("pk").select_related("receivable"))


def taken_back(row: Allocation, *, on: date, source: Source) -> list[Booking]:
    """The entries that undo an allocation of a receipt, or one beside it."""
    back = Booking(
        receivable_id=row.receivable_id,
        kind=AllocationKind(row.kind),
        source=source,
        amount_minor=-row.amount_minor,
        booked_on=on,
        receipt_id=row.receipt_id,
        credit_note_id=row.credit_note_id,
        reverses_id=row.pk,
        beside_id=row.beside_id,
        written_off=row.written_off,
    )
    stated_on = row.evidence.get("stated_on")
    if stated_on is None:
        return [back]
    word = Booking(
        receivable_id=row.receivable_id,
        kind=AllocationKind.STATED,
        source=Source.ACCOUNTING,
        amount_minor=row.amount_minor,
        booked_on=date.fromisoformat(stated_on),
        evidence={"how": "counts again"},
    )
    return [back, word]


@transaction.atomic
def put_on_account(
    receipt: Receipt, customer: Customer, *, actor: Actor, at: datetime
) -> None:
    """Leave what is available as credit of this customer, by decision of a person.

    Raises NotTheirs for a customer of another company.
    """
    if receipt.company_id != customer.company_id:
        raise NotTheirs("Customer %(code)s belongs to another company.", code=customer.code)
    lock([customer.pk])
    receipt = Receipt.objects.select_for_update().get(pk=receipt.pk)
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
    return Receivable.objects.select_related("invoice").in_bulk(ids)


def _check(
    shares: Sequence[Share],
    receivables: dict[int, Receivable],
    money: Receipt | Invoice,
    available: int,
) -> None:
    """Raises MoreThanOpen, MoreThanAvailable, NotTheirs."""
    wanted = sum(share.amount_minor for share in shares if share.is_paid)
    if wanted > available:
        raise MoreThanAvailable(
            Money(available, money.currency), Money(wanted, money.currency)
        )
    left = {key: row.open_minor for key, row in receivables.items()}
    for share in shares:
        row = receivables.get(share.receivable_id)
        if row is None or row.company_id != money.company_id:
            raise NotTheirs("This money belongs to another company than the invoice.")
        if row.currency != money.currency:
            raise NotTheirs(
                "%(paid)s cannot settle %(owed)s.", paid=money.currency, owed=row.currency
            )
        if not 0 < share.amount_minor <= left[row.pk]:
            raise MoreThanOpen(
                row.invoice.number,
                Money(left[row.pk], row.currency),
                Money(share.amount_minor, row.currency),
            )
        left[row.pk] -= share.amount_minor


def _check_notes(shares: Sequence[Share], receivables: dict[int, Receivable]) -> None:
    """Raises MoreThanAvailable, NotTheirs for credit notes."""
    wanted: dict[int, int] = defaultdict(int)
    for share in shares:
        if share.credit_note_id is not None:
            wanted[share.credit_note_id] += share.amount_minor
    if not wanted:
        return
    notes = Invoice.objects.select_for_update().in_bulk(wanted)
    for key, minor in wanted.items():
        if minor > notes[key].available_minor:
            left = Money(notes[key].available_minor, notes[key].currency)
            raise MoreThanAvailable(left, Money(minor, notes[key].currency))
    for share in shares:
        owner = receivables[share.receivable_id].customer_id
        if share.credit_note_id and notes[share.credit_note_id].customer_id != owner:
            raise _others_note()


def _others_note() -> NotTheirs:
    return NotTheirs("A credit note lowers invoices of its own customer only.")
