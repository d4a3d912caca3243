"""Scenarios tried on the days that are past, or on the next one: what was known is read
once, then played.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from acquit.core.days import next_working_day, working_day_from
from acquit.core.dunning.trial import play
from acquit.core.errors import Refusal
from acquit.cycle import queries
from acquit.cycle.hours import cycle_at
from acquit.dunning.queries.past import past
from acquit.dunning.queries.tried import next_run, result
from acquit.ledger.models import Customer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import date, datetime

    from acquit.core.dunning import Scenario
    from acquit.core.dunning.trial import Past
    from acquit.organisation.models import Company

# A trial of more days says no more, and its picture cannot be read.
LONGEST_DAYS = 3 * 366


class NoSuchPeriod(Refusal):
    """The last day lies before the first, after today, or too far from the first."""

    def __init__(self, today: date) -> None:
        super().__init__(
            "Choose a first and a last day, the last not after %(today)s and no more than "
            "%(days)s days later than the first.",
            today=today,
            days=LONGEST_DAYS,
        )


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both included."""

    first: date
    last: date

    def check(self, today: date) -> None:
        """Raises NoSuchPeriod."""
        if not self.first <= self.last <= today or self.days > LONGEST_DAYS:
            raise NoSuchPeriod(today)

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


def try_scenario(  # noqa: PLR0913  # what, for whom and when, and how it is known and told
    company: Company,
    scenario: Scenario | None,
    customer_ids: Sequence[int],
    period: Period,
    *,
    now: datetime,
    dated: bool = False,
    progress: Callable[[int], None] | None = None,
) -> dict[str, Any]:
    """What the scenario would have sent to these customers in the period, beside what was
    sent; None = each customer by its own. dated: see `past`. progress: is told how many
    days are over.
    """
    began = perf_counter()
    known = known_on(company, customer_ids, period, now=now, dated=dated)
    read = perf_counter()
    found = result(known, play(known, scenario, progress=progress), dated=dated)
    return found | {
        "seconds": round(perf_counter() - began, 2),
        "seconds_reading": round(read - began, 2),
    }


def known_on(
    company: Company,
    customer_ids: Sequence[int],
    period: Period,
    *,
    now: datetime,
    dated: bool = False,
) -> Past:
    """What was known of these customers on the mornings of the period."""
    mornings = queries.mornings(
        period.first,
        period.last,
        usual=cycle_at(),
        zone=ZoneInfo(company.timezone),
        now=now,
    )
    return past(company.pk, customer_ids, mornings, dated=dated)


def what_leaves_next(
    company: Company,
    *,
    now: datetime,
    instead: Scenario | None = None,
    for_whom: Collection[int] = (),
) -> dict[str, Any]:
    """What leaves on the next working day, from the books as they are now: by the scenarios
    in force, or, for some customers, by another instead.
    """
    today = now.astimezone(ZoneInfo(company.timezone)).date()
    walked = queries.last_day()
    if walked is not None and walked >= today:
        day = next_working_day(walked, company.country)
    else:
        day = working_day_from(today, company.country)
    rows = Customer.objects.filter(company=company).order_by("pk")
    known = past(company.pk, list(rows.values_list("pk", flat=True)), {day: now})
    return next_run(known, play(known, instead, for_whom=for_whom))
