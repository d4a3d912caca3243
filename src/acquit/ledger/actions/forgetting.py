"""Taking a person out of the books: what tells who it was goes, the amounts stay.

Whether it may go is said elsewhere (`core.privacy`); these verbs run in the caller's
transaction, under the customer's lock, and doing them twice changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.core.text import fold
from acquit.ledger.models import (
    Contact,
    Customer,
    CustomerIban,
    Dispute,
    Hold,
    Receipt,
)

if TYPE_CHECKING:
    from collections.abc import Collection

# What stands where words stood: no language, and nobody's name.
GONE = "—"


def name_of_nobody(customer_id: int) -> str:
    """The name of whoever was taken out."""
    return f"{GONE} {customer_id}"


def forget_reach(customer_id: int) -> None:
    """How the customer is reached, and the accounts it pays from."""
    Customer.objects.filter(pk=customer_id).update(email="", phone="", custom={})
    CustomerIban.objects.filter(customer=customer_id).delete()


def forget_identity(customer_id: int) -> None:
    """Name, address and numbers; the customer is known by its code alone."""
    name = name_of_nobody(customer_id)
    Customer.objects.filter(pk=customer_id).update(
        name=name,
        search_key=fold(name),
        vat="",
        registration="",
        street="",
        postcode="",
        city="",
    )


def forget_contacts(contact_ids: Collection[int]) -> None:
    """Contact persons: there is none any more."""
    Contact.objects.filter(pk__in=contact_ids).delete()


def forget_payers(customer_id: int) -> None:
    """Who paid, from which account, and in which words."""
    receipts = Receipt.objects.filter(customer=customer_id)
    receipts.update(payer_name="", payer_iban="", text="")


def forget_what_was_said(customer_id: int) -> None:
    """The words of disputes and holds; that there were any stays."""
    Dispute.objects.filter(customer=customer_id).exclude(words="").update(words="")
    Hold.objects.filter(customer=customer_id).exclude(words="").update(words="")
