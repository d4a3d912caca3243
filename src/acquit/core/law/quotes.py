"""Which yearly rate is owed on a day, and what it rests on.

docs/explanation/law.md#the-rate tells the formulas. A half-year that nobody wrote down
raises MissingRate: a guessed rate makes a wrong demand that looks right.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from acquit.core.law.basis import Certainty, weakest
from acquit.core.law.books import statutory_rule
from acquit.core.law.rates import Rates
from acquit.core.law.shapes import InterestRule, Rounding

if TYPE_CHECKING:
    from acquit.core.party import Party

FOREVER = date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A yearly rate and the days on which it holds, both included.

    percent: 10.50 = 10.50 % a year. reference: the series, "" = agreed. derived: by the
    formula, where a published sum was not seen. source: of the rule, then of the rate; law:
    of the rule alone, as a debtor is told.
    """

    percent: Decimal
    valid_from: date
    valid_to: date
    reference: str
    source: str
    certainty: Certainty
    derived: bool = False
    law: str = ""


def rate(
    country: str,
    party: Party,
    *,
    on: date,
    began_on: date | None = None,
    rates: Rates | None = None,
) -> Quote:
    """The rate of the law on a day; raises UnknownCountry, NoRule, MissingRate.

    began_on: the first day of interest, which some laws go by; default: `on`.
    """
    first = on if began_on is None else began_on
    rule = statutory_rule(country, party, first)
    known = Rates.published() if rates is None else rates
    return quote(rule, known, country=country, on=on, began_on=first)


def quote(
    rule: InterestRule, rates: Rates, *, country: str, on: date, began_on: date
) -> Quote:
    """The rate of this rule on a day; raises MissingRate."""
    day = began_on if rule.fixed else on
    published = rates.find(rule.published, day) if rule.published else None
    row = published or rates.at(rule.reference, day, country=country)
    percent = row.percent if published else _by_formula(rule, row.percent)
    return Quote(
        percent=percent,
        valid_from=began_on if rule.fixed else row.valid_from,
        valid_to=FOREVER if rule.fixed else row.valid_to,
        reference=row.reference,
        source=f"{rule.basis.source}; {row.source}",
        certainty=weakest((rule.basis.certainty, row.certainty)),
        derived=bool(rule.published) and published is None,
        law=rule.basis.source,
    )


def _by_formula(rule: InterestRule, reference: Decimal) -> Decimal:
    percent = reference + rule.margin
    if rule.rounding is Rounding.UP_TO_HALF_POINT:
        return (percent * 2).to_integral_value(ROUND_CEILING) / 2
    return percent
