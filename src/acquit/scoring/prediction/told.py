"""What was told about receivables, and on which day: reminders, promises, disputes, debits.

Facts with a day each, as payments are: what counts on a morning is worked out from them by
`conditions`, so that no later fact can change what was known. Other than a payment, which
counts on the mornings after it, these count from the morning of their own day on: what a
customer promises now is predicted with at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Self

import numpy as np

from acquit.scoring.prediction.arrays import OPEN

if TYPE_CHECKING:
    from acquit.scoring.prediction.arrays import Flags, Ints, Reals


def _none() -> Ints:
    return np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Facts:
    """Columns of equal length, in any order. day: from which on it is known."""

    day: Ints = field(default_factory=_none)

    def __len__(self) -> int:
        return len(self.day)

    def where(self, chosen: Flags) -> Self:
        """Some of them."""
        return replace(
            self, **{one.name: getattr(self, one.name)[chosen] for one in fields(self)}
        )

    def known_on(self, day: int) -> Self:
        """What was known on the day."""
        return self.where(self.day <= day)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _OfRows(_Facts):
    """row: of the books."""

    row: Ints = field(default_factory=_none)

    def among(self, place: Ints) -> Self:
        """Those of some rows, by their new places; -1 = left out."""
        kept = self.where(place[self.row] >= 0)
        return replace(kept, row=place[kept.row])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Ending(_OfRows):
    """ended: on that day, OPEN = not yet."""

    ended: Ints = field(default_factory=_none)

    def known_on(self, day: int) -> Self:
        """What was known on the day, that it ended as well."""
        known = self.where(self.day <= day)
        return replace(known, ended=np.where(known.ended <= day, known.ended, OPEN))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reminders(_OfRows):
    """A message to its payer named this row of the books. day: it was sent."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Promises(_Ending):
    """The payer said that it will pay this row. day: it said so; promised: the day it
    named; ended: it was taken back, or replaced by another one. Whether it was kept is seen
    from the payment. Of the whole row: promises of a part are left out.
    """

    promised: Ints = field(default_factory=_none)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Disputes(_Ending):
    """The payer contests this row. day: it was opened; ended: it was closed; share: of the
    amount, 0 to 1, 1 = all of it.
    """

    share: Reals = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Debits(_Facts):
    """This customer (its number in the books) pays by direct debit. day: since when, 0 =
    nobody knows.
    """

    customer: Ints = field(default_factory=_none)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Told:
    """All of it; nothing, where only the invoices are known."""

    reminders: Reminders = field(default_factory=Reminders)
    promises: Promises = field(default_factory=Promises)
    disputes: Disputes = field(default_factory=Disputes)
    debits: Debits = field(default_factory=Debits)

    def __len__(self) -> int:
        return sum(map(len, (self.reminders, self.promises, self.disputes, self.debits)))

    def among(self, rows: Ints, length: int) -> Told:
        """What is told of these rows of `length`, by their places among them."""
        place = np.full(length, -1, np.int64)
        place[rows] = np.arange(len(rows))
        return replace(
            self,
            reminders=self.reminders.among(place),
            promises=self.promises.among(place),
            disputes=self.disputes.among(place),
        )

    def known_on(self, day: int) -> Told:
        """What was known on the day: neither what was told later, nor that it ended."""
        return Told(
            reminders=self.reminders.known_on(day),
            promises=self.promises.known_on(day),
            disputes=self.disputes.known_on(day),
            debits=self.debits.known_on(day),
        )
