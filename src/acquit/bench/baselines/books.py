"""What a baseline knows: lines, items, and which of these are open on the day."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from acquit.bench.baselines.payers import Payers


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Money in as the bank told it. references: valid structured references in it.

    text: with the payer's own reference (EndToEndId) at its end.
    """

    bank_reference: str
    booked_on: date
    minor: int
    currency: str
    name: str = ""
    iban: str = ""
    text: str = ""
    references: tuple[str, ...] = ()


# By identity: two items may be alike in all they say.
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Item:
    """An instalment of an invoice. customer: its code; minor: before anything was paid."""

    number: str
    instalment: int
    customer: str
    issued_on: date
    due_on: date
    currency: str
    minor: int
    reference: str = ""


class Books:
    """The items of a company, open from their day of issue until they are settled."""

    def __init__(self, items: Iterable[Item], payers: Payers) -> None:
        self.payers = payers
        self._to_issue = sorted(items, key=lambda item: item.issued_on, reverse=True)
        self._open: dict[Item, int] = {}
        # Items stand in these for good, but for the first: it follows what is open.
        self._by_amount: dict[tuple[str, int], dict[Item, None]] = defaultdict(dict)
        self._by_reference: dict[str, list[Item]] = defaultdict(list)
        self._by_digits: dict[str, list[Item]] = defaultdict(list)
        self._by_customer: dict[str, list[Item]] = defaultdict(list)

    def come_to(self, day: date) -> None:
        """Issue what is issued by the end of the day; days never go back."""
        while self._to_issue and self._to_issue[-1].issued_on <= day:
            self._issue(self._to_issue.pop())

    def open_minor(self, item: Item) -> int:
        return self._open.get(item, 0)

    def of_amount(self, minor: int, currency: str) -> list[Item]:
        """The open items of exactly the amount."""
        return list(self._by_amount.get((currency, minor), ()))

    def with_reference(self, reference: str) -> list[Item]:
        """The open items that carry the structured reference."""
        return self._still_open(self._by_reference.get(reference, ()))

    def with_digits(self, digits: str) -> list[Item]:
        """The open items whose number or reference is this, but for what is no digit."""
        return self._still_open(self._by_digits.get(digits, ()))

    def of_customer(self, code: str) -> list[Item]:
        """The open items of the customer, by their day of issue."""
        return self._still_open(self._by_customer.get(code, ()))

    def settle(self, item: Item, minor: int) -> None:
        """Let so much of the item be paid. Raises ValueError for more than is open."""
        left = self._open.pop(item, 0) - minor
        if left < 0:
            raise ValueError(f"{item.number}: {-left} more than is open")
        del self._by_amount[item.currency, left + minor][item]
        if left:
            self._keep_open(item, left)

    def _issue(self, item: Item) -> None:
        self._keep_open(item, item.minor)
        self._by_customer[item.customer].append(item)
        if item.reference:
            self._by_reference[item.reference].append(item)
        for digits in _digits(item.number) | _digits(item.reference):
            self._by_digits[digits].append(item)

    def _keep_open(self, item: Item, minor: int) -> None:
        self._open[item] = minor
        self._by_amount[item.currency, minor][item] = None

    def _still_open(self, items: Iterable[Item]) -> list[Item]:
        return [item for item in items if item in self._open]


def _digits(text: str) -> set[str]:
    return set(re.sub(r"[^0-9\s]", "", text).split())
