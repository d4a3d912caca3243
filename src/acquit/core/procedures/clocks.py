"""Which day a stage leads to, and until when a claim is filed in an insolvency.

Where a day can be read in two ways, the safe one is shown: for the debtor's time the later,
for ours the earlier. So a term of the debtor that ends on a weekend or a holiday ends on
the next working day; ours never does. docs/explanation/hand-over.md#the-clocks
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from acquit.core.days import working_day_from
from acquit.core.errors import Refusal
from acquit.core.procedures import reading
from acquit.core.procedures.reading import Until, Whose
from acquit.core.sentences import Sentence, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.core.law.basis import Basis
    from acquit.core.procedures.reading import Clock, Filing
    from acquit.core.procedures.shapes import Procedure, Stage

_SAID = {
    Until.DEBTOR_TERM: say("The debtor's month to pay or answer ends."),
    Until.REPORT: say("From this day on it may be reported that nobody contested."),
    Until.SERVICE: say("The order must have been served by then, or it is void."),
    Until.OPPOSITION: say("The debtor's month to oppose ends."),
    Until.FILING: say("The claim must have been filed by then."),
    Until.TOLD: say("The day that was entered for the next step."),
}


class NoFilingPeriod(Refusal):
    """Of this country no fixed period for filing a claim is written down."""

    def __init__(self, country: str) -> None:
        super().__init__(
            "No fixed period for filing a claim is known for an insolvency in %(country)s. "
            "Enter the last day yourself (--deadline), as the judgment or the notice says "
            "it; it is never guessed.",
            country=country,
        )


class NotPublished(Refusal):
    """The period runs from the publication, whose day was not given."""

    def __init__(self, country: str) -> None:
        super().__init__(
            "In %(country)s the claim is filed within a period that runs from the "
            "publication. Enter the day of publication, or the last day itself.",
            country=country,
        )


@dataclass(frozen=True, slots=True)
class Reached:
    """A stage, the day on which it was reached, and the day for the next step where a
    person entered one.
    """

    stage: Stage
    on: date
    told_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day that a stage leads to. basis None = a person entered it."""

    until: Until
    on: date
    whose: Whose
    basis: Basis | None

    @property
    def said(self) -> Sentence:
        """What happens on it, for a person."""
        return _SAID[self.until]


def deadlines(procedure: Procedure, reached: Reached) -> tuple[Deadline, ...]:
    """Every day that this stage leads to, the soonest first."""
    days = [
        Deadline(
            until=one.until, on=_day(one, reached.on), whose=one.whose, basis=one.basis
        )
        for one in reading.clocks(procedure, reached.stage, reached.on)
    ]
    if reached.told_until is not None:
        days.append(_told(reached.told_until))
    return tuple(sorted(days, key=lambda one: one.on))


def next_deadline(
    procedure: Procedure, stages: Sequence[Reached], *, as_of: date
) -> Deadline | None:
    """What is awaited now: of the latest stage, the first day that is still to come, else
    the last that has passed. The latest: by day, and of one day the last one given.
    """
    if not stages:
        return None
    days = deadlines(procedure, max(reversed(stages), key=lambda one: one.on))
    coming = [one for one in days if one.on >= as_of]
    return coming[0] if coming else (days[-1] if days else None)


def filing_rule(country: str, on: date) -> Filing:
    """The rule for filing a claim in that country. Raises NoFilingPeriod."""
    rule = reading.filing(country, on)
    if rule is None:
        raise NoFilingPeriod(country)
    return rule


def claim_filing(
    country: str, *, opened_on: date, published_on: date | None, told: date | None
) -> Deadline:
    """Until when the claim is filed; a day that a person entered goes before the rule.

    Raises NoFilingPeriod, NotPublished.
    """
    if told is not None:
        return Deadline(until=Until.FILING, on=told, whose=Whose.US, basis=None)
    rule = filing_rule(country, published_on or opened_on)
    if published_on is None:
        raise NotPublished(country)
    day = months_after(published_on, rule.months)
    return Deadline(until=Until.FILING, on=day, whose=Whose.US, basis=rule.basis)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last one where it has no such day."""
    ahead = day.month - 1 + months
    year, month = day.year + ahead // 12, ahead % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _day(clock: Clock, since: date) -> date:
    day = months_after(since, clock.months)
    if clock.whose is Whose.US:
        return day + timedelta(days=clock.then_days)
    day = working_day_from(day, clock.country)
    return day + timedelta(days=clock.then_days)


def _told(day: date) -> Deadline:
    return Deadline(until=Until.TOLD, on=day, whose=Whose.US, basis=None)
