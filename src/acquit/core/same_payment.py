"""Bank and accounting may both report a payment: which reports tell of the same one.

docs/explanation/ledger.md, "Two truths, one balance".
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

# Bank and accounting seldom book one payment on the same day.
SAME_MONEY = timedelta(days=10)


class Reported(NamedTuple):
    """A payment as one source told it: to be compared with what another one told.

    receivables: the ids of those it names or settles; empty = none are known.
    """

    receipt_id: int
    customer_id: int | None
    currency: str
    amount_minor: int
    received_on: date
    iban: str
    receivables: frozenset[int]


def same_payments(fresh: Iterable[Reported], known: Iterable[Reported]) -> dict[int, int]:
    """Which fresh reports tell of a payment that another source told before, by id.

    Each known report stands for one payment: two equal payments need two reports.
    """
    waiting: dict[tuple[str, int], list[Reported]] = {}
    for one in known:
        waiting.setdefault((one.currency, one.amount_minor), []).append(one)
    pairs: dict[int, int] = {}
    for one in sorted(fresh, key=lambda r: (r.received_on, r.receipt_id)):
        rivals = waiting.get((one.currency, one.amount_minor), [])
        likely = [other for other in rivals if _is_same_payment(one, other)]
        if likely:
            nearest = min(likely, key=lambda r: abs(r.received_on - one.received_on))
            rivals.remove(nearest)
            pairs[one.receipt_id] = nearest.receipt_id
    return pairs


def _is_same_payment(one: Reported, other: Reported) -> bool:
    """About the same day, nothing that speaks against it, and something that binds them."""
    if abs(one.received_on - other.received_on) > SAME_MONEY:
        return False
    same_customer = one.customer_id is not None and one.customer_id == other.customer_id
    if None not in {one.customer_id, other.customer_id} and not same_customer:
        return False
    if one.receivables and other.receivables:
        return bool(one.receivables & other.receivables)
    return same_customer or bool(one.iban and one.iban == other.iban)
