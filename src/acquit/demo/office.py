"""The office: the companies of the group, their units, accounts and people come in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from acquit.audit.actions import Actor
from acquit.bank.actions import open_account
from acquit.demo.cast import Role as CastRole
from acquit.dunning.actions import found_scenarios
from acquit.organisation.actions import (
    CompanyWords,
    enrol,
    grant,
    invite,
    open_company,
    open_units,
)
from acquit.organisation.models import Company, Person, Role, Unit

if TYPE_CHECKING:
    from datetime import datetime

    from acquit.demo.cast import Cast
    from acquit.demo.cast import Company as CastCompany
    from acquit.demo.cast import Person as CastPerson

THE_DEMO = Actor(None, "demo")


@dataclass(frozen=True, slots=True)
class Office:
    """companies: by code; actors: by e-mail address."""

    cast: Cast
    companies: dict[str, Company]
    actors: dict[str, Actor]

    def worker(self, role: CastRole, company: str) -> Actor:
        """The first of that company's people in that role."""
        at_work = self.cast.at_work(role, company=company)
        return self.actors[at_work[0].email]


def open_office(cast: Cast, password: str, *, at: datetime) -> Office:
    """Only those whose sign-in is shown have the password: hashing one takes its time."""
    companies: dict[str, Company] = {}
    units: dict[tuple[str, str], Unit] = {}
    for one in cast.companies:
        company = companies[one.code] = open_company(_words(one), actor=THE_DEMO, at=at)
        found_scenarios(company, at=at)
        named = [(unit.code, unit.name) for unit in one.units]
        for unit in open_units(company, named, actor=THE_DEMO, at=at):
            units[one.code, unit.code] = unit
        for account in one.accounts:
            open_account(company, account.iban, account.currency, actor=THE_DEMO, at=at)
    actors: dict[str, Actor] = {}
    shown = sign_ins(cast)
    for person in cast.people:
        somebody = _somebody(person, password if person in shown else "", at=at)
        grant(
            somebody,
            Role(person.role.value),
            company=companies.get(person.company or ""),
            unit=units.get((person.company or "", person.unit or "")),
            own_customers=person.own_customers,
            actor=THE_DEMO,
            at=at,
        )
        actors[person.email] = Actor.of(somebody)
    return Office(cast, companies, actors)


def sign_ins(cast: Cast) -> list[CastPerson]:
    """The first of each role."""
    first: dict[str, CastPerson] = {}
    for person in cast.people:
        first.setdefault(person.role, person)
    return list(first.values())


def _words(one: CastCompany) -> CompanyWords:
    return CompanyWords(
        code=one.code,
        name=one.name,
        country=one.country,
        currency=one.currency,
        language=one.language,
        street=one.street,
        postcode=one.postcode,
        city=one.city,
        vat=one.vat,
        registration=one.registration,
        email=one.email,
        phone=one.phone,
    )


def _somebody(one: CastPerson, password: str, *, at: datetime) -> Person:
    if not password:
        return enrol(
            email=one.email, name=one.name, language=one.language, actor=THE_DEMO, at=at
        )
    return invite(
        email=one.email,
        name=one.name,
        language=one.language,
        password=password,
        actor=THE_DEMO,
        at=at,
    )[0]
