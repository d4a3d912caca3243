"""A random world: two companies, their customers, and ninety days of what happens to them.

The same seed tells the same story. Whom the product writes to changes nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from simulation.books import Books
from simulation.events import (
    Accepted,
    Account,
    Approved,
    Banked,
    Claim,
    Cleared,
    Company,
    CountsAgain,
    Credited,
    Customer,
    Disputed,
    Founded,
    Held,
    Issued,
    Known,
    NotOurs,
    OnAccount,
    Payment,
    Promised,
    Walked,
)
from simulation.workdays import working_day, works

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulation.events import CustomerKey, Event

# From here ninety days hold Easter, two bank holidays in May, Ascension and Whit Monday.
FIRST_DAY = date(2025, 3, 20)
LANGUAGE = {"BE": ("nl", "fr"), "FR": ("fr",), "NL": ("nl",), "DE": ("de",)}
COMPANIES = (
    Company(
        code="NORD",
        name="Nord Handel NV",
        country="BE",
        language="nl",
        email="boekhouding@nord.example",
        accounts=(
            Account("BE71096123456769"),
            Account("BE68539007547034"),
            Account("BE43068999999501", "GBP"),
        ),
    ),
    Company(
        code="SUD",
        name="Sud Négoce SARL",
        country="FR",
        language="fr",
        email="compta@sud.example",
        accounts=(
            Account("FR1420041010050500013M02606"),
            Account("FR7630006000011234567890189", "USD"),
        ),
    ),
)
ABROAD = {"NORD": "GBP", "SUD": "USD"}


def iban(country: str, number: int) -> str:
    """A German-shaped or Belgian-shaped account with right check digits (ISO 7064)."""
    bban = f"{number:010d}"
    bban = f"{bban}{int(bban) % 97 or 97:02d}" if country == "BE" else f"70010080{bban}"
    letters = "".join(str(ord(letter) - 55) for letter in country)
    return f"{country}{98 - int(f'{bban}{letters}00') % 97:02d}{bban}"


def structured(number: int) -> str:
    """A Belgian structured communication, twelve digits."""
    return f"{number:010d}{number % 97 or 97:02d}"


@dataclass(slots=True)
class _Gap:
    """The files for some accounts of a company do not come from one day until another."""

    company: str
    accounts: tuple[Account, ...]
    first: date
    last: date


class World:
    """Tells the events of `days` days, one after the other."""

    def __init__(
        self,
        seed: int,
        *,
        days: int = 90,
        customers: int | None = None,
        parts: int = 3,
        abroad: float = 0.25,
        first: date = FIRST_DAY,
    ) -> None:
        """parts: the most instalments of an invoice. abroad: the share of the customers who
        pay in another currency. A world of a few days has no gaps.
        """
        self.chance = Random(seed)  # noqa: S311 - a story, not a secret
        # A short world ends on the Monday: what was paid on the Friday is known by then.
        first = first if days > 20 else first + timedelta(days=5 - days)
        self.days = [first + timedelta(days=n) for n in range(days)]
        self.books = Books()
        self.count = customers or self.chance.randint(12, 26)
        self.parts = parts
        self.busy = 1
        self.abroad = abroad
        self._serial = seed * 10_000
        self._pay_on: dict[date, list[tuple[Claim, str]]] = {}
        self._statements: list[Banked] = []
        self._going_back: set[str] = set()
        self._paid_again: set[str] = set()
        self._numbers = {company.code: 0 for company in COMPANIES}
        chance = self.chance
        self._gaps = [
            _Gap(company.code, silent, start, start + timedelta(days=chance.randint(7, 11)))
            for company in COMPANIES
            for silent in (company.accounts, company.accounts[1:])
            for start in [chance.choice(self.days[20:70] or self.days)]
            if days > 20
        ]
        asleep = chance.randrange(10, max(days - 10, 11))
        self._no_cycle = {d for d in self.days if chance.random() < 0.06}
        self._no_cycle |= {self.days[0] + timedelta(days=asleep + n) for n in range(4)}

    def events(self) -> Iterator[tuple[date, Event]]:
        """Everything that happens, in order; the cycle among it."""
        for day in self.days:
            for event in self._day(day):
                self.books.hear(day, event)
                yield day, event

    def _day(self, day: date) -> Iterator[Event]:
        if day == self.days[0]:
            yield from self._begin()
        elif self.chance.random() < 0.08:
            yield Known((self._moved(),))
        yield from self._bank(day)
        yield from self._invoices(day)
        yield from self._facts(day)
        yield from self._facts(day)
        yield from self._person(day)
        yield from self._steer(day)
        if day in self._no_cycle:
            return
        yield Walked()
        if self.chance.random() < 0.2:
            yield from self._facts(day)
            yield from self._invoices(day)
            yield Walked()

    def _begin(self) -> Iterator[Event]:
        yield from map(Founded, COMPANIES)
        yield Known(tuple(self._customers()))

    def _steer(self, day: date) -> Iterator[Event]:
        """Here everybody follows the standard scenario."""
        yield from ()

    # Who there is

    def _customers(self) -> Iterator[Customer]:
        for n in range(self.count):
            company = COMPANIES[n % 2]
            chance = self.chance
            country = chance.choice(("BE", "BE", "FR", "NL", "DE"))
            party = chance.choice(("business", "business", "consumer", "public", "", ""))
            address = f"klant{n // 2}@post.example"  # the same in both companies
            yield Customer(
                company=company.code,
                code=f"K{n // 2:03d}",
                name=f"Klant & Zoon {n}",
                party=party,
                vat=f"{country}0123456{n:03d}" if chance.random() < 0.4 else "",
                country=country,
                language=chance.choice((*LANGUAGE[country], "en")),
                email=address if chance.random() < 0.85 else "",
                accountant=f"boekhouding{n}@post.example" if chance.random() < 0.2 else "",
                iban=iban("BE" if country == "BE" else "DE", 1_000_000 + n)
                if chance.random() < 0.7
                else "",
                currency=ABROAD[company.code] if chance.random() < self.abroad else "EUR",
            )

    def _moved(self) -> Customer:
        """An address is found, or changes."""
        one = self.chance.choice(list(self.books.customers.values()))
        self._serial += 1
        return replace(one, email=f"nieuw{self._serial}@post.example")

    # What is invoiced

    def _invoices(self, day: date) -> Iterator[Event]:
        chance, claims = self.chance, []
        many = 12 if day == self.days[0] else chance.choice((0, 0, 1, 2, 3))
        many *= self.busy
        for _ in range(many):
            customer = chance.choice(list(self.books.customers.values()))
            late = chance.random() < 0.12 or day == self.days[0]
            age = chance.randint(20, 150) if late else 0
            claims += self._invoice(customer, day, day - timedelta(days=age))
        if claims:
            yield Issued(tuple(claims))
        if chance.random() < 0.06:
            customer = chance.choice(list(self.books.customers.values()))
            self._serial += 1
            minor = chance.randint(500, 60_000)
            yield Credited(
                customer.key, f"CN{self._serial}", minor, self._currency(customer)
            )

    def _currency(self, customer: Customer) -> str:
        """Now and then one in euros comes among the others."""
        return customer.currency if self.chance.random() < 0.8 else "EUR"

    def _invoice(self, customer: Customer, day: date, issued_on: date) -> list[Claim]:
        chance = self.chance
        currency = self._currency(customer)
        self._numbers[customer.company] += 1
        n = self._numbers[customer.company]  # both companies count from one
        parts = min(chance.choice((1, 1, 1, 1, 2, 3)), self.parts)
        terms = chance.choice((3, 8, 14, 14, 30, 30, 45))
        claims = [
            Claim(
                company=customer.company,
                customer=customer.code,
                number=f"{issued_on.year}/{n:05d}",
                part=part,
                parts=parts,
                issued_on=issued_on,
                due_on=issued_on + timedelta(days=terms + 15 * (part - 1)),
                minor=chance.choice(
                    (chance.randint(300, 2_000), chance.randint(2_000, 500_000))
                ),
                currency=currency,
                reference=structured(n + 7_000_000) if chance.random() < 0.5 else "",
            )
            for part in range(1, parts + 1)
        ]
        claims = [replace(claim, reference=claims[0].reference) for claim in claims]
        for claim in claims:
            self._plan_payment(claim, day)
        return claims

    def _plan_payment(self, claim: Claim, day: date) -> None:
        chance = self.chance
        if chance.random() < 0.3:
            return  # never pays
        on = max(claim.due_on + timedelta(days=chance.randint(-8, 50)), day)
        how = chance.choices(
            (
                *("whole", "part", "nothing named", "stranger", "twice", "all at once"),
                "in euros",
            ),
            (60, 9, 8, 5, 6, 12, 8),
        )[0]
        self._pay_on.setdefault(on, []).append((claim, how))

    # What the bank tells

    def _bank(self, day: date) -> Iterator[Event]:
        """The statement of a day comes on the next working day, if the bank sends it."""
        yesterday = day - timedelta(days=1)
        for company in COMPANIES:
            if day == self.days[0] or works(yesterday, company.country):
                payments = (
                    *self._payments(company.code, yesterday),
                    *self._returns(company.code, yesterday),
                )
                form = self.chance.choice(("coda", "camt"))
                if company.country != "BE":
                    form = "camt"
                self._statements.append(
                    Banked(company.code, company.accounts, yesterday, payments, form)
                )
        waiting, self._statements = self._statements, []
        silent = {
            account
            for gap in self._gaps
            for account in gap.accounts
            if gap.first <= day <= gap.last
        }
        for one in waiting:
            heard = tuple(a for a in one.accounts if a not in silent)
            unheard = tuple(a for a in one.accounts if a in silent)
            if not works(day, _country(one.company)) or not heard:
                self._statements.append(one)
                continue
            if unheard:
                self._statements.append(_of(one, unheard))
            yield _of(one, heard)

    def _payments(self, company: str, booked_on: date) -> Iterator[Payment]:
        days = [d for d in self._pay_on if d <= booked_on]
        for day in sorted(days):
            rest = []
            for claim, how in self._pay_on.pop(day):
                if claim.company == company:
                    yield from self._paid(claim, how)
                else:
                    rest.append((claim, how))
            if rest:
                self._pay_on[day] = rest

    def _returns(self, company: str, booked_on: date) -> Iterator[Payment]:
        """Now and then the bank takes a payment back."""
        for tag, money in self.books.money.items():
            recent = money.company == company and (booked_on - money.booked_on).days < 12
            missed = money.used or money.owner or money.suspects
            if not (recent and missed and money.whole) or tag in self._going_back:
                continue
            if self.chance.random() < 0.02:
                self._going_back.add(tag)
                yield replace(money.payment, back=True)

    def _paid(self, claim: Claim, how: str) -> Iterator[Payment]:
        chance = self.chance
        left = self.books.open[claim.key]
        if not left:
            return
        customer = self.books.customers[claim.debtor]
        names = (claim.number,)
        minor = left
        if how == "part":
            minor = max(left * chance.randint(20, 90) // 100, 1)
        elif how in {"nothing named", "stranger"}:
            names = ()
        elif how == "all at once":
            others = [
                c
                for c in self.books.claims_of(claim.debtor)
                if c.number != claim.number and c.currency == claim.currency
            ]
            wanted = [c for c in others if c.parts == 1][:2]
            if claim.parts == 1:
                names += tuple(c.number for c in wanted)
                minor += sum(self.books.open[c.key] for c in wanted)
        by_reference = bool(claim.reference) and len(names) == 1 and chance.random() < 0.6
        payer = iban("DE", 999_999) if how == "stranger" else customer.iban
        for _ in range(2 if how == "twice" else 1):
            self._serial += 1
            yield Payment(
                tag=f"TK{self._serial}X",
                minor=minor,
                iban=payer or iban("DE", 888_888),
                names=names,
                reference=claim.reference if by_reference else "",
                currency="EUR" if how == "in euros" else claim.currency,
                by=claim.debtor,
            )

    # What people say

    def _facts(self, day: date) -> Iterator[Event]:
        chance, books = self.chance, self.books
        opened = [claim for claim in books.claims.values() if books.open[claim.key]]
        if not opened:
            return
        late = [claim for claim in opened if claim.due_on < day]
        claim = chance.choice(late if late and chance.random() < 0.7 else opened)
        left = books.open[claim.key]
        soon = day + timedelta(days=chance.randint(0, 20))
        match chance.choice(
            ("promise", "promise", "dispute", "part dispute", "hold", "hold all", "")
        ):
            case "promise":
                part = left if chance.random() < 0.7 else max(left // 2, 1)
                yield Promised(claim.key, part, soon)
                if chance.random() < 0.5:
                    self._pay_on.setdefault(working_day(soon, "BE"), []).append(
                        (claim, "whole")
                    )
            case "dispute":
                yield Disputed(claim.key, None)
            case "part dispute":
                yield Disputed(claim.key, max(left * chance.randint(10, 100) // 100, 1))
            case "hold":
                yield Held(claim.debtor, claim.key, soon)
            case "hold all":
                yield Held(claim.debtor, None, soon)
        contested = [key for key in books.disputes if books.open[key]]
        if contested and chance.random() < 0.3:
            yield Cleared(chance.choice(contested))

    def _person(self, day: date) -> Iterator[Event]:
        """Somebody looks at doubtful payments, and at notices that wait."""
        chance, books = self.chance, self.books
        for tag, money in list(books.money.items()):
            if money.back_on:
                yield from self._went_back(tag, day)
                continue
            whose = money.owner or min(money.suspects, default=None)
            if whose is None or not money.left or chance.random() > 0.12:
                continue
            yield self._looked_at(tag, whose)
        for key in list(books.customers):
            if chance.random() < 0.1:
                yield Approved(key)

    def _went_back(self, tag: str, day: date) -> Iterator[Event]:
        """Some pay again; now and then it was the bank's mistake."""
        money = self.books.money[tag]
        if tag in self._paid_again or self.chance.random() > 0.4:
            return
        self._paid_again.add(tag)
        if self.chance.random() < 0.2:
            yield CountsAgain(tag)
            return
        for key in money.gone:
            self._plan_payment(self.books.claims[key], day)

    def _looked_at(self, tag: str, whose: CustomerKey) -> Event:
        money = self.books.money[tag]
        currency = money.payment.currency
        claims = [c for c in self.books.claims_of(whose) if c.currency == currency]
        named = [c for c in claims if c.number in money.payment.names] or claims
        way = self.chance.random()
        if named and way < 0.6:
            left, shares = money.left, []
            for claim in sorted(named, key=lambda c: c.due_on):
                part = min(left, self.books.open[claim.key])
                if part:
                    shares.append((claim.key, part))
                left -= part
            return Accepted(tag, tuple(shares))
        untouched = money.left == money.payment.minor
        return OnAccount(tag, whose) if way < 0.85 or not untouched else NotOurs(tag)


def _of(banked: Banked, accounts: tuple[Account, ...]) -> Banked:
    """The statements of these accounts, with the money on them."""
    first = {one.currency: one for one in reversed(_company(banked.company).accounts)}
    payments = tuple(one for one in banked.payments if first[one.currency] in accounts)
    return banked._replace(accounts=accounts, payments=payments)


def _company(code: str) -> Company:
    return next(one for one in COMPANIES if one.code == code)


def _country(company: str) -> str:
    return _company(company).country
