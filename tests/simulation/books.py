"""What happened in the simulated world, and what whoever heard of it must know.

Nothing here comes from the product: it is the same world told a second time, in the
plainest way, so that the judge can hold the product's mails against it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

import holidays

CustomerKey = tuple[str, str]
ClaimKey = tuple[str, str, int]
ONE_DAY = timedelta(days=1)


@cache
def days_off(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year))


def works(day: date, country: str) -> bool:
    return day.weekday() not in {5, 6} and day not in days_off(country, day.year)


def working_day(day: date, country: str) -> date:
    """The day, or the first one after it on which people work there."""
    while not works(day, country):
        day += ONE_DAY
    return day


def working_days_after(first: date, last: date, country: str) -> int:
    days = range(1, (last - first).days + 1)
    return sum(works(first + timedelta(days=n), country) for n in days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    code: str
    name: str
    country: str
    language: str
    email: str
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    company: str
    code: str
    name: str
    party: str  # business, consumer, public, or "" when nobody knows
    vat: str = ""
    country: str = "BE"
    language: str = "en"
    email: str = ""
    accountant: str = ""  # the address of a contact in the accounting, which comes first
    iban: str = ""

    @property
    def key(self) -> CustomerKey:
        return self.company, self.code

    @property
    def address(self) -> str:
        return self.accountant or self.email

    @property
    def may_be_put_on_notice(self) -> bool:
        """A formal notice is for those who are known to be in business."""
        return self.party == "business" or (not self.party and bool(self.vat))


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One instalment of an invoice, in cents."""

    company: str
    customer: str
    number: str
    part: int = 1
    parts: int = 1
    issued_on: date
    due_on: date
    minor: int
    reference: str = ""

    @property
    def key(self) -> ClaimKey:
        return self.company, self.number, self.part

    @property
    def debtor(self) -> CustomerKey:
        return self.company, self.customer


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money on a bank line. names: the invoices that it names; reference: how, if not by
    number.
    """

    tag: str
    minor: int
    iban: str
    names: tuple[str, ...] = ()
    reference: str = ""


# What can happen


class Founded(NamedTuple):
    company: Company


class Known(NamedTuple):
    """Customers are imported, for the first time or with something new."""

    customers: tuple[Customer, ...]


class Issued(NamedTuple):
    claims: tuple[Claim, ...]


class Credited(NamedTuple):
    customer: CustomerKey
    number: str
    minor: int


class Banked(NamedTuple):
    """A file with the statement of one day for each of these accounts is imported; the
    money came in on the first.
    """

    company: str
    accounts: tuple[str, ...]
    of_day: date
    payments: tuple[Payment, ...] = ()


class Promised(NamedTuple):
    claim: ClaimKey
    minor: int
    until: date


class Disputed(NamedTuple):
    """minor None = the whole."""

    claim: ClaimKey
    minor: int | None


class Cleared(NamedTuple):
    claim: ClaimKey


class Held(NamedTuple):
    """claim None = all of the customer's."""

    customer: CustomerKey
    claim: ClaimKey | None
    until: date


class Accepted(NamedTuple):
    """A person says what a doubtful payment settles."""

    tag: str
    shares: tuple[tuple[ClaimKey, int], ...]


class OnAccount(NamedTuple):
    tag: str
    customer: CustomerKey


class NotOurs(NamedTuple):
    tag: str


class Approved(NamedTuple):
    """A person lets the formal notice of this customer leave."""

    customer: CustomerKey


class Walked(NamedTuple):
    """The daily cycle runs."""


Event = (
    Founded
    | Known
    | Issued
    | Credited
    | Banked
    | Promised
    | Disputed
    | Cleared
    | Held
    | Accepted
    | OnAccount
    | NotOurs
    | Approved
    | Walked
)


@dataclass(slots=True)
class _Promise:
    minor: int
    made_on: date
    until: date
    paid: int = 0


@dataclass(slots=True)
class _Money:
    """A payment that nobody has used up yet."""

    payment: Payment
    company: str
    booked_on: date
    left: int
    owner: CustomerKey | None = None
    suspects: set[CustomerKey] = field(default_factory=set)


