"""How often, and at what hour, one debtor may be written to or called."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from acquit.core.days import next_working_day, working_day_from

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, time

    from acquit.core.dunning.scenario import Policy

WEEK = timedelta(days=7)


def first_free_day(
    as_of: date, contacted: Sequence[date], policy: Policy, country: str
) -> date:
    """The first working day from `as_of` on on which one more message is within the budget.

    contacted: the days on which one left; within seven days, not a calendar week.
    """
    day = working_day_from(as_of, country)
    while not _within(day, contacted, policy):
        day = next_working_day(day, country)
    return day


def _within(day: date, contacted: Sequence[date], policy: Policy) -> bool:
    lately = [one for one in contacted if one > day - WEEK]
    # A message that a later day already had counts for that day, and for this week.
    on_that_day = sum(one >= day for one in lately)
    return on_that_day < policy.per_day and len(lately) < policy.per_week


def at_a_good_hour(now: time, hours: tuple[int, int]) -> bool:
    """True when the debtor's clock stands within these full hours, the end excluded."""
    first, last = hours
    return first <= now.hour < last
