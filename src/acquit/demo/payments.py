"""Payments: what each customer pays on which day, and which invoices they mean by it.

A *deal* says how the money differs from what was owed. Payments after today are made too:
they tell whether a promise will be kept. `Settlement`s are the truth of the open amounts.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from acquit.demo import chance as chances
from acquit.demo import terms
from acquit.demo.days import banking_day
from acquit.demo.habits import Habit, pays_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from random import Random

    from acquit.demo.customers import Customer
    from acquit.demo.invoices import Books, Invoice

MOST_NUMBERS = 12  # numbers that fit into one line of text
# Within these days before the demo's day, a direct debit has come back.
SHOWN = timedelta(days=30)
RETURN_REASONS = {"AM04": 60, "MS03": 20, "MD06": 12, "AC04": 8}


class Deal(StrEnum):
    EXACT = "EXACT"
    NETTED = "NETTED"  # a credit note was deducted
    PART = "PART"
    FEE = "FEE"
    DISCOUNT = "DISCOUNT"
    OVER = "OVER"
    DOUBLE = "DOUBLE"
    RETURNED = "RETURNED"


ODD_DEALS = {
    Deal.EXACT: 94.9,
    Deal.PART: 1.7,
    Deal.FEE: 1.0,
    Deal.OVER: 1.3,
    Deal.DOUBLE: 1.1,
}
ODD_ABROAD = {Deal.EXACT: 70.0, Deal.FEE: 30.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """minor: what arrives, negative for a return. allocations: (invoice, minor) that the
    payer means to settle, 0 where it is paid a second time; credits: the credit notes
    deducted. collected: taken by direct debit.
    """

    customer: Customer
    day: date
    minor: int
    allocations: tuple[tuple[Invoice, int], ...]
    credits: tuple[Invoice, ...] = ()
    deal: Deal = Deal.EXACT
    collected: bool = False
    return_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """minor of a document was settled on that day, by money or by a credit note."""

    number: str
    day: date
    minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """All that is ever paid, in order of day; settlements by the document's number."""

    payments: tuple[Payment, ...]
    settlements: dict[str, tuple[Settlement, ...]]

    def open_minor(self, invoice: Invoice, *, at_end_of: date) -> int:
        """What is still open; fees and discounts taken count as paid."""
        settled = self.settlements.get(invoice.number, ())
        return invoice.minor - sum(part.minor for part in settled if part.day <= at_end_of)


@dataclass(slots=True, kw_only=True)
class _Owed:
    """A part of an invoice that its customer intends to pay on a day."""

    day: date
    invoice: Invoice
    minor: int
    credits: list[Invoice] = field(default_factory=list)


def make_money(
    customers: Sequence[Customer], books: Books, *, seed: int, today: date
) -> Money:
    """Let every customer pay all their invoices, each by their own habit."""
    invoices: dict[str, list[Invoice]] = defaultdict(list)
    for invoice in books.documents:
        if not invoice.is_credit_note:
            invoices[invoice.customer.code].append(invoice)
    payments: list[Payment] = []
    settlements: dict[str, list[Settlement]] = defaultdict(list)
    for customer in customers:
        chance = chances.source(seed, "payments", customer.code)
        desk = _Desk(customer=customer, books=books, today=today, chance=chance)
        desk.pay(invoices[customer.code])
        payments += desk.payments
        for settlement in desk.settlements:
            settlements[settlement.number].append(settlement)
    if shown := _shown_return(payments, today):
        payments.append(shown)
        for invoice, minor in shown.allocations:
            part = Settlement(number=invoice.number, day=shown.day, minor=minor)
            settlements[invoice.number].append(part)
    payments.sort(key=lambda payment: (payment.day, payment.customer.code, payment.minor))
    return Money(
        payments=tuple(payments),
        settlements={number: tuple(parts) for number, parts in settlements.items()},
    )


def _shown_return(payments: Sequence[Payment], today: date) -> Payment | None:
    """The newest collection that may have come back goes back, where chance has brought
    none back lately: whoever looks at the demo sees one.
    """
    lately = today - SHOWN
    if any(p.deal is Deal.RETURNED and lately <= p.day < today for p in payments):
        return None
    collected = [p for p in payments if p.collected and p.deal is Deal.EXACT]
    fitting = [p for p in collected if lately <= p.day <= today - timedelta(days=9)]
    if not fitting:
        return None
    newest = max(fitting, key=lambda p: (p.day, p.minor))
    return _brought_back(newest, banking_day(newest.day + timedelta(days=3)), "AM04")


