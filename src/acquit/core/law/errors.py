"""What the law does not tell us, and what may not be done with it.

Each is a finished sentence: what is missing, for which country and day, what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.core.errors import Refusal
from acquit.core.sentences import listed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from acquit.core.sentences import Said


class UnknownCountry(Refusal):
    """Of this country no law is written down."""

    def __init__(self, country: str, known: Iterable[str]) -> None:
        super().__init__(
            "The law of %(country)s on late payment is not known here. Known are: "
            "%(known)s.",
            country=country,
            known=listed(known),
        )


class NoRule(Refusal):
    """Of this country something is not written down for such a debtor and day."""

    def __init__(self, country: str, party: Said, what: Said, on: date) -> None:
        super().__init__(
            "No rule is known about %(what)s in %(country)s towards %(party)s on %(day)s. "
            "Work it out by hand, or ask a lawyer.",
            what=what,
            country=country,
            party=party,
            day=on,
        )


class MissingRate(Refusal):
    """A rate that was never written down is never guessed.

    country, reference (`ECB_MRO`), half_year (`2027H1`) and on: what is missing.
    """

    def __init__(self, country: str, reference: str, half_year: str, on: date) -> None:
        self.country, self.reference = country, reference
        self.half_year, self.on = half_year, on
        super().__init__(
            "The rate %(reference)s of %(half_year)s is missing, which the interest of "
            "%(country)s on %(day)s needs. Enter it from its official source; it is never "
            "guessed.",
            reference=reference,
            half_year=half_year,
            country=country,
            day=on,
        )


class RateOverlaps(Refusal):
    """A rate would be written over another one."""

    def __init__(self, reference: str, first: date, last: date) -> None:
        super().__init__(
            "There is a rate %(reference)s from %(first)s to %(last)s already: a published "
            "rate is not overwritten. Choose days that are still free.",
            reference=reference,
            first=first,
            last=last,
        )


class RateBackwards(Refusal):
    """A rate that ends before it begins."""

    def __init__(self, reference: str, first: date, last: date) -> None:
        super().__init__(
            "The rate %(reference)s would end on %(last)s, before it begins on %(first)s.",
            reference=reference,
            first=first,
            last=last,
        )


class ClauseOutOfBounds(Refusal):
    """An agreed rate that the law does not let stand.

    limit: "at least" or "at most"; bound: the rate, in percent, that this is of.
    """

    def __init__(
        self, percent: Decimal, limit: Said, bound: Decimal, on: date, source: str
    ) -> None:
        super().__init__(
            "The agreed rate of %(percent)s %% does not stand on %(day)s: it must be "
            "%(limit)s %(bound)s %% (%(source)s).",
            percent=percent,
            day=on,
            limit=limit,
            bound=bound,
            source=source,
        )


class OtherCurrency(Refusal):
    """A scale in one currency was asked of an amount in another."""

    def __init__(self, wanted: str, found: str) -> None:
        super().__init__(
            "The scale is in %(wanted)s, the amount in %(found)s: convert it first, and "
            "name rate and day.",
            wanted=wanted,
            found=found,
        )
