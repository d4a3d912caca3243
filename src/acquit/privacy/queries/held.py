"""What is held of somebody, counted, and how they stand in the books."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from acquit.core.party import Party, SellsTo, effective_party
from acquit.core.privacy import Group, Nature, Standing, Verdict, nature, verdicts
from acquit.ledger.actions.forgetting import GONE, name_of_nobody
from acquit.ledger.models import Contact, Customer
from acquit.ledger.rows import binary_cursor

if TYPE_CHECKING:
    from datetime import date

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
# What was put in place of words tells of nobody and is not counted.
OF_CUSTOMER = """
    SELECT 'REACH', count(*) FROM ledger_customeriban WHERE customer_id = %(key)s
    UNION ALL
    SELECT 'CONTACTS', count(*) FROM ledger_contact WHERE customer_id = %(key)s
    UNION ALL
    SELECT 'INVOICES', count(*) FROM ledger_invoice WHERE customer_id = %(key)s
    UNION ALL
    SELECT 'BOOKS', count(*) FROM ledger_receipt
     WHERE customer_id = %(key)s
       AND NOT (payer_name = '' AND payer_iban = '' AND text = '')
    UNION ALL
    SELECT 'MESSAGES', count(*) FROM channels_message
     WHERE customer_id = %(key)s AND state NOT IN ('CLAIMED', 'SENDING')
       AND NOT ("to" = '' AND body = '')
    UNION ALL
    SELECT 'ANSWERS', count(*) FROM channels_incoming
     WHERE customer_id = %(key)s AND NOT (sender = '' AND body = '')
    UNION ALL
    SELECT 'NOTES', count(*) FROM agenda_note WHERE customer_id = %(key)s AND text <> ''
    UNION ALL
    SELECT 'SAID', count(*) FROM ledger_dispute WHERE customer_id = %(key)s AND words <> ''
    UNION ALL
    SELECT 'SAID', count(*) FROM ledger_hold WHERE customer_id = %(key)s AND words <> ''
    UNION ALL
    SELECT 'SAID', count(*) FROM dunning_pin
     WHERE customer_id = %(key)s AND reason <> %(gone)s
    UNION ALL
    SELECT 'SAID', count(*) FROM claims_waiver
     WHERE customer_id = %(key)s AND reason <> %(gone)s
    UNION ALL
    SELECT 'SAID', count(*) FROM limitation_occurrence
     WHERE customer_id = %(key)s AND words <> %(gone)s
    UNION ALL
    SELECT 'SCORES', count(*) FROM scoring_assessment WHERE customer_id = %(key)s
    UNION ALL
    SELECT 'SCORES', count(*) FROM scoring_behaviour WHERE customer_id = %(key)s
    UNION ALL
    SELECT 'SCORES', count(*) FROM scoring_change WHERE customer_id = %(key)s
    UNION ALL
    SELECT 'SCORES', count(*) FROM scoring_prediction WHERE customer_id = %(key)s
    UNION ALL
    SELECT 'SCORES', count(*) FROM scoring_override
     WHERE customer_id = %(key)s AND reason <> %(gone)s
    UNION ALL
    SELECT 'TRAIL', count(*) FROM audit_entry WHERE customer_id = %(key)s
"""
OF_CONTACT = """
    SELECT 'MESSAGES', count(*) FROM channels_message
     WHERE company_id = %(company)s AND lower("to") = %(email)s
       AND state NOT IN ('CLAIMED', 'SENDING')
    UNION ALL
    SELECT 'ANSWERS', count(*) FROM channels_incoming
     WHERE company_id = %(company)s AND lower(sender) = %(email)s
"""


def held(who: Somebody, *, as_of: date) -> list[Verdict]:
    """What is held of them, what of it may go now, and until when the rest stays."""
    return verdicts(standing(who), counted(who), as_of=as_of)


def counted(who: Somebody) -> dict[Group, int]:
    """How many rows of each kind still tell of them."""
    return _of_customer(who.customer) if who.customer else _of_contact(who)


def standing(who: Somebody) -> Standing:
    """How they, or the customers that they are contacts of, stand in the books."""
    with binary_cursor() as cursor:
        cursor.execute(STANDING, {"keys": who.customer_ids}, binary=True)
        opened, closed_on = cursor.fetchone() or (0, None)
    return Standing(
        country=who.company.country,
        open_claims=opened,
        closed_on=closed_on,
        debtor=who.customer is not None,
    )


def letters_to(who: Somebody) -> Q:
    """The messages that were written to them."""
    if who.customer is not None:
        return Q(customer=who.customer)
    return Q(company=who.company, to__iexact=who.email)


def letters_from(who: Somebody) -> Q:
    """What they wrote."""
    if who.customer is not None:
        return Q(customer=who.customer)
    return Q(company=who.company, sender__iexact=who.email)


def _of_contact(who: Somebody) -> dict[Group, int]:
    found = _counts(OF_CONTACT, {"company": who.company.pk, "email": who.email})
    return {Group(kind): count for kind, count in found.items()} | {
        Group.CONTACTS: len(who.contacts)
    }


def _of_customer(customer: Customer) -> dict[Group, int]:
    found = _counts(OF_CUSTOMER, {"key": customer.pk, "gone": GONE})
    known = customer.name != name_of_nobody(customer.pk)
    invoices = found.pop("INVOICES") * known
    counts = {Group(kind): count for kind, count in found.items()}
    counts[Group.IDENTITY] = int(known)
    counts[Group.BOOKS] += invoices
    reach = (customer.email, customer.phone, *customer.custom)
    counts[Group.REACH] += sum(bool(one) for one in reach)
    return counts


def _counts(question: str, about: dict[str, object]) -> Counter[str]:
    found: Counter[str] = Counter()
    with binary_cursor() as cursor:
        for kind, count in cursor.execute(question, about, binary=True).fetchall():
            found[kind] += count
    return found
