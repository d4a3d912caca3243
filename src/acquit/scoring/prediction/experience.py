"""What a company's books teach about promises, debits, disputes and reminders.

Each number leans on its stated beginning, as if so many had been seen already.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from acquit.scoring.prediction import mornings
from acquit.scoring.prediction.arrays import OPEN
from acquit.scoring.prediction.conditions import START, Experience
from acquit.scoring.prediction.said import REMINDED_DAYS, judged

if TYPE_CHECKING:
    from acquit.scoring.prediction.answers import Predictor
    from acquit.scoring.prediction.books import Books
    from acquit.scoring.prediction.calendar import Calendar
    from acquit.scoring.prediction.past import Past

PROMISES_WEIGHT, DEBITS_WEIGHT, DISPUTES_WEIGHT, REMINDERS_WEIGHT = 10, 50, 5, 30
# The uplift stays within these: further away it is what chance made of few payments.
LEAST_UPLIFT, MOST_UPLIFT = 0.5, 3.0
MOST_REMINDERS = 5_000


def learnt(past: Past, predictor: Predictor, today: int) -> Experience:
    """From books as they are known on the morning of `today`; predictor: what reminders are
    measured against.
    """
    shares = of_books(past.books, past.calendar, today)
    return replace(shares, reminded=_uplift(past, predictor, today))


def of_books(books: Books, calendar: Calendar, today: int) -> Experience:
    """All but what reminders do."""
    return Experience(
        kept=_kept(books, calendar, today),
        collected=_collected(books, calendar, today),
        dispute_days=_dispute_days(books, today),
    )


def _kept(books: Books, calendar: Calendar, today: int) -> float:
    _, on, kept = judged(books, calendar)
    over = on <= today
    return _leaning(int(kept[over].sum()), int(over.sum()), START.kept, PROMISES_WEIGHT)


def _collected(books: Books, calendar: Calendar, today: int) -> float:
    """Of the debits that were still open on their day: paid on it. One that comes back,
    or is booked later as a rule, was not.
    """
    since = np.full(max(len(books.customers), 1), OPEN)
    np.minimum.at(since, books.told.debits.customer, books.told.debits.day)
    day = calendar.day(books.country, calendar.place_from(books.country, books.due))
    drawn = (since[books.customer] <= books.issued) & (books.issued <= books.due)
    drawn &= (books.paid >= day) & (day < today)
    came = int((drawn & (books.paid == day)).sum())
    return _leaning(came, int(drawn.sum()), START.collected, DEBITS_WEIGHT)


def _dispute_days(books: Books, today: int) -> float:
    """All days of dispute by the disputes that ended: what is open counts its days, too."""
    disputes = books.told.disputes
    ended = np.minimum(disputes.ended, books.paid[disputes.row])
    days = np.maximum(np.minimum(ended, today) - disputes.day, 0).sum()
    over = int((ended < today).sum())
    return float((days + DISPUTES_WEIGHT * START.dispute_days) / (over + DISPUTES_WEIGHT))


def _uplift(past: Past, predictor: Predictor, today: int) -> float:
    """Payments that came within ten days of a reminder, by those that were expected without
    regard to it.

    Expected is what the hazards of the days at risk add up to. What is reminded is paid
    slowly anyway; so no comparison with what is not reminded.
    """
    told = past.books.told.reminders
    asked = mornings.Looks(told.row, told.day + 1)
    open_then = (past.books.paid[told.row] > told.day) & (told.day + 1 < today)
    asked = mornings.Looks(asked.rows[open_then], asked.mornings[open_then])
    asked = mornings.drawn(asked, MOST_REMINDERS / max(len(asked.rows), 1), salt=5)
    plain = replace(predictor, experience=replace(predictor.experience, reminded=1.0))
    came, expected = 0, 0.0
    for _, known in past.known(*asked):
        found = plain.distribution(past, known)
        paid = past.books.paid[known.rows]
        end = np.minimum(known.morning - 1 + REMINDED_DAYS, today - 1)
        at_risk = found.day <= np.minimum(paid, end)[:, None]
        hazard = found.hazard(np.arange(len(paid)))
        expected -= float((np.log1p(-np.minimum(hazard, 0.999)) * at_risk).sum())
        came += int((paid <= end).sum())
    uplift = (came + REMINDERS_WEIGHT) / (expected + REMINDERS_WEIGHT)
    return float(np.clip(uplift, LEAST_UPLIFT, MOST_UPLIFT))


def _leaning(came: int, seen: int, start: float, weight: float) -> float:
    return (came + weight * start) / (seen + weight)
