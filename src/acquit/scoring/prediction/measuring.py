"""Books of any size, made up, to measure learning and predicting by.

Payers differ in how late they are, how far that spreads, on which weekday they pay, and in
how many invoices they get: a few large ones, many small ones. Seeded, so that two
measurements are of the same books.
"""

from __future__ import annotations

import gc
import resource
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from acquit.scoring.prediction import learning, mornings, processes, reasons
from acquit.scoring.prediction.arrays import OPEN, month_position, weekday
from acquit.scoring.prediction.books import Books
from acquit.scoring.prediction.calendar import calendar_of
from acquit.scoring.prediction.past import Past
from acquit.scoring.prediction.told import Debits, Disputes, Promises, Reminders, Told

if TYPE_CHECKING:
    from acquit.scoring.prediction.answers import Predictor
    from acquit.scoring.prediction.arrays import Ints, Reals
    from acquit.scoring.prediction.calendar import Calendar

# The morning that is measured, and the days of issue before it.
TODAY = 20_600
HISTORY_DAYS = 730
_COUNTRIES = ("BE", "FR", "NL", "DE")
_TERMS = np.array([14, 30, 30, 30, 45, 60])
# One payer in eight each.
_DELAYS = np.array([-3, 0, 0, 1, 3, 6, 12, 25])


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """seconds: of the clock; peak_mb: of memory, of both processes together at most; rows:
    receivables; trained: see `learning.Verdict`.
    """

    seconds: float
    peak_mb: int
    rows: int
    trained: bool


def train_seconds(*, closed: int, customers: int) -> Measured:
    """Learn from so many closed invoices of so many customers."""
    books = made_up(closed=closed, customers=customers)
    calendar = calendar_of(books, TODAY)
    gc.collect()
    begun = time.perf_counter()
    _, verdict = learning.learn(books, calendar, TODAY)
    taken = time.perf_counter() - begun
    return Measured(
        seconds=taken, peak_mb=_peak_mb(), rows=closed, trained=verdict.promoted
    )


def predict_seconds(*, open_rows: int, customers: int, closed: int) -> Measured:
    """Predict so many open receivables with their reasons, by a model learnt from `closed`
    ones of the same customers. What was learnt is not counted; to see what the past tells
    of the payers is.
    """
    books = made_up(closed=closed, open_rows=open_rows, customers=customers)
    calendar = calendar_of(books, TODAY)
    predictor, verdict = learning.learn(_closed(books), calendar, TODAY)
    gc.collect()
    begun = time.perf_counter()
    told = predict(books, calendar, predictor)
    taken = time.perf_counter() - begun
    return Measured(seconds=taken, peak_mb=_peak_mb(), rows=told, trained=verdict.promoted)


def predict(books: Books, calendar: Calendar, predictor: Predictor) -> int:
    """Predict all that is open on TODAY; returns how many."""
    looks = mornings.open_on(books, np.array([TODAY]))
    past = Past(books, calendar)
    answered = processes.each(
        past,
        looks,
        lambda _, known: (predictor.answer(past, known), reasons.reasons(past, known)),
    )
    return sum(len(told) for _, told in answered)


def made_up(*, closed: int, customers: int, open_rows: int = 0, seed: int = 1) -> Books:
    """Books as they are known on the morning of TODAY; a few of the open ones were
    reminded, promised or disputed.
    """
    chance = np.random.default_rng(seed)
    count = closed + open_rows
    # Half of the invoices go to about a tenth of the customers.
    customer = (customers * chance.random(count) ** 3).astype(np.int64)
    terms = _TERMS[customer * 7 % len(_TERMS)]
    country = customer * 5 % len(_COUNTRIES)
    waits = np.arange(count) >= closed
    paid_after = _delay(chance, customer) + terms
    issued = TODAY - np.where(
        waits,
        1 + (chance.random(count) * (np.maximum(paid_after, 5) + 10)).astype(np.int64),
        # Paid before today: a payment has had its time.
        np.maximum(paid_after, 0) + 1 + chance.integers(0, HISTORY_DAYS, count),
    )
    paid = _on_a_payment_day(customer, issued + np.maximum(paid_after, 0))
    order = np.argsort(issued, kind="stable")
    books = Books(
        name=[f"N{number}" for number in range(count)],
        customer=customer[order],
        issued=issued[order],
        due=(issued + terms)[order],
        paid=np.where(waits, OPEN, np.minimum(paid, TODAY - 1))[order],
        amount=np.exp(chance.normal(6.5, 1.2, count)),
        terms=terms[order],
        country=country[order],
        currency=np.zeros(count, np.int64),
        customers=[f"C{number}" for number in range(customers)],
        countries=_COUNTRIES,
    )
    return replace(books, told=_told(chance, books))


def _delay(chance: np.random.Generator, customer: Ints) -> Ints:
    """Days after due, by the habit of the payer; one in forty is forgotten for weeks."""
    usual, spread = _DELAYS[customer * 11 % len(_DELAYS)], 1 + customer * 3 % 6
    forgotten = np.where(chance.random(len(customer)) < 1 / 40, 30, 0)
    late: Reals = usual + spread * chance.normal(size=len(customer)) + forgotten
    return np.rint(late).astype(np.int64)


def _on_a_payment_day(customer: Ints, day: Ints) -> Ints:
    """Half of the payers pay on one weekday; a tenth at the end of the month."""
    own_weekday = customer * 13 % 5
    to_weekday = (own_weekday - weekday(day)) % 7
    to_monday = np.maximum(7 - weekday(day), 0) * (weekday(day) > 4)
    day = day + np.where(customer % 2 == 0, to_weekday, to_monday)
    _, left = month_position(day)
    month_end = day + left - 1
    friday = month_end - np.maximum(weekday(month_end) - 4, 0)
    return np.where(customer % 10 == 1, np.maximum(friday, day), day)


def _told(chance: np.random.Generator, books: Books) -> Told:
    """A tenth of the customers pay by debit; of what is overdue half was reminded."""
    overdue = np.flatnonzero(np.minimum(books.paid, TODAY) > books.due + 10)
    reminded = overdue[chance.random(len(overdue)) < 0.5]
    promised = overdue[chance.random(len(overdue)) < 0.1]
    disputed = overdue[chance.random(len(overdue)) < 0.03]
    debited = np.arange(4, len(books.customers), 10)
    said = books.due[promised] + 11
    return Told(
        reminders=Reminders(day=books.due[reminded] + 10, row=reminded),
        promises=Promises(
            day=said,
            row=promised,
            promised=said + chance.integers(0, 14, len(promised)),
            ended=np.full(len(promised), OPEN),
        ),
        disputes=Disputes(
            day=books.due[disputed] - 2,
            row=disputed,
            ended=np.minimum(books.due[disputed] + 20, books.paid[disputed]),
            share=np.where(chance.random(len(disputed)) < 0.7, 1.0, 0.5),
        ),
        debits=Debits(day=debited * 0, customer=debited),
    )


def _peak_mb() -> int:
    """Of this process so far, and of the largest that it started: pages that both see are
    counted twice.
    """
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(one).ru_maxrss for one in whose) // 1024


def _closed(books: Books) -> Books:
    return books.rows(books.paid < TODAY)
