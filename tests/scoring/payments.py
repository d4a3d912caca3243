"""Invoices that were paid, in the database, for the tests of this folder."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import factories

from acquit.audit.actions import Actor
from acquit.ledger.actions import Share, allocate_credit_note, allocate_receipt
from acquit.ledger.models import Receipt, Source

if TYPE_CHECKING:
    from datetime import datetime

    from acquit.ledger.models import Customer, Receivable

CLERK = Actor(None, "clerk")
FIRST = date(2025, 1, 6)


def receipt(of: Customer, *, minor: int, on: date, value_on: date | None = None) -> Receipt:
    """Money of this customer that nothing has used yet."""
    return Receipt.objects.create(
        company=of.company,
        customer=of,
        source="BANK",
        key=f"R{Receipt.objects.count()}",
        received_on=on,
        value_on=value_on or on,
        currency=of.currency,
        amount_minor=minor,
        available_minor=minor,
        recorded_at=factories.NOW,
    )


def pay(
    row: Receivable, *, on: date, value_on: date | None = None, at: datetime = factories.NOW
) -> None:
    """All that is open of it."""
    money = receipt(row.customer, minor=row.open_minor, on=on, value_on=value_on)
    share = Share(row.pk, row.open_minor)
    allocate_receipt(money, [share], source=Source.BANK, actor=CLERK, at=at)


def credit(row: Receivable, *, on: date) -> None:
    """All that is open of it is taken back by a credit note."""
    note = factories.credit_note(row.customer, f"K{row.pk}", minor=row.open_minor)
    share = Share(row.pk, row.open_minor)
    allocate_credit_note(note, [share], on=on, actor=CLERK, at=factories.NOW)


def paid(of: Customer, *delays: int, first: date = FIRST, every: int = 14) -> None:
    """An invoice every so many days, each paid so many days after due."""
    for place, delay in enumerate(delays):
        due_on = first + timedelta(every * place)
        row = factories.receivable(of, f"{of.code}-{due_on}-{place}", due_on=due_on)
        pay(row, on=due_on + timedelta(delay))
