"""Where the books differ from what an accounting file comes to, our debit notes apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from acquit.core.money import to_decimal
from acquit.core.sentences import say
from acquit.ledger.models import Customer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from acquit.intake.actions.booking import Context

_BALANCES = """
    SELECT customer_id, currency, sum(minor)::bigint FROM (
        SELECT r.customer_id, r.currency, r.open_minor AS minor
          FROM ledger_receivable r JOIN ledger_invoice i ON i.id = r.invoice_id
         WHERE r.open_minor > 0 AND r.customer_id = ANY(%(ids)s)
           AND i.kind <> 'DEBIT_NOTE'
        UNION ALL
        SELECT customer_id, currency, -available_minor FROM ledger_receipt
         WHERE available_minor > 0 AND customer_id = ANY(%(ids)s)
        UNION ALL
        SELECT customer_id, currency, -available_minor FROM ledger_invoice
         WHERE available_minor > 0 AND customer_id = ANY(%(ids)s)
    ) balance GROUP BY customer_id, currency
"""


def remark_differences(sums: Mapping[tuple[int, str], int], context: Context) -> None:
    """Say of which customers the books hold another balance than the file.

    sums: minor units by customer and currency. The bank may have told of later payments,
    and other files of other invoices: a difference is no mistake, but it is shown.
    """
    books = _balances({customer_id for customer_id, _ in sums})
    differing = [key for key, minor in sums.items() if books.get(key, 0) != minor]
    if not differing:
        return
    rows = Customer.objects.filter(pk__in={customer_id for customer_id, _ in differing})
    codes = dict(rows.values_list("pk", "code"))
    for customer_id, currency in differing:
        key = customer_id, currency
        context.remark(
            say(
                "Customer %(code)s: the balance is %(told)s %(currency)s in the accounting "
                "file and %(books)s here.",
                code=codes[customer_id],
                told=to_decimal(sums[key], currency),
                currency=currency,
                books=to_decimal(books.get(key, 0), currency),
            )
        )


def _balances(customer_ids: Iterable[int]) -> dict[tuple[int, str], int]:
    with connection.cursor() as cursor:
        cursor.execute(_BALANCES, {"ids": list(customer_ids)})
        return {(key, currency): minor for key, currency, minor in cursor.fetchall()}
