"""Items that the accounting's list of all open items did not have any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from acquit.audit.actions import Fact, record_all
from acquit.ledger.actions.booking import Booking, book, lock
from acquit.ledger.actions.bulk import restate
from acquit.ledger.models import AllocationKind, Invoice, Receivable, Source

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from acquit.audit.actions import Actor


@dataclass(frozen=True, slots=True)
class Items:
    """Open items by their ids: instalments, and credit notes that have something left."""

    receivables: Collection[int]
    credit_notes: Collection[int] = ()

    def __len__(self) -> int:
        return len(self.receivables) + len(self.credit_notes)


def mark_missing(items: Items, on: date | None) -> None:
    """Say on which day the list did not have them; None = they are in it again."""
    Receivable.objects.filter(pk__in=items.receivables).update(missing_on=on)
    Invoice.objects.filter(pk__in=items.credit_notes).update(missing_on=on)


def settle_missing(items: Items, *, actor: Actor, at: datetime) -> set[int]:
    """They were settled in the accounting: book that, by the day of the list. What is not
    missing any more is passed over. Gives back the customers.
    """
    receivables, notes = _still_missing(items)
    book(
        [
            Booking(
                receivable_id=one.pk,
                kind=AllocationKind.STATED,
                source=Source.ACCOUNTING,
                amount_minor=one.open_minor,
                booked_on=one.missing_on,
                # Within days of the list: the bank may tell of it a little later.
                evidence={"settled_on": one.missing_on.isoformat(), "missing": True},
            )
            for one in receivables
            if one.missing_on is not None
        ],
        at=at,
        by=actor.person_id,
    )
    for one in receivables:
        one.stated_minor = 0
    restate(receivables)
    Invoice.objects.filter(pk__in=[one.pk for one in notes]).update(
        available_minor=0, stated_minor=0
    )
    return _over("missing_settled", receivables, notes, actor, at)


def keep_missing(items: Items, *, actor: Actor, at: datetime) -> set[int]:
    """They are still open, whatever the list said. Gives back the customers."""
    receivables, notes = _still_missing(items)
    return _over("missing_kept", receivables, notes, actor, at)


def _still_missing(items: Items) -> tuple[list[Receivable], list[Invoice]]:
    """Under the customers' locks."""
    receivables = Receivable.objects.filter(
        pk__in=items.receivables, missing_on__isnull=False, open_minor__gt=0
    )
    notes = Invoice.objects.filter(
        pk__in=items.credit_notes, missing_on__isnull=False, available_minor__gt=0
    )
    lock(
        {
            *receivables.values_list("customer_id", flat=True),
            *notes.values_list("customer_id", flat=True),
        }
    )
    return list(receivables), list(notes)


def _over(
    event: str,
    receivables: list[Receivable],
    notes: list[Invoice],
    actor: Actor,
    at: datetime,
) -> set[int]:
    items: list[Receivable | Invoice] = [*receivables, *notes]
    facts = [
        Fact(
            event=event,
            subject=one,
            company_id=one.company_id,
            customer_id=one.customer_id,
            details={"missing_on": str(one.missing_on)},
        )
        for one in items
    ]
    record_all(facts, actor=actor, at=at)
    gone = Items([one.pk for one in receivables], [one.pk for one in notes])
    mark_missing(gone, None)
    return {one.customer_id for one in items}
