"""What is expected of a payer of whom little is known: what those like it do.

A payer's share of late payments leans on that of its group of companies, this on that of
its segment, this on that of all customers of the company, and this on a standard.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.behaviour.habits import LEANING

if TYPE_CHECKING:
    from acquit.core.behaviour.figures import Figures

# European companies are paid late about every other time; far too late is rarer. A company
# leans on it until it has some tens of payments of its own.
STANDARD_LATE, STANDARD_LATE_30 = 0.4, 0.05
WIDER_LEANING = 20.0


class Seen(NamedTuple):
    """Payments of several payers, and how many of them were late, and 30 days late."""

    payments: int = 0
    late: int = 0
    late_30: int = 0

    def but(self, one: Figures) -> Seen:
        """Those of the others alone."""
        return Seen(
            max(self.payments - one.payments, 0),
            max(self.late - one.late, 0),
            max(self.late_30 - one.late_30, 0),
        )


NOTHING_SEEN = Seen()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """Shares of payments after due, and more than 30 days after it, 0..1, that a payer of
    whom nothing is known is thought to have.
    """

    late: float = STANDARD_LATE
    late_30: float = STANDARD_LATE_30

    def narrowed(self, seen: Seen, leaning: float = WIDER_LEANING) -> Prior:
        """What these payments say, leaning on this prior."""
        whole = seen.payments + leaning
        return Prior(
            late=(seen.late + leaning * self.late) / whole,
            late_30=(seen.late_30 + leaning * self.late_30) / whole,
        )

    def of(self, one: Figures) -> Prior:
        """The payer's own shares, leaning on this prior."""
        return self.narrowed(Seen(one.payments, one.late, one.late_30), LEANING)


STANDARD_PRIOR = Prior()
