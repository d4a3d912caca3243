"""A company and its customers, each made anew from its index: books of any size."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from math import gcd
from typing import TYPE_CHECKING

from acquit.bench.cash import check_digits
from acquit.bench.cash.chance import seeded
from acquit.bench.cash.ledgers import Customer, Item, Role
from acquit.bench.cash.names import NAMES
from acquit.bench.cash.places import account_of, language_of, phone_of, postcode_of

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterator
    from random import Random

    from acquit.bench.cash.numbering import Numbering

FIRST_DAY, LAST_DAY = date(2026, 1, 5), date(2026, 6, 30)
_ISSUED_FROM, _ISSUED_UNTIL = date(2025, 9, 1), date(2026, 6, 12)
_ISSUE_DAYS = (_ISSUED_UNTIL - _ISSUED_FROM).days

ROLES = (
    *(Role.PARENT, Role.SUBSIDIARY, Role.SUBSIDIARY, Role.TWIN, Role.TWIN),
    *(Role.SUBSCRIBER, Role.SUBSCRIBER, Role.ROUND, Role.CONSUMER, Role.CONSUMER),
    *(Role.FACTORED, Role.INSTALMENTS),
    *(Role.PLAIN,) * 8,
)
LARGE_PLACE = 12
_DISCOUNT_DAYS = 10
_OGM_STEP = 618_033_989  # no common factor with 10 digits: each invoice its own
_TERMS = {
    "nl": "2% korting binnen 10 dagen, 30 dagen netto",
    "fr": "2% d'escompte à 10 jours, 30 jours net",
    "de": "2% Skonto innerhalb 10 Tagen, 30 Tage netto",
    "en": "2% discount within 10 days, 30 days net",
}
_ORDERS = {
    "dev": ("PO 45{n:08}", "BC-2026-{n:04}", "Bestelling {n:05}", "{n:07}"),
    "held_out": ("45{n:08}", "CMD{n:06}", "Best.-Nr. {n:05}", "PO-{n:05}/26"),
}
_CODES = {"dev": ("C{n:05}", "40{n:05}"), "held_out": ("KL-{n:04}", "D1{n:05}")}


@dataclass(frozen=True, slots=True)
class Company:
    """One of the companies whose books these are.

    key: its place among them. offsets: how many documents the customers before each have;
    its last value is the number of all. references: ogm, rf or "" on `reference_share` of
    the invoices.
    """

    key: int
    seed: int
    family: str
    name: str
    country: str
    language: str
    currency: str
    iban: str
    numbering: Numbering
    references: str
    reference_share: float
    offsets: array[int] = field(repr=False)

    @property
    def code(self) -> str:
        """Its folder, such as be-1."""
        return f"{self.country.lower()}-{self.key}"

    @property
    def documents(self) -> int:
        """How many invoices and credit notes its books hold."""
        return self.offsets[-1]

    @property
    def customer_count(self) -> int:
        return len(self.offsets) - 1

    def customers(self) -> Iterator[Customer]:
        """All of them, by their index."""
        return map(self.customer, range(self.customer_count))

    def customer(self, index: int) -> Customer:
        """The customer with this index, always the same."""
        chance = seeded(self.seed, self.family, self.key, index)
        role = self.role(index)
        country = self._country(role, chance)
        language = language_of(country, chance)
        names = NAMES[self._naming(index)]
        person = names.person(index)
        base = person if role is Role.CONSUMER else names.trading(self._named(index))
        forms = names.forms
        form = "" if role is Role.CONSUMER else f" {forms[index % len(forms)]}"
        own = account_of(country, seeded(self.seed, self.key, "iban", self._banked(index)))
        known = self._known(role, own, chance)
        code = self.code_of(index)
        base_vat = chance.randrange(10**9)
        terms_days = chance.choice((14, 30, 30, 30, 45, 60))
        return Customer(
            index=index,
            code=code,
            name=f"{base}{form}",
            base=base,
            role=role,
            country=country,
            language=language,
            vat="" if role is Role.CONSUMER else check_digits.vat(country, base_vat),
            street=f"{chance.choice(names.streets)} {chance.randint(1, 180)}",
            postcode=postcode_of(country, chance),
            town=chance.choice(names.towns),
            email=f"office{index}@{self.code}.example",
            phone=phone_of(country, chance),
            contact=names.contact(index),
            pays_from=own,
            ibans=known,
            shared=self._banked(index) != index or self._banked(index + 1) == index,
            parent_code=self.code_of(index - index % len(ROLES))
            if role is Role.SUBSIDIARY
            else "",
            terms_days=terms_days,
            items=tuple(self._items(index, role, language, terms_days, chance)),
        )

    def role(self, index: int) -> Role:
        """By its place in its block of twenty; one customer of the company is large."""
        return Role.LARGE if index == LARGE_PLACE else ROLES[index % len(ROLES)]

    def code_of(self, index: int) -> str:
        """Its number in the accounting."""
        patterns = _CODES[self.family]
        return patterns[self.key % len(patterns)].format(n=index + 1)

    @property
    def factor_iban(self) -> str:
        """The account of the factor that bought invoices of several customers."""
        return account_of(self.country, seeded(self.seed, self.key, "factor"))

    @property
    def service_iban(self) -> str:
        """The account that a payment service pays out from."""
        return account_of("NL", seeded(self.seed, self.key, "service"))

    def issued_on(self, serial: int) -> date:
        """Numbers are given in the order of days."""
        return _ISSUED_FROM + timedelta(days=serial * _ISSUE_DAYS // max(1, self.documents))

    def number(self, serial: int, issued_on: date) -> str:
        """Its number: where the year stands in it, the count begins anew each year."""
        if self.numbering.yearly and issued_on.year > _ISSUED_FROM.year:
            days = (date(issued_on.year, 1, 1) - _ISSUED_FROM).days
            serial -= -(-days * self.documents // _ISSUE_DAYS)
        return self.numbering.number(serial + 1, issued_on)

    def reference(self, serial: int, number: str) -> str:
        """The structured reference that the invoice with this place would carry."""
        if self.references == "ogm":
            return check_digits.ogm((self.key + (serial + 1) * _OGM_STEP) % 10**10)
        words = "".join(sign for sign in number if sign.isalnum())
        return check_digits.rf(words) if self.references == "rf" else ""

    def _naming(self, index: int) -> str:
        """The language of its name: the company's own, so that names stay apart."""
        return "fr" if self.country == "BE" and index % 40 >= 20 else self.language

    def _named(self, index: int) -> int:
        """Twins share a name but for its legal form."""
        return index - 1 if index % len(ROLES) == 4 else index

    def _banked(self, index: int) -> int:
        """In every second group the parent pays for all from one account."""
        block, place = divmod(index, len(ROLES))
        grouped = block % 2 == 0 and place in {1, 2}
        return block * len(ROLES) if grouped else index

    def _country(self, role: Role, chance: Random) -> str:
        foreign = role is Role.PLAIN and chance.random() < 0.12
        others = [one for one in ("BE", "FR", "NL", "DE", "LU") if one != self.country]
        return chance.choice(others) if foreign else self.country

    def _known(self, role: Role, own: str, chance: Random) -> tuple[str, ...]:
        known = (own,) if chance.random() < 0.6 else ()
        if role is Role.FACTORED:
            return (*known, self.factor_iban)
        if role is Role.CONSUMER and chance.random() < 0.3:
            return (*known, self.service_iban)
        return known

    def _items(
        self, index: int, role: Role, language: str, terms_days: int, chance: Random
    ) -> Iterator[Item]:
        scale = chance.choice((4_000, 15_000, 40_000, 120_000))
        price = chance.choice((2_900, 4_950, 12_100, 24_200, 36_300, 99_000))
        discounts = role in {Role.PLAIN, Role.LARGE} and chance.random() < 0.3
        orders = _ORDERS[self.family] if chance.random() < 0.4 else ()
        serials = sorted(self._serials(index))
        for place, serial in enumerate(serials):
            issued_on = self.issued_on(serial)
            if role is Role.SUBSCRIBER:
                issued_on = issued_on.replace(day=1)
            number = self.number(serial, issued_on)
            referred = chance.random() < self.reference_share
            item = Item(
                number=number,
                customer_code=self.code_of(index),
                issued_on=issued_on,
                due_on=issued_on + timedelta(days=terms_days),
                minor=_amount(role, scale, price, chance),
                credit=place > 1 and role is not Role.SUBSCRIBER and chance.random() < 0.06,
                reference=self.reference(serial, number) if referred else "",
                order=chance.choice(orders).format(n=chance.randrange(100, 9_999))
                if orders
                else "",
                terms=_TERMS[language] if discounts else "",
                discount_until=issued_on + timedelta(days=_DISCOUNT_DAYS)
                if discounts
                else None,
            )
            yield from _split(item) if role is Role.INSTALMENTS else (item,)

    def _serials(self, index: int) -> Iterator[int]:
        """Its documents' places in the company's count: spread evenly, each place once."""
        count = self.documents
        step = _step(count)
        for place in range(self.offsets[index], self.offsets[index + 1]):
            yield place * step % count


def _amount(role: Role, scale: int, price: int, chance: Random) -> int:
    if role is Role.SUBSCRIBER:
        return price
    if role is Role.ROUND:
        return chance.choice((10_000, 15_000, 20_000, 25_000, 30_000, 35_000, 45_000))
    return max(500, int(chance.lognormvariate(0, 0.9) * scale))


def _split(item: Item) -> Iterator[Item]:
    """Three instalments a month apart; the cents that are left go to the last."""
    if item.credit or item.minor < 3_000:
        yield item
        return
    part = item.minor // 3
    for place in (1, 2, 3):
        yield Item(
            number=item.number,
            customer_code=item.customer_code,
            issued_on=item.issued_on,
            due_on=item.due_on + timedelta(days=30 * (place - 1)),
            minor=part if place < 3 else item.minor - 2 * part,
            instalment=place,
            order=item.order,
        )


def _step(count: int) -> int:
    """A step near the golden section that meets every place once."""
    step = max(1, int(count * 0.618))
    while gcd(step, count) != 1:
        step += 1
    return step
