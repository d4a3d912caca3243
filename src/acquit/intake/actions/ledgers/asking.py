"""Questions to the books about thousands of items at once: keys go as one array, because as
many placeholders take ten times as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection

from acquit.formats.ledgers.records import ItemKind
from acquit.ledger.models import InvoiceKind, Source

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

_DOCUMENT = """
    SELECT id, kind, number, number_key, year, customer_id, issued_on, currency,
           total_minor, coalesce(custom ->> 'opening', '')
      FROM ledger_invoice
"""
_NUMBERED = (
    _DOCUMENT + " WHERE company_id = %s AND kind = ANY(%s::text[]) AND number = ANY(%s)"
)
_OF_CUSTOMERS = (
    _DOCUMENT
    + " WHERE company_id = %s AND customer_id = ANY(%s) AND number_key = ANY(%s)"
    + " ORDER BY issued_on, id"
)
_INSTALMENTS = (
    "SELECT invoice_id, instalment, id, amount_minor, due_on FROM ledger_receivable"
    " WHERE invoice_id = ANY(%s)"
)
_RECEIPTS = (
    "SELECT key, coalesce(same_as_id, id) FROM ledger_receipt"
    " WHERE company_id = %s AND source = %s AND key = ANY(%s)"
)
_LEFT = {
    ItemKind.INVOICE: "SELECT id, open_minor FROM ledger_receivable WHERE id = ANY(%s)",
    ItemKind.RECEIPT: "SELECT id, available_minor FROM ledger_receipt WHERE id = ANY(%s)",
    ItemKind.CREDIT_NOTE: (
        "SELECT id, available_minor FROM ledger_invoice WHERE id = ANY(%s)"
    ),
}


class KnownDocument(NamedTuple):
    """An invoice or a credit note. opening: the day of the one that brought it, else ""."""

    key: int
    kind: str
    number: str
    number_key: str
    year: int
    customer_id: int
    issued_on: date
    currency: str
    total_minor: int
    opening: str


class KnownInstalment(NamedTuple):
    """An instalment of one."""

    key: int
    amount_minor: int
    due_on: date


def numbered(company_id: int, numbers: Collection[str]) -> list[KnownDocument]:
    """The company's documents with these numbers, of any year; its debit notes too."""
    rows = _asked(_NUMBERED, company_id, InvoiceKind.values, list(numbers))
    return [KnownDocument(*row) for row in rows]


def of_customers(
    company_id: int, customer_ids: Collection[int], number_keys: Collection[str]
) -> list[KnownDocument]:
    """These customers' documents with these numbers (letters and digits), oldest first."""
    rows = _asked(_OF_CUSTOMERS, company_id, list(customer_ids), list(number_keys))
    return [KnownDocument(*row) for row in rows]


def instalments(
    documents: Collection[KnownDocument],
) -> dict[tuple[int, int], KnownInstalment]:
    """By document and number."""
    rows = _asked(_INSTALMENTS, [one.key for one in documents]) if documents else []
    return {(of, number): KnownInstalment(*rest) for of, number, *rest in rows}


def receipts(company_id: int, keys: Collection[str]) -> dict[str, int]:
    """By key, the receipt that carries the money: the bank's, where it told of it."""
    return dict(_asked(_RECEIPTS, company_id, Source.ACCOUNTING.value, list(keys)))


def left(kind: ItemKind, ids: Collection[int]) -> dict[int, int]:
    """What is left of items of a kind, by id, in minor units."""
    return dict(_asked(_LEFT[kind], list(ids))) if ids else {}


def _asked(question: str, *given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, given)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
