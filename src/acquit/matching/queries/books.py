"""The receivables and credit notes that payments may concern."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Q

from acquit.core.matching import (
    GUESS,
    MOST_OF_AN_AMOUNT,
    NAMES_ANOTHER,
    Candidate,
    Note,
    OpenItems,
    Payment,
    Who,
    words,
)
from acquit.core.matching.needed import customers_concerned, customers_needed
from acquit.core.same_payment import SAME_MONEY
from acquit.core.text import reference_key
from acquit.ledger.models import (
    Allocation,
    AllocationKind,
    Customer,
    Invoice,
    InvoiceKind,
    Receipt,
    Receivable,
    Source,
)
from acquit.matching.models import Match, MatchState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from acquit.matching.incoming import Incoming


def has_customers(company_id: int) -> bool:
    """Whether there is anybody whose money it could be."""
    return Customer.objects.filter(company=company_id).exists()


def knows_anything(company_id: int) -> bool:
    """Whether money of the bank can meet anything: a customer, or what the accounting told
    of payments.
    """
    told = Receipt.objects.filter(company=company_id, source=Source.ACCOUNTING)
    return has_customers(company_id) or told.exists()


def open_items(
    company_id: int, incoming: Sequence[Incoming], *, whole: bool = False
) -> OpenItems:
    """What these payments name, open or not; what their likely payers owe, unless what is
    named is enough; and, where no payer is known, what has the very amount.

    whole: whatever is enough.
    """
    payments = [part for one in incoming for part in (one.payment, *one.payment.parts)]
    found = {one.receivable_id: one for one in candidates(company_id, payments)}
    whose = customers_concerned if whole else customers_needed
    customers = whose(payments, OpenItems.of(found.values()))
    with _by_index():
        rows = [*_owed(customers), *_of_amounts(company_id, payments)]
    found |= {one.receivable_id: one for one in _described(rows)}
    return OpenItems.of(found.values(), _notes(customers))


def refresh(items: OpenItems) -> bool:
    """Read again what is open, now that the customers are locked: some may have been paid
    since. Gives whether some were.
    """
    before = dict(items.left), dict(items.stated)
    rows = Receivable.objects.filter(pk__among=list(items.left))
    items.left.update(rows.values_list("pk", "open_minor"))
    told = _stated([key for key, minor in items.stated.items() if minor])
    items.stated.update({key: told.get(key, (0,))[0] for key in items.stated})
    notes = Invoice.objects.filter(pk__among=list(items.credit))
    items.credit.update(notes.values_list("pk", "available_minor"))
    return (items.left, items.stated) != before


def candidates(company_id: int, payments: Iterable[Payment]) -> list[Candidate]:
    """The receivables of the company that any of these payments names, open or not."""
    references, numbers = keys_of(payments)
    if not references and not numbers:
        return []
    named = Q(invoice__number_key__among=numbers)
    if references:
        named |= Q(invoice__payment_reference__among=references)
    rows = Receivable.objects.filter(named, company=company_id).values_list(*_ROW)
    with _by_index():
        return _described(list(rows))


@contextmanager
def _by_index() -> Iterator[None]:
    """Let the database fetch some thousand rows one by one: by its own reckoning, of disks
    whose heads move, it reads millions through for them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL random_page_cost = 1.1")
        yield
        cursor.execute("SET LOCAL random_page_cost TO DEFAULT")


_ROW = (
    *("pk", "customer_id", "invoice__number_key", "invoice__payment_reference"),
    *("currency", "open_minor", "invoice__issued_on", "due_on"),
    *("amount_minor", "invoice__total_minor", "invoice__discounts"),
    *("invoice__order_number",),
)


def _described(rows: Iterable[tuple[Any, ...]]) -> list[Candidate]:
    rows = list(rows)
    ids = [row[0] for row in rows]
    told, claimed = _stated(ids), _claimed(ids)
    found = []
    for row in rows:
        minor, on, until = told.get(row[0], (0, None, None))
        more = (_discounts(*row[8:11]), reference_key(row[11]), row[0] in claimed, row[8])
        found.append(Candidate._make((*row[:8], minor, on, until, *more)))
    return found


