"""Keeping what is left to claim, as a sum for each customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from acquit.claims.models import ToClaim
from acquit.claims.queries.outstanding import outstanding
from acquit.ledger.actions.booking import lock

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from acquit.claims.queries.outstanding import Letters
    from acquit.core.law import Rates


@transaction.atomic
def sum_up(
    customer_ids: Collection[int],
    *,
    as_of: date,
    letters: Letters,
    rates: Rates | None = None,
) -> int:
    """Write anew what is left to claim of these customers at the close of a day; gives how
    many of them and currencies may be claimed. See `queries.outstanding`.
    """
    # Who changes something of a customer sums it up as well, and the last has to be right.
    lock(customer_ids)
    rows = outstanding(customer_ids, as_of=as_of, letters=letters, rates=rates)
    ToClaim.objects.filter(customer__in=customer_ids).delete()
    ToClaim.objects.bulk_create(rows)
    return sum(not row.why for row in rows)
