"""Customers: who they are, how they are reached, who looks after them, how they pay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from acquit.demo import chance as chances
from acquit.demo import identifiers, names, terms
from acquit.demo.cast import Cast, Company, Role, plain
from acquit.demo.days import working_day
from acquit.demo.habits import Habit, Payer, make_payer
from acquit.demo.segments import (
    CURRENCIES,
    ORIGINS,
    SHARES,
    TRAITS,
    UNIT_SHARES,
    Segment,
    Trait,
    quotas,
)
from acquit.demo.terms import Terms

if TYPE_CHECKING:
    from random import Random


OTHER_ROLES = {
    "nl": ("Aankoop", "Directie"),
    "fr": ("Achats", "Direction"),
    "de": ("Einkauf", "Geschäftsführung"),
    "en": ("Purchasing", "Management"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    name: str
    role: str
    email: str
    phone: str
    language: str
    preferred_channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """ibans: all they pay from; ibans_known: those in the creditor's books.

    rate, net and spread say how often and how much they buy; fixed_minor: the net of a
    contract that is invoiced the same every time, else None.
    """

    code: str
    company: str
    name: str
    form: str
    party_type: str
    country: str
    language: str
    street: str
    postcode: str
    city: str
    vat: str
    registration: str
    email: str
    phone: str
    ibans: tuple[str, ...]
    ibans_known: tuple[str, ...]
    segment: Segment
    unit: str
    collector: str
    representative: str
    terms: Terms
    payment_method: str
    credit_limit: int
    currency: str
    contacts: tuple[Contact, ...]
    payer: Payer
    since: date
    rate: float
    net: float
    spread: float
    fixed_minor: int | None
    parent_code: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.name} {self.form}".strip()


def make_customers(
    cast: Cast, *, seed: int, today: date, count: int
) -> tuple[Customer, ...]:
    """All customers, company by company in the order of their codes; `count` in all."""
    made: list[Customer] = []
    taken: set[str] = set()
    for company in cast.companies:
        last = company is cast.companies[-1]
        wanted = count - len(made) if last else round(count * SHARES[company.code])
        drawn = quotas(wanted, chances.source(seed, "segments", company.code))
        for number, (segment, habit) in enumerate(drawn, start=1):
            chance = chances.source(seed, "customer", company.code, number)
            place = _Place(cast=cast, company=company, number=number, today=today)
            payer = make_payer(habit, today, chance)
            made.append(_distinct(_customer(place, segment, payer, chance), taken, chance))
    return tuple(_with_parents(made, chances.source(seed, "parents")))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a customer stands: whose it is, and which."""

    cast: Cast
    company: Company
    number: int
    today: date

    @property
    def code(self) -> str:
        return {
            "BE": f"4{self.number:05}",
            "FR": f"CLI{self.number:04}",
            "NL": f"D{20000 + self.number}",
        }[self.company.country]


def _customer(place: _Place, segment: Segment, payer: Payer, chance: Random) -> Customer:
    company, trait = place.company, TRAITS[segment]
    units = {unit.code: UNIT_SHARES.get(unit.code, 1.0) for unit in company.units}
    unit = chances.pick(chance, units)
    country, language = chances.pick(chance, ORIGINS[unit])
    if segment in {Segment.PUBLIC, Segment.PRIVATE, Segment.KEY}:
        country, language = next(iter(ORIGINS[unit]))
    words = names.WORDS[country, language]
    postcode, city = chance.choice(words.places)
    if segment is Segment.PUBLIC:
        city = chance.choice(names.TOWNS[language])
    registered = identifiers.registered_number(chance, country)
    private = segment is Segment.PRIVATE
    ibans = tuple(
        identifiers.new_iban(chance, "GB" if country == "US" else country)
        for _ in range(2 if chance.random() < 0.15 else 1)
    )
    name = _name(segment, words, city, chance)
    people = place.cast.at_work
    return Customer(
        code=place.code,
        company=company.code,
        name=name,
        form=_form(segment, words, chance),
        party_type=_party_type(segment, chance),
        country=country,
        language=language,
        street=names.street(words, country, chance),
        postcode=postcode,
        city=city,
        vat="" if private else identifiers.vat(chance, country, registered),
        registration=""
        if private
        else identifiers.registration(chance, country, registered),
        email="",
        phone=names.phone(country, chance),
        ibans=ibans,
        ibans_known=ibans[:1] if chance.random() < 0.7 else (),
        segment=segment,
        unit=unit,
        collector=chance.choice(
            people(Role.COLLECTOR, company=company.code, unit=unit)
        ).email,
        representative=_representative(place, unit, chance),
        terms=_terms(segment, company, chance),
        payment_method="direct_debit" if payer.habit is Habit.DIRECT_DEBIT else "transfer",
        credit_limit=0,
        currency=_currency(country, payer),
        contacts=(),
        payer=payer,
        since=working_day(_since(place.today, payer, chance), company.country),
        rate=trait.rate * chance.uniform(0.4, 1.6),
        net=trait.net * chance.uniform(0.6, 1.5),
        spread=trait.spread,
        fixed_minor=_fixed(segment, trait, chance),
    )


