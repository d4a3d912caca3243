"""Setting up companies and people; each verb leaves an entry in the trail."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.core.errors import Refusal
from acquit.core.party import SellsTo
from acquit.core.text import reference_key
from acquit.core.write_offs import LIMITS
from acquit.organisation import queries
from acquit.organisation.models import Company, Grant, Person, Role, Unit, WriteOffLimit
from acquit.organisation.queries import COUNTRY_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from decimal import Decimal

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
def open_company(words: CompanyWords, *, actor: Actor, at: datetime) -> Company:
    """Raises CompanyExists."""
    if Company.objects.filter(code=words.code).exists():
        raise CompanyExists(words.code)
    company = Company.objects.create(
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
    details = {"code": company.code, "name": company.name, "vat": company.vat}
    record(_about(company, "company_opened", details), actor=actor, at=at)
    return company


@transaction.atomic
def open_units(
    company: Company,
    codes_and_names: Iterable[tuple[str, str]],
    *,
    actor: Actor,
    at: datetime,
) -> list[Unit]:
    """The units with these codes; those that exist already stay as they are."""
    units = []
    for code, name in codes_and_names:
        unit, new = Unit.objects.get_or_create(
            company=company, code=code, defaults={"name": name}
        )
        if new:
            details = {"code": code, "name": name}
            record(_about(unit, "unit_opened", details), actor=actor, at=at)
        units.append(unit)
    return units


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    language: str,
    password: str = "",
    actor: Actor,
    at: datetime,
) -> tuple[Person, str]:
    """A new person, and the password to hand over: the one given, else one made here, which
    must be changed at the first sign-in.

    The password is kept nowhere. Raises Refusal when the address is taken.
    """
    if Person.objects.filter(email=email.lower()).exists():
        raise Refusal("There is a person with the address %(email)s already.", email=email)
    handed_over = password or secrets.token_urlsafe(12)
    person = Person.objects.create(
        email=email, name=name, password=handed_over, language=language
    )
    if not password:
        person.must_change_password = True
        person.save(update_fields=["must_change_password"])
    record(_about_person(person, "person_invited"), actor=actor, at=at)
    return person, handed_over


@transaction.atomic
def enrol(*, email: str, name: str, language: str, actor: Actor, at: datetime) -> Person:
    """A new person who cannot sign in until a password is set."""
    person = Person.objects.create(email=email, name=name, password=None, language=language)
    record(_about_person(person, "person_enrolled"), actor=actor, at=at)
    return person


@transaction.atomic
def choose_password(person: Person, password: str, *, at: datetime) -> None:
    """Keep the password that the person chose: the one handed over no longer counts."""
    person.set_password(password)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    record(_about_person(person, "password_chosen"), actor=Actor.of(person), at=at)


@transaction.atomic
def grant(  # noqa: PLR0913  # who, what, where, by whom and when
    person: Person,
    role: Role,
    *,
    company: Company | None = None,
    unit: Unit | None = None,
    own_customers: bool = False,
    actor: Actor,
    at: datetime,
) -> Grant:
    """Give a role; giving it again only says anew whether it covers own customers alone."""
    given, _ = Grant.objects.update_or_create(
        person=person,
        role=role,
        company=company,
        unit=unit,
        defaults={"own_customers": own_customers},
    )
    fact = Fact(
        event="role_granted",
        subject=given,
        company_id=company.pk if company else None,
        details={
            "person": person.name,
            "role": str(role),
            "company": company.name if company else "",
            "unit": unit.name if unit else "",
            "own_customers": own_customers,
        },
    )
    record(fact, actor=actor, at=at)
    return given


def take_turns(company: Company) -> None:
    """Wait until no other transaction that asked for this company's turn is under way."""
    list(Company.objects.select_for_update(no_key=True).filter(pk=company.pk).values("pk"))


@transaction.atomic
def learn_identity(company: Company, *, vat: str, actor: Actor, at: datetime) -> None:
    """Keep the VAT number that the company's own documents carry."""
    _change(company, {"vat": vat}, actor=actor, at=at)


@transaction.atomic
def change_company(
    company: Company, *, vat: str | None, email: str | None, actor: Actor, at: datetime
) -> Company:
    """Take over what is given; None leaves a thing as it is."""
    given: dict[str, str] = {}
    if vat is not None:
        given["vat"] = reference_key(vat)
    if email is not None:
        given["email"] = email
    _change(company, given, actor=actor, at=at)
    return company


@transaction.atomic
def limit_write_offs(
    company: Company, limits: Mapping[Role, Decimal], *, actor: Actor, at: datetime
) -> None:
    """How much of a receivable these roles may write off, in units of the currency; what is
    not said of a role stays as it is.
    """
    before = {**LIMITS, **queries.write_off_limits(company.pk)}
    changed = {role: units for role, units in limits.items() if before.get(role) != units}
    for role, units in changed.items():
        WriteOffLimit.objects.update_or_create(
            company=company, role=role, defaults={"units": units}
        )
    if changed:
        details = {
            f"write_off_limit {role}": {
                "from": str(before.get(role, 0)),
                "to": str(units),
            }
            for role, units in changed.items()
        }
        record(_about(company, "company_changed", details), actor=actor, at=at)


def _change(company: Company, given: dict[str, str], *, actor: Actor, at: datetime) -> None:
    """Write what differs; the entry says what stood there before, and what stands now."""
    changed = {
        name: {"from": getattr(company, name), "to": value}
        for name, value in given.items()
        if getattr(company, name) != value
    }
    if not changed:
        return
    for name in changed:
        setattr(company, name, given[name])
    company.save(update_fields=list(changed))
    record(_about(company, "company_changed", changed), actor=actor, at=at)


def _about(place: Company | Unit, event: str, details: dict[str, Any]) -> Fact:
    company_id = place.pk if isinstance(place, Company) else place.company_id
    return Fact(event=event, subject=place, company_id=company_id, details=details)


def _about_person(person: Person, event: str) -> Fact:
    details = {"name": person.name, "email": person.email}
    return Fact(event=event, subject=person, details=details)
