"""What is held of somebody, counted, and how they stand in the books."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from acquit.audit.models import Entry
from acquit.channels.models import Incoming, Message
from acquit.core.party import Party, SellsTo, effective_party
from acquit.core.privacy import Group, Nature, Standing, Verdict, nature, verdicts
from acquit.ledger.actions.forgetting import name_of_nobody
from acquit.ledger.actions.words import Keys, Root, count
from acquit.ledger.models import Contact, Customer, Invoice
from acquit.ledger.rows import binary_cursor
from acquit.privacy.models import Request
from acquit.privacy.queries import words

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from acquit.organisation.models import Company


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """A customer, or the contact persons of a company's customers with one address.

    contacts: their rows; customers: whose they are.
    """

    company: Company
    customer: Customer | None = None
    email: str = ""
    contacts: tuple[Contact, ...] = ()

    @property
    def name(self) -> str:
        if self.customer is not None:
            return self.customer.name
        return self.contacts[0].name if self.contacts else self.email

    @property
    def language(self) -> str:
        if self.customer is not None:
            return self.customer.language
        known = [one.language or one.customer.language for one in self.contacts]
        return known[0] if known else self.company.language

    @property
    def customer_ids(self) -> list[int]:
        if self.customer is not None:
            return [self.customer.pk]
        return sorted({one.customer_id for one in self.contacts})


def contact_person(company: Company, email: str) -> Somebody:
    """Whoever has this address at customers of the company; perhaps nobody any more."""
    rows = Contact.objects.filter(customer__company=company, email__iexact=email.strip())
    found = rows.select_related("customer").order_by("pk")
    return Somebody(company=company, email=email.strip().lower(), contacts=tuple(found))


def nature_of(customer: Customer) -> Nature:
    """Whether it is a natural person, as far as the books tell."""
    party = effective_party(
        Party(customer.party_type),
        vat=customer.vat,
        registration=customer.registration,
        sells_to=SellsTo(customer.company.sells_to),
    )
    return nature(party)


STANDING = """
    SELECT (SELECT count(*) FROM ledger_receivable
             WHERE customer_id = ANY(%(keys)s) AND open_minor > 0)
         + (SELECT count(*) FROM ledger_receipt
             WHERE customer_id = ANY(%(keys)s) AND available_minor > 0)
         + (SELECT count(*) FROM ledger_invoice
             WHERE customer_id = ANY(%(keys)s) AND available_minor > 0),
           greatest((SELECT max(settled_on) FROM ledger_receivable
                      WHERE customer_id = ANY(%(keys)s)),
                    (SELECT max(received_on) FROM ledger_receipt
                      WHERE customer_id = ANY(%(keys)s)),
                    (SELECT max(issued_on) FROM ledger_invoice
                      WHERE customer_id = ANY(%(keys)s)))
"""


def held(who: Somebody, *, as_of: date) -> list[Verdict]:
    """What is held of them, what of it may go now, and until when the rest stays."""
    return verdicts(standing(who), counted(who), as_of=as_of)


def counted(who: Somebody) -> dict[Group, int]:
    """How many rows of each kind still tell of them."""
    invoices = _invoices(who.customer) if who.customer is not None else 0
    others = (one for one in words.HELD if not (invoices and one.model is Invoice))
    found = count(others, keys_of(who))
    found[Group.BOOKS] += invoices
    if who.customer is not None:
        found[Group.TRAIL] = Entry.objects.filter(customer_id=who.customer.pk).count()
    return found


def standing(who: Somebody) -> Standing:
    """How they, or the customers that they are contacts of, stand in the books."""
    with binary_cursor() as cursor:
        cursor.execute(STANDING, {"keys": who.customer_ids}, binary=True)
        opened, closed_on = cursor.fetchone() or (0, None)
    asked = list(requests_of(who).values_list("done_on", flat=True))
    return Standing(
        country=who.company.country,
        open_claims=opened,
        closed_on=closed_on,
        debtor=who.customer is not None,
        asking=None in asked,
        answered_on=max((day for day in asked if day is not None), default=None),
    )


def letters_to(who: Somebody) -> Q:
    """The messages that were written to them."""
    if who.customer is not None:
        return Q(customer=who.customer)
    return Q(company=who.company, to__iexact=who.email)


def letters_from(who: Somebody) -> Q:
    """What they wrote, also where nobody said whose it is: by the address."""
    here = Q(company=who.company) | Q(company=None)
    if who.customer is None:
        return here & Q(sender__iexact=who.email)
    mine = Q(customer=who.customer)
    if not who.customer.email:
        return mine
    return mine | here & Q(customer=None, sender__iexact=who.customer.email)


def keys_of(who: Somebody) -> Keys:
    """Where all that is held of them begins; asked once, as what is emptied is not found
    any more.
    """
    answers = list(Incoming.objects.filter(letters_from(who)).values_list("pk", flat=True))
    if who.customer is not None:
        return {Root.CUSTOMER: [who.customer.pk], Root.ANSWER: answers}
    messages = Message.objects.filter(letters_to(who)).values_list("pk", flat=True)
    return {
        Root.CONTACT: [one.pk for one in who.contacts],
        Root.MESSAGE: list(messages),
        Root.ANSWER: answers,
        Root.REQUEST: list(requests_of(who).values_list("pk", flat=True)),
    }


def requests_of(who: Somebody) -> QuerySet[Request]:
    """What they asked about their data."""
    rows = Request.objects.filter(company=who.company)
    if who.customer is not None:
        return rows.filter(customer=who.customer)
    return rows.filter(email__iexact=who.email)


def _invoices(customer: Customer) -> int:
    """While the name stands each of them is somebody's, whatever is written on it."""
    if customer.name == name_of_nobody(customer.pk):
        return 0
    return Invoice.objects.filter(customer=customer).count()
