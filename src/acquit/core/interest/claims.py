"""Interest is mostly shown and often waived: what was computed, waived and asked for."""

from __future__ import annotations

from dataclasses import dataclass

from acquit.core.errors import Refusal
from acquit.core.money import Money


class WaivedTooMuch(Refusal):
    """More would be waived than there is, or less than nothing."""

    def __init__(self, waived: Money, computed: Money) -> None:
        super().__init__(
            "%(waived)s cannot be waived of %(computed)s: waive an amount within it.",
            waived=waived,
            computed=computed,
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """computed: what the law gives; waived: what is let go of it, never more. What is
    claimed is the rest, so the three always agree.
    """

    computed: Money
    waived: Money

    def __post_init__(self) -> None:
        within = 0 <= self.waived.minor <= self.computed.minor
        if not within or self.waived.currency != self.computed.currency:
            raise WaivedTooMuch(self.waived, self.computed)

    @classmethod
    def whole(cls, computed: Money) -> Asked:
        """Nothing is waived."""
        return cls(computed, Money(0, computed.currency))

    @property
    def claimed(self) -> Money:
        """What the debtor is asked for."""
        return self.computed - self.waived

    def waive(self, amount: Money) -> Asked:
        """Let go of so much more; raises WaivedTooMuch."""
        return Asked(self.computed, self.waived + amount)

    def waive_all(self) -> Asked:
        """Ask for nothing."""
        return Asked(self.computed, self.computed)
