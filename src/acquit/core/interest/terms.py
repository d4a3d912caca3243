"""At which rate a claim carries interest, and by which habits it is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from acquit.core.law import (
    Basis,
    Compounding,
    DayCount,
    InterestRule,
    Quote,
    Rates,
    agreed,
    quote,
)
from acquit.core.law.books import pick, statutory_rule
from acquit.core.law.shapes import AllocationRule, ClauseRule

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from acquit.core.party import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """One claim's terms: a rate of the law, or an agreed one.

    rule: what the rate rests on; percent: the agreed one, None = that of the law.
    allocation: what a part payment goes to first.
    """

    country: str
    party: Party
    rates: Rates
    rule: InterestRule | ClauseRule
    percent: Decimal | None
    day_count: DayCount
    compounding: Compounding
    allocation: AllocationRule

    @classmethod
    def of_law(
        cls,
        country: str,
        party: Party,
        *,
        began_on: date,
        rates: Rates | None = None,
        day_count: DayCount | None = None,
    ) -> Terms:
        """The rate of the law for a claim whose first day of interest is `began_on`.

        day_count: another one than is the habit of the country. Raises UnknownCountry,
        NoRule.
        """
        rule = statutory_rule(country, party, began_on)
        return cls(
            country=country,
            party=party,
            rates=Rates.published() if rates is None else rates,
            rule=rule,
            percent=None,
            day_count=rule.day_count if day_count is None else day_count,
            compounding=rule.compounding,
            allocation=pick(AllocationRule, country, party, began_on),
        )

    @classmethod
    def of_contract(  # noqa: PLR0913  # all that a contract says
        cls,
        country: str,
        party: Party,
        percent: Decimal,
        *,
        began_on: date,
        rates: Rates | None = None,
        day_count: DayCount = DayCount.ACT_365,
        compounding: Compounding = Compounding.NONE,
    ) -> Terms:
        """An agreed rate, `percent` a year; that the law lets it stand is looked at on each
        day that is counted. Raises UnknownCountry, NoRule.
        """
        return cls(
            country=country,
            party=party,
            rates=Rates.published() if rates is None else rates,
            rule=pick(ClauseRule, country, party, began_on),
            percent=percent,
            day_count=day_count,
            compounding=compounding,
            allocation=pick(AllocationRule, country, party, began_on),
        )

    @property
    def basis(self) -> Basis:
        """What the rate rests on."""
        return self.rule.basis

    def quote(self, on: date, *, began_on: date) -> Quote:
        """The rate on a day; raises MissingRate, ClauseOutOfBounds."""
        if isinstance(self.rule, InterestRule):
            return quote(
                self.rule, self.rates, country=self.country, on=on, began_on=began_on
            )
        if self.percent is None:
            raise ValueError("Agreed terms without an agreed rate.")
        return agreed(
            self.country,
            self.party,
            self.percent,
            on=on,
            began_on=began_on,
            rates=self.rates,
        )
