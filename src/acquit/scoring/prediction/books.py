"""The invoices of one company as columns: one row is one receivable."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from acquit.scoring.prediction.arrays import OPEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.scoring.prediction.arrays import Flags, Ints, Reals


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Books:
    """Columns of equal length, by day of issue. issued, due, paid: days; paid OPEN = not.

    customer, terms, country, currency: numbers that stand for the texts of the lists.
    amount: in units of its currency, never negative. name: what tells a row from all
    others, in which order never matters.
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
        return replace(self, name=[self.name[row] for row in numbers], **columns)

    def known_on(self, day: int) -> Books:
        """What was known on the morning of the day: what was issued until then, and what
        was paid before.
        """
        known = self.rows(self.issued <= day)
        return replace(known, paid=np.where(known.paid < day, known.paid, OPEN))

    @property
    def delay(self) -> Ints:
        """Days from due to paid, negative = before; far beyond all others while open."""
        return self.paid - self.due
