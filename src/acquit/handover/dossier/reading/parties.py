"""Who is owed and who owes, as far as the books know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from acquit.bank.models import Account as BankAccount
from acquit.core.party import Party, SellsTo, effective_party
from acquit.handover.dossier.file import Account, Contact, Debtor, Identity, Proceedings
from acquit.handover.models import Insolvency

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from acquit.ledger.models import Customer
    from acquit.organisation.models import Company

FIELDS = (
    *("code", "name", "street", "postcode", "city", "country", "vat", "registration"),
    *("email", "phone", "language"),
)


def creditor(of: Company) -> Identity:
    """Our side."""
    return _identity(of)


def handler(of: Customer) -> Contact | None:
    """Who of us knows this customer best."""
    person = of.collector
    if person is None:
        return None
    return Contact(person.name, "", person.email, "", person.language)


def debtor(of: Customer) -> Debtor:
    """Their side, with whom to speak to; by name."""
    contacts = of.contacts.order_by("name", "pk")
    return Debtor(
        identity=_identity(of),
        said=Party(of.party_type),
        party=effective_party(
            Party(of.party_type),
            vat=of.vat,
            registration=of.registration,
            sells_to=SellsTo(of.company.sells_to),
        ),
        contacts=tuple(
            Contact(one.name, one.role, one.email, one.phone, one.language)
            for one in contacts
        ),
    )


def insolvency(of: Customer, *, as_of: date) -> Proceedings | None:
    """The proceedings that were open at the close of that day."""
    rows = Insolvency.objects.filter(customer=of, opened_on__lte=as_of)
    one = rows.filter(Q(ended_on=None) | Q(ended_on__gt=as_of)).order_by("-pk").first()
    if one is None:
        return None
    return Proceedings(one.kind, one.opened_on, one.court, one.reference, one.administrator)


def accounts(company_id: int, currencies: Collection[str]) -> tuple[Account, ...]:
    """Where to pay to: accounts in a currency that is claimed, else all there are."""
    rows = BankAccount.objects.filter(company=company_id).order_by("currency", "number")
    every = [Account(one.number, one.currency) for one in rows]
    fitting = [one for one in every if one.currency in currencies]
    return tuple(fitting or every)


def _identity(of: Company | Customer) -> Identity:
    return Identity(**{name: getattr(of, name) for name in FIELDS})
