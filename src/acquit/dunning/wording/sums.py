"""What is owed in each currency, and what is left to pay once credit is deducted.

Credit goes to what is late first, then to what falls due; credit notes before money on
account. In each currency `late + soon - notes - money == now + later`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from acquit.dunning.wording.facts import Credit, Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """One currency, in minor units. notes, money: what of the credit is deducted here;
    left: the credit that remains. None of them is negative.
    """

    currency: str
    late: int = 0
    soon: int = 0
    contested: int = 0
    notes: int = 0
    money: int = 0
    left: int = 0

    @property
    def asked(self) -> int:
        return self.late + self.soon

    @property
    def used(self) -> int:
        return self.notes + self.money

    @property
    def now(self) -> int:
        """What is late and still to pay."""
        return max(0, self.late - self.used)

    @property
    def later(self) -> int:
        """What falls due and is still to pay then."""
        return self.asked - self.used - self.now


def sums(items: Iterable[Item], credit: Iterable[Credit], *, on: date) -> Sequence[Sum]:
    """One for each currency of the items, in their order; then those of credit alone.

    The due day itself is on time.
    """
    late: dict[str, int] = {}
    soon: dict[str, int] = {}
    contested: dict[str, int] = {}
    for item in items:
        currency, asked = item.currency, item.asked_minor
        side = late if item.due_on < on else soon
        side[currency] = side.get(currency, 0) + asked
        contested[currency] = contested.get(currency, 0) + item.contested_minor
    given = {one.currency: one for one in credit}
    found = []
    for currency in dict.fromkeys([*contested, *given]):
        known = given.get(currency)
        notes, money = (known.notes_minor, known.money_minor) if known else (0, 0)
        asked = late.get(currency, 0) + soon.get(currency, 0)
        taken = min(notes, asked)
        drawn = min(money, asked - taken)
        found.append(
            Sum(
                currency=currency,
                late=late.get(currency, 0),
                soon=soon.get(currency, 0),
                contested=contested.get(currency, 0),
                notes=taken,
                money=drawn,
                left=notes + money - taken - drawn,
            )
        )
    return found


def to_pay(found: Iterable[Sum]) -> list[tuple[int, str]]:
    """What the message asks for, without currencies in which nothing is left.

    What is late when anything is, else what falls due; the plain sums when credit covers
    all of it.
    """
    found = [one for one in found if one.asked]
    now = [(one.now, one.currency) for one in found if one.now]
    if now or any(one.late for one in found):
        return now or [(0, one.currency) for one in found if one.late]
    later = [(one.later, one.currency) for one in found if one.later]
    return later or [(0, one.currency) for one in found]
