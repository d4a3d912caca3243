"""Setting up companies and people."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from acquit.core.errors import Refusal
from acquit.core.party import SellsTo
from acquit.core.text import reference_key
from acquit.organisation.models import Company, Grant, Person, Role, Unit
from acquit.organisation.queries import COUNTRY_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterable

TIMEZONES = {
    "BE": "Europe/Brussels",
    "FR": "Europe/Paris",
    "NL": "Europe/Amsterdam",
    "LU": "Europe/Luxembourg",
    "DE": "Europe/Berlin",
    "GB": "Europe/London",
}


class CompanyExists(Refusal):
    """The code is taken."""

    def __init__(self, code: str) -> None:
        super().__init__(
            "There is a company %(code)s already. Choose another code.", code=code
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyWords:
    """What is known of a company when it is set up."""

    code: str
    name: str
    country: str
    currency: str = "EUR"
    language: str = ""
    sells_to: SellsTo = SellsTo.BOTH
    street: str = ""
    postcode: str = ""
    city: str = ""
    vat: str = ""
    registration: str = ""
    email: str = ""
    phone: str = ""


@transaction.atomic
def open_company(words: CompanyWords) -> Company:
    """Raises CompanyExists."""
    if Company.objects.filter(code=words.code).exists():
        raise CompanyExists(words.code)
    return Company.objects.create(
        code=words.code,
        name=words.name,
        country=words.country,
        currency=words.currency,
        language=words.language or COUNTRY_LANGUAGE.get(words.country, "en"),
        timezone=TIMEZONES.get(words.country, "Europe/Brussels"),
        sells_to=words.sells_to,
        street=words.street,
        postcode=words.postcode,
        city=words.city,
        vat=words.vat,
        registration=words.registration,
        email=words.email,
        phone=words.phone,
    )


def open_units(company: Company, codes_and_names: Iterable[tuple[str, str]]) -> list[Unit]:
    """The units with these codes; those that exist already stay as they are."""
    return [
        Unit.objects.get_or_create(company=company, code=code, defaults={"name": name})[0]
        for code, name in codes_and_names
    ]


@transaction.atomic
def invite(
    *, email: str, name: str, language: str, password: str = "", must_change: bool = True
) -> tuple[Person, str]:
    """A new person, and the password to hand over: the one given, else one made here.

    The password is kept nowhere. Raises Refusal when the address is taken.
    """
    if Person.objects.filter(email=email.lower()).exists():
        raise Refusal("There is a person with the address %(email)s already.", email=email)
    password = password or secrets.token_urlsafe(12)
    person = Person.objects.create(
        email=email, name=name, password=password, language=language
    )
    if must_change:
        person.must_change_password = True
        person.save(update_fields=["must_change_password"])
    return person, password


def enrol(*, email: str, name: str, language: str) -> Person:
    """A new person who cannot sign in until a password is set."""
    return Person.objects.create(email=email, name=name, password=None, language=language)


def choose_password(person: Person, password: str) -> None:
    """Keep the password that the person chose: the one handed over no longer counts."""
    person.set_password(password)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])


def grant(
    person: Person,
    role: Role,
    *,
    company: Company | None = None,
    unit: Unit | None = None,
    own_customers: bool = False,
) -> Grant:
    """Give a role; giving it again only says anew whether it covers own customers alone."""
    return Grant.objects.update_or_create(
        person=person,
        role=role,
        company=company,
        unit=unit,
        defaults={"own_customers": own_customers},
    )[0]


def take_turns(company: Company) -> None:
    """Wait until no other transaction that asked for this company's turn is under way."""
    list(Company.objects.select_for_update(no_key=True).filter(pk=company.pk).values("pk"))


def learn_identity(company: Company, *, vat: str) -> None:
    """Keep the VAT number that the company's own documents carry."""
    company.vat = vat
    company.save(update_fields=["vat"])


def change_company(company: Company, *, vat: str | None, email: str | None) -> Company:
    """Take over what is given; None leaves a thing as it is."""
    if vat is not None:
        company.vat = reference_key(vat)
    if email is not None:
        company.email = email
    company.save(update_fields=["vat", "email"])
    return company
