"""What is kept of each item between the two readings of a file: some fifty bytes.

The first reading adds up; only at its end is known what each group leaves, and whom else a
document's number stands for. The second yields the items, with that said of each.
"""

from __future__ import annotations

from array import array
from itertools import groupby
from typing import TYPE_CHECKING

from acquit.core.lettering import Part, pairs
from acquit.core.money import to_decimal
from acquit.core.sentences import say
from acquit.formats.ledgers.records import Use
from acquit.formats.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from acquit.core.sentences import Said

MOST_NOTES = 20
OPEN = -1


class Items:
    """The items in the order of the file, by index; amounts in minor units, debit positive.

    days: the booking day as an ordinal; customers: codes in the order in which they came,
    with their names.
    """

    def __init__(self, currency: str = "EUR") -> None:
        self.currency = currency
        self.minors = array("q")
        self.days = array("i")
        self.customer_of = array("i")
        self.group_of = array("i")
        self.customers: dict[str, str] = {}
        self._customers: dict[str, int] = {}
        self._groups: dict[str, int] = {}
        self.left = array("q")
        self.settled_on = array("i")
        self._uses: list[tuple[int, int, int]] = []
        self._told = 0

    def __len__(self) -> int:
        return len(self.minors)

    @property
    def groups(self) -> int:
        return len(self._groups)

    def customer(self, code: str, name: str) -> int:
        """The number of the customer; the first name that is not empty stays."""
        if not self.customers.get(code):
            self.customers[code] = name
        return self._customers.setdefault(code, len(self._customers))

    def add(self, minor: int, *, day: int, customer: int, group: str) -> int:
        """Keep one item; group: what tells its group from all others, "" = not lettered."""
        self.minors.append(minor)
        self.days.append(day)
        self.customer_of.append(customer)
        known = self._groups
        self.group_of.append(known.setdefault(group, len(known)) if group else OPEN)
        return len(self.minors) - 1

    def open_minor(self) -> int:
        """The sum of all items that are not lettered."""
        signs = zip(self.minors, self.group_of, strict=True)
        return sum(minor for minor, group in signs if group == OPEN)

    def letter(self) -> None:
        """Find the pairs within each group, and what they leave."""
        self.left = array("q", (abs(minor) for minor in self.minors))
        self.settled_on = array("i", bytes(4 * len(self)))
        for _, members in self._members():
            self._pair(list(members))
        self._uses.sort()

    def uses(self, index: int) -> tuple[Use, ...]:
        """What the credit settles. To be asked in the order of the items, once."""
        start = self._told
        while self._told < len(self._uses) and self._uses[self._told][0] <= index:
            self._told += 1
        return tuple(
            Use(debit, minor) for _, debit, minor in self._uses[start : self._told]
        )

    def unbalanced(self, told_by: str = "") -> tuple[int, list[Problem]]:
        """How many groups do not net to zero, and a note on each of the first.

        told_by: only those that have it in what tells them from others.
        """
        count = 0
        notes: list[Problem] = []
        names = list(self.customers)
        letters = {number: key for key, number in self._groups.items()}
        for group, members in self._members():
            indices = list(members)
            net = sum(self.minors[index] for index in indices)
            if not net or told_by not in letters[group]:
                continue
            count += 1
            if len(notes) < MOST_NOTES:
                code = names[self.customer_of[indices[0]]]
                amount = to_decimal(abs(net), self.currency)
                name = letters[group].rpartition("\t")[2]
                notes.append(_unbalanced(code, name, amount, debit=net > 0))
        return count, notes

    def _members(self) -> Iterator[tuple[int, Iterator[int]]]:
        """Each group with the indices of its items, in their order."""
        group_of = self.group_of
        lettered = [index for index, group in enumerate(group_of) if group != OPEN]
        lettered.sort(key=group_of.__getitem__)
        return groupby(lettered, key=group_of.__getitem__)

    def _pair(self, members: Sequence[int]) -> None:
        minors = self.minors
        debits = [Part(index, minors[index]) for index in members if minors[index] > 0]
        credits_ = [Part(index, -minors[index]) for index in members if minors[index] < 0]
        for credit, debit, minor in pairs(debits, credits_):
            self.left[credit] -= minor
            self.left[debit] -= minor
            day = max(self.days[credit], self.days[debit])
            self.settled_on[debit] = max(self.settled_on[debit], day)
            self._uses.append((credit, debit, minor))


def _unbalanced(customer: str, letters: str, amount: Decimal, *, debit: bool) -> Problem:
    rest: Said = say("%(amount)s more credit than debit", amount=amount)
    if debit:
        rest = say("%(amount)s more debit than credit", amount=amount)
    return Problem(
        where=say(
            "customer %(code)s, lettering %(letters)s", code=customer, letters=letters
        ),
        saw=rest,
        wanted=say("debits and credits of the same amount"),
        remedy=say("The rest stays open. Look at the lettering in the accounting."),
    )
