"""Interest of very many plain claims: a look into a table instead of a walk.

A claim that was paid at once carries principal x (F(paid) - F(since)), where F adds up the
rates day by day. The tables hold whole numbers over one denominator, so nothing is lost:
the result is that of the walk, to the cent, which a property test proves.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate
from math import lcm
from typing import TYPE_CHECKING

from acquit.core.interest.counting import UNITS, full_years, place
from acquit.core.interest.debts import Debt
from acquit.core.interest.rounding import divided
from acquit.core.interest.terms import Terms
from acquit.core.interest.walking import owed
from acquit.core.law import ClauseOutOfBounds, Compounding, InterestRule, MissingRate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.core.law import Rates
    from acquit.core.party import Party

ONE_DAY = timedelta(days=1)


class Factors:
    """The tables of one rule, for claims that carry interest from `first` to `last`.

    They end before the first day that has no rate; what lies outside is walked.
    """

    def __init__(self, terms: Terms, first: date, last: date) -> None:
        rule = terms.rule
        self._terms = terms
        self._fixed = isinstance(rule, InterestRule) and rule.fixed
        percents = list(_percents(terms, first, last))
        scale = lcm(*(percent.denominator for percent in percents))
        self._denominator = 100 * scale * UNITS[terms.day_count]
        self._percents = [int(percent * scale) for percent in percents]
        # All tables but this one begin with the day before, on which nothing has run yet.
        self._before = first.toordinal() - 1
        self._last = self._before + len(percents)
        self._places = [
            place(date.fromordinal(day), terms.day_count)
            for day in range(self._before, self._last + 1)
        ]
        steps = (
            percent * (self._places[n + 1] - self._places[n])
            for n, percent in enumerate(self._percents)
        )
        self._sums = [0, *accumulate(steps)]

    def holds(self, began_on: date) -> bool:
        """Whether it is the rule of claims whose interest began that day."""
        return self._terms.basis.holds(began_on)

    def interest_minor(self, principal_minor: int, since: date, until: date) -> int:
        """The interest of a principal that was wholly open from since to until, rounded.

        Raises MissingRate, ClauseOutOfBounds as the walk does.
        """
        begin, end = since.toordinal(), until.toordinal()
        if end <= begin:
            return 0
        if begin < self._before or end > self._last:
            debt = Debt(principal_minor=principal_minor, since=since)
            return owed(debt, self._terms, until=until).interest_minor
        if self._terms.compounding is Compounding.YEARLY:
            return self._compounded(principal_minor, since, until)
        grown = self._grown(begin, begin, end)
        return divided(principal_minor * grown, self._denominator)

    def interest_of(self, debt: Debt, until: date) -> int:
        """The interest of any claim, rounded: looked up where nothing happened on the way,
        else walked. Raises as the walk does.
        """
        if debt.payments or debt.credits:
            return owed(debt, self._terms, until=until).interest_minor
        return self.interest_minor(debt.principal_minor, debt.since, until)

    def _grown(self, since: int, after: int, until: int) -> int:
        """What grows on one unit after a day until another, over the denominator.

        since: interest began on the day after, which a fixed rate goes by.
        """
        after, until = after - self._before, until - self._before
        if self._fixed:
            percent = self._percents[since - self._before]
            return percent * (self._places[until] - self._places[after])
        return self._sums[until] - self._sums[after]

    def _compounded(self, principal_minor: int, since: date, until: date) -> int:
        begin = after = since.toordinal()
        grown, over = principal_minor, 1
        for year in (*full_years(since, until), until):
            ends = year.toordinal()
            grown *= self._denominator + self._grown(begin, after, ends)
            over *= self._denominator
            after = ends
        return divided(grown - principal_minor * over, over)


class Bulk:
    """Interest by the law for claims of any country and party; tables are made when asked.

    first, last: the days between which most of them carry interest.
    """

    def __init__(self, rates: Rates, first: date, last: date) -> None:
        self._rates, self._first, self._last = rates, first, last
        self._known: dict[tuple[str, Party], list[Factors]] = {}

    def factors(self, country: str, party: Party, began_on: date) -> Factors:
        """The tables for a claim whose interest began that day; raises UnknownCountry,
        NoRule.
        """
        known = self._known.setdefault((country, party), [])
        for one in known:
            if one.holds(began_on):
                return one
        terms = Terms.of_law(country, party, began_on=began_on, rates=self._rates)
        known.append(Factors(terms, self._first, self._last))
        return known[-1]

    def interest_minor(
        self, country: str, party: Party, principal_minor: int, since: date, until: date
    ) -> int:
        """What `Factors.interest_minor` gives, by the rule of this claim."""
        factors = self.factors(country, party, since + ONE_DAY)
        return factors.interest_minor(principal_minor, since, until)


def _percents(terms: Terms, first: date, last: date) -> Iterator[Fraction]:
    """For each day the rate of that day; a fixed one is that of claims that began on it."""
    for number in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(number)
        try:
            yield Fraction(terms.quote(day, began_on=day).percent)
        except (MissingRate, ClauseOutOfBounds):
            return
