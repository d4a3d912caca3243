"""The walk along a claim: from one event to the next, a line for each rate and sum.

docs/explanation/law.md#interest. On each day interest comes first, then what was paid that
day is taken off: the day of payment is the last one that carries interest on it.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from acquit.core.interest.counting import days_between, full_years, year_share
from acquit.core.interest.debts import Credit, Debt, Line, Owed, Payment, certainty_of
from acquit.core.law import Compounding, Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from acquit.core.interest.terms import Terms
    from acquit.core.law import Quote

ONE_DAY = timedelta(days=1)


def owed(debt: Debt, terms: Terms, *, until: date, parted_on: date | None = None) -> Owed:
    """What the claim comes to at the end of `until`; what happens later is not known yet.

    parted_on: a line ends on this day, whatever else happens; the sum is the same.

    Raises MissingRate, ClauseOutOfBounds. No amount may be below zero: ValueError.
    """
    walk = _Walk(debt, terms, until, parted_on)
    for day in walk.days():
        walk.go_to(day)
    return walk.owed()


class _Walk:
    """Where the claim stands at the end of a day."""

    def __init__(
        self, debt: Debt, terms: Terms, until: date, parted_on: date | None
    ) -> None:
        _not_negative(debt)
        self._debt, self._terms, self._until = debt, terms, until
        self._parted = (
            {parted_on} if parted_on and debt.since < parted_on < until else set()
        )
        self._day = debt.since
        self._open = {
            Part.PRINCIPAL: Fraction(debt.principal_minor),
            Part.INTEREST: Fraction(0),
            Part.COSTS: Fraction(debt.costs_minor),
        }
        # Interest of full years, which carries interest itself; it is part of the interest.
        self._added = Fraction(0)
        self._excess = Fraction(0)
        self._by_order = False
        self._lines: list[Line] = []
        known = [one for one in debt.credits if one.on <= until]
        for one in known:
            if one.never_owed:
                self._take(one.minor, (Part.PRINCIPAL,))
        events: list[Payment | Credit] = [one for one in known if not one.never_owed]
        events += [one for one in debt.payments if one.on <= until]
        self._events = sorted(events, key=lambda one: one.on)
        self._years = self._ends_of_years()
        for event in self._events:
            if event.on <= debt.since:
                # Nothing but the principal was owed by then.
                self._take(event.minor, (Part.PRINCIPAL,))

    def days(self) -> Sequence[date]:
        """The days on which anything changes but the rate, and the last."""
        if self._until <= self._debt.since:
            return ()
        happened = {one.on for one in self._events if one.on > self._debt.since}
        return sorted(happened | self._years | self._parted | {self._until})

    def go_to(self, day: date) -> None:
        """Count interest until the day, then book what happened on it."""
        for line in self._counted(self._day, day):
            self._lines.append(line)
            self._open[Part.INTEREST] += line.interest
        self._day = day
        for event in self._events:
            if event.on == day:
                self._book(event)
        if day in self._years:
            self._added = self._open[Part.INTEREST]

    def owed(self) -> Owed:
        """What it comes to."""
        lines = tuple(self._lines)
        used = [self._terms.basis.certainty]
        if self._by_order:
            used.append(self._terms.allocation.basis.certainty)
        return Owed(
            lines=lines,
            interest=sum((line.interest for line in lines), Fraction(0)),
            principal_left=self._open[Part.PRINCIPAL],
            interest_left=self._open[Part.INTEREST],
            costs_left=self._open[Part.COSTS],
            excess=self._excess,
            certainty=certainty_of(lines, *used),
        )

    def _counted(self, after: date, until: date) -> Iterator[Line]:
        base = self._open[Part.PRINCIPAL] + self._added
        if not base:
            return
        convention = self._terms.day_count
        while after < until:
            quote = self._quote(after + ONE_DAY)
            last = min(quote.valid_to, until)
            share = year_share(after, last, convention)
            yield Line(
                first_on=after + ONE_DAY,
                last_on=last,
                days=days_between(after, last, convention),
                base=base,
                interest=base * share * Fraction(quote.percent) / 100,
                quote=quote,
            )
            after = last

    def _quote(self, on: date) -> Quote:
        return self._terms.quote(on, began_on=self._debt.since + ONE_DAY)

    def _book(self, event: Payment | Credit) -> None:
        if isinstance(event, Credit):
            self._take(event.minor, (Part.PRINCIPAL,))
            return
        order = self._terms.allocation.order
        self._by_order = self._by_order or event.named is None
        named = () if event.named is None else (event.named,)
        self._take(event.minor, (*named, *order))

    def _take(self, minor: int, order: Sequence[Part]) -> None:
        """Take an amount off what is open, part by part; what is left over is excess."""
        rest = Fraction(minor)
        for part in order:
            taken = min(rest, self._open[part])
            self._open[part] -= taken
            rest -= taken
        self._added = min(self._added, self._open[Part.INTEREST])
        self._excess += rest

    def _ends_of_years(self) -> set[date]:
        if self._terms.compounding is Compounding.NONE:
            return set()
        return set(full_years(self._debt.since, self._until))


def _not_negative(debt: Debt) -> None:
    amounts = [debt.principal_minor, debt.costs_minor]
    amounts += [one.minor for one in debt.payments]
    amounts += [one.minor for one in debt.credits]
    if min(amounts) < 0:
        raise ValueError(f"No amount of a claim is below zero: {amounts}.")
