"""The invoices of one company as columns: one row is one receivable."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from acquit.scoring.prediction.arrays import OPEN
from acquit.scoring.prediction.told import Told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.scoring.prediction.arrays import Flags, Ints, Reals


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Books:
    """Columns of equal length, by day of issue. issued, due, paid: days; paid OPEN = not.

    customer, terms, country, currency: numbers that stand for the texts of the lists.
    amount: in units of its currency, never negative. name: what tells a row from all
    others, in which order never matters. told: reminders, promises, disputes and direct
    debits, where they are known.
    """

    name: Sequence[str]
    customer: Ints
    issued: Ints
    due: Ints
    paid: Ints
    amount: Reals
    terms: Ints
    country: Ints
    currency: Ints
    customers: Sequence[str]
    countries: Sequence[str]
    told: Told = field(default_factory=Told)

    def __len__(self) -> int:
        return len(self.name)

    def rows(self, chosen: Flags | Ints) -> Books:
        """Some of the rows."""
        numbers = np.arange(len(self))[chosen]
        columns = {
            one.name: getattr(self, one.name)[numbers]
            for one in fields(self)
            if isinstance(getattr(self, one.name), np.ndarray)
        }
        return replace(
            self,
            name=[self.name[row] for row in numbers],
            told=self.told.among(numbers, len(self)),
            **columns,
        )

    def known_on(self, day: int) -> Books:
        """What was known on the morning of the day: what was issued and told until then,
        and what was paid before.
        """
        known = self.rows(self.issued <= day)
        paid = np.where(known.paid < day, known.paid, OPEN)
        return replace(known, paid=paid, told=known.told.known_on(day))

    @property
    def delay(self) -> Ints:
        """Days from due to paid, negative = before; far beyond all others while open."""
        return self.paid - self.due
