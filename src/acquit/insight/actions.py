"""Keeping what the pictures compare with."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from acquit.core import figures
from acquit.core.figures import Bucket
from acquit.core.forecast import Expected
from acquit.insight.models import Forecast, Loss, Snapshot
from acquit.insight.queries.forecasts import doubts, expected_cash
from acquit.insight.queries.foresight import Foresight
from acquit.insight.queries.losses import what_stood
from acquit.insight.queries.position import WEEKS
from acquit.insight.queries.positions import sums_at_close
from acquit.organisation.rights import EVERYWHERE

if TYPE_CHECKING:
    from datetime import date, datetime


# What was lost is measured anew when it was so many days ago.
MEASURED_FOR = timedelta(days=7)


def keep_day(day: date, *, at: datetime) -> None:
    """Keep what later days will compare with, once this one is walked."""
    keep_month_before(day, at=at)
    keep_forecast(day, at=at)
    measure_losses(day)


@transaction.atomic
def keep_month_before(day: date, *, at: datetime) -> Snapshot:
    """Keep the position of the same day a month earlier, in place of any other."""
    then = figures.month_before(day)
    (sums,) = sums_at_close(EVERYWHERE, days=[then], today=day)
    heaps = [[*one[:3], one.due_on.isoformat(), one.rows, one.minor] for one in sums]
    Snapshot.objects.exclude(day=then).delete()
    # Two who end the same day both keep it: the second one writes over the first one's.
    kept, _ = Snapshot.objects.update_or_create(
        day=then, defaults={"taken_at": at, "heaps": heaps}
    )
    return kept


@transaction.atomic
def keep_forecast(day: date, *, at: datetime) -> int:
    """Keep what is expected on the morning of `day`, once for each company; gives how many
    rows that are.

    A company is left out until all of its payers are predicted on that day; and what is
    predicted again in the course of the day, because something came, replaces nothing: it
    would be held against what it knows already.
    """
    done = set(Forecast.objects.filter(day=day).values_list("company_id", flat=True))
    cash = [one for one in expected_cash(EVERYWHERE) if one.company_id not in done]
    waiting = {one.company_id for one in cash if one.made_on != day}
    risks = {one[:3]: one for one in doubts(EVERYWHERE, today=day)} if cash else {}
    rows = [
        _forecast(Foresight(one.currency, [one], [risks[one[:3]]]), day, at)
        for one in cash
        if one.company_id not in waiting and one[:3] in risks
    ]
    # Two who end the same day both keep it, and say the same.
    Forecast.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _forecast(one: Foresight, day: date, at: datetime) -> Forecast:
    """The row of one place."""
    monday = figures.week_of(day)
    weeks = [one.weeks.get(monday + timedelta(weeks=n), Expected()) for n in range(WEEKS)]
    return Forecast(
        day=day,
        company_id=one.cash[0].company_id,
        unit_id=one.cash[0].unit_id,
        currency=one.currency,
        weeks=[week.minor for week in weeks],
        variances=[week.variance for week in weeks],
        quarter_variance=one.quarter.variance,
        days_30=one.days_30.minor,
        days_30_variance=one.days_30.variance,
        promised_minor=one.counted.promised_minor,
        open=[one.open[bucket] for bucket in Bucket],
        late=[one.late[bucket] for bucket in Bucket],
        late_30=[one.late_30[bucket] for bucket in Bucket],
        taken_at=at,
    )


@transaction.atomic
def measure_losses(day: date) -> bool:
    """Measure what was lost of what was once late, unless that was done in the last days;
    gives whether it was.
    """
    if Loss.objects.filter(as_of__gt=day - MEASURED_FOR).exists():
        return False
    Loss.objects.all().delete()
    rows = [
        Loss(
            company_id=company_id,
            currency=currency,
            bucket=bucket,
            as_of=day,
            stood_minor=one.minor,
            squares=one.squares,
            lost_minor=one.lost_minor,
        )
        for (company_id, currency), stood in what_stood(day).items()
        for bucket, one in stood.items()
    ]
    Loss.objects.bulk_create(rows, ignore_conflicts=True)
    return True
