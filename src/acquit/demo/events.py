"""Events: what people did between the opening and today, for a replay to do again.

Promises, disputes, holds and notes, each on its day and by its person. They agree with the
payments: a kept promise is followed by its money, a broken one is not, in time.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypedDict

from acquit.demo import chance as chances
from acquit.demo.cast import Role
from acquit.demo.days import working_day
from acquit.demo.disputes import Reason
from acquit.demo.habits import Habit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from acquit.demo.bank.statements import Window
    from acquit.demo.cast import Cast
    from acquit.demo.customers import Customer
    from acquit.demo.invoices import Books, Invoice
    from acquit.demo.payments import Money

PROMISED = 0.16  # of the invoices that are two weeks late and not collected
KEPT = 0.8


class HoldReason(StrEnum):
    INSOLVENCY = "INSOLVENCY"
    NEGOTIATION = "NEGOTIATION"
    INTERNAL_CHECK = "INTERNAL_CHECK"
    GOODWILL = "GOODWILL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """by: the e-mail address of who did it."""

    day: date
    company: str
    customer: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseMade(Event):
    """minor of the invoice was promised for a day; kept is the truth, and may lie ahead."""

    invoice: str
    minor: int
    currency: str
    promised_on: date
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeOpened(Event):
    """opened_on is earlier than day when the dispute was running at the opening."""

    invoice: str
    minor: int
    currency: str
    is_whole: bool
    reason: Reason
    opened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeClosed(Event):
    """granted: a credit note of the same day follows from it."""

    invoice: str
    granted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPlaced(Event):
    until: date
    reason: HoldReason


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTaken(Event):
    text: str


AnyEvent = PromiseMade | DisputeOpened | DisputeClosed | HoldPlaced | NoteTaken

HOLDS = {
    HoldReason.NEGOTIATION: 40,
    HoldReason.INTERNAL_CHECK: 35,
    HoldReason.GOODWILL: 25,
}
NOTES = {
    "nl": (
        "Gebeld met {p}: factuur ligt ter goedkeuring, betaling in de volgende ronde.",
        "{p} vraagt een kopie van de openstaande facturen, gemaild.",
        "Niemand bereikt, voicemail ingesproken.",
        "Nieuwe boekhouder sinds deze maand: {p}.",
        "Vraagt om facturen voortaan via Peppol te sturen.",
    ),
    "fr": (
        "Appel à {p} : la facture attend un visa, paiement à la prochaine échéance.",
        "{p} demande un duplicata des factures ouvertes, envoyé par mail.",
        "Pas de réponse, message laissé sur le répondeur.",
        "Nouvelle comptable depuis ce mois : {p}.",
        "Change de banque, nouvel IBAN à confirmer par écrit.",
    ),
    "de": (
        "Telefonat mit {p}: Rechnung liegt zur Freigabe, Zahlung im nächsten Lauf.",
        "{p} bittet um Kopien der offenen Rechnungen, per Mail geschickt.",
        "Niemanden erreicht, auf den Anrufbeantworter gesprochen.",
    ),
}
PROMISE_NOTES = {
    "nl": "{p} belooft betaling van {n} tegen {d}.",
    "fr": "{p} promet le paiement de {n} pour le {d}.",
    "de": "{p} sagt Zahlung von {n} bis {d} zu.",
}


def make_events(
    cast: Cast,
    customers: Sequence[Customer],
    books: Books,
    money: Money,
    *,
    window: Window,
    seed: int,
) -> dict[date, tuple[AnyEvent, ...]]:
    """By day, those of one day in the order in which they happen."""
    diary = _Diary(cast, books, money, window)
    chance = chances.source(seed, "events")
    for invoice in books.documents:
        if not invoice.is_credit_note:
            diary.disputes(invoice)
            diary.promise(invoice, chance)
    for customer in customers:
        diary.hold(customer, chance)
        diary.note(customer, chance)
    by_day: dict[date, list[AnyEvent]] = defaultdict(list)
    for event in sorted(diary.events, key=lambda event: (event.day, event.company)):
        by_day[event.day].append(event)
    return {day: tuple(events) for day, events in by_day.items()}


class _Signed(TypedDict):
    """What every event states."""

    day: date
    company: str
    customer: str
    by: str


class _Diary:
    def __init__(self, cast: Cast, books: Books, money: Money, window: Window) -> None:
        self.cast = cast
        self.books = books
        self.money = money
        self.window = window
        self.events: list[AnyEvent] = []
        self._promised: set[str] = set()

    def disputes(self, invoice: Invoice) -> None:
        """Those that are open at some time between the opening and today."""
        dispute, window = self.books.disputed.get(invoice.number), self.window
        if not dispute or dispute.closed_on <= window.opening:
            return
        day = max(dispute.opened_on, self._first_day(invoice.customer))
        open_minor = self.money.open_minor(invoice, at_end_of=day)
        if day > window.today or open_minor < dispute.minor:
            return
        shared = self._signed(invoice.customer, day)
        self.events.append(
            DisputeOpened(
                **shared,
                invoice=invoice.number,
                minor=dispute.minor,
                currency=invoice.currency,
                is_whole=dispute.is_whole,
                reason=dispute.reason,
                opened_on=dispute.opened_on,
            )
        )
        if day < dispute.closed_on <= window.today:
            self.events.append(
                DisputeClosed(
                    **self._signed(invoice.customer, dispute.closed_on),
                    invoice=invoice.number,
                    granted=dispute.granted,
                )
            )

    def promise(self, invoice: Invoice, chance: Random) -> None:
        """One for some late invoices, at most one a customer at a time."""
        customer = invoice.customer
        made_on = self._promised_when(invoice, chance)
        if not made_on or customer.code in self._promised or chance.random() > PROMISED:
            return
        open_minor = self.money.open_minor(invoice, at_end_of=made_on)
        coming = [
            part
            for part in self.money.settlements.get(invoice.number, ())
            if part.day > made_on and part.minor > 0
        ]
        promised_on, kept = self._promised_day(
            made_on, coming[0].day if coming else None, chance
        )
        minor = coming[0].minor if kept and coming else open_minor
        person = self._person(customer, chance)
        self._promised.add(customer.code)
        self.events.append(
            PromiseMade(
                **self._signed(customer, made_on),
                invoice=invoice.number,
                minor=minor,
                currency=invoice.currency,
                promised_on=promised_on,
                kept=kept,
            )
        )
        text = PROMISE_NOTES[self._language(customer)]
        text = text.format(p=person, n=invoice.number, d=f"{promised_on:%d/%m}")
        self.events.append(NoteTaken(**self._signed(customer, made_on), text=text))

    def _promised_when(self, invoice: Invoice, chance: Random) -> date | None:
        """A day on which the invoice was open, late, not contested, and somebody called."""
        customer, window = invoice.customer, self.window
        slow = {Habit.DIRECT_DEBIT, Habit.PUBLIC_BODY}
        if customer.payer.habit in slow or invoice.number in self.books.disputed:
            return None
        earliest = max(
            invoice.due_on + timedelta(days=8), window.opening + timedelta(days=1)
        )
        made_on = working_day(
            earliest + timedelta(days=chance.randrange(0, 14)), customer.country
        )
        if made_on > window.today or not self.money.open_minor(invoice, at_end_of=made_on):
            return None
        return made_on

    def _promised_day(
        self, made_on: date, paid_on: date | None, chance: Random
    ) -> tuple[date, bool]:
        """Kept: the money comes by that day. Broken: it comes later, or never."""
        soon = made_on + timedelta(days=chance.randrange(3, 13))
        if not paid_on:
            return soon, False
        near = paid_on <= made_on + timedelta(days=25)
        if (near and chance.random() < KEPT) or paid_on <= made_on + timedelta(days=4):
            return paid_on + timedelta(days=chance.randrange(0, 3)), True
        return min(soon, paid_on - timedelta(days=2)), False

    def hold(self, customer: Customer, chance: Random) -> None:
        """The insolvent are held once it is known; a few others for other reasons."""
        stops_on, window = customer.payer.stops_on, self.window
        if stops_on and chance.random() < 0.45:
            known = max(stops_on + timedelta(days=70), self._first_day(customer))
            reason, lasts = HoldReason.INSOLVENCY, 180
        elif chance.random() < 0.015:
            known = window.opening + timedelta(days=chance.randrange(2, 60))
            reason, lasts = chances.pick(chance, HOLDS), chance.randrange(10, 40)
        else:
            return
        day = working_day(known, customer.country)
        if day <= window.today:
            until = day + timedelta(days=lasts)
            self.events.append(
                HoldPlaced(**self._signed(customer, day), until=until, reason=reason)
            )

    def note(self, customer: Customer, chance: Random) -> None:
        if chance.random() >= 0.12:
            return
        drawn = self.window.opening + timedelta(days=chance.randrange(1, 60))
        day = working_day(drawn, customer.country)
        if day <= self.window.today and customer.since <= day:
            text = chance.choice(NOTES[self._language(customer)])
            text = text.format(p=self._person(customer, chance))
            self.events.append(NoteTaken(**self._signed(customer, day), text=text))

    def _first_day(self, customer: Customer) -> date:
        return working_day(self.window.opening + timedelta(days=1), customer.country)

    def _signed(self, customer: Customer, day: date) -> _Signed:
        return _Signed(
            day=day, company=customer.company, customer=customer.code, by=customer.collector
        )

    def _language(self, customer: Customer) -> str:
        """That of the collector, who writes the note."""
        people = self.cast.at_work(Role.COLLECTOR, company=customer.company)
        return next(
            person.language for person in people if person.email == customer.collector
        )

    def _person(self, customer: Customer, chance: Random) -> str:
        return chance.choice(customer.contacts).name if customer.contacts else customer.name
