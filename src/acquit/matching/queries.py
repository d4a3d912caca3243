"""What the matching needs to know of the books."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from acquit.core.matching import Candidate, words
from acquit.ledger.models import (
    Allocation,
    AllocationKind,
    CustomerIban,
    Receivable,
    Source,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from acquit.core.matching import Payment


def candidates(company_id: int, payments: Sequence[Payment]) -> list[Candidate]:
    """The open receivables of the company that any of these payments names."""
    references, numbers = _keys(payments)
    named = Q(invoice__number_key__in=numbers)
    if references:
        named |= Q(invoice__payment_reference__in=references)
    rows = (
        Receivable.objects.filter(company=company_id, open_minor__gt=0)
        .filter(named)
        .values_list(
            *("pk", "customer_id", "invoice__number_key", "invoice__payment_reference"),
            *("currency", "open_minor", "invoice__issued_on", "due_on"),
        )
    )
    return [Candidate(*row) for row in rows]


def payers(company_id: int, ibans: Iterable[str]) -> dict[str, set[int]]:
    """Which customers of the company pay from these accounts."""
    owners: dict[str, set[int]] = defaultdict(set)
    rows = CustomerIban.objects.filter(
        iban__in={iban for iban in ibans if iban}, customer__company=company_id
    )
    for iban, customer_id in rows.values_list("iban", "customer_id"):
        owners[iban].add(customer_id)
    return owners


@dataclass(frozen=True, slots=True)
class Told:
    """The accounting's own word on a payment: so much was settled of this receivable that
    day.

    exact: the accounting booked a payment, on about that day; else it only stated, on that
    day, that so much less was open.
    """

    receivable_id: int
    customer_id: int
    currency: str
    amount_minor: int
    booked_on: date
    receipt_id: int | None
    exact: bool


def told_by_accounting(
    company_id: int, payments: Sequence[Payment]
) -> dict[str, list[Told]]:
    """What the accounting said of the receivables that these payments name, by reference
    and number.

    What a bank line has replaced already is left out.
    """
    references, numbers = _keys(payments)
    named = Q(receivable__invoice__number_key__in=numbers)
    if references:
        named |= Q(receivable__invoice__payment_reference__in=references)
    rows = (
        Allocation.objects.filter(
            named, receivable__company=company_id, source=Source.ACCOUNTING
        )
        .exclude(kind=AllocationKind.CREDIT_NOTE)
        .order_by("booked_on", "pk")
        .values_list(
            *("receivable__invoice__number_key", "receivable__invoice__payment_reference"),
            *("receivable_id", "receivable__customer_id", "receivable__currency"),
            *("amount_minor", "booked_on", "receipt_id"),
        )
    )
    told: dict[str, list[Told]] = defaultdict(list)
    replaced: set[tuple[int, int]] = set()
    for (
        number,
        reference,
        receivable_id,
        customer_id,
        currency,
        minor,
        on,
        receipt_id,
    ) in rows:
        if minor < 0:
            replaced.add((receivable_id, -minor))
            continue
        one = Told(
            receivable_id,
            customer_id,
            currency,
            minor,
            on,
            receipt_id,
            receipt_id is not None,
        )
        for key in {number, reference} - {""}:
            told[key].append(one)
    return {
        key: [one for one in some if (one.receivable_id, one.amount_minor) not in replaced]
        for key, some in told.items()
    }


def _keys(payments: Iterable[Payment]) -> tuple[set[str], set[str]]:
    references: set[str] = set()
    numbers: set[str] = set()
    for payment in payments:
        for one in (payment, *payment.parts):
            references.update(one.references)
            if one.text:
                numbers.update(words(one.text))
    return references, numbers