def _name(segment: Segment, words: names.Words, city: str, chance: Random) -> str:
    match segment:
        case Segment.CRAFT:
            return names.craftsman(words, chance)
        case Segment.PUBLIC:
            return names.public_body(words, city, chance)
        case Segment.PRIVATE:
            return names.person(words, chance)
        case _:
            return names.firm(words, chance)


def _form(segment: Segment, words: names.Words, chance: Random) -> str:
    if segment in {Segment.PUBLIC, Segment.PRIVATE}:
        return ""
    if segment is Segment.CRAFT:
        return words.forms[0] if chance.random() < 0.25 else ""
    return chance.choice(words.forms)


def _party_type(segment: Segment, chance: Random) -> str:
    """As the accounting knows it: sometimes nobody ever filled it in."""
    if chance.random() < 0.015:
        return ""
    return {Segment.PUBLIC: "public", Segment.PRIVATE: "consumer"}.get(segment, "business")


def _representative(place: _Place, unit: str, chance: Random) -> str:
    """Their representative's address; one customer in ten has none."""
    people = place.cast.at_work(Role.REPRESENTATIVE, company=place.company.code, unit=unit)
    return "" if not people or chance.random() < 0.1 else chance.choice(people).email


def _terms(segment: Segment, company: Company, chance: Random) -> Terms:
    match segment:
        case Segment.KEY:
            return chance.choice(terms.KEY)
        case Segment.PUBLIC:
            return Terms(30)
        case Segment.PRIVATE:
            return Terms(14)
        case _:
            return chances.pick(chance, terms.USUAL[company.country])


def _currency(country: str, payer: Payer) -> str:
    """Some abroad are invoiced in their own money; a collection is always in euros."""
    return "EUR" if payer.habit is Habit.DIRECT_DEBIT else CURRENCIES.get(country, "EUR")


def _since(today: date, payer: Payer, chance: Random) -> date:
    """Most were customers before the books begin; a few came in the last weeks."""
    drawn = chance.random()
    if drawn < 0.015 and payer.habit is not Habit.INSOLVENT:
        return today - timedelta(days=chance.randrange(20, 55))
    if drawn < 0.14:
        return today - timedelta(days=chance.randrange(260, 900))
    return today - timedelta(days=2000)


def _fixed(segment: Segment, trait: Trait, chance: Random) -> int | None:
    """A maintenance contract: equal amounts, which no amount can tell apart."""
    if segment in {Segment.SME, Segment.CRAFT, Segment.PUBLIC} and chance.random() < 0.06:
        return round(trait.net / 20) * 10 * 100
    return None


def _distinct(customer: Customer, taken: set[str], chance: Random) -> Customer:
    """With a name that nobody has yet, and what depends on the name."""
    name = customer.name
    while plain(name) in taken:
        name = f"{customer.name} {_suffix(customer, chance)}"
    taken.add(plain(name))
    words = names.WORDS[customer.country, customer.language]
    domain = f"{plain(name).replace('.', '-')[:40].strip('-')}.example"
    has_email = chance.random() >= 0.04
    email = f"{words.desk}@{domain}" if has_email else ""
    if has_email and customer.segment is Segment.PRIVATE:
        email = f"{plain(name)}@post.example"
    typical = customer.net * customer.rate * 2  # about what they owe at a time
    return replace(
        customer,
        name=name,
        email=email,
        credit_limit=max(1000, round(typical * chance.uniform(0.7, 2.5) / 500) * 500),
        contacts=_contacts(customer, words, domain if has_email else "", chance),
    )


def _suffix(customer: Customer, chance: Random) -> str:
    if customer.segment in {Segment.PRIVATE, Segment.CRAFT}:
        letter = chance.choice("ABCDEFGHJKLMNPRSTVW")
        return f"{letter}."
    return chance.choice(
        (customer.city, "Group", "Plus", "2000", chance.choice("ABCDEFGH"))
    )


def _contacts(
    customer: Customer, words: names.Words, domain: str, chance: Random
) -> tuple[Contact, ...]:
    if customer.segment is Segment.PRIVATE:
        return ()
    count = {Segment.KEY: 3, Segment.TRADE: 2, Segment.PUBLIC: 2}.get(customer.segment, 1)
    roles = (words.role, *OTHER_ROLES[customer.language])
    contacts = []
    for role in roles[:count]:
        name = names.person(words, chance)
        reachable = domain and chance.random() < 0.94
        contacts.append(
            Contact(
                name=name,
                role=role,
                email=f"{plain(name)}@{domain}" if reachable else "",
                phone=names.phone(customer.country, chance),
                language=customer.language,
                preferred_channel="email" if reachable else "phone",
            )
        )
    # Two people of one name at one customer would be one contact.
    return tuple({contact.name: contact for contact in contacts}.values())


def _with_parents(customers: list[Customer], chance: Random) -> list[Customer]:
    """Some key and trade customers own two or three others of the same creditor."""
    owned: dict[str, Customer] = {}
    for parent in customers:
        if parent.segment is not Segment.KEY or chance.random() > 0.35:
            continue
        free = [
            customer
            for customer in customers
            if customer.company == parent.company
            and customer.segment is Segment.TRADE
            and customer.code not in owned
        ]
        for child in chance.sample(free, min(len(free), chance.randrange(2, 4))):
            owned[child.code] = parent
    return [
        replace(customer, parent_code=owned[customer.code].code)
        if customer.code in owned
        else customer
        for customer in customers
    ]