class Books:
    """What is known after all events so far."""

    def __init__(self) -> None:
        self.companies: dict[str, Company] = {}
        self.customers: dict[CustomerKey, Customer] = {}
        self.claims: dict[ClaimKey, Claim] = {}
        self.open: dict[ClaimKey, int] = {}
        self.settled_on: dict[ClaimKey, date] = {}
        self.fresh: dict[tuple[str, str], date | None] = {}
        self.money: dict[str, _Money] = {}
        self.credit: dict[CustomerKey, int] = defaultdict(int)
        self.promises: dict[ClaimKey, _Promise] = {}
        self.disputes: dict[ClaimKey, int | None] = {}
        self.holds: list[Held] = []
        self.approved: set[CustomerKey] = set()

    def hear(self, day: date, event: Event) -> None:  # noqa: C901, PLR0912 - one case each
        match event:
            case Founded(company):
                self.companies[company.code] = company
                for account in company.accounts:
                    self.fresh[company.code, account] = None
            case Known(customers):
                self.customers |= {one.key: one for one in customers}
            case Issued(claims):
                for claim in claims:
                    self.claims[claim.key] = claim
                    self.open[claim.key] = claim.minor
            case Credited(customer, _, minor):
                self.credit[customer] += minor
            case Banked():
                self._bank(event)
            case Promised(claim_key, minor, until):
                self.promises[claim_key] = _Promise(minor, day, until)
            case Disputed(claim_key, minor_or_all):
                self.disputes[claim_key] = minor_or_all
            case Cleared(claim_key):
                del self.disputes[claim_key]
            case Held():
                self.holds.append(event)
            case Accepted(tag, shares):
                money = self.money[tag]
                money.suspects.clear()
                for key, minor in shares:
                    self._settle(money, key, minor)
                money.owner = money.owner or self.claims[shares[0][0]].debtor
            case OnAccount(tag, customer):
                money = self.money[tag]
                self.credit[customer] += money.left
                money.left, money.owner = 0, None
                money.suspects.clear()
            case NotOurs(tag):
                self.money[tag].owner = None
                self.money[tag].suspects.clear()
            case Approved(customer):
                self.approved.add(customer)
            case Walked():
                pass

    def claims_of(self, customer: CustomerKey) -> list[Claim]:
        """Those that are open."""
        return [
            c for c in self.claims.values() if c.debtor == customer and self.open[c.key]
        ]

    def contested(self, key: ClaimKey) -> int:
        if key not in self.disputes:
            return 0
        part = self.disputes[key]
        return self.open[key] if part is None else min(part, self.open[key])

    def promised_until(self, key: ClaimKey) -> date | None:
        """None when there is no promise, or it was kept."""
        promise = self.promises.get(key)
        if promise is None or promise.paid >= promise.minor:
            return None
        return promise.until

    def held(self, key: ClaimKey, day: date) -> bool:
        debtor = self.claims[key].debtor
        return any(
            day <= hold.until and hold.customer == debtor and hold.claim in {None, key}
            for hold in self.holds
        )

    def stale(self, company: str, day: date) -> bool:
        """More than three working days since what some account last told."""
        country = self.companies[company].country
        return any(
            newest is None or working_days_after(newest, day, country) > 3
            for (code, _), newest in self.fresh.items()
            if code == company
        )

    def suspected(self, customer: CustomerKey) -> bool:
        return any(customer in money.suspects for money in self.money.values())

    def loose(self, customer: CustomerKey) -> int:
        return sum(money.left for money in self.money.values() if money.owner == customer)

    def _bank(self, event: Banked) -> None:
        for account in event.accounts:
            newest = self.fresh[event.company, account] or event.of_day
            self.fresh[event.company, account] = max(newest, event.of_day)
        for payment in event.payments:
            money = _Money(payment, event.company, event.of_day, payment.minor)
            self.money[payment.tag] = money
            named = self._named(money)
            opened = [claim for claim in named if self.open[claim.key]]
            if fitting := self._fitting(payment.minor, opened):
                for claim in fitting:
                    self._settle(money, claim.key, self.open[claim.key])
            elif opened:
                money.suspects = {claim.debtor for claim in opened}
            else:
                money.owner = self._owner(money, named)

    def _named(self, money: _Money) -> list[Claim]:
        """The instalments of the invoices that a payment names, paid or not."""
        return [
            claim
            for number in money.payment.names
            for claim in sorted(self.claims.values(), key=lambda c: (c.due_on, c.part))
            if (claim.company, claim.number) == (money.company, number)
        ]

    def _fitting(self, minor: int, opened: list[Claim]) -> list[Claim]:
        """All that is named and open if that is the amount, or one instalment that is."""
        if sum(self.open[claim.key] for claim in opened) == minor:
            return opened
        if len({claim.number for claim in opened}) > 1:
            return []
        return [claim for claim in opened if self.open[claim.key] == minor][:1]

    def _owner(self, money: _Money, named: list[Claim]) -> CustomerKey | None:
        """Whose money it is: whose invoice it names, else who alone has the account."""
        owners = {claim.debtor for claim in named} or {
            customer.key
            for customer in self.customers.values()
            if (customer.company, customer.iban) == (money.company, money.payment.iban)
        }
        return owners.pop() if len(owners) == 1 else None

    def _settle(self, money: _Money, key: ClaimKey, minor: int) -> None:
        self.open[key] -= minor
        money.left -= minor
        if not self.open[key]:
            self.settled_on[key] = money.booked_on
        promise = self.promises.get(key)
        if promise and promise.made_on <= money.booked_on <= promise.until:
            promise.paid += minor
