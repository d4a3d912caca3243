"""Booking the customers and contacts tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stdnum import iban as iban_number

from acquit.core.money import to_minor
from acquit.core.party import Party
from acquit.core.text import fold
from acquit.ledger.actions.bulk import save_contacts, save_customers, save_parents
from acquit.ledger.models import Contact, Customer, PaymentMethod
from acquit.organisation.actions import COUNTRY_LANGUAGE, open_units
from acquit.organisation.models import Person, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.formats.records import ContactRow, CustomerRow
    from acquit.intake.actions.booking import Context

LANGUAGES = {"en", "fr", "nl", "de"}


def search_key(name: str, code: str) -> str:
    """What people find a customer by: its name and its code, folded."""
    return f"{fold(name)} {fold(code)}"[:300]


def book_customers(rows: Sequence[CustomerRow], context: Context) -> None:
    """Create or update customers; units that are named and not known are opened."""
    rows = _last_of_each(rows, context)
    units = _units({row.unit for row in rows if row.unit}, context)
    people = _people(rows)
    ready, ibans = [], {}
    for row in rows:
        customer = _customer(row, units, people, context)
        if customer is not None and context.fits(customer, row.where):
            ready.append(customer)
            ibans[customer.code] = [iban_number.compact(one) for one in row.ibans]
    context.saved += save_customers(ready, ibans)


def link_parents(parents: dict[str, str], context: Context) -> None:
    """Once all customers are there: who belongs to whom."""
    for code in save_parents(context.company.pk, parents):
        context.remark(f"The parent {code} is not among the customers; it was left out.")


def _last_of_each(rows: Sequence[CustomerRow], context: Context) -> list[CustomerRow]:
    kept: dict[str, CustomerRow] = {}
    for row in rows:
        if row.customer_code in kept:
            context.refuse(
                row.where,
                saw=f"customer_code {row.customer_code} a second time",
                wanted="each customer once",
                remedy="Delete one of the two rows.",
            )
        else:
            kept[row.customer_code] = row
    return list(kept.values())


def _customer(
    row: CustomerRow, units: dict[str, Unit], people: dict[str, Person], context: Context
) -> Customer | None:
    company = context.company
    party = _party(row, context)
    if party is None or not _email_fits(row.email, row.where, context):
        return None
    currency = row.currency or company.currency
    custom = dict(row.custom)
    for role in ("collector", "representative"):
        name = getattr(row, role)
        if name and fold(name) not in people:
            custom[role] = name
            context.remark(f"Nobody called {name} works here: kept as text, as {role}.")
    limit = None
    if row.credit_limit is not None:
        limit = to_minor(round(row.credit_limit, 2), currency)
    country = row.country.upper() or company.country
    return Customer(
        company=company,
        code=row.customer_code,
        name=row.name,
        search_key=search_key(row.name, row.customer_code),
        party_type=party,
        vat=_compact(row.vat),
        registration=_compact(row.registration),
        country=country,
        language=_language(row.language, country, context),
        street=row.street,
        postcode=row.postcode,
        city=row.city,
        email=row.email,
        phone=row.phone,
        segment=row.segment,
        unit=units.get(row.unit),
        collector=people.get(fold(row.collector)),
        representative=people.get(fold(row.representative)),
        payment_terms_days=row.payment_terms_days,
        payment_method=_method(row.payment_method),
        credit_limit_minor=limit,
        currency=currency,
        custom=custom,
        recorded_at=context.at,
    )


def _compact(number: str) -> str:
    return "".join(c for c in number.upper() if c.isalnum())


def _language(said: str, country: str, context: Context) -> str:
    """As stated, else the company's own at home, else the country's, else English."""
    if said.lower()[:2] in LANGUAGES:
        return said.lower()[:2]
    if country == context.company.country:
        return context.company.language
    return COUNTRY_LANGUAGE.get(country, "en")


def _method(said: str) -> str:
    code = said.upper().replace(" ", "_").replace("-", "_")
    known = {"": PaymentMethod.TRANSFER, "SEPA_DIRECT_DEBIT": PaymentMethod.DIRECT_DEBIT}
    if code in PaymentMethod.values:
        return code
    return known.get(code, PaymentMethod.OTHER)


def _party(row: CustomerRow, context: Context) -> Party | None:
    said = row.party_type.upper()
    if said in Party.__members__:
        return Party(said)
    if not said:
        return Party.UNKNOWN
    context.refuse(
        f"{row.where}, column party_type",
        saw=row.party_type,
        wanted="business, consumer or public, or nothing when it is not known",
        remedy="Correct the cell and import again.",
    )
    return None


def _email_fits(email: str, where: str, context: Context) -> bool:
    local, at, domain = email.partition("@")
    if not email or (local and at and domain and " " not in email and "@" not in domain):
        return True
    context.refuse(
        f"{where}, column email",
        saw=email,
        wanted="one e-mail address",
        remedy="Correct the cell; further addresses belong into the contacts table.",
    )
    return False


def _units(codes: set[str], context: Context) -> dict[str, Unit]:
    return {
        unit.code: unit for unit in open_units(context.company, [(c, c) for c in codes])
    }


def _people(rows: Sequence[CustomerRow]) -> dict[str, Person]:
    """Our people by folded e-mail and name, as far as the rows name any."""
    if not any(row.collector or row.representative for row in rows):
        return {}
    found: dict[str, Person] = {}
    for person in Person.objects.all():
        found[fold(person.email)] = person
        found[fold(person.name)] = person
    return found


def book_contacts(rows: Sequence[ContactRow], context: Context) -> None:
    """Create or update contacts of customers that are known."""
    ids = customer_ids({row.customer_code for row in rows}, context)
    ready = []
    for row in rows:
        customer_id = ids.get(row.customer_code)
        if customer_id is None:
            refuse_customer(row.where, row.customer_code, context)
            continue
        contact = Contact(
            customer_id=customer_id,
            name=row.name,
            role=row.role.upper() if row.role.upper() in dict(Contact.ROLES) else "OTHER",
            email=row.email,
            phone=row.phone,
            language=row.language.lower()[:2]
            if row.language.lower()[:2] in LANGUAGES
            else "",
            preferred_channel=row.preferred_channel.upper()
            if row.preferred_channel.upper() in dict(Contact.CHANNELS)
            else "",
        )
        if _email_fits(row.email, row.where, context) and context.fits(contact, row.where):
            ready.append(contact)
    unique = {(contact.customer_id, contact.name): contact for contact in ready}
    context.saved += save_contacts(list(unique.values()))


def customer_ids(codes: set[str], context: Context) -> dict[str, int]:
    """Ids of the company's customers by code."""
    rows = Customer.objects.filter(company=context.company, code__in=codes)
    return dict(rows.values_list("code", "pk"))


def refuse_customer(where: str, code: str, context: Context) -> None:
    """A row names a customer that is not there."""
    context.refuse(
        f"{where}, column customer_code",
        saw=code,
        wanted="the code of a customer that is known",
        remedy="Import the customers table first, or correct the code.",
    )
