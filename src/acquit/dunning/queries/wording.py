"""What a message to a customer says: gathered from the books, written by `letters`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from acquit.core.dunning import Step
from acquit.dunning import letters
from acquit.ledger.rows import ask, binary_cursor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.dunning.models import Action, ActionItem
    from acquit.ledger.models import Customer


# The accounting's contact first, then the customer's own address, then any other.
ADDRESSES = """
    SELECT a.email FROM (
        SELECT t.email, CASE t.role WHEN 'ACCOUNTING' THEN 0 ELSE 2 END AS place, t.id
          FROM ledger_contact t WHERE t.customer_id = %s
        UNION ALL
        SELECT c.email, 1, 0 FROM ledger_customer c WHERE c.id = %s) a
     WHERE a.email <> '' AND NOT EXISTS (
           SELECT 1 FROM channels_message m
            WHERE m.customer_id = %s AND m.permanent AND m."to" = a.email)
     ORDER BY a.place, a.id
     LIMIT 1
"""
INSTALMENTS = """
    SELECT invoice_id, count(*)::int FROM ledger_receivable
     WHERE invoice_id = ANY(%s) GROUP BY invoice_id
"""
ACCOUNTS = """
    SELECT DISTINCT ON (a.number) a.number, p.name
      FROM bank_account a JOIN organisation_company p ON p.id = a.company_id
     WHERE a.company_id = %s
     ORDER BY a.number
"""
# Credit notes and money on account that are still to be used.
CREDIT = """
    SELECT currency, sum(minor)::bigint FROM (
        SELECT currency, available_minor AS minor FROM ledger_invoice
         WHERE customer_id = %s AND available_minor > 0
        UNION ALL
        SELECT currency, available_minor FROM ledger_receipt
         WHERE customer_id = %s AND available_minor > 0 AND on_account) credit
     GROUP BY currency
"""


def recipient(customer: Customer) -> str | None:
    """The address that reminders go to: the accounting's contact, the customer's own, any
    other; None when there is none.

    An address that a server has refused for good is passed over.
    """
    with binary_cursor() as cursor:
        rows = ask(cursor, ADDRESSES, customer.pk, customer.pk, customer.pk)
    return rows[0][0] if rows else None


def write(action: Action, items: Sequence[ActionItem], *, on: date) -> letters.Written:
    """The message that this action would send over these items on that day."""
    invoice_ids = list({item.receivable.invoice_id for item in items})
    customer_id = action.customer_id
    with binary_cursor() as cursor:
        instalments = dict(ask(cursor, INSTALMENTS, invoice_ids))
        accounts = ask(cursor, ACCOUNTS, action.company_id)
        credit = dict(ask(cursor, CREDIT, customer_id, customer_id))
    return letters.write(
        Step(action.step),
        company=action.company,
        customer=action.customer,
        items=[_words(item, instalments[item.receivable.invoice_id]) for item in items],
        accounts=[letters.Payment(iban, name) for iban, name in accounts],
        credit_minor=credit,
        on=on,
        answer_to=action.company.email or settings.EMAIL_FROM,
    )


def _words(item: ActionItem, instalments: int) -> letters.ItemWords:
    receivable = item.receivable
    invoice = receivable.invoice
    return letters.ItemWords(
        number=invoice.number,
        instalment=receivable.instalment,
        instalments=instalments,
        issued_on=invoice.issued_on,
        due_on=receivable.due_on,
        currency=receivable.currency,
        open_minor=item.open_minor,
        contested_minor=item.contested_minor,
        amount_minor=receivable.amount_minor,
        step=Step(item.step),
        payment_reference=invoice.payment_reference,
    )
