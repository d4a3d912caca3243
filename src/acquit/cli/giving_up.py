"""What the command about write-offs means: as plain values.

Amounts are decimal strings, days ISO 8601, codes in small letters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from django.db import transaction
from django.utils import timezone

from acquit.cli import trade
from acquit.cli.handing import amount_text
from acquit.core.money import Money
from acquit.cycle.actions import cases as cycle
from acquit.handover.actions.write_offs import REASONS
from acquit.handover.models import (
    WriteOffWish,
)
from acquit.ledger.models import (
    Allocation,
    AllocationKind,
    WriteOffReason,
)

if TYPE_CHECKING:
    from datetime import date

    from acquit.organisation.models import Company


def write_off(
    books: Company, invoice: str, *, amount: str | None, reason: str, words: str, on: date
) -> dict[str, Any]:
    """Instalments are given up in the order of their due days; amount None = all."""
    rows = trade.open_receivables(books, invoice)
    currency = rows[0].currency
    whole = Money(sum(row.open_minor for row in rows), currency)
    wanted = whole if amount is None else trade.money(amount, currency)
    gone = []
    with transaction.atomic():
        for row, part in trade.shared_out(wanted, rows):
            made = cycle.give_up(
                receivable_id=row.pk,
                amount=part,
                reason=reason_of(reason),
                words=words,
                on=on,
                actor=trade.actor(),
                at=timezone.now(),
            )
            waits = isinstance(made, WriteOffWish)
            gone.append(
                {
                    "instalment": row.instalment,
                    "amount": str(part.amount),
                    "waits": waits,
                }
            )
    return {"invoice": invoice, "currency": currency, "written_off": gone}


def reason_of(text: str) -> WriteOffReason:
    """Raises click.BadParameter."""
    known = {one.name.lower(): one for one in REASONS}
    if text.lower() not in known:
        raise click.BadParameter(f"{text} is none of {', '.join(known)}")
    return WriteOffReason(known[text.lower()])


def take_back(books: Company, invoice: str, on: date) -> dict[str, Any]:
    """Everything that was given up of the invoice by itself. Raises Unknown."""
    undone = Allocation.objects.filter(reverses__isnull=False).values("reverses")
    rows = Allocation.objects.filter(
        receivable__company=books,
        receivable__invoice__number=invoice,
        kind=AllocationKind.WRITE_OFF,
        beside=None,
        amount_minor__gt=0,
    )
    standing = list(rows.exclude(pk__in=undone).select_related("receivable").order_by("pk"))
    if not standing:
        raise trade.Unknown(f"Nothing was written off of invoice {invoice}.")
    with transaction.atomic():
        for row in standing:
            cycle.take_back_write_off(
                allocation_id=row.pk, on=on, actor=trade.actor(), at=timezone.now()
            )
    return {
        "invoice": invoice,
        "taken_back": [
            amount_text(one.amount_minor, one.receivable.currency) for one in standing
        ],
    }
