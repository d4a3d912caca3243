"""Invoices and credit notes: when they are issued, for how much, and under which number."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from acquit.demo import chance as chances
from acquit.demo import identifiers
from acquit.demo.days import days, is_working_day, working_day
from acquit.demo.disputes import Dispute, make_disputes
from acquit.demo.habits import Habit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from acquit.demo.cast import Cast, Company
    from acquit.demo.customers import Customer

YEARS = 3
GROWTH = 0.04  # a year

# how much of a month's usual business is done in January … December
SEASONS = (0.88, 0.93, 1.08, 1.05, 1.05, 1.12, 0.90, 0.80, 1.10, 1.15, 1.10, 0.93)

RATES = {"EUR": 1.0, "GBP": 0.86, "USD": 1.12, "CHF": 0.95}  # units for one euro
RATE_OF_ERROR = 0.011  # invoices that are simply wrong, and credited soon


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """minor: gross, positive for both kinds. corrects: the invoice that it credits."""

    number: str
    customer: Customer
    issued_on: date
    due_on: date
    minor: int
    vat_minor: int
    currency: str
    reference: str
    order_number: str
    terms: str
    is_credit_note: bool = False
    corrects: str = ""

    @property
    def company(self) -> str:
        return self.customer.company


@dataclass(slots=True, kw_only=True)
class _Draft:
    """An invoice before it is numbered; `credits` is the draft that it corrects."""

    customer: Customer
    issued_on: date
    minor: int
    vat_minor: int
    order_number: str = ""
    credits: _Draft | None = None
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """documents: per company in order of issue; the others by the invoice's number."""

    documents: tuple[Invoice, ...]
    credited: dict[str, tuple[Invoice, ...]]
    disputed: dict[str, Dispute]


def make_books(
    cast: Cast, customers: Sequence[Customer], *, seed: int, today: date, count: int
) -> Books:
    """About `count` invoices over three years, their credit notes and disputes."""
    documents: list[Invoice] = []
    disputed: dict[str, Dispute] = {}
    for company in cast.companies:
        own = [customer for customer in customers if customer.company == company.code]
        chance = chances.source(seed, "invoices", company.code)
        drafts = _drafts(
            company, own, today, round(count * len(own) / len(customers)), chance
        )
        disputes = make_disputes(
            [(draft.customer, draft.issued_on, draft.minor) for draft in drafts],
            today=today,
            chance=chance,
        )
        notes = _credit_notes(company, drafts, disputes, today, chance)
        _number(company, drafts, notes)
        documents += [_issue(draft, company, chance) for draft in (*drafts, *notes)]
        disputed |= {drafts[place].number: dispute for place, dispute in disputes.items()}
    documents.sort(key=lambda invoice: (invoice.company, invoice.issued_on, invoice.number))
    credited: dict[str, tuple[Invoice, ...]] = {}
    for invoice in documents:
        if invoice.is_credit_note:
            credited[invoice.corrects] = (*credited.get(invoice.corrects, ()), invoice)
    return Books(documents=tuple(documents), credited=credited, disputed=disputed)


def _drafts(
    company: Company, customers: Sequence[Customer], today: date, count: int, chance: Random
) -> list[_Draft]:
    """In order of issue."""
    if not customers:
        return []
    calendar = _Calendar.of(company.country, today)
    weights = [customer.rate * _tenure(customer, today) for customer in customers]
    buyers = chance.choices(customers, weights, k=count)
    drafts = [_draft(company, buyer, calendar, chance) for buyer in buyers]
    return sorted(
        drafts, key=lambda draft: (draft.issued_on, draft.customer.code, draft.minor)
    )


def _tenure(customer: Customer, today: date) -> float:
    """The part of the three years in which they were a customer."""
    return min(1.0, (today - customer.since).days / (365 * YEARS))


@dataclass(frozen=True, slots=True)
class _Calendar:
    """The working days of three years, with a running weight to draw from."""

    days: tuple[date, ...]
    weights: tuple[float, ...]

    @classmethod
    def of(cls, country: str, today: date) -> _Calendar:
        begin = today - timedelta(days=365 * YEARS)
        open_days = [day for day in days(begin, today) if is_working_day(day, country)]
        weights, running = [], 0.0
        for day in open_days:
            grown = 1 + GROWTH * (day - begin).days / 365
            running += SEASONS[day.month - 1] * grown * (1.25 if day.day >= 26 else 1.0)
            weights.append(running)
        return cls(tuple(open_days), tuple(weights))

    def draw(self, chance: Random, *, since: date, until: date) -> date:
        """A working day between both, busier ones more often."""
        first, end = bisect_left(self.days, since), bisect_left(self.days, until)
        if first >= end:
            return self.days[min(first, len(self.days) - 1)]
        below = self.weights[first - 1] if first else 0.0
        drawn = chance.uniform(below, self.weights[end - 1])
        return self.days[min(bisect_left(self.weights, drawn), end - 1)]


