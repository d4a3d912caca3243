"""Truth: what each booked line really was. For tests and benchmarks; no file states it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from acquit.demo.payments import Deal
from acquit.demo.remittance import EXACT_CLUES, Clue


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """One line of a statement; (account, reference) is its key, also in the file.

    minor is signed. allocations: (invoice number, minor) that the payer meant, in the
    invoice's currency; they add up to more than the line when a fee, a discount or a credit
    note was taken off, to less when too much was paid. customers empty = nobody's money.
    """

    company: str
    account: str
    day: date
    reference: str
    minor: int
    currency: str
    clue: Clue
    deal: Deal = Deal.EXACT
    customers: tuple[str, ...] = ()
    allocations: tuple[tuple[str, int], ...] = ()
    credits: tuple[str, ...] = ()
    exchanged: bool = False

    @property
    def is_receipt(self) -> bool:
        return bool(self.customers) and self.minor > 0

    @property
    def is_exact(self) -> bool:
        """References or numbers name all that it pays, and the amount is equal."""
        return self.deal is Deal.EXACT and self.clue in EXACT_CLUES and not self.exchanged