def _claimed(receivable_ids: Collection[int]) -> set[int]:
    """Those that are proposed for a payment that waits for a person."""
    rows = Match.objects.filter(
        receivable__among=receivable_ids, state=MatchState.PROPOSED, rank=1
    )
    rows = rows.exclude(kind__contains=f"/{Who.OTHER}/")
    rows = rows.exclude(evidence__why=NAMES_ANOTHER).exclude(kind__startswith=GUESS)
    return set(rows.values_list("receivable", flat=True))


def _discounts(
    amount_minor: int, total_minor: int, offered: Sequence[dict[str, Any]]
) -> tuple[tuple[date, int], ...]:
    """Of an invoice that is paid in one; what is offered for instalments is not split."""
    if not offered or amount_minor != total_minor:
        return ()
    found = ((one["until"], _kept(one, total_minor)) for one in offered)
    return tuple((date.fromisoformat(until), kept) for until, kept in found if kept)


def _kept(offer: dict[str, Any], total_minor: int) -> int:
    if offer["amount_minor"] is not None:
        return int(offer["amount_minor"])
    base = total_minor if offer["base_minor"] is None else int(offer["base_minor"])
    share = Decimal(base) * Decimal(offer["percent"] or 0) / 100
    return int(share.quantize(Decimal(1), ROUND_HALF_UP))


def _owed(customer_ids: Collection[int]) -> list[tuple[Any, ...]]:
    if not customer_ids:
        return []
    rows = Receivable.objects.filter(customer__among=customer_ids, open_minor__gt=0)
    return list(rows.values_list(*_ROW))


def _of_amounts(company_id: int, payments: Sequence[Payment]) -> list[tuple[Any, ...]]:
    """Open items of the very amount of a payment whose payer nobody knows."""
    amounts = {one.amount_minor for one in payments if not one.payers}
    if not amounts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.id FROM unnest(%s::bigint[]) AS a (minor) CROSS JOIN LATERAL ("
            "  SELECT id FROM ledger_receivable"
            "  WHERE company_id = %s AND open_minor = a.minor AND open_minor > 0"
            "  ORDER BY due_on DESC LIMIT %s) AS r",
            [list(amounts), company_id, MOST_OF_AN_AMOUNT + 1],
        )
        ids = [key for (key,) in cursor.fetchall()]
    return list(Receivable.objects.filter(pk__among=ids).values_list(*_ROW))


def _notes(customer_ids: Collection[int]) -> list[Note]:
    rows = Invoice.objects.filter(
        customer__among=customer_ids,
        kind=InvoiceKind.CREDIT_NOTE,
        available_minor__gt=0,
    )
    return [
        Note(*row)
        for row in rows.values_list(
            *("pk", "customer_id", "number_key", "currency", "available_minor", "issued_on")
        )
    ]


def _stated(receivable_ids: Sequence[int]) -> dict[int, tuple[int, date, date]]:
    """What the accounting settled by its word alone, when, and until when payments are part
    of that word.

    An open amount speaks for all that came until its day. A day of settlement is that of
    the accounting, and the bank's may lie some days after it.
    """
    found: dict[int, tuple[int, date, date]] = {}
    rows = Allocation.objects.filter(
        receivable__among=receivable_ids, kind=AllocationKind.STATED
    )
    for receivable_id, minor, on, evidence in rows.values_list(
        "receivable_id", "amount_minor", "booked_on", "evidence"
    ):
        until = on + SAME_MONEY if evidence.get("settled_on") else on
        total, day, latest = found.get(receivable_id, (0, on, until))
        found[receivable_id] = (total + minor, max(day, on), max(latest, until))
    return {key: (max(total, 0), on, until) for key, (total, on, until) in found.items()}


def keys_of(payments: Iterable[Payment]) -> tuple[set[str], set[str]]:
    """The references and number keys that these payments name."""
    references: set[str] = set()
    numbers: set[str] = set()
    for payment_ in payments:
        for one in (payment_, *payment_.parts):
            references.update(one.references)
            numbers.update(one.pays)
            if one.text:
                numbers |= words(one.text)
    return references, numbers
