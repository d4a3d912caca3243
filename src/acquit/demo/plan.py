"""The plan: all that was invented, the files that tell it, and the truth behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from acquit.demo.bank.statements import AccountBook
    from acquit.demo.cast import Cast
    from acquit.demo.customers import Customer
    from acquit.demo.disputes import Dispute
    from acquit.demo.events import AnyEvent
    from acquit.demo.habits import Habit
    from acquit.demo.invoices import Invoice
    from acquit.demo.payments import Money, Payment
    from acquit.demo.truth import Truth


class Content(StrEnum):
    """What a file holds, in the order in which one day's files are to be read."""

    CUSTOMERS = "CUSTOMERS"
    CONTACTS = "CONTACTS"
    E_INVOICE = "E_INVOICE"
    INVOICES = "INVOICES"
    STATEMENT = "STATEMENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One file. day: the evening on which it arrives; path: below the folder."""

    day: date
    company: str
    content: Content
    path: Path
    is_opening: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The demo, complete.

    deliveries: every file, in the order in which to read them. events: by day, after the
    opening. truths: by company, in the order of the statements. disputes: by invoice.
    """

    seed: int
    today: date
    opening: date
    cast: Cast
    customers: tuple[Customer, ...]
    invoices: tuple[Invoice, ...]
    disputes: dict[str, Dispute]
    money: Money
    account_books: tuple[AccountBook, ...]
    truths: dict[str, tuple[Truth, ...]]
    events: dict[date, tuple[AnyEvent, ...]]
    deliveries: tuple[Delivery, ...]

    @property
    def payments(self) -> tuple[Payment, ...]:
        """All that is ever paid, before the opening and after today included."""
        return self.money.payments

    @property
    def habits(self) -> dict[tuple[str, str], Habit]:
        """The hidden habit, by company and customer code."""
        return {
            (customer.company, customer.code): customer.payer.habit
            for customer in self.customers
        }

    def open_minor(self, invoice: Invoice, *, at_end_of: date) -> int:
        """What the payer still means to owe: fees and discounts taken count as paid."""
        return self.money.open_minor(invoice, at_end_of=at_end_of)

    def delivered(self, day: date) -> tuple[Delivery, ...]:
        """The files of that day, without those of the opening."""
        return tuple(
            delivery
            for delivery in self.deliveries
            if delivery.day == day and not delivery.is_opening
        )

    @property
    def opening_files(self) -> tuple[Delivery, ...]:
        return tuple(delivery for delivery in self.deliveries if delivery.is_opening)
