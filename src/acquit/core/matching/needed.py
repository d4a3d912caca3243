"""Of whom all that is open must be known before payments are matched."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from acquit.core.matching import fitting, named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from acquit.core.matching.books import OpenItems
    from acquit.core.matching.facts import Payment


def customers_concerned(payments: Sequence[Payment], items: OpenItems) -> set[int]:
    """All whose invoices are named, who may have paid, or who are of the payer's group."""
    return {customer for payment in payments for customer in _concerned(payment, items)}


def customers_needed(payments: Sequence[Payment], items: OpenItems) -> set[int]:
    """The customers concerned, by id, but for those of whom one
    payment names exactly what it settles and no other can come in between.

    items: what the payments name. Most payments name their invoice: of their customers
    nothing else is asked.
    """
    told = [_concerned(payment, items) for payment in payments]
    times = Counter(customer for customers in told for customer in customers)
    return {
        customer
        for payment, customers in zip(payments, told, strict=True)
        if len(customers) != 1
        or times[next(iter(customers))] > 1
        or not _fits(payment, items)
        for customer in customers
    }


def _concerned(payment: Payment, items: OpenItems) -> set[int]:
    return {
        *(one.customer_id for one in named.told(payment, items)),
        *(one.one.customer_id for one in _named(payment, items)),
        *(
            customer
            for payer in payment.payers
            for customer in (payer.customer_id, *payer.group)
        ),
    }


def _named(payment: Payment, items: OpenItems) -> Iterator[fitting.Named]:
    yield from named.referred(payment, items) or named.pieced(payment, items)


def _fits(payment: Payment, items: OpenItems) -> bool:
    """Whether what it names by reference or number is what it settles."""
    if payment.pays or payment.parts or payment.payer_id is not None:
        return False
    open_ones = [one for one in named.referred(payment, items) if one.one.open_minor]
    exact = fitting.fitting(payment, open_ones) if open_ones else None
    return exact is not None
