"""Open receivables as the follow-up sees them."""

from __future__ import annotations

from typing import Any

from django.db import connection

from acquit.core.money import to_decimal

QUESTION = """
    SELECT i.number, r.instalment, c.code, r.currency, r.open_minor, r.due_on,
           s.step, s.sent_on, coalesce(o.next_action, ''), o.next_on, coalesce(o.reason, '')
      FROM ledger_receivable r
      JOIN ledger_invoice i ON i.id = r.invoice_id
      JOIN ledger_customer c ON c.id = r.customer_id
      LEFT JOIN dunning_outlook o ON o.receivable_id = r.id
      LEFT JOIN (SELECT DISTINCT ON (receivable_id) receivable_id, step, sent_on
                   FROM dunning_actionitem WHERE counts AND sent_on IS NOT NULL
                  ORDER BY receivable_id, sent_on DESC, rank DESC) s
        ON s.receivable_id = r.id
     WHERE r.open_minor > 0 AND r.company_id = %s
     ORDER BY r.due_on, i.number, r.instalment
"""


def followed_up(company_id: int) -> list[dict[str, Any]]:
    """A row per open receivable: its last step, and its next action or the reason for none.

    Amounts are decimal strings, days ISO 8601, codes in lower case, None for nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(QUESTION, [company_id])
        return [_row(*row) for row in cursor.fetchall()]


def _row(  # noqa: PLR0917, PLR0913 - one column of the question each
    number: str,
    instalment: int,
    customer: str,
    currency: str,
    open_minor: int,
    due_on: Any,
    step: str | None,
    sent_on: Any,
    action: str,
    next_on: Any,
    reason: str,
) -> dict[str, Any]:
    return {
        "invoice": number,
        "instalment": instalment,
        "customer": customer,
        "currency": currency,
        "open": str(to_decimal(open_minor, currency)),
        "due_on": due_on.isoformat(),
        "last_step": step.lower() if step else None,
        "last_sent_on": sent_on.isoformat() if sent_on else None,
        "next_action": action.lower() or None,
        "next_on": next_on.isoformat() if next_on else None,
        "reason": reason.lower() or None,
    }
