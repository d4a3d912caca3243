"""How customers behave, written down anew when they did something."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from psycopg.types.json import Jsonb

from acquit.core.behaviour.figures import figures
from acquit.ledger.actions import lock
from acquit.ledger.rows import binary_cursor
from acquit.scoring.queries.facts import facts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from acquit.core.behaviour.figures import Figures

# In the order of customers, so that two who write the same ones do not wait for each other
# for ever.
KEEP = """
    INSERT INTO scoring_behaviour
           (customer_id, as_of, payments, median_days, late, late_30, late_share, figures,
            computed_at)
    SELECT customer, as_of, payments, median, late, late_30, share, figures, %s
      FROM jsonb_to_recordset(%s)
           AS new (customer int8, as_of date, payments int4, median float8, late int4,
                   late_30 int4, share float8, figures jsonb)
     ORDER BY customer
        ON CONFLICT (customer_id) DO UPDATE
       SET as_of = excluded.as_of, payments = excluded.payments,
           median_days = excluded.median_days, late = excluded.late,
           late_30 = excluded.late_30, late_share = excluded.late_share,
           figures = excluded.figures, computed_at = excluded.computed_at
"""
FORGET = "DELETE FROM scoring_behaviour WHERE customer_id = ANY(%s)"
SUM_UP = """
    WITH seen AS (
        SELECT c.company_id, c.segment, b.payments, b.late, b.late_30
          FROM scoring_behaviour b JOIN ledger_customer c ON c.id = b.customer_id)
    INSERT INTO scoring_norm (company_id, segment, payments, late, late_30)
    SELECT company_id, coalesce(segment, ''), sum(payments), sum(late), sum(late_30)
      FROM seen
     GROUP BY GROUPING SETS ((company_id), (company_id, segment))
    HAVING segment <> '' OR GROUPING(segment) = 1
        ON CONFLICT (company_id, segment) DO UPDATE
       SET payments = excluded.payments, late = excluded.late, late_30 = excluded.late_30
"""


@transaction.atomic
def observe(customers: Sequence[int], *, at: datetime) -> int:
    """Count anew how these customers paid and what else they did; gives how many did
    anything. At most some thousands at once: all their payments are held in memory.
    """
    lock(customers)  # who reads facts before somebody else must not write after
    found = facts(customers)
    rows = []
    for key, one in found.items():
        before = one.newest + timedelta(1)
        told = figures(one.payments, one.deeds, before=before)
        rows.append(_row(key, before, told))
    with binary_cursor() as cursor:
        if rows:
            cursor.execute(KEEP, [at, Jsonb(rows)])
        gone = [key for key in customers if key not in found]
        if gone:
            cursor.execute(FORGET, [gone])
    return len(rows)


def sum_up() -> None:
    """Sum up what the payers of each company and segment do, for others to lean on."""
    with binary_cursor() as cursor:
        cursor.execute(SUM_UP)


def _row(key: int, before: date, told: Figures) -> dict[str, Any]:
    return {
        "customer": key,
        "as_of": before.isoformat(),
        "payments": told.payments,
        "median": told.median_days,
        "late": told.late,
        "late_30": told.late_30,
        "share": told.late / told.payments if told.payments else None,
        "figures": told.as_json(),
    }
