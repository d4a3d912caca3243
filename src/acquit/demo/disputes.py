"""Disputes: which invoices are contested, why, for how much, how long, with what end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from acquit.demo import chance as chances
from acquit.demo.days import working_day
from acquit.demo.habits import Habit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from acquit.demo.customers import Customer


class Reason(StrEnum):
    PRICE = "PRICE"
    QUANTITY = "QUANTITY"
    QUALITY = "QUALITY"
    DELIVERY = "DELIVERY"
    ORDER_NUMBER = "ORDER_NUMBER"
    DUPLICATE = "DUPLICATE"


REASONS = {
    Reason.PRICE: 30,
    Reason.QUANTITY: 20,
    Reason.QUALITY: 16,
    Reason.DELIVERY: 16,
    Reason.ORDER_NUMBER: 13,
    Reason.DUPLICATE: 5,
}
RATES = {Habit.DISPUTING: 0.2, Habit.DIRECT_DEBIT: 0.0}
USUAL_RATE = 0.015


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """minor: the contested part. closed_on may be after today; granted: credited."""

    reason: Reason
    opened_on: date
    closed_on: date
    minor: int
    is_whole: bool
    granted: bool


def make_disputes(
    issued: Sequence[tuple[Customer, date, int]], *, today: date, chance: Random
) -> dict[int, Dispute]:
    """Disputes by the place of their invoice; none begins after today."""
    made = {}
    for place, (customer, issued_on, minor) in enumerate(issued):
        if chance.random() >= RATES.get(customer.payer.habit, USUAL_RATE):
            continue
        dispute = _dispute(customer, issued_on, minor, chance)
        if dispute.opened_on <= today:
            made[place] = dispute
    return made


def _dispute(customer: Customer, issued_on: date, minor: int, chance: Random) -> Dispute:
    reason = chances.pick(chance, REASONS)
    is_whole = reason in {Reason.ORDER_NUMBER, Reason.DUPLICATE} or chance.random() < 0.4
    opened_on = working_day(
        issued_on + timedelta(days=chance.randrange(4, 45)), customer.country
    )
    lasts = 10 + min(200, round(chance.lognormvariate(3.2, 0.9)))
    granted = reason is not Reason.ORDER_NUMBER and chance.random() < 0.6
    return Dispute(
        reason=reason,
        opened_on=opened_on,
        closed_on=working_day(opened_on + timedelta(days=lasts), customer.country),
        minor=minor if is_whole else round(minor * chance.uniform(0.06, 0.45)),
        is_whole=is_whole,
        granted=granted,
    )
