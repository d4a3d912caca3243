"""Money that went back to the payer: a receipt carries less, and what it paid is open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q

from acquit.ledger.actions.allocations import taken_back
from acquit.ledger.actions.booking import Booking, book
from acquit.ledger.models import Allocation, AllocationKind, Invoice, Receipt, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBack:
    """So much of a receipt went back. uses: what is taken back for it, with what was booked
    beside; of the last one, `again_minor` is used again. return_id: of the fact, kept with
    the entries.
    """

    receipt_id: int
    amount_minor: int
    on: date
    uses: Sequence[Allocation]
    return_id: int
    again_minor: int = 0
    reason: str = ""


def give_back(gone: Sequence[GivenBack], *, at: datetime, by: int | None = None) -> None:
    """Take back what this money was used for, as of the day on which it went back.

    The locks of the customers and of the receipts are held; each use is taken back once.
    The accounting's word of before that day does not count again: it spoke of this money.
    """
    book([entry for one in gone for entry in _entries(one)], at=at, by=by)
    sums: dict[int, int] = defaultdict(int)
    for one in gone:
        sums[one.receipt_id] += one.amount_minor
    _note_returned(sums)


def take_again(
    receipt_id: int, minor: int, *, return_id: int, at: datetime, by: int | None
) -> None:
    """It did not go back after all: the receipt has it again, and is used for what the
    return took back, as far as that is still open. The same locks are held.
    """
    _note_returned({receipt_id: -minor})
    rows = taken_back_by({return_id: receipt_id})
    available = Receipt.objects.values_list("available_minor", flat=True)
    book(list(_again(rows, available.get(pk=receipt_id))), at=at, by=by)


def taken_back_by(returns: Mapping[int, int]) -> list[Allocation]:
    """The entries by which these returns, each of a receipt, took its uses back."""
    receipts = set(returns.values())
    rows = Allocation.objects.filter(
        Q(receipt__in=receipts) | Q(beside__in=receipts),
        evidence__how=RETURNED,
        evidence__return__in=list(returns),
    )
    return list(rows.select_related("reverses", "receivable").order_by("pk"))


def _entries(one: GivenBack) -> Iterator[Booking]:
    evidence = {"how": RETURNED, "return": one.return_id, "reason": one.reason}
    for row in one.uses:
        day = max(one.on, row.booked_on)
        back, *word = taken_back(row, on=day, source=Source.BANK)
        yield replace(back, evidence=evidence)
        yield from (said for said in word if said.booked_on > one.on)
    if one.again_minor:
        used = one.uses[-1]
        again = _same(used, one.again_minor, on=max(one.on, used.booked_on))
        yield replace(again, evidence=used.evidence | {"return": one.return_id})


def _again(rows: Sequence[Allocation], available: int) -> Iterator[Booking]:
    """What these rows took back is used again, on their day, so that no day between shows
    it twice.
    """
    pairs = [(row, row.reverses) for row in rows if row.reverses is not None]
    opened = {row.receivable_id: row.receivable.open_minor for row in rows}
    noted = Invoice.objects.filter(pk__in={row.credit_note_id for row in rows})
    notes = dict(noted.values_list("pk", "available_minor"))
    for back, row in pairs:
        minor = min(row.amount_minor, opened[row.receivable_id])
        if row.receipt_id is not None:
            minor = min(minor, available)
            available -= minor
        elif row.credit_note_id is not None:
            minor = min(minor, notes[row.credit_note_id])
            notes[row.credit_note_id] -= minor
        opened[row.receivable_id] -= minor
        if minor:
            yield _same(row, minor, on=back.booked_on)


def _same(row: Allocation, minor: int, *, on: date) -> Booking:
    return Booking(
        receivable_id=row.receivable_id,
        kind=AllocationKind(row.kind),
        source=Source(row.source),
        amount_minor=minor,
        booked_on=on,
        receipt_id=row.receipt_id,
        credit_note_id=row.credit_note_id,
        beside_id=row.beside_id,
        written_off=row.written_off,
        evidence=row.evidence,
    )


def _note_returned(sums: Mapping[int, int]) -> None:
    """What went back is available no more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_receipt r SET returned_minor = r.returned_minor + n.minor,"
            " available_minor = r.available_minor - n.minor"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS n (id, minor) WHERE r.id = n.id",
            [list(sums), list(sums.values())],
        )