def _brought_back(payment: Payment, day: date, reason: str) -> Payment:
    """The same direct debit, back from the bank of its payer."""
    return replace(
        payment,
        day=day,
        minor=-payment.minor,
        allocations=tuple((invoice, -minor) for invoice, minor in payment.allocations),
        deal=Deal.RETURNED,
        return_reason=reason,
    )


@dataclass(slots=True, kw_only=True)
class _Desk:
    """A customer's payments desk: decides what is owed, and pays it."""

    customer: Customer
    books: Books
    today: date
    chance: Random
    payments: list[Payment] = field(default_factory=list)
    settlements: list[Settlement] = field(default_factory=list)

    def pay(self, invoices: Iterable[Invoice]) -> None:
        owed = [part for invoice in invoices for part in self._owed(invoice)]
        owed = [part for part in owed if not self._has_stopped(part.day)]
        by_day: dict[date, list[_Owed]] = defaultdict(list)
        for part in self._less_credits(owed):
            by_day[part.day].append(part)
        for day in sorted(by_day):
            for bundle in self._bundles(by_day[day]):
                if len(bundle) == 1 and not bundle[0].credits:
                    self._pay_one(bundle[0])
                else:
                    self._pay_many(day, bundle)

    def _owed(self, invoice: Invoice) -> list[_Owed]:
        """When they mean to pay it: once, or the uncontested part first. Empty is never."""
        day = self._intended(invoice)
        if day is None:
            return []
        dispute = self.books.disputed.get(invoice.number)
        if not dispute or day < dispute.opened_on:
            return [_Owed(day=day, invoice=invoice, minor=invoice.minor)]
        after = banking_day(
            dispute.closed_on + timedelta(days=self.chance.randrange(3, 12))
        )
        if dispute.is_whole:
            return [_Owed(day=max(day, after), invoice=invoice, minor=invoice.minor)]
        return [
            _Owed(day=day, invoice=invoice, minor=invoice.minor - dispute.minor),
            _Owed(day=max(day, after), invoice=invoice, minor=dispute.minor),
        ]

    def _intended(self, invoice: Invoice) -> date | None:
        day = pays_on(self.customer.payer, invoice.due_on, self.today, self.chance)
        if day is None:
            return None
        prompt = self.customer.payer.habit in {
            Habit.PROMPT,
            Habit.SLOW_STEADY,
            Habit.IMPROVING,
        }
        if self.customer.terms.has_discount and prompt and self.chance.random() < 0.6:
            return banking_day(
                invoice.issued_on + timedelta(days=self.chance.randrange(4, 9))
            )
        return max(day, banking_day(invoice.issued_on + timedelta(days=2)))

    def _less_credits(self, owed: list[_Owed]) -> list[_Owed]:
        """Deduct it from its invoice if that is unpaid then, else from a later one."""
        owed.sort(key=lambda part: (part.day, part.invoice.number))
        for part in owed:
            for credit in self.books.credited.get(part.invoice.number, ()):
                self._deduct(credit, owed)
        return [part for part in owed if part.minor or part.credits]

    def _deduct(self, credit: Invoice, owed: Sequence[_Owed]) -> None:
        if any(credit in part.credits for part in owed) or self._is_settled(credit):
            return
        later = [part for part in owed if part.day >= credit.issued_on]
        own = [part for part in later if part.invoice.number == credit.corrects]
        for part in [*reversed(own), *later]:
            room = part.minor - sum(taken.minor for taken in part.credits)
            if room == credit.minor and part in own and not part.credits:
                part.minor = 0  # nothing is left to pay: invoice and credit note cancel out
                self._settle(part.invoice, credit.issued_on, credit.minor)
                self._settle(credit, credit.issued_on, credit.minor)
                return
            if room > credit.minor:
                part.credits.append(credit)
                return

    def _is_settled(self, invoice: Invoice) -> bool:
        return any(settlement.number == invoice.number for settlement in self.settlements)

    def _bundles(self, parts: list[_Owed]) -> list[list[_Owed]]:
        """One payment for all of the day, or one for each."""
        together = self.customer.payer.habit in {
            Habit.BATCHES,
            Habit.SLOW_STEADY,
            Habit.PUBLIC_BODY,
        }
        if self.customer.payer.habit is Habit.DIRECT_DEBIT:
            return [[part] for part in parts]
        if not together and self.chance.random() < 0.4:
            return [[part] for part in parts]
        most = MOST_NUMBERS if self.chance.random() < 0.8 else len(parts)
        return [parts[at : at + most] for at in range(0, len(parts), most)]

    def _pay_many(self, day: date, bundle: Sequence[_Owed]) -> None:
        deducted = tuple(credit for part in bundle for credit in part.credits)
        for credit in deducted:
            self._settle(credit, day, credit.minor)
        self._add(
            Payment(
                customer=self.customer,
                day=day,
                minor=sum(part.minor for part in bundle)
                - sum(note.minor for note in deducted),
                allocations=tuple((part.invoice, part.minor) for part in bundle),
                credits=deducted,
                deal=Deal.NETTED if deducted else Deal.EXACT,
            )
        )

    def _pay_one(self, part: _Owed) -> None:
        if self.customer.payer.habit is Habit.DIRECT_DEBIT:
            self._collect(part)
            return
        invoice, whole = part.invoice, part.minor
        if whole != invoice.minor:
            self._add(self._of(part, whole, Deal.PART))
            return
        deal = self._deal(part)
        payment = self._of(part, whole, deal)
        match deal:
            case Deal.DISCOUNT:
                minor = whole - round(whole * terms.DISCOUNT_PERCENT / 100)
                self._add(replace(payment, minor=minor))
            case Deal.FEE:
                self._add(
                    replace(
                        payment, minor=whole - self.chance.choice((750, 1000, 1500, 2250))
                    )
                )
            case Deal.OVER:
                excess = self.chance.choice((9, 90, 100, 1000, -(whole % -10_000) or 500))
                self._add(replace(payment, minor=whole + excess))
            case Deal.DOUBLE:
                self._add(replace(payment, deal=Deal.EXACT))
                again = banking_day(part.day + timedelta(days=self.chance.randrange(2, 12)))
                self._add(replace(payment, day=again, allocations=((invoice, 0),)))
            case Deal.PART:
                first = round(whole * self.chance.choice((0.3, 0.4, 0.5, 0.5, 0.6, 0.75)))
                rest = banking_day(part.day + timedelta(days=self.chance.randrange(12, 42)))
                for day, minor in ((part.day, first), (rest, whole - first)):
                    self._add(
                        replace(
                            payment, day=day, minor=minor, allocations=((invoice, minor),)
                        )
                    )
            case _:
                self._add(payment)

    def _of(self, part: _Owed, minor: int, deal: Deal) -> Payment:
        return Payment(
            customer=self.customer,
            day=part.day,
            minor=minor,
            allocations=((part.invoice, part.minor),),
            deal=deal,
        )

    def _deal(self, part: _Owed) -> Deal:
        in_time = part.day <= part.invoice.issued_on + timedelta(
            days=terms.DISCOUNT_DAYS + 4
        )
        if self.customer.terms.has_discount and in_time:
            return Deal.DISCOUNT
        if self.customer.payer.habit is Habit.PUBLIC_BODY or part.minor < 40_00:
            return Deal.EXACT
        abroad = self.customer.currency != "EUR"
        return chances.pick(self.chance, ODD_ABROAD if abroad else ODD_DEALS)

    def _collect(self, part: _Owed) -> None:
        """By direct debit; the bank brings some back, and most of those pay later."""
        payment = replace(self._of(part, part.minor, Deal.EXACT), collected=True)
        self._add(payment)
        if self.chance.random() >= 0.05:
            return
        back = banking_day(part.day + timedelta(days=self.chance.randrange(2, 6)))
        reason = chances.pick(self.chance, RETURN_REASONS)
        returned = _brought_back(payment, back, reason)
        self._add(returned)
        if self.chance.random() < 0.8:
            later = banking_day(back + timedelta(days=self.chance.randrange(6, 40)))
            self._add(replace(payment, day=later, collected=False))

    def _has_stopped(self, day: date) -> bool:
        stops_on = self.customer.payer.stops_on
        return stops_on is not None and day >= stops_on

    def _add(self, payment: Payment) -> None:
        """Nothing comes of what was meant for later than the day they stopped paying."""
        if self._has_stopped(payment.day):
            return
        self.payments.append(payment)
        for invoice, minor in payment.allocations:
            self._settle(invoice, payment.day, minor)

    def _settle(self, invoice: Invoice, day: date, minor: int) -> None:
        self.settlements.append(Settlement(number=invoice.number, day=day, minor=minor))
