"""What was forecast for the weeks that are over, beside what then came."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q, Sum
from django.db.models.functions import TruncWeek

from acquit.core import figures
from acquit.core.forecast import BackTest, Told, back_test
from acquit.insight.queries.forecasts import kept
from acquit.ledger import queries as ledger
from acquit.ledger.models import Allocation, AllocationKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from acquit.core.forecast import Expected
    from acquit.organisation.rights import Scope

# Forecasts of a week are tried as they were on its Monday, and so many weeks before.
LEADS = (0, 4)
# So many weeks that are over are looked at.
PROVEN_WEEKS = 13
# What is a payment, whoever told of it. A credit note and a write-off bring no money.
PAID = [AllocationKind.RECEIPT, AllocationKind.STATED]


class Proven(NamedTuple):
    """Forecasts that were made `lead` weeks before: what they told of each week that is
    over, by its Monday, and what came of the same invoices.
    """

    lead: int
    weeks: Mapping[date, Told]

    @property
    def test(self) -> BackTest:
        return back_test(self.weeks.values())


def proven(scope: Scope, *, currency: str, as_of: date) -> list[Proven]:
    """One for each of LEADS. One query for what was forecast, one for what came of each."""
    this_week = figures.week_of(as_of)
    mondays = [this_week - timedelta(weeks=n) for n in range(PROVEN_WEEKS, 0, -1)]
    days = {monday - timedelta(weeks=lead) for monday in mondays for lead in LEADS}
    then = kept(scope, days=sorted(days))
    found = []
    for lead in LEADS:
        told: dict[date, tuple[date, Expected]] = {}
        for monday in mondays:
            foresight = then[monday - timedelta(weeks=lead)].get(currency)
            if foresight and monday in foresight.weeks:
                told[monday] = foresight.made_on, foresight.weeks[monday]
        came = _came(scope, currency, {monday: day for monday, (day, _) in told.items()})
        weeks = {
            monday: Told(expected, came.get(monday, 0))
            for monday, (_, expected) in told.items()
        }
        found.append(Proven(lead, weeks))
    return found


def _came(scope: Scope, currency: str, made_on: Mapping[date, date]) -> Mapping[date, int]:
    """What was paid in each of these weeks of what was issued before its forecast."""
    asked = Q(pk__in=[])
    for monday, day in made_on.items():
        asked |= Q(
            booked_on__gte=monday,
            booked_on__lt=monday + timedelta(weeks=1),
            receivable__invoice__issued_on__lt=day,
        )
    rows = (
        Allocation.objects.filter(
            asked,
            ledger.reach(
                scope, customer="receivable__customer__", company="receivable__company_id"
            ),
            receivable__currency=currency,
            kind__in=PAID,
        )
        .order_by()
        .values_list(TruncWeek("booked_on"))
        .annotate(minor=Sum("amount_minor"))
    )
    return dict(rows)
