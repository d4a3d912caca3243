"""Taking over an accounting: items together with what is left of them, and who paid whom.

Elsewhere an item begins whole and `book` lowers it. Here both are known at once, and for
hundreds of thousands; so a row is written as it ends, and its allocations by themselves.
Whoever calls this writes both in one transaction: a balance is the amount less its
allocations, here as everywhere.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection
from django.db.models import F

from acquit.ledger.actions.copying import copy_values
from acquit.ledger.models import (
    Allocation,
    AllocationKind,
    Invoice,
    Receipt,
    Receivable,
    Source,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime


class NewDocument(NamedTuple):
    """An invoice, or a credit note with what is left of it. custom: as JSON."""

    customer_id: int
    kind: str
    number: str
    number_key: str
    issued_on: date
    year: int
    currency: str
    total_minor: int
    available_minor: int
    custom: str


class NewReceivable(NamedTuple):
    """An instalment with what is left of it; settled_on exactly when that is nothing."""

    customer_id: int
    invoice_id: int
    instalment: int
    currency: str
    due_on: date
    due_computed: bool
    amount_minor: int
    open_minor: int
    settled_on: date | None


class NewReceipt(NamedTuple):
    """A payment that the accounting tells, with what is left of it."""

    customer_id: int
    key: str
    received_on: date
    value_on: date
    currency: str
    amount_minor: int
    available_minor: int
    text: str


class NewUse(NamedTuple):
    """So much of a receipt or of a credit note for a receivable, by the accounting's word.

    letters: by which the accounting put them together.
    """

    receivable_id: int
    receipt_id: int | None
    credit_note_id: int | None
    amount_minor: int
    booked_on: date
    letters: str


def take_documents(
    rows: Sequence[NewDocument], *, company_id: int, at: datetime
) -> list[int]:
    """Create documents; gives their ids, in order. The customers' locks are held."""
    names = (*NewDocument._fields, "company_id", "recorded_at")
    return copy_values(Invoice, names, [(*row, company_id, at) for row in rows])


def take_receivables(
    rows: Sequence[NewReceivable], *, company_id: int, at: datetime
) -> list[int]:
    """Create instalments; gives their ids, in order."""
    names = (*NewReceivable._fields, "company_id", "recorded_at")
    return copy_values(Receivable, names, [(*row, company_id, at) for row in rows])


def take_receipts(
    rows: Sequence[NewReceipt], *, company_id: int, at: datetime
) -> list[int]:
    """Create receipts of the accounting; gives their ids, in order."""
    names = (*NewReceipt._fields, "company_id", "source", "recorded_at")
    ours = company_id, Source.ACCOUNTING.value, at
    return copy_values(Receipt, names, [(*row, *ours) for row in rows])


def take_uses(rows: Sequence[NewUse], *, at: datetime) -> None:
    """Create the allocations that the balances of new items already show."""
    names = (*NewUse._fields[:-1], "kind", "source", "evidence", "recorded_at")
    receipt, note = AllocationKind.RECEIPT.value, AllocationKind.CREDIT_NOTE.value
    copy_values(
        Allocation,
        names,
        [
            (
                *row[:-1],
                note if row.receipt_id is None else receipt,
                Source.ACCOUNTING.value,
                json.dumps(lettered(row.letters)),
                at,
            )
            for row in rows
        ],
    )


def lettered(letters: str) -> dict[str, str]:
    """The evidence of an allocation that the accounting's lettering tells."""
    return {"how": "accounting", "found": letters}


def make_whole(
    *, receivables: Collection[int], receipts: Collection[int], notes: Collection[int]
) -> None:
    """What was written as lowered gets its whole amount back: its allocations were not
    written, `book` will.
    """
    Receipt.objects.filter(pk__in=receipts).update(available_minor=F("amount_minor"))
    Invoice.objects.filter(pk__in=notes).update(available_minor=F("total_minor"))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_receivable SET open_minor = amount_minor, settled_on = NULL"
            " WHERE id = ANY(%s)",
            [list(receivables)],
        )
