"""What is left to claim, summed up for each customer: every night after the messages were
decided, and when something of one of them changes.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import acquit.claims.actions as claims
from acquit.cycle import queries
from acquit.dunning.queries import notices
from acquit.law.queries import rates
from acquit.ledger.models import Customer
from acquit.organisation.models import Company

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.ledger.rows import Range

# So many customers are locked at once: their pages wait a second at most.
AT_ONCE = 50


def sum_up_shard(shard: Range, day: date) -> None:
    """All customers of the shard, at the close of the day."""
    _sum_up(queries.customers_in(shard), day)


def sum_up_company(company_id: int, *, on: date, exactly: bool = False) -> None:
    """All customers of a company, on the day that the books stand at, or on that one."""
    rows = Customer.objects.filter(company=company_id).order_by("pk")
    day = on if exactly else queries.business_day(on)
    _sum_up(list(rows.values_list("pk", flat=True)), day)


def sum_up_all(day: date) -> None:
    """Everybody, at the close of the day."""
    for company_id in Company.objects.order_by("pk").values_list("pk", flat=True):
        sum_up_company(company_id, on=day, exactly=True)


def sum_up_customer(customer_id: int, *, on: date) -> None:
    """One customer, on the day that the books stand at."""
    sum_up_customers([customer_id], on=on)


def sum_up_customers(customer_ids: Sequence[int], *, on: date) -> None:
    """Several, likewise."""
    _sum_up(customer_ids, queries.business_day(on))


def _sum_up(customer_ids: Sequence[int], day: date) -> None:
    known, letters = rates(), partial(notices.of, as_of=day)
    for first in range(0, len(customer_ids), AT_ONCE):
        some = customer_ids[first : first + AT_ONCE]
        claims.sum_up(some, as_of=day, letters=letters, rates=known)
