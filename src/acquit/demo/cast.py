"""The cast: the three companies of the Kastelin group, their units, accounts and people.

Everybody and everything is invented; mail goes to `demo.example`, which cannot exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from acquit.demo import chance as chances
from acquit.demo import identifiers

if TYPE_CHECKING:
    from random import Random


class Role(StrEnum):
    ADMINISTRATOR = "ADMINISTRATOR"
    CREDIT_MANAGER = "CREDIT_MANAGER"
    COLLECTOR = "COLLECTOR"
    REPRESENTATIVE = "REPRESENTATIVE"
    READ_ONLY = "READ_ONLY"


class Format(StrEnum):
    """In which file the bank delivers its statements."""

    CODA = "CODA"
    CAMT_2 = "camt.053.001.02"
    CAMT_8 = "camt.053.001.08"
    MT940 = "MT940"
    CFONB_120 = "CFONB 120"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """share: the part of the company's receipts in this currency that arrives here."""

    iban: str
    bic: str
    bank: str
    currency: str
    format: Format
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    code: str
    name: str
    city: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A creditor. vat_percent: the rate at home."""

    code: str
    name: str
    country: str
    currency: str
    language: str
    street: str
    postcode: str
    city: str
    email: str
    phone: str
    vat: str
    registration: str
    vat_percent: int
    accounts: tuple[Account, ...]
    units: tuple[Unit, ...]

    @property
    def ibans(self) -> tuple[str, ...]:
        return tuple(account.iban for account in self.accounts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """company None = the whole group; own_customers: sees only those that name them."""

    name: str
    email: str
    role: Role
    language: str
    company: str | None = None
    unit: str | None = None
    own_customers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    group: str
    companies: tuple[Company, ...]
    people: tuple[Person, ...]

    def company(self, code: str) -> Company:
        return next(company for company in self.companies if company.code == code)

    def at_work(
        self, role: Role, *, company: str, unit: str | None = None
    ) -> tuple[Person, ...]:
        """The people of that company in that role; of that unit, where one is named."""
        return tuple(
            person
            for person in self.people
            if person.role is role
            and person.company == company
            and unit in (None, person.unit)
        )


GROUP = "Kastelin"

# code, name, country, language, street, postcode, city, phone, VAT rate, units
COMPANIES = (
    (
        *("BE01", "Kastelin België NV", "BE", "nl", "Havenlaan 210", "9000", "Gent"),
        *("+32 9 555 01 00", 21),
        (("GENT", "Gent", "Gent"), ("LUIK", "Liège", "Liège"), ("EUPEN", "Eupen", "Eupen")),
    ),
    (
        *(
            "FR01",
            "Kastelin France SAS",
            "FR",
            "fr",
            "18 rue des Tanneurs",
            "59800",
            "Lille",
        ),
        *("+33 3 53 01 20 00", 20),
        (
            ("LILLE", "Lille", "Lille"),
            ("LYON", "Lyon", "Lyon"),
            ("NANTES", "Nantes", "Nantes"),
        ),
    ),
    (
        *(
            "NL01",
            "Kastelin Nederland B.V.",
            "NL",
            "nl",
            "Vaartweg 44",
            "3542 AD",
            "Utrecht",
        ),
        *("+31 85 555 01 00", 21),
        (("UTRECHT", "Utrecht", "Utrecht"), ("EINDHOVEN", "Eindhoven", "Eindhoven")),
    ),
)

# per company: bank, BIC, currency, format, share of the receipts in that currency
ACCOUNTS = {
    "BE01": (
        ("Scheldebank", "DEMOBEBB", "EUR", Format.CODA, 0.86),
        ("Banque des Trois Vallées", "TRVABE22", "EUR", Format.CAMT_8, 0.14),
    ),
    "FR01": (("Crédit du Beffroi", "DEMOFRPP", "EUR", Format.CFONB_120, 1.0),),
    "NL01": (
        ("Vechtbank", "DEMONL2U", "EUR", Format.MT940, 1.0),
        ("Vechtbank", "DEMONL2U", "USD", Format.CAMT_2, 1.0),
    ),
}

# name, role, language, company, unit, sees only own customers
PEOPLE = (
    ("Hanne Verstraten", Role.ADMINISTRATOR, "nl", None, None, False),
    ("Olivier Delcambre", Role.CREDIT_MANAGER, "fr", None, None, False),
    ("Ingrid Maesen", Role.READ_ONLY, "nl", None, None, False),
    ("Joris Coppenolle", Role.CREDIT_MANAGER, "nl", "BE01", None, False),
    ("Lien De Sutter", Role.COLLECTOR, "nl", "BE01", "GENT", False),
    ("Maxime Lhoest", Role.COLLECTOR, "fr", "BE01", "LUIK", False),
    ("Petra Schiltz", Role.COLLECTOR, "de", "BE01", "EUPEN", False),
    ("Wout Baeyens", Role.REPRESENTATIVE, "nl", "BE01", "GENT", True),
    ("Sofie Quintens", Role.REPRESENTATIVE, "nl", "BE01", "GENT", True),
    ("Cédric Jamoulle", Role.REPRESENTATIVE, "fr", "BE01", "LUIK", True),
    ("Markus Hennes", Role.REPRESENTATIVE, "de", "BE01", "EUPEN", True),
    ("Claire Vasseur", Role.CREDIT_MANAGER, "fr", "FR01", None, False),
    ("Thomas Leclercq", Role.COLLECTOR, "fr", "FR01", "LILLE", False),
    ("Nadia Benhamou", Role.COLLECTOR, "fr", "FR01", "LYON", False),
    ("Yann Guillou", Role.COLLECTOR, "fr", "FR01", "NANTES", False),
    ("Sophie Marchetti", Role.REPRESENTATIVE, "fr", "FR01", "LYON", True),
    ("Julien Dewaele", Role.REPRESENTATIVE, "fr", "FR01", "LILLE", True),
    ("Gwenaëlle Riou", Role.REPRESENTATIVE, "fr", "FR01", "NANTES", True),
    ("Marieke Hoogland", Role.CREDIT_MANAGER, "nl", "NL01", None, False),
    ("Bas Terpstra", Role.COLLECTOR, "nl", "NL01", "UTRECHT", False),
    ("Anouk Willemsen", Role.COLLECTOR, "nl", "NL01", "EINDHOVEN", False),
    ("Sander Bijlsma", Role.REPRESENTATIVE, "nl", "NL01", "UTRECHT", True),
    ("Femke Roelofs", Role.REPRESENTATIVE, "nl", "NL01", "EINDHOVEN", True),
    ("Daan Kuipers", Role.READ_ONLY, "nl", "NL01", None, False),
)


def plain(text: str) -> str:
    """Lower case, without accents and spaces: what stands before the @."""
    accents = str.maketrans("àâäçéèêëïîôöûùüÿ", "aaaceeeeiioouuuy")
    words = text.lower().translate(accents).split()
    return ".".join(
        "".join(letter for letter in word if letter.isalnum()) for word in words
    )


def make_cast(seed: int) -> Cast:
    """The group; only the numbers (VAT, accounts) come from the seed."""
    return Cast(
        group=GROUP,
        companies=tuple(
            _company(row, chances.source(seed, "company", row[0])) for row in COMPANIES
        ),
        people=tuple(
            Person(
                name=name,
                email=f"{plain(name)}@demo.example",
                role=role,
                language=language,
                company=company,
                unit=unit,
                own_customers=own,
            )
            for name, role, language, company, unit, own in PEOPLE
        ),
    )


def _company(
    row: tuple[
        str, str, str, str, str, str, str, str, int, tuple[tuple[str, str, str], ...]
    ],
    chance: Random,
) -> Company:
    code, name, country, language, street, postcode, city, phone, percent, units = row
    registered = identifiers.registered_number(chance, country)
    return Company(
        code=code,
        name=name,
        country=country,
        currency="EUR",
        language=language,
        street=street,
        postcode=postcode,
        city=city,
        email=f"credit.{country.lower()}@demo.example",
        phone=phone,
        vat=identifiers.vat(chance, country, registered),
        registration=identifiers.registration(chance, country, registered),
        vat_percent=percent,
        accounts=tuple(
            Account(
                iban=identifiers.new_iban(chance, country),
                bank=bank,
                bic=bic,
                currency=currency,
                format=file_format,
                share=share,
            )
            for bank, bic, currency, file_format, share in ACCOUNTS[code]
        ),
        units=tuple(
            Unit(code=unit, name=label, city=place) for unit, label, place in units
        ),
    )
