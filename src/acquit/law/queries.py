"""All rates that are known: those that come with the program, and those people entered."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from itertools import product

from acquit.core.law import (
    COUNTRIES,
    Certainty,
    InterestRule,
    RateOverlaps,
    Rates,
    Row,
)
from acquit.core.law.books import found
from acquit.core.party import Party
from acquit.law.models import EnteredRate

ONE_DAY = timedelta(days=1)
JULY = 7


def rates() -> Rates:
    """Every known rate. What people entered gives way to a newer version of the program
    that knows the same days, unless it is the surer one.
    """
    known = Rates.published()
    for one in entered():
        with suppress(RateOverlaps):
            known = known.extended([as_row(one)])
    return known


def entered() -> list[EnteredRate]:
    """What people entered, by reference and day."""
    return list(EnteredRate.objects.order_by("reference", "valid_from"))


def as_row(one: EnteredRate) -> Row:
    """As the rules of the law take it."""
    return Row(
        reference=one.reference,
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        percent=one.percent,
        certainty=Certainty(one.certainty),
        source=one.source,
    )


def missing(known: Rates, *, on: date) -> list[str]:
    """The references that some law goes by that day, and of which no rate is known then."""
    return [one for one in sorted(_gone_by(on)) if known.find(one, on) is None]


def _gone_by(on: date) -> set[str]:
    """A published sum is not among them: where it is missing, the formula answers."""
    debtors = product(COUNTRIES, (Party.BUSINESS, Party.CONSUMER, Party.PUBLIC))
    return {
        rule.reference
        for country, party in debtors
        for rule in found(InterestRule, country, party, on)
    }


def next_term(last: Row) -> tuple[date, date]:
    """The first and last day of the term after this one: a half-year, or a year where it
    was published by the year.
    """
    first = last.valid_to + ONE_DAY
    by_year = (last.valid_to - last.valid_from).days > 200
    if by_year or first.month >= JULY:
        return first, date(first.year, 12, 31)
    return first, date(first.year, 6, 30)
