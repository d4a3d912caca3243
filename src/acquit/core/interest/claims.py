"""Interest is mostly shown and often waived: what was computed, claimed, waived, and what
may still be asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

from acquit.core.errors import Refusal
from acquit.core.money import Money


class WaivedTooMuch(Refusal):
    """More would be waived or claimed than is left, or less than nothing."""

    def __init__(self, waived: Money, left: Money) -> None:
        super().__init__(
            "%(waived)s cannot be taken of %(left)s: name an amount within it.",
            waived=waived,
            left=left,
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """computed: what the law gives; claimed: what the debtor was asked for; waived: what
    was let go.

    What is left is the rest. A fact that becomes known late may lower what is computed
    below what was claimed: `beyond` is then what was asked for without ground. So always:
    computed + beyond = claimed + waived + left.
    """

    computed: Money
    claimed: Money
    waived: Money

    def __post_init__(self) -> None:
        for one in (self.claimed, self.waived):
            if one.minor < 0 or one.currency != self.computed.currency:
                raise WaivedTooMuch(one, self.computed)

    @classmethod
    def nothing_yet(cls, computed: Money) -> Asked:
        """Neither claimed nor waived."""
        nothing = Money(0, computed.currency)
        return cls(computed, nothing, nothing)

    @property
    def left(self) -> Money:
        """What may still be claimed or waived; never below zero."""
        return Money(max(self._rest, 0), self.computed.currency)

    @property
    def beyond(self) -> Money:
        """What was claimed and waived above what is computed now; mostly zero."""
        return Money(max(-self._rest, 0), self.computed.currency)

    def claim(self, amount: Money) -> Asked:
        """Ask for so much more; raises WaivedTooMuch."""
        self._within(amount)
        return Asked(self.computed, self.claimed + amount, self.waived)

    def waive(self, amount: Money) -> Asked:
        """Let go of so much more; raises WaivedTooMuch."""
        self._within(amount)
        return Asked(self.computed, self.claimed, self.waived + amount)

    def waive_all(self) -> Asked:
        """Let go of all that is left."""
        return self.waive(self.left)

    @property
    def _rest(self) -> int:
        return self.computed.minor - self.claimed.minor - self.waived.minor

    def _within(self, amount: Money) -> None:
        fits = 0 <= amount.minor <= self.left.minor
        if not fits or amount.currency != self.computed.currency:
            raise WaivedTooMuch(amount, self.left)
