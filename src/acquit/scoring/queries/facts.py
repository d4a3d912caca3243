"""What each customer did, read for many customers at once, one question for each kind.

Money counts on the day on which it was the bank's (the value day), where a bank told it; on
the day on which it was booked else. What credit notes or write-offs settled was not paid,
and what was taken back again does not count.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction

from acquit.core.behaviour.figures import NOTHING_ELSE, Deeds
from acquit.core.behaviour.habits import Settled
from acquit.core.dunning import Kind, Step
from acquit.ledger.rows import ask, binary_cursor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from psycopg import Cursor
# Reminders that a payer may react to; a notice before due is none, nor is a thank-you.
REMINDERS = tuple(
    step.value for step in Step if step.kind in {Kind.REMINDER, Kind.FORMAL_NOTICE}
)

PAID = """
    SELECT r.customer_id, r.due_on,
           coalesce(max(p.value_on) FILTER (WHERE a.amount_minor > 0 AND back.id IS NULL),
                    r.settled_on),
           r.amount_minor,
           (count(a.receipt_id)
            FILTER (WHERE a.amount_minor > 0 AND back.id IS NULL))::int
      FROM ledger_receivable r
      JOIN ledger_allocation a ON a.receivable_id = r.id
      LEFT JOIN ledger_receipt p ON p.id = a.receipt_id
      LEFT JOIN ledger_allocation back ON back.reverses_id = a.id
     WHERE r.open_minor = 0 AND r.amount_minor > 0 AND r.customer_id = ANY(%s)
     GROUP BY r.id
    HAVING sum(a.amount_minor) FILTER (WHERE a.kind IN ('RECEIPT', 'STATED')) > 0
"""
COUNTRIES = "SELECT id, country FROM ledger_customer WHERE id = ANY(%s)"
REMINDED = """
    SELECT customer_id, business_day FROM channels_message
     WHERE state = 'SENT' AND kind = ANY(%s) AND customer_id = ANY(%s)
     ORDER BY customer_id, business_day
"""
PROMISED = """
    SELECT customer_id, closed_on, kept FROM ledger_promise
     WHERE closed_on IS NOT NULL AND kept IS NOT NULL AND customer_id = ANY(%s)
     ORDER BY customer_id, closed_on
"""
DISPUTED = """
    SELECT customer_id, opened_on FROM ledger_dispute WHERE customer_id = ANY(%s)
     ORDER BY customer_id, opened_on
"""
RETURNED = """
    SELECT customer_id, received_on FROM ledger_receipt
     WHERE returned_minor > 0 AND customer_id = ANY(%s)
     ORDER BY customer_id, received_on
"""


class Facts(NamedTuple):
    """What one customer has paid and done."""

    payments: Sequence[Settled]
    deeds: Deeds

    @property
    def newest(self) -> date:
        """The day of the newest of them; there is one at least."""
        return max(
            (
                *(one.settled_on for one in self.payments),
                *self.deeds.reminders,
                *(day for day, _ in self.deeds.promises),
                *self.deeds.disputes,
                *self.deeds.returned,
            )
        )


@transaction.atomic
def facts(customers: Sequence[int]) -> Mapping[int, Facts]:
    """What these customers did; one that did nothing yet is left out."""
    keys = list(customers)
    paid: dict[int, list[Settled]] = defaultdict(list)
    with binary_cursor() as cursor:
        countries = dict(ask(cursor, COUNTRIES, keys))
        # Each customer has a small part of large tables; read by index, they are found at
        # once, whatever the planner thinks of so many of them.
        cursor.execute("SET LOCAL enable_seqscan = off")
        for key, due_on, paid_on, minor, parts in ask(cursor, PAID, keys):
            paid[key].append(Settled(due_on, paid_on, minor, countries[key], parts))
        cursor.execute("SET LOCAL enable_seqscan = on")
        deeds = _deeds(cursor, keys)
    return {
        key: Facts(paid.get(key, ()), deeds.get(key, NOTHING_ELSE))
        for key in sorted(paid.keys() | deeds.keys())
    }


def _deeds(cursor: Cursor[Any], keys: list[int]) -> dict[int, Deeds]:
    told: dict[int, dict[str, Any]] = defaultdict(dict)
    for name, rows in (
        ("reminders", ask(cursor, REMINDED, list(REMINDERS), keys)),
        ("disputes", ask(cursor, DISPUTED, keys)),
        ("returned", ask(cursor, RETURNED, keys)),
    ):
        for key, days in _by_customer(rows):
            told[key][name] = [day for _, day in days]
    for key, ended in _by_customer(ask(cursor, PROMISED, keys)):
        told[key]["promises"] = [(day, kept) for _, day, kept in ended]
    return {key: Deeds(**one) for key, one in told.items()}


def _by_customer(rows: Sequence[tuple[Any, ...]]) -> Iterable[tuple[int, Any]]:
    return groupby(rows, key=itemgetter(0))
