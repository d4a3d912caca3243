"""Booking the customers and contacts tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stdnum import iban as iban_number

from acquit.core.party import Party
from acquit.core.sentences import say
from acquit.core.text import fold
from acquit.formats import places
from acquit.formats.values import shown
from acquit.intake.actions.booking import SHORTEN_IT
from acquit.ledger.actions.bulk import save_contacts, save_customers, save_parents
from acquit.ledger.models import Contact, Customer, PaymentMethod
from acquit.organisation import models as organisation
from acquit.organisation.actions import open_units
from acquit.organisation.models import Person, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.core.sentences import Said
    from acquit.formats.records import ContactRow, CustomerRow
    from acquit.intake.actions.booking import Context

LANGUAGES = {code for code, _ in organisation.LANGUAGES}
LONGEST_IBAN = 34
CORRECT_THE_CELL = say("Correct the cell and import again.")


def search_key(name: str, code: str) -> str:
    """What people find a customer by: its name and its code, folded."""
    return f"{fold(name)} {fold(code)}"[:300]


def book_customers(rows: Sequence[CustomerRow], context: Context) -> None:
    """Create or update customers; units that are named and not known are opened."""
    units = _units({row.unit for row in rows if row.unit}, context)
    people = _people(rows)
    ready, ibans = [], {}
    for row in rows:
        what = say("customer %(code)s", code=row.customer_code)
        if context.is_twice(row.where, what, ("customer", row.customer_code)):
            continue
        customer = _customer(row, units, people, context)
        numbers = _ibans(row, context)
        if customer is None or numbers is None or not context.fits(customer, row.where):
            continue
        ready.append(customer)
        ibans[customer.code] = numbers
    context.saved += save_customers(ready, ibans, actor=context.actor, at=context.at)


def link_parents(parents: dict[str, str], context: Context) -> None:
    """Once all customers are there: who belongs to whom."""
    if not parents:
        return
    for code in save_parents(context.company.pk, parents):
        context.remark(
            say(
                "The parent %(code)s is not among the customers; it was left out.",
                code=code,
            )
        )


def _customer(
    row: CustomerRow, units: dict[str, Unit], people: dict[str, Person], context: Context
) -> Customer | None:
    """What the row states of the customer, and no more; None when it is refused."""
    party = _party(row, context)
    if party is None or not _cells_fit(row, units, context):
        return None
    currency = row.currency or context.company.currency
    custom = dict(row.custom)
    for role in ("collector", "representative"):
        name = getattr(row, role)
        if name and fold(name) not in people:
            custom[role] = name
            context.remark(
                say("Nobody called %(name)s works here: kept as text.", name=name)
            )
    limit = None
    if row.credit_limit is not None:
        limit = context.minor(row.credit_limit, currency, row.where)
        if limit is None:
            return None
    return Customer(
        company=context.company,
        code=row.customer_code,
        name=row.name,
        search_key=search_key(row.name, row.customer_code),
        party_type=party,
        vat=_compact(row.vat),
        registration=_compact(row.registration),
        country=row.country.upper(),
        language=_language(row.language),
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
        currency=row.currency,
        custom=custom,
        recorded_at=context.at,
    )


def _ibans(row: CustomerRow, context: Context) -> list[str] | None:
    """The accounts without spaces; None when the row is refused."""
    numbers = [iban_number.compact(one) for one in row.ibans]
    if all(len(number) <= LONGEST_IBAN for number in numbers):
        return numbers
    context.refuse(
        places.column(row.where, "ibans"),
        saw=shown(" ".join(row.ibans)),
        wanted=say(
            "accounts of at most %(most)s characters, with spaces between them",
            most=LONGEST_IBAN,
        ),
        remedy=CORRECT_THE_CELL,
    )
    return None


def _compact(number: str) -> str:
    return "".join(c for c in number.upper() if c.isalnum())


def _language(said: str) -> str:
    """One of ours, else ""."""
    code = said.lower()[:2]
    return code if code in LANGUAGES else ""


def _method(said: str) -> str:
    """The code of the payment method; "" when none is stated."""
    code = said.upper().replace(" ", "_").replace("-", "_")
    if not code or code in PaymentMethod.values:
        return code
    known = {"SEPA_DIRECT_DEBIT": PaymentMethod.DIRECT_DEBIT}
    return known.get(code, PaymentMethod.OTHER)


def _party(row: CustomerRow, context: Context) -> Party | None:
    said = row.party_type.upper()
    if said in Party.__members__:
        return Party(said)
    if not said:
        return Party.UNKNOWN
    context.refuse(
        places.column(row.where, "party_type"),
        saw=shown(row.party_type),
        wanted=say("business, consumer or public, or nothing when it is not known"),
        remedy=CORRECT_THE_CELL,
    )
    return None


def _email_fits(email: str, where: Said, context: Context) -> bool:
    local, at, domain = email.partition("@")
    if not email or (local and at and domain and " " not in email and "@" not in domain):
        return True
    context.refuse(
        places.column(where, "email"),
        saw=shown(email),
        wanted=say("one e-mail address"),
        remedy=say("Correct the cell; further addresses belong into the contacts table."),
    )
    return False


def _cells_fit(row: CustomerRow, units: dict[str, Unit], context: Context) -> bool:
    """False, with the row refused, at the first cell that cannot be taken."""
    if not _email_fits(row.email, row.where, context):
        return False
    if row.unit and row.unit not in units:
        _refuse_unit(row, context)
        return False
    if len(row.country) in {0, 2}:
        return True
    context.refuse(
        places.column(row.where, "country"),
        saw=shown(row.country),
        wanted=say("the two letters of ISO 3166, such as BE"),
        remedy=CORRECT_THE_CELL,
    )
    return False


def _units(codes: set[str], context: Context) -> dict[str, Unit]:
    """The units with these codes, opened where new; not those too long to be one."""
    longest = Unit._meta.get_field("code").max_length or 0
    named = [(code, code) for code in sorted(codes) if len(code) <= longest]
    units = open_units(context.company, named, actor=context.actor, at=context.at)
    return {unit.code: unit for unit in units}


def _refuse_unit(row: CustomerRow, context: Context) -> None:
    context.refuse(
        places.column(row.where, "unit"),
        saw=shown(row.unit),
        wanted=say("the short code of a unit"),
        remedy=SHORTEN_IT,
    )


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
    """Create or update contacts of customers that are known, by name."""
    ids = customer_ids({row.customer_code for row in rows}, context)
    ready = []
    for row in rows:
        customer_id = ids.get(row.customer_code)
        if customer_id is None:
            refuse_customer(row.where, row.customer_code, context)
            continue
        what = say("contact %(name)s of %(code)s", name=row.name, code=row.customer_code)
        contact = _contact(row, customer_id)
        if (
            not context.is_twice(row.where, what, ("contact", customer_id, row.name))
            and _email_fits(row.email, row.where, context)
            and context.fits(contact, row.where)
        ):
            ready.append(contact)
    context.saved += save_contacts(ready)


def _contact(row: ContactRow, customer_id: int) -> Contact:
    """The contact; a role of no kind of ours is OTHER, a channel of none is not known."""
    role, channel = row.role.upper(), row.preferred_channel.upper()
    if role and role not in dict(Contact.ROLES):
        role = "OTHER"
    return Contact(
        customer_id=customer_id,
        name=row.name,
        role=role,
        email=row.email,
        phone=row.phone,
        language=_language(row.language),
        preferred_channel=channel if channel in dict(Contact.CHANNELS) else "",
    )


def customer_ids(codes: set[str], context: Context) -> dict[str, int]:
    """Ids of the company's customers by code."""
    rows = Customer.objects.filter(company=context.company, code__in=codes)
    return dict(rows.values_list("code", "pk"))


def refuse_customer(where: Said, code: str, context: Context) -> None:
    """A row names a customer that is not there."""
    context.refuse(
        places.column(where, "customer_code"),
        saw=shown(code),
        wanted=say("the code of a customer that is known"),
        remedy=say("Import the customers table first, or correct the code."),
    )
