"""What became of every receivable, to judge by it what was said before."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from acquit.core.score_proof import Life
from acquit.ledger.rows import ask, binary_cursor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# As `facts.PAID`, with what is open; what credit notes settled was never paid late.
LIVES = """
    SELECT r.customer_id, i.issued_on, r.due_on,
           CASE WHEN r.open_minor = 0
                THEN coalesce(
                     max(p.value_on) FILTER (WHERE a.amount_minor > 0 AND back.id IS NULL),
                     r.settled_on) END,
           r.amount_minor, c.country
      FROM ledger_receivable r
      JOIN ledger_invoice i ON i.id = r.invoice_id
      JOIN ledger_customer c ON c.id = r.customer_id
      LEFT JOIN ledger_allocation a ON a.receivable_id = r.id
      LEFT JOIN ledger_receipt p ON p.id = a.receipt_id
      LEFT JOIN ledger_allocation back ON back.reverses_id = a.id
     WHERE r.amount_minor > 0 AND r.missing_on IS NULL AND r.customer_id = ANY(%s)
     GROUP BY r.id, i.issued_on, c.country
    HAVING r.open_minor > 0
        OR sum(a.amount_minor) FILTER (WHERE a.kind IN ('RECEIPT', 'STATED')) > 0
     ORDER BY r.customer_id
"""


def lives(customers: Sequence[int]) -> Mapping[int, Sequence[Life]]:
    """Each receivable of these customers, from its issue to its payment."""
    with binary_cursor() as cursor:
        rows = ask(cursor, LIVES, list(customers))
    return {
        key: [Life(*row[1:]) for row in theirs]
        for key, theirs in groupby(rows, key=itemgetter(0))
    }