def _draft(
    company: Company, customer: Customer, calendar: _Calendar, chance: Random
) -> _Draft:
    until = calendar.days[-1] + timedelta(days=1)
    if customer.payer.stops_on:  # nobody delivers much longer to who has stopped paying
        until = min(until, customer.payer.stops_on + timedelta(days=30))
    issued_on = calendar.draw(chance, since=customer.since, until=until)
    net = customer.fixed_minor or _net(customer, chance)
    percent = company.vat_percent if customer.country == company.country else 0
    vat_minor = round(net * percent / 100)
    has_order = customer.segment in {"KEY", "PUBLIC", "TRADE"} and chance.random() < 0.75
    return _Draft(
        customer=customer,
        issued_on=issued_on,
        minor=net + vat_minor,
        vat_minor=vat_minor,
        order_number=_order_number(customer, issued_on, chance) if has_order else "",
    )


def _net(customer: Customer, chance: Random) -> int:
    euros = min(
        160_000.0, max(18.0, customer.net * chance.lognormvariate(0, customer.spread))
    )
    return round(euros * RATES[customer.currency] * 100)


def _order_number(customer: Customer, issued_on: date, chance: Random) -> str:
    drawn = chance.randrange(10_000, 99_999)
    pattern = sum(map(ord, customer.code)) % 4
    return (
        f"PO{drawn}",
        f"45000{drawn}",
        f"BC-{issued_on:%y}/{drawn}",
        f"{drawn}-{customer.unit[:2]}",
    )[pattern]


def _credit_notes(
    company: Company,
    drafts: Sequence[_Draft],
    disputes: dict[int, Dispute],
    today: date,
    chance: Random,
) -> list[_Draft]:
    """Credit notes for granted disputes and for plain mistakes; none after today."""
    made = []
    for place, draft in enumerate(drafts):
        dispute = disputes.get(place)
        if dispute:
            minor = dispute.minor if dispute.granted else 0
            issued_on = dispute.closed_on
        elif (
            draft.customer.payer.habit is not Habit.DIRECT_DEBIT
            and chance.random() < RATE_OF_ERROR
        ):
            whole = chance.random() < 0.35
            minor = draft.minor if whole else round(draft.minor * chance.uniform(0.05, 0.4))
            issued_on = draft.issued_on + timedelta(days=chance.randrange(3, 18))
        else:
            continue
        issued_on = working_day(issued_on, company.country)
        if minor and issued_on <= today:
            vat_minor = round(minor * draft.vat_minor / draft.minor)
            made.append(
                _Draft(
                    customer=draft.customer,
                    issued_on=issued_on,
                    minor=minor,
                    vat_minor=vat_minor,
                    credits=draft,
                )
            )
    return sorted(
        made, key=lambda draft: (draft.issued_on, draft.customer.code, draft.minor)
    )


def _number(company: Company, drafts: Sequence[_Draft], notes: Sequence[_Draft]) -> None:
    """Give the numbers, without gaps: one series a year, another for credit notes."""
    series: dict[tuple[int, bool], int] = {}
    for draft in (*drafts, *notes):
        year, is_credit = draft.issued_on.year, draft.credits is not None
        begin = 0 if year > drafts[0].issued_on.year else 300
        taken = series.get((year, is_credit), 0 if is_credit else begin) + 1
        series[year, is_credit] = taken
        draft.number = _written_number(company.country, year, taken, is_credit=is_credit)


def _written_number(country: str, year: int, taken: int, *, is_credit: bool) -> str:
    short = year % 100
    match country:
        case "BE":
            return f"CN{year}/{taken:04}" if is_credit else f"{year}/{taken:05}"
        case "FR":
            return f"A{short}-{taken:06}" if is_credit else f"F{short}-{taken:06}"
        case _:
            return f"NLC{short}{taken:04}" if is_credit else f"NL{short}{taken:05}"


def _issue(draft: _Draft, company: Company, chance: Random) -> Invoice:
    customer, is_credit = draft.customer, draft.credits is not None
    return Invoice(
        number=draft.number,
        customer=customer,
        issued_on=draft.issued_on,
        due_on=draft.issued_on if is_credit else customer.terms.due_on(draft.issued_on),
        minor=draft.minor,
        vat_minor=draft.vat_minor,
        currency=customer.currency,
        reference="" if is_credit else _reference(draft, company, chance),
        order_number=draft.order_number,
        terms="" if is_credit else customer.terms.written(customer.language),
        is_credit_note=is_credit,
        corrects=draft.credits.number if draft.credits else "",
    )


def _reference(draft: _Draft, company: Company, chance: Random) -> str:
    """Belgium: always +++…+++. Elsewhere: RF for some, nothing for most."""
    digits = "".join(letter for letter in draft.number if letter.isdigit())
    if company.country == "BE":
        return identifiers.ogm_written(identifiers.ogm(int(f"7{digits[2:].zfill(9)}")))
    wanted = 0.12 if company.country == "FR" else 0.28
    if chance.random() < wanted:
        return identifiers.creditor_reference(company.country + digits)
    return ""
