"""Whether the law lets an agreed rate stand. docs/explanation/law.md#agreed-rates"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from acquit.core.law.basis import Certainty, weakest
from acquit.core.law.books import pick, statutory_rule
from acquit.core.law.errors import ClauseOutOfBounds
from acquit.core.law.quotes import Quote, quote
from acquit.core.law.shapes import ClauseRule
from acquit.core.party import Party
from acquit.core.sentences import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from acquit.core.law.rates import Rates


class _Bound(NamedTuple):
    """side: the rate is at "least", or at "most", so much. Days, both included."""

    side: Literal["least", "most"]
    percent: Decimal
    valid_from: date
    valid_to: date
    certainty: Certainty


def agreed(
    country: str, party: Party, percent: Decimal, *, on: date, began_on: date, rates: Rates
) -> Quote:
    """The agreed rate, and the days around `on` on which the same bounds let it stand.

    Raises ClauseOutOfBounds where the law asks for more or allows less, and UnknownCountry,
    NoRule, MissingRate.
    """
    rule = pick(ClauseRule, country, party, began_on)
    bounds = list(_bounds(rule, country, party, on, began_on, rates))
    for bound in bounds:
        if bound.side == "least" and percent < bound.percent:
            limit = say("at least")
        elif bound.side == "most" and percent > bound.percent:
            limit = say("at most")
        else:
            continue
        raise ClauseOutOfBounds(percent, limit, bound.percent, on, rule.basis.source)
    return Quote(
        percent=percent,
        valid_from=max([began_on, *(bound.valid_from for bound in bounds)]),
        valid_to=min([date.max, *(bound.valid_to for bound in bounds)]),
        reference="",
        source=rule.basis.source,
        certainty=weakest([rule.basis.certainty, *(one.certainty for one in bounds)]),
        law=rule.basis.source,
    )


def _bounds(
    rule: ClauseRule, country: str, party: Party, on: date, began_on: date, rates: Rates
) -> Iterator[_Bound]:
    if rule.floor_times is not None:
        row = rates.at(rule.floor_reference, on, country=country)
        least = row.percent * rule.floor_times
        yield _Bound("least", least, row.valid_from, row.valid_to, row.certainty)
    if rule.floor_share is not None:
        law = _of_law(country, party, on, began_on, rates)
        least = law.percent * rule.floor_share
        yield _Bound("least", least, law.valid_from, law.valid_to, law.certainty)
    if rule.capped:
        law = _of_law(country, Party.BUSINESS, on, began_on, rates)
        yield _Bound("most", law.percent, law.valid_from, law.valid_to, law.certainty)


def _of_law(country: str, party: Party, on: date, began_on: date, rates: Rates) -> Quote:
    rule = statutory_rule(country, party, began_on)
    return quote(rule, rates, country=country, on=on, began_on=began_on)
