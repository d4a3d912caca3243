"""What is owed and what became of it, and what it comes to: values only.

Amounts are minor units of one currency; exact amounts are fractions of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from acquit.core.interest.rounding import half_up
from acquit.core.law import weakest

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from acquit.core.law import Certainty, Part, Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money of the debtor; it carries no interest any more from the next day on.

    on: the value day. named: what the debtor said it is for; None = nothing, and the law's
    order holds.
    """

    on: date
    minor: int
    named: Part | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A credit note: it lowers the principal alone.

    never_owed: it corrects the invoice, so that no interest ever ran on this part; else the
    part was owed until that day.
    """

    on: date
    minor: int
    never_owed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """A claim: interest runs from the day after `since`, mostly the due day.

    costs_minor: fees that are asked beside it; they carry no interest.
    """

    principal_minor: int
    since: date
    payments: tuple[Payment, ...] = ()
    credits: tuple[Credit, ...] = ()
    costs_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Days on which one sum carried interest at one rate, the first and the last included.

    days: as the day count counts them. base, interest: exact, in minor units. quote: the
    rate, with its source and how sure it is.
    """

    first_on: date
    last_on: date
    days: int
    base: Fraction
    interest: Fraction
    quote: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What a claim came to at the end of a day.

    lines: in the order of days. interest: their exact sum. principal_left, interest_left,
    costs_left: what is still open, exact. excess: what was paid or credited above what it
    could go to. certainty: of the least sure of what was used.
    """

    lines: tuple[Line, ...]
    interest: Fraction
    principal_left: Fraction
    interest_left: Fraction
    costs_left: Fraction
    excess: Fraction
    certainty: Certainty

    @property
    def interest_minor(self) -> int:
        """The interest, rounded once, half up."""
        return half_up(self.interest)

    @property
    def days(self) -> int:
        """On how many days anything carried interest."""
        return sum(line.days for line in self.lines)

    @property
    def left_minor(self) -> int:
        """All that is open. To the cent, this less the excess is what was owed (principal,
        costs, rounded interest) less what was paid and credited.
        """
        return self._balance_minor + self.excess_minor

    @property
    def excess_minor(self) -> int:
        """What goes back to the debtor, or to another claim; 0 = nothing."""
        if not self.excess:
            return 0
        return half_up(self.excess) if self._left else -self._balance_minor

    @property
    def _left(self) -> Fraction:
        return self.principal_left + self.interest_left + self.costs_left

    @property
    def _balance_minor(self) -> int:
        """Owed less paid: all but the interest are whole numbers, and so is their sum."""
        return int(self._left - self.excess - self.interest) + self.interest_minor

    @property
    def derived(self) -> bool:
        """Whether a rate comes from the formula where a published one was not seen."""
        return any(line.quote.derived for line in self.lines)


def certainty_of(lines: tuple[Line, ...], *others: Certainty) -> Certainty:
    """The least sure of all."""
    return weakest([*(line.quote.certainty for line in lines), *others])
