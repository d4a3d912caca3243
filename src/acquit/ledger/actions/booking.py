"""The one place where balances move: an allocation and the balances beside it, together."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db import connection

from acquit.ledger.actions.copying import copy_values
from acquit.ledger.lookups import of_numbers
from acquit.ledger.models import Allocation, AllocationKind, Customer, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from acquit.ledger.rows import Range


def lock(customer_ids: Iterable[int]) -> None:
    """Take the customers' rows, in the order of ids; held until the transaction ends."""
    rows = Customer.objects.filter(pk__in=set(customer_ids)).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def lock_range(customers: Range) -> None:
    """The same for all customers of a shard."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM ledger_customer WHERE id BETWEEN %s AND %s"
            " ORDER BY id FOR NO KEY UPDATE",
            customers,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """One allocation to write. amount_minor is signed; `evidence` says why.

    reverses_id: the allocation that this one takes back. beside_id: the receipt that it is
    booked together with. written_off: why, where it is written off.
    """

    receivable_id: int
    kind: AllocationKind
    source: Source
    amount_minor: int
    booked_on: date
    receipt_id: int | None = None
    credit_note_id: int | None = None
    reverses_id: int | None = None
    beside_id: int | None = None
    written_off: str = ""
    evidence: dict[str, Any] = field(default_factory=dict)


def book(bookings: Sequence[Booking], *, at: datetime, by: int | None = None) -> None:
    """Write allocations and, together with them, the balances they change.

    The caller holds the customers' locks. The database refuses a balance below zero or
    above the amount, and with it the whole.
    """
    if not bookings:
        return
    copy_values(Allocation, _COLUMNS, [(*_row(one), by, at) for one in bookings])
    _lower_receivables(bookings)
    _lower("ledger_receipt", ((b.receipt_id, b.amount_minor) for b in bookings))
    _lower("ledger_invoice", ((b.credit_note_id, b.amount_minor) for b in bookings))


_PLAIN = (
    *("receivable_id", "kind", "source", "amount_minor", "booked_on", "receipt_id"),
    *("credit_note_id", "reverses_id", "beside_id", "written_off"),
)
_COLUMNS = (*_PLAIN, "evidence", "actor_id", "recorded_at")
_values = attrgetter(*_PLAIN)


def _row(one: Booking) -> tuple[Any, ...]:
    return (*_values(one), json.dumps(one.evidence))


def _lower_receivables(bookings: Sequence[Booking]) -> None:
    sums: dict[int, int] = defaultdict(int)
    for one in bookings:
        sums[one.receivable_id] += one.amount_minor
    with connection.cursor() as cursor:
        # The balance as of a day may be above zero until its last movement, and not after.
        cursor.execute(
            "WITH moved AS (SELECT receivable_id, booked_on FROM ledger_allocation"
            "   WHERE receivable_id = ANY(%(ids)s::bigint[])"
            "   GROUP BY receivable_id, booked_on"
            "   HAVING sum(amount_minor) <> 0),"
            " settled AS (SELECT receivable_id, max(booked_on) AS day FROM moved"
            "   GROUP BY receivable_id)"
            " UPDATE ledger_receivable r SET open_minor = r.open_minor - n.minor,"
            " settled_on = CASE WHEN r.open_minor = n.minor THEN settled.day END"
            " FROM unnest(%(ids)s::bigint[], %(sums)s::bigint[]) AS n (id, minor)"
            " LEFT JOIN settled ON settled.receivable_id = n.id WHERE r.id = n.id",
            {"ids": of_numbers(sums), "sums": of_numbers(sums.values())},
        )


def _lower(table: str, uses: Iterable[tuple[int | None, int]]) -> None:
    """Take what was used off what is available of receipts or credit notes."""
    sums: dict[int, int] = defaultdict(int)
    for key, minor in uses:
        if key is not None:
            sums[key] += minor
    if not sums:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} t SET available_minor = t.available_minor - n.minor"  # noqa: S608  # one of two constants
            " FROM unnest(%s::bigint[], %s::bigint[]) AS n (id, minor) WHERE t.id = n.id",
            [of_numbers(sums), of_numbers(sums.values())],
        )
