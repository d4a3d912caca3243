"""What was lost in the end of what once stood in each bucket, by the companies' books."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection

from acquit.core import risk
from acquit.core.figures import Bucket
from acquit.core.risk import Stood
from acquit.insight.models import Loss
from acquit.ledger.models import AllocationKind, WriteOffReason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from acquit.insight.queries.foresight import Doubt

# Receivables due in so many days, those that could be lost by now, tell the rates.
LOOKED_BACK_DAYS = 3 * 365
# Discounts, bank charges and roundings are the price of selling, not of trusting.
LOST_FOR = [WriteOffReason.GOODWILL, WriteOffReason.SMALL]

# Each receivable enters a bucket with what is still open then. What is open of it a year
# after due is lost, and what was written off between the two. Only what fell due after the
# first payment of a company is looked at: of the time before, its books may know nothing
# but what was left open. What a list of open items did not have any more is not asked.
STOOD = """
WITH began AS (
    SELECT r.company_id, min(a.booked_on) AS first_on
    FROM ledger_allocation a JOIN ledger_receivable r ON r.id = a.receivable_id
    GROUP BY r.company_id
), due AS (
    SELECT r.id, r.company_id, r.currency, r.amount_minor, r.due_on
    FROM ledger_receivable r JOIN began b ON b.company_id = r.company_id
    WHERE r.due_on BETWEEN greatest(%(first)s, b.first_on) AND %(last)s
      AND r.missing_on IS NULL
), entered AS (
    SELECT d.company_id, d.currency, bucket.place,
        d.amount_minor - coalesce(sum(a.amount_minor)
            FILTER (WHERE a.booked_on - d.due_on < bucket.enters), 0) AS stood,
        d.amount_minor - coalesce(sum(a.amount_minor), 0)
            + coalesce(sum(a.amount_minor) FILTER (WHERE a.kind = %(write_off)s
                AND a.written_off = ANY(%(lost_for)s)
                AND a.booked_on - d.due_on >= bucket.enters), 0) AS lost
    FROM due d
    CROSS JOIN unnest(%(enters)s::int[]) WITH ORDINALITY AS bucket(enters, place)
    LEFT JOIN ledger_allocation a ON a.receivable_id = d.id
        AND a.booked_on <= d.due_on + %(lost_after)s
    GROUP BY d.id, d.company_id, d.currency, d.amount_minor, bucket.place
)
SELECT company_id, currency, place, sum(stood)::bigint, sum(stood::float8 * stood),
    sum(least(greatest(lost, 0), stood))::bigint
FROM entered WHERE stood > 0
GROUP BY company_id, currency, place
"""

Rates = dict[Bucket, float]


def what_stood(day: date) -> dict[tuple[int, str], dict[Bucket, Stood]]:
    """By company and currency, from the ledger: nothing later than `day` is known."""
    last = day - timedelta(days=risk.LOST_AFTER_DAYS)
    # Before any day on which something can have been settled: a prepayment enters too.
    never = -10_000_000
    enters = [risk.ENTERS.get(one, never) for one in Bucket]
    found: dict[tuple[int, str], dict[Bucket, Stood]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(
            STOOD,
            {
                "first": last - timedelta(days=LOOKED_BACK_DAYS),
                "last": last,
                "enters": enters,
                "lost_after": risk.LOST_AFTER_DAYS,
                "write_off": AllocationKind.WRITE_OFF.value,
                "lost_for": [str(one.value) for one in LOST_FOR],
            },
        )
        for company_id, currency, place, minor, squares, lost in cursor.fetchall():
            bucket = list(Bucket)[place - 1]
            found[company_id, currency][bucket] = Stood(minor, squares, lost)
    return dict(found)


def loss_rates(currency: str) -> Mapping[int, Rates]:
    """The rates by company, as last measured; a company without any has the usual ones: see
    `rates_of`. One query.
    """
    stood: dict[int, dict[Bucket, Stood]] = defaultdict(dict)
    for one in Loss.objects.filter(currency=currency):
        known = Stood(one.stood_minor, one.squares, one.lost_minor)
        stood[one.company_id][Bucket(one.bucket)] = known
    return {company_id: risk.loss_rates(found) for company_id, found in stood.items()}


def rates_of(rates: Mapping[int, Rates], company_id: int) -> Rates:
    """Those of the company, or the usual ones."""
    return rates.get(company_id) or dict(risk.USUAL_RATES)


def lost(doubts: Iterable[Doubt], rates: Mapping[int, Rates]) -> dict[Bucket, int]:
    """What of the open amounts will be lost, each company's by its own rates."""
    found = dict.fromkeys(Bucket, 0)
    for one in doubts:
        for bucket, minor in risk.provision(
            one.open, rates_of(rates, one.company_id)
        ).items():
            found[bucket] += minor
    return found
