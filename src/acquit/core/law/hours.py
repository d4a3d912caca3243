"""At what hours a debtor may be reached, by country, kind of debtor and means.

docs/explanation/law.md#contact-hours. Few laws name hours; where none does, the rule of the
house stands in their place and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from acquit.core.days import is_holiday
from acquit.core.law.books import ANYWHERE, COUNTRIES, found
from acquit.core.law.shapes import HoursRule, Means

if TYPE_CHECKING:
    from datetime import date, datetime, time

    from acquit.core.party import Party


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
