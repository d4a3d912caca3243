"""At what hours a debtor may be reached, by country, kind of debtor and means.

docs/explanation/law.md#contact-hours. Few laws name hours; where none does, the rule of the
house stands in their place and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from acquit.core.days import is_holiday
from acquit.core.law.books import ANYWHERE, COUNTRIES, found, known_party
from acquit.core.law.shapes import HoursRule, Means
from acquit.core.party import Party

if TYPE_CHECKING:
    from datetime import date

# Longer than any row of Sundays and holidays.
DAYS_LOOKED_AT = 15


@dataclass(frozen=True, slots=True)
class Hours:
    """The rule, and the country whose holidays count."""

    country: str
    rule: HoursRule

    def open_at(self, local: datetime) -> bool:
        """Whether a debtor may be reached then. local: by the debtor's own clock."""
        day, clock = local.date(), local.time().replace(tzinfo=None)
        return (
            day.isoweekday() in self.rule.weekdays
            and (self.rule.holidays or not is_holiday(day, self.country))
            and self._within(clock)
        )

    def binds(self, party: Party) -> bool:
        """Whether nobody's own hours may go beyond them: the law's never; the rule of the
        house towards a consumer neither, towards others it is what holds unless a company
        says otherwise.
        """
        return self.rule.of_law or known_party(party) is Party.CONSUMER

    def next_open(self, local: datetime) -> datetime:
        """This moment, or the first one after it, at which a debtor may be reached."""
        if self.open_at(local):
            return local
        for days in range(DAYS_LOOKED_AT):
            day = local.date() + timedelta(days=days)
            for first, _last in self.rule.spans or ((time.min, time.max),):
                moment = datetime.combine(day, first, local.tzinfo)
                if moment > local and self.open_at(moment):
                    return moment
        raise LookupError("these hours are never open")

    def _within(self, clock: time) -> bool:
        spans = self.rule.spans
        return not spans or any(first <= clock < last for first, last in spans)


def contact_hours(country: str, party: Party, means: Means, on: date) -> Hours:
    """The hours of this country, else those of the house.

    country: where the debtor is, any in the world.
    """
    own = found(HoursRule, country, party, on) if country in COUNTRIES else []
    for rule in (*own, *found(HoursRule, ANYWHERE, party, on)):
        if means in rule.means:
            return Hours(country, rule)
    raise LookupError(f"{means} has no hours in data/any.toml.")
