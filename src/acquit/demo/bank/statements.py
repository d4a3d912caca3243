"""Statements: payments and other dealings, booked account by account and day by day.

Every account has a statement for every banking day, also without lines; each opens with
what the last one closed with.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from acquit.demo import chance as chances
from acquit.demo.bank.lines import Kind, Line, Party, Statement
from acquit.demo.bank.outgoings import Business
from acquit.demo.cast import Format
from acquit.demo.days import banking_day, days, is_banking_day
from acquit.demo.invoices import RATES
from acquit.demo.payments import Deal
from acquit.demo.remittance import USUAL, Clue, Remittance, remittance
from acquit.demo.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from acquit.demo.cast import Account, Cast, Company
    from acquit.demo.customers import Customer
    from acquit.demo.invoices import Invoice
    from acquit.demo.payments import Payment

# Formats that tell nothing of the payments inside a collection.
ONE_BY_ONE = {Format.MT940, Format.CFONB_120}


@dataclass(frozen=True, slots=True)
class Booked:
    """A line with what it really was."""

    line: Line
    truth: Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountBook:
    """One account's statements in order, and the truth of their lines in the same order."""

    company: Company
    account: Account
    statements: tuple[Statement, ...]
    truths: tuple[Truth, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days for which files are written: later than `opening`, `today` included."""

    opening: date
    today: date

    def banking_days(self) -> list[date]:
        return [day for day in days(self.opening, self.today) if is_banking_day(day)]

    def __contains__(self, day: date) -> bool:
        return self.opening < day <= self.today


def make_account_books(
    cast: Cast,
    customers: Sequence[Customer],
    payments: Sequence[Payment],
    invoices: Sequence[Invoice],
    *,
    window: Window,
    seed: int,
) -> tuple[AccountBook, ...]:
    """All accounts of all companies."""
    parents = {(customer.company, customer.code): customer for customer in customers}
    books: list[AccountBook] = []
    for company in cast.companies:
        recent = [invoice for invoice in invoices if invoice.company == company.code][-400:]
        clerk = _Clerk(company=company, parents=parents, recent=recent, seed=seed)
        booked: dict[tuple[str, date], list[Booked]] = defaultdict(list)
        for payment in payments:
            if payment.day in window and payment.customer.company == company.code:
                if payment.collected and payment.deal is not Deal.RETURNED:
                    clerk.collect(payment)
                else:
                    entry = clerk.book(payment)
                    booked[entry.truth.account, payment.day].append(entry)
        for entry in clerk.collections():
            booked[entry.truth.account, entry.line.day].append(entry)
        books += _close(company, booked, window=window, seed=seed)
    return tuple(books)


class _Clerk:
    """Turns payments into lines of the company's accounts."""

    def __init__(
        self,
        *,
        company: Company,
        parents: dict[tuple[str, str], Customer],
        recent: Sequence[Invoice],
        seed: int,
    ) -> None:
        self.company = company
        self.parents = parents
        self.recent = recent
        self.seed = seed
        self._manners: dict[str, tuple[Random, dict[str, Clue]]] = {}
        self._collected: dict[date, list[Payment]] = defaultdict(list)

    def collect(self, payment: Payment) -> None:
        self._collected[payment.day].append(payment)

    def book(self, payment: Payment) -> Booked:
        """A transfer, or a direct debit that came back."""
        chance, manners = self._manner(payment.customer)
        account = self._account(payment)
        minor, instructed = self._received(payment, account, chance)
        if payment.deal is Deal.RETURNED:
            written = Remittance(Clue.MANDATE, payment.allocations[0][0].number)
        else:
            first = payment.allocations[0][0].reference[:1]
            written = remittance(payment, manners[first], self.recent, chance)
        line = Line(
            day=payment.day,
            minor=minor,
            currency=account.currency,
            kind=Kind.RETURN if payment.deal is Deal.RETURNED else Kind.TRANSFER,
            reference="",
            party=self._payer(payment.customer, chance),
            text=written.text,
            structured=written.structured,
            end_to_end_id=written.text if payment.deal is Deal.RETURNED else "",
            mandate=_mandate(payment.customer) if payment.deal is Deal.RETURNED else "",
            return_reason=payment.return_reason,
            instructed=instructed,
        )
        return Booked(line, self._truth(account, line, [payment], written.clue))

    def collections(self) -> list[Booked]:
        """One line a day for all that was collected, with its details; or a line for each,
        where the format has no place for details.
        """
        account = self.company.accounts[0]
        booked = []
        for day, payments in sorted(self._collected.items()):
            details = tuple(
                Line(
                    day=day,
                    minor=payment.minor,
                    currency=account.currency,
                    kind=Kind.COLLECTION,
                    reference="",
                    party=Party(
                        name=payment.customer.full_name, iban=payment.customer.ibans[0]
                    ),
                    text=payment.allocations[0][0].number,
                    end_to_end_id=payment.allocations[0][0].number,
                    mandate=_mandate(payment.customer),
                )
                for payment in payments
            )
            if account.format in ONE_BY_ONE:
                booked += [
                    Booked(line, self._truth(account, line, [payment], Clue.MANDATE))
                    for line, payment in zip(details, payments, strict=True)
                ]
                continue
            line = Line(
                day=day,
                minor=sum(detail.minor for detail in details),
                currency=account.currency,
                kind=Kind.COLLECTION,
                reference="",
                details=details,
            )
            booked.append(Booked(line, self._truth(account, line, payments, Clue.MANDATE)))
        return booked

    def _manner(self, customer: Customer) -> tuple[Random, dict[str, Clue]]:
        """What this customer usually writes, by the kind of reference on the invoice."""
        if customer.code not in self._manners:
            chance = chances.source(
                self.seed, "remittance", customer.company, customer.code
            )
            manners = {kind: chances.pick(chance, clues) for kind, clues in USUAL.items()}
            self._manners[customer.code] = chance, manners
        return self._manners[customer.code]

    def _account(self, payment: Payment) -> Account:
        """Always the same: in their currency if there is one, else one that exchanges."""
        if payment.customer.payment_method == "direct_debit":
            return self.company.accounts[0]
        currency = payment.customer.currency
        fitting = [
            account for account in self.company.accounts if account.currency == currency
        ]
        fitting = fitting or [
            account
            for account in self.company.accounts
            if account.currency == "EUR" and account.format is not Format.CODA
        ]
        chance = chances.source(self.seed, "account", payment.customer.code)
        return chance.choices(fitting, [account.share for account in fitting])[0]

    def _received(
        self, payment: Payment, account: Account, chance: Random
    ) -> tuple[int, tuple[int, str] | None]:
        """What arrives, and what was sent if the bank exchanged it."""
        currency = payment.customer.currency
        if currency == account.currency:
            return payment.minor, None
        rate = RATES[currency] * chance.uniform(0.985, 1.015)
        return round(payment.minor / rate), (payment.minor, currency)

    def _payer(self, customer: Customer, chance: Random) -> Party:
        """As the bank knows them: often without the legal form, sometimes their parent."""
        payer = customer
        parent = self.parents.get((customer.company, customer.parent_code))
        if parent and chance.random() < 0.45:
            payer = parent
        name = payer.full_name if chance.random() < 0.6 else payer.name
        has_address = chance.random() < 0.35
        return Party(
            name=name.upper() if chance.random() < 0.4 else name,
            iban=chance.choice(payer.ibans),
            bic=f"DEMO{payer.ibans[0][:2]}22",
            street=payer.street if has_address else "",
            locality=f"{payer.postcode} {payer.city}" if has_address else "",
        )

    def _truth(
        self, account: Account, line: Line, payments: Sequence[Payment], clue: Clue
    ) -> Truth:
        return Truth(
            company=self.company.code,
            account=account.iban,
            day=line.day,
            reference="",
            minor=line.minor,
            currency=account.currency,
            clue=clue,
            deal=payments[0].deal,
            customers=tuple(dict.fromkeys(payment.customer.code for payment in payments)),
            allocations=tuple(
                (invoice.number, minor)
                for payment in payments
                for invoice, minor in payment.allocations
            ),
            credits=tuple(
                credit.number for payment in payments for credit in payment.credits
            ),
            exchanged=line.instructed is not None,
        )


def _mandate(customer: Customer) -> str:
    return f"KAST-{customer.code}-01"


def _close(
    company: Company,
    booked: dict[tuple[str, date], list[Booked]],
    *,
    window: Window,
    seed: int,
) -> list[AccountBook]:
    """Put the company's other dealings in, number everything, and add it up.

    Side accounts go first: what is swept from them arrives on the main one the same day.
    """
    business = Business.of(company, seed)
    books = [
        _account_book(company, account, booked, business, window=window, seed=seed)
        for account in reversed(company.accounts)
    ]
    return list(reversed(books))


def _account_book(
    company: Company,
    account: Account,
    booked: dict[tuple[str, date], list[Booked]],
    business: Business,
    *,
    window: Window,
    seed: int,
) -> AccountBook:
    """The account from its first day in the window to its last."""
    chance = chances.source(seed, "statements", account.iban)
    is_main = account is company.accounts[0]
    balance = chance.randrange(190_000_00, 420_000_00) // (1 if is_main else 12)
    previous = _last_banking_day(window.opening)
    statements: list[Statement] = []
    truths: list[Truth] = []
    for day in window.banking_days():
        todays = list(booked[account.iban, day])
        now = balance + sum(entry.line.minor for entry in todays)
        if is_main:
            others = business.main_account(account, day, now)
        else:
            others = business.side_account(account, day)
            others += _swept(company, account, booked, business, day, now)
        todays += [Booked(line, _nobodys(company, account, line)) for line in others]
        chance.shuffle(todays)
        numbered = [
            _referenced(entry, account, day, place)
            for place, entry in enumerate(todays, start=1)
        ]
        statement = Statement(
            day=day,
            number=_number_in_year(day),
            previous_day=previous,
            opening=balance,
            lines=tuple(entry.line for entry in numbered),
        )
        statements.append(statement)
        truths += [entry.truth for entry in numbered]
        balance, previous = statement.closing, day
    return AccountBook(
        company=company,
        account=account,
        statements=tuple(statements),
        truths=tuple(truths),
    )


def _swept(
    company: Company,
    account: Account,
    booked: dict[tuple[str, date], list[Booked]],
    business: Business,
    day: date,
    balance: int,
) -> list[Line]:
    """Moved to the main account on Fridays: booked there at once, and returned here."""
    main = company.accounts[0]
    if day.weekday() != 4 or account.currency != main.currency:
        return []
    both = business.sweep(account, main, day, balance)
    for line in both[1:]:
        booked[main.iban, day].append(Booked(line, _nobodys(company, main, line)))
    return both[:1]


def _nobodys(company: Company, account: Account, line: Line) -> Truth:
    return Truth(
        company=company.code,
        account=account.iban,
        day=line.day,
        reference="",
        minor=line.minor,
        currency=account.currency,
        clue=Clue.NONE,
    )


def _referenced(entry: Booked, account: Account, day: date, place: int) -> Booked:
    """With the bank's reference, at most 21 characters, details numbered behind it."""
    reference = f"{account.iban[-4:]}{day:%y%m%d}{place:05}"
    details = tuple(
        replace(detail, reference=f"{reference}/{number}")
        for number, detail in enumerate(entry.line.details, start=1)
    )
    line = replace(entry.line, reference=reference, details=details)
    return Booked(line, replace(entry.truth, reference=reference))


def _last_banking_day(day: date) -> date:
    while not is_banking_day(day):
        day -= timedelta(days=1)
    return day


def _number_in_year(day: date) -> int:
    """The how-manieth banking day of the year it is."""
    first = banking_day(day.replace(month=1, day=1))
    return sum(is_banking_day(other) for other in days(first - timedelta(days=1), day))
