"""Habits of paying: the hidden truth about each customer, and the day it makes them pay on.

The classes are those of the trade (prompt, slow and steady, erratic, …). A habit is known
to the plan and to tests only; no file states it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from acquit.demo import chance as chances
from acquit.demo.days import banking_day, end_of_month, weekday_from

if TYPE_CHECKING:
    from random import Random

# On which days past due Acquit writes: two reminders, a firm one, the formal notice.
REMINDED_AFTER = {3: 0.52, 15: 0.30, 30: 0.12, 45: 0.06}

WORSENING_DAYS = 300  # since when the deteriorating deteriorate, and the improving improve

MISLAID = 0.036  # invoices that lie in a drawer for weeks, whoever the customer is


class Habit(StrEnum):
    PROMPT = "PROMPT"
    SLOW_STEADY = "SLOW_STEADY"
    ERRATIC = "ERRATIC"
    DETERIORATING = "DETERIORATING"
    IMPROVING = "IMPROVING"
    DISPUTING = "DISPUTING"
    INSOLVENT = "INSOLVENT"
    AFTER_REMINDER = "AFTER_REMINDER"
    PUBLIC_BODY = "PUBLIC_BODY"
    BATCHES = "BATCHES"
    DIRECT_DEBIT = "DIRECT_DEBIT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """One customer's habit with its own numbers.

    pace: usual days past due; stops_on: nothing is paid from that day (the insolvent);
    pay_run: the day of their payment run (a weekday 0..4, 5 = at the month's end).
    """

    habit: Habit
    pace: int
    pay_run: int
    stops_on: date | None = None


def make_payer(habit: Habit, today: date, chance: Random) -> Payer:
    """The habit with numbers of the customer's own."""
    pace = {
        Habit.SLOW_STEADY: min(45, 8 + round(chance.lognormvariate(2.4, 0.6))),
        Habit.PUBLIC_BODY: chance.randrange(4, 30),
        Habit.BATCHES: chance.randrange(2, 12) if chance.random() < 0.86 else 30,
        Habit.ERRATIC: chance.randrange(0, 20),
        Habit.DETERIORATING: chance.randrange(55, 95),
        Habit.IMPROVING: chance.randrange(28, 48),
    }.get(habit, 0)
    pay_run = (
        5 if chance.random() < 0.3 else 3 if chance.random() < 0.7 else chance.randrange(5)
    )
    stops_on = None
    if habit is Habit.INSOLVENT:
        stops_on = today - timedelta(days=chance.randrange(60, 250))
    return Payer(habit=habit, pace=pace, pay_run=pay_run, stops_on=stops_on)


def pays_on(payer: Payer, due_on: date, today: date, chance: Random) -> date | None:
    """The banking day on which the money arrives, perhaps after today; None is never."""
    wanted = due_on + timedelta(days=_days_late(payer, due_on, today, chance))
    if payer.habit is not Habit.DIRECT_DEBIT and chance.random() < MISLAID:
        wanted += timedelta(days=chance.randrange(25, 130))
    if payer.habit in {Habit.SLOW_STEADY, Habit.BATCHES, Habit.PUBLIC_BODY}:
        wanted = _pay_run(payer, wanted)
    if payer.habit is Habit.DIRECT_DEBIT:
        wanted = _collection_day(wanted)
    if payer.stops_on and wanted >= payer.stops_on:
        return None
    return banking_day(wanted)


def _days_late(payer: Payer, due_on: date, today: date, chance: Random) -> int:
    match payer.habit:
        case Habit.PROMPT:
            return max(-9, min(5, round(chance.gauss(-1, 2.5))))
        case Habit.SLOW_STEADY | Habit.BATCHES:
            return max(0, round(chance.gauss(payer.pace, 3)))
        case Habit.PUBLIC_BODY:
            return payer.pace + (chance.randrange(20, 60) if chance.random() < 0.06 else 0)
        case Habit.ERRATIC:
            return min(150, round(chance.lognormvariate(2.2, 1.0)) + payer.pace - 10)
        case Habit.DETERIORATING:
            return round(chance.gauss(2 + payer.pace * _lately(due_on, today), 4))
        case Habit.IMPROVING:
            return round(chance.gauss(2 + payer.pace * (1 - _lately(due_on, today)), 4))
        case Habit.AFTER_REMINDER:
            return chances.pick(chance, REMINDED_AFTER) + chance.randrange(1, 5)
        case Habit.DIRECT_DEBIT:
            return 0
        case Habit.DISPUTING | Habit.INSOLVENT:
            return round(chance.lognormvariate(2.0, 0.9))


def _lately(due_on: date, today: date) -> float:
    """0 before the change began, 1 today."""
    return min(1.0, max(0.0, 1 - (today - due_on).days / WORSENING_DAYS))


def _pay_run(payer: Payer, wanted: date) -> date:
    if payer.pay_run < 5:
        return weekday_from(wanted, payer.pay_run)
    last = end_of_month(wanted)
    return last if (last - wanted).days < 12 else weekday_from(wanted, 3)


def _collection_day(due_on: date) -> date:
    """Direct debits are collected three times a month."""
    for day in (5, 15, 25):
        if due_on.day <= day:
            return due_on.replace(day=day)
    return end_of_month(due_on) + timedelta(days=5)
