"""The account of one customer as the days pass: what is open, and which sums tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.bench.cash.ledgers import Customer, Item
    from acquit.bench.cash.lines import Answer

# What nobody asks for any more: it is not worth a letter, or was granted.
_WRITTEN_OFF = frozenset({"discount", "fee", "rounding"})
MOST_TO_SUM = 12  # items whose every subset is looked at: 4,096


class Account:
    """A customer's open items, once the earlier lines were booked as the truth says.

    voice: which of the phrases and forms it keeps to. habits: classes that it pays in.
    """

    def __init__(self, customer: Customer, voice: int) -> None:
        self.customer = customer
        self.voice = voice
        self.habits: list[str] = []
        self._left = {item.key: item.minor for item in customer.items}
        self._paid: list[Item] = []

    def open_items(self, day: date) -> list[Item]:
        """Invoices issued by the day that are open; oldest due first."""
        found = [
            item
            for item in self.customer.items
            if not item.credit and item.issued_on <= day and self._left[item.key] > 0
        ]
        return sorted(found, key=lambda item: (item.due_on, item.key))

    def credits(self, day: date) -> list[Item]:
        """Credit notes issued by the day that were not set against anything."""
        return [
            item
            for item in self.customer.items
            if item.credit and item.issued_on <= day and self._left[item.key] > 0
        ]

    def left(self, item: Item) -> int:
        """What is open of it, in cents."""
        return self._left[item.key]

    def whole(self, item: Item) -> bool:
        """Whether nothing of it was paid yet."""
        return self._left[item.key] == item.minor

    def alone(self, item: Item, day: date) -> bool:
        """Whether no other open item has the same open amount."""
        minor = self._left[item.key]
        return sum(self._left[other.key] == minor for other in self.open_items(day)) == 1

    def paid(self, day: date) -> list[Item]:
        """Invoices that earlier lines paid in full."""
        return [item for item in self._paid if item.issued_on <= day]

    def sets_of(self, total: int, day: date) -> list[tuple[Item, ...]] | None:
        """Every set of open items, credit notes against it, that comes to the total.

        None where there are too many items to look at them all.
        """
        items = [*self.open_items(day), *self.credits(day)]
        if len(items) > MOST_TO_SUM:
            return None
        sums = [0]
        for item in items:
            minor = -self.left(item) if item.credit else self.left(item)
            sums += [one + minor for one in sums]
        return [
            _chosen(items, mask) for mask, one in enumerate(sums) if one == total and mask
        ]

    def book(self, answer: Answer) -> None:
        """Take what the answer settles off the items that are this customer's."""
        by_key = {item.key: item for item in self.customer.items}
        written_off = [one for one in answer.left if one.why in _WRITTEN_OFF]
        for settled in answer.settles:
            key = settled.number, settled.instalment
            if key not in by_key:
                continue
            self._left[key] -= abs(settled.minor)
            if any((one.number, one.instalment) == key for one in written_off):
                self._left[key] = 0
            if self._left[key] == 0 and not by_key[key].credit:
                self._paid.append(by_key[key])


def _chosen(items: Sequence[Item], mask: int) -> tuple[Item, ...]:
    return tuple(item for place, item in enumerate(items) if mask >> place & 1)
