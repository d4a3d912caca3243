"""What a message to a customer says: gathered from the books, written by `letters`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Sum

from acquit.bank.models import Account
from acquit.channels.models import Message
from acquit.core.dunning import Step
from acquit.dunning import letters
from acquit.ledger.models import Contact, Customer, Invoice, Receipt, Receivable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.dunning.models import Action, ActionItem


def recipient(customer: Customer) -> str | None:
    """The address that reminders go to: the accounting's contact, the customer's own, any
    other.

    An address that a server has refused for good is passed over. None when there is no
    other.
    """
    contacts = list(Contact.objects.filter(customer=customer).order_by("pk"))
    addresses = [c.email for c in contacts if c.role == "ACCOUNTING"]
    addresses += [customer.email, *(c.email for c in contacts if c.role != "ACCOUNTING")]
    dead = set(
        Message.objects.filter(customer=customer, permanent=True).values_list(
            "to", flat=True
        )
    )
    return next((a for a in addresses if a and a not in dead), None)


def write(action: Action, items: Sequence[ActionItem], *, on: date) -> letters.Written:
    """The message that this action would send over these items on that day."""
    invoice_ids = {item.receivable.invoice_id for item in items}
    instalments = dict(
        Receivable.objects.filter(invoice__in=invoice_ids)
        .values_list("invoice")
        .annotate(count=Count("pk"))
    )
    return letters.write(
        Step(action.step),
        company=action.company,
        customer=action.customer,
        items=[_words(item, instalments[item.receivable.invoice_id]) for item in items],
        accounts=_accounts(action.company_id),
        credit_minor=_credit(action.customer_id),
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


def _accounts(company_id: int) -> list[letters.Payment]:
    rows = (
        Account.objects.filter(company=company_id).select_related("company").order_by("pk")
    )
    return [letters.Payment(iban=row.number, name=row.company.name) for row in rows[:2]]


def _credit(customer_id: int) -> dict[str, int]:
    """Credit notes and money on account that are still to be used, per currency."""
    sums: dict[str, int] = {}
    rows = [
        *Invoice.objects.filter(customer=customer_id, available_minor__gt=0)
        .values_list("currency")
        .annotate(total=Sum("available_minor")),
        *Receipt.objects.filter(
            customer=customer_id, available_minor__gt=0, on_account=True
        )
        .values_list("currency")
        .annotate(total=Sum("available_minor")),
    ]
    for currency, minor in rows:
        sums[currency] = sums.get(currency, 0) + minor
    return sums
