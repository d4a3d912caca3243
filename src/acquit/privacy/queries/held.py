"""What is held of somebody, counted, and how they stand in the books."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max, Q

from acquit.agenda.models import Note
from acquit.audit.models import Entry
from acquit.channels.actions.forgetting import OVER
from acquit.channels.models import Incoming, Message
from acquit.core.party import Party, SellsTo, effective_party
from acquit.core.privacy import Group, Nature, Standing, Verdict, nature, verdicts
from acquit.dunning.models import Pin
from acquit.ledger.actions.forgetting import name_of_nobody
from acquit.ledger.models import (
    Contact,
    Customer,
    Dispute,
    Hold,
    Invoice,
    Receipt,
    Receivable,
)
from acquit.limitation.models import Occurrence
from acquit.scoring.actions.forgetting import GONE
from acquit.scoring.models import Assessment, Behaviour, Change, Override, Prediction

if TYPE_CHECKING:
    from collections.abc import Collection
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


def held(who: Somebody, *, as_of: date) -> list[Verdict]:
    """What is held of them, what of it may go now, and until when the rest stays."""
    counts = _of_customer(who.customer) if who.customer else _of_contact(who)
    return verdicts(standing(who), counts, as_of=as_of)


def anything(who: Somebody) -> bool:
    """Whether anything is held of a contact person."""
    return any(_of_contact(who).values())


def standing(who: Somebody) -> Standing:
    """How they, or the customers that they are contacts of, stand in the books."""
    keys = who.customer_ids
    return Standing(
        country=who.company.country,
        open_claims=_open(keys),
        closed_on=_closed_on(keys),
        debtor=who.customer is not None,
    )


def _open(keys: Collection[int]) -> int:
    owed = Receivable.objects.filter(customer__in=keys, open_minor__gt=0).count()
    paid = Receipt.objects.filter(customer__in=keys, available_minor__gt=0).count()
    left = Invoice.objects.filter(customer__in=keys, available_minor__gt=0).count()
    return owed + paid + left


def _closed_on(keys: Collection[int]) -> date | None:
    """The last day on which anything moved."""
    owed = Receivable.objects.filter(customer__in=keys).aggregate(on=Max("settled_on"))
    paid = Receipt.objects.filter(customer__in=keys).aggregate(on=Max("received_on"))
    asked = Invoice.objects.filter(customer__in=keys).aggregate(on=Max("issued_on"))
    return max((one["on"] for one in (owed, paid, asked) if one["on"]), default=None)


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


def _told(who: Somebody) -> dict[Group, int]:
    messages = Message.objects.filter(letters_to(who), state__in=OVER)
    answers = Incoming.objects.filter(letters_from(who))
    return {
        Group.MESSAGES: messages.exclude(to="", body="").count(),
        Group.ANSWERS: answers.exclude(sender="", body="").count(),
    }


def _of_contact(who: Somebody) -> dict[Group, int]:
    return {Group.CONTACTS: len(who.contacts)} | _told(who)


def _of_customer(customer: Customer) -> dict[Group, int]:
    known = customer.name != name_of_nobody(customer.pk)
    mine = {"customer": customer}
    payers = Receipt.objects.filter(**mine).exclude(payer_name="", payer_iban="", text="")
    reach = [customer.email, customer.phone, *customer.ibans.values_list("iban")]
    invoices = Invoice.objects.filter(**mine).count() if known else 0
    return {
        Group.IDENTITY: int(known),
        Group.REACH: sum(bool(one) for one in reach) + len(customer.custom),
        Group.CONTACTS: Contact.objects.filter(**mine).count(),
        Group.BOOKS: invoices + payers.count(),
        Group.NOTES: Note.objects.filter(**mine).exclude(text="").count(),
        Group.SAID: _said(customer),
        Group.SCORES: _scores(customer),
        Group.TRAIL: Entry.objects.filter(customer_id=customer.pk).count(),
    } | _told(Somebody(company=customer.company, customer=customer))


def _said(customer: Customer) -> int:
    """Words that people wrote about what this customer said."""
    mine = {"customer": customer}
    return (
        Dispute.objects.filter(**mine).exclude(words="").count()
        + Hold.objects.filter(**mine).exclude(words="").count()
        + Pin.objects.filter(**mine).exclude(reason=GONE).count()
        + Occurrence.objects.filter(**mine).exclude(words=GONE).count()
    )


def _scores(customer: Customer) -> int:
    return (
        Assessment.objects.filter(pk=customer.pk).count()
        + Behaviour.objects.filter(pk=customer.pk).count()
        + Change.objects.filter(customer=customer).count()
        + Override.objects.filter(customer=customer).exclude(reason=GONE).count()
        + Prediction.objects.filter(customer_id=customer.pk).count()
    )
