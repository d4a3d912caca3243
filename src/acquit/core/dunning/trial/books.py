"""The books as they were known on a morning, kept along while the days are told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import product
from typing import TYPE_CHECKING

from acquit.core import phones
from acquit.core.dunning.file import CustomerFile, Item
from acquit.core.dunning.guarding import Guard, guard
from acquit.core.dunning.steps import Channel, ItemKind
from acquit.core.dunning.trial.facts import (
    Account,
    Dead,
    Disputed,
    Ended,
    Follows,
    GoneBack,
    Missing,
    Money,
    Moved,
    Owed,
    Promised,
    Stopped,
    Suspected,
    Taken,
    Written,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from acquit.core.dunning.trial.facts import Begun, Debtor, Fact, Past

# No more than one in so many debtors is among the largest.
SHARE_OF_LARGEST = 20


@dataclass(slots=True)
class Receivable:
    """One instalment, as known. moves: by the day on which they are booked."""

    receivable_id: int
    customer_id: int
    currency: str
    due_on: date
    open_minor: int
    kind: ItemKind
    has_document: bool
    taken: Taken
    moves: dict[date, int] = field(default_factory=dict)
    paid: bool = False
    returned: bool = False
    begun: dict[tuple[type, int], Begun] = field(default_factory=dict)

    @property
    def settled_on(self) -> date | None:
        """The last day on which its balance moved; None while something is open."""
        if self.open_minor > 0:
            return None
        return max((day for day, minor in self.moves.items() if minor), default=None)

    def of(self, kind: type) -> Iterable[Begun]:
        """What of this kind has begun and not ended."""
        return [one for (known, _), one in self.begun.items() if known is kind]

    def item(self, *, day: date, direct_debit: bool) -> Item:
        """It, as the rules see it."""
        taken = self.taken
        promised = held = None
        contested, missing = 0, False
        for one in self.begun.values():
            match one:
                case Promised(until=until):
                    promised = until
                case Disputed(minor=minor):
                    contested = self.open_minor if minor is None else minor
                case Stopped(until=until) if until >= day:
                    held = max(until, held or until)
                case Missing():
                    missing = True
                case _:
                    pass
        return Item(
            self.receivable_id,
            self.currency,
            self.due_on,
            self.open_minor,
            taken.rank,
            taken.on,
            taken.uncertain,
            promised,
            min(contested, self.open_minor),
            held,
            missing,
            direct_debit and self.returned,
            self.kind,
            self.has_document,
            taken.term_until,
        )


@dataclass(slots=True)
class Customer:
    """A debtor with all that is known of it. version: of its own scenario."""

    debtor: Debtor
    channels: frozenset[Channel]
    open: dict[int, Receivable] = field(default_factory=dict)
    thankable: set[int] = field(default_factory=set)
    loose: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    credit: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    suspected: set[int] = field(default_factory=set)
    holds: dict[int, Stopped] = field(default_factory=dict)
    dead: set[tuple[Channel, str]] = field(default_factory=set)
    version: int | None = None
    owes_minor: int = 0


class Books:
    """Everything of one company, as known after what was heard so far.

    touched: customers of whom something was heard since it was last emptied; thankable:
    those who paid what they were reminded of.
    """

    def __init__(self, past: Past) -> None:
        self.past = past
        self.customers = {
            key: Customer(one, reached(one, frozenset()))
            for key, one in past.debtors.items()
        }
        self.receivables: dict[int, Receivable] = {}
        self.accounts: dict[int, date | None] = {}
        self.contacts: dict[int, list[date]] = defaultdict(list)
        for key, days in past.contacted.items():
            self.contacts[past.debtors[key].group] += days
        self.touched: set[int] = set()
        self.thankable: set[int] = set()
        self._ranked: frozenset[int] | None = None

    def hear(self, fact: Fact) -> None:
        """Take over what became known."""
        if isinstance(fact, Account):
            newest = self.accounts.get(fact.account_id)
            days = [day for day in (newest, fact.fresh_on) if day is not None]
            self.accounts[fact.account_id] = max(days, default=None)
            return
        subject = fact.begun if isinstance(fact, Ended) else fact
        customer = self.customers[subject.customer_id]
        self.touched.add(subject.customer_id)
        match fact:
            case Owed():
                self._owe(customer, fact)
            case Moved():
                self._move(customer, fact)
            case Ended(begun):
                self._end(customer, begun)
            case Money(currency=currency, minor=minor, credit=credit):
                purse = customer.credit if credit else customer.loose
                purse[currency] += minor
            case Dead(channel=channel, address=address):
                customer.dead.add((channel, address))
                customer.channels = reached(customer.debtor, frozenset(customer.dead))
            case Follows(version=version):
                customer.version = version
            case Written(day=day):
                self.contacts[customer.debtor.group].append(day)
            case _:
                self._begin(customer, fact)

    def file(self, customer: Customer, day: date) -> CustomerFile:
        """All that is known of the customer on that morning; items by due day."""
        debtor = customer.debtor
        rows = sorted(customer.open.values(), key=lambda r: (r.due_on, r.receivable_id))
        held = [one.until for one in customer.holds.values() if one.until >= day]
        return CustomerFile(
            customer_id=debtor.customer_id,
            company_id=self.past.company_id,
            party=debtor.party,
            country=debtor.country,
            channels=customer.channels,
            items=[row.item(day=day, direct_debit=debtor.direct_debit) for row in rows],
            held_until=max(held, default=None),
            loose_minor={key: minor for key, minor in customer.loose.items() if minor > 0},
            credit_minor={
                key: minor for key, minor in customer.credit.items() if minor > 0
            },
            suspected=bool(customer.suspected),
            contacted=tuple(self.contacts.get(debtor.group, ())),
            direct_debit=debtor.direct_debit,
            strategic=debtor.customer_id in self.largest(),
            represented=debtor.represented,
        )

    def guard(self, day: date) -> Guard:
        """What the bank data allow on that morning."""
        return guard(
            self.accounts.values(),
            as_of=day,
            country=self.past.country,
            freshness_days=self.past.policy.freshness_days,
        )

    def largest(self) -> frozenset[int]:
        """Those who owe most in the company's currency, as `dunning.survey` finds them."""
        if self._ranked is None:
            owing = [
                (-one.owes_minor, key)
                for key, one in self.customers.items()
                if one.owes_minor
            ]
            most = min(self.past.policy.strategic, len(owing) // SHARE_OF_LARGEST)
            self._ranked = frozenset(key for _, key in nsmallest(most, owing))
        return self._ranked

    def _owe(self, customer: Customer, fact: Owed) -> None:
        row = Receivable(
            fact.receivable_id,
            fact.customer_id,
            fact.currency,
            fact.due_on,
            fact.amount_minor,
            fact.kind,
            fact.has_document,
            self.past.taken.get(fact.receivable_id, Taken()),
        )
        self.receivables[fact.receivable_id] = row
        self._weigh(customer, row, fact.amount_minor)

    def _move(self, customer: Customer, fact: Moved) -> None:
        row = self.receivables[fact.receivable_id]
        row.open_minor -= fact.minor
        row.moves[fact.booked_on] = row.moves.get(fact.booked_on, 0) + fact.minor
        row.paid = row.paid or (fact.is_money and fact.minor > 0)
        row.returned = row.returned or fact.returned
        self._weigh(customer, row, -fact.minor)

    def _weigh(self, customer: Customer, row: Receivable, minor: int) -> None:
        key = row.receivable_id
        if row.open_minor > 0:
            customer.open[key] = row
            customer.thankable.discard(key)
        else:
            customer.open.pop(key, None)
            if row.taken.reminded and not row.taken.thanked:
                customer.thankable.add(key)
                self.thankable.add(row.customer_id)
        if row.currency == self.past.currency:
            customer.owes_minor += minor
            self._ranked = None

    def _begin(self, customer: Customer, fact: Begun) -> None:
        match fact:
            case Suspected(key=key):
                customer.suspected.add(key)
            case Stopped(receivable_id=None, key=key):
                customer.holds[key] = fact
            case Promised() | Disputed() | Stopped() | Missing() | GoneBack():
                row = self.receivables.get(fact.receivable_id or 0)
                if row is not None:
                    row.begun[type(fact), fact.key] = fact

    def _end(self, customer: Customer, fact: Begun) -> None:
        match fact:
            case Suspected(key=key):
                customer.suspected.discard(key)
            case Stopped(receivable_id=None, key=key):
                customer.holds.pop(key, None)
            case Promised() | Disputed() | Stopped() | Missing() | GoneBack():
                row = self.receivables.get(fact.receivable_id or 0)
                if row is not None:
                    row.begun.pop((type(fact), fact.key), None)


def reached(debtor: Debtor, dead: frozenset[tuple[Channel, str]]) -> frozenset[Channel]:
    """By which channels the debtor can be reached, without what was refused for good."""
    refused = {address for _, address in dead}
    emails = debtor.emails - refused
    letters = [to for channel, to in dead if channel is Channel.LETTER]
    by_letter = bool(debtor.street) and not any(debtor.street in to for to in letters)
    texts_refused = any(channel is Channel.SMS for channel, _ in dead)
    numbers = () if texts_refused else debtor.phones
    by_sms = any(phones.is_mobile(one, debtor.country) for one in numbers)
    return _CHANNELS[bool(emails), by_letter, bool(numbers), by_sms]


def _set_of(*flags: bool) -> frozenset[Channel]:
    channels = (Channel.EMAIL, Channel.LETTER, Channel.PHONE, Channel.SMS)
    known = {channel for channel, flag in zip(channels, flags, strict=True) if flag}
    # Another program can always be told.
    return frozenset(known | {Channel.WEBHOOK})


_CHANNELS = {flags: _set_of(*flags) for flags in product((False, True), repeat=4)}
