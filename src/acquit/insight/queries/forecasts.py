"""What is expected of a scope: by the payers of today, or as it was kept of a past day."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any

from django.db.models import (
    BigIntegerField,
    Case,
    F,
    FloatField,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Greatest, Least

from acquit.core.figures import Bucket
from acquit.core.forecast import Expected
from acquit.insight.models import Forecast
from acquit.insight.queries.foresight import Cash, Doubt, Foresight, by_currency, of_weeks
from acquit.insight.queries.position import WEEKS, outer_days
from acquit.insight.queries.positions import is_in, owed
from acquit.ledger import queries as ledger
from acquit.scoring.models import Expectation, Model

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from acquit.organisation.rights import Scope

# A forecast of a few days before stands for a day on which none was kept.
KEPT_FOR = timedelta(days=6)
BUCKETS = list(Bucket)
# What is more than so many days late is at risk.
AT_RISK_DAYS = 30


def foresights(scope: Scope, *, as_of: date, today: date) -> dict[str, Foresight]:
    """What is expected in each currency; empty where nothing is, or was kept.

    Three queries for today, one for a day in the past.
    """
    if as_of < today:
        return kept(scope, days=[as_of])[as_of]
    return by_currency(expected_cash(scope), doubts(scope, today=today))


def expected_cash(scope: Scope) -> list[Cash]:
    """By place, currency and morning. Two queries, however many payers there are."""
    factors = _spread_factors()
    rows: QuerySet[Any] = (
        Expectation.objects.filter(
            ledger.reach(scope, customer="customer__", company="company_id")
        )
        .order_by()
        .values_list("company_id", "customer__unit_id", "currency", "made_on")
        .annotate(**_sums())
        .values_list(*("company_id", "customer__unit_id", "currency", "made_on"), *_sums())
    )
    return [_cash(row, factors.get(row[0], 1.0)) for row in rows]


def _cash(row: Sequence[Any], factor: float) -> Cash:
    company_id, unit_id, currency, made_on, *sums = row
    weeks = of_weeks(sums[:WEEKS], sums[WEEKS : 2 * WEEKS])
    days_30, days_30_variance, quarter_variance = sums[2 * WEEKS :]
    return Cash(
        company_id=company_id,
        unit_id=unit_id,
        currency=currency,
        made_on=made_on,
        weeks=[one.spread(factor) for one in weeks],
        days_30=Expected(days_30, days_30_variance).spread(factor),
        quarter=Expected(sum(one.minor for one in weeks), quarter_variance).spread(factor),
    )


def _sums() -> dict[str, Any]:
    """The sums over payers, by the name of their column."""
    numbers = range(WEEKS)
    minor = {f"week_{n}": Cast(Sum(f"weeks__{n}"), BigIntegerField()) for n in numbers}
    variances = {f"variance_{n}": Sum(f"variances__{n}") for n in numbers}
    return {
        **minor,
        **variances,
        "soon": Cast(Sum("days_30"), BigIntegerField()),
        "soon_variance": Sum("days_30_variance"),
        "quarter_variance": Sum(_quarter_variance()),
    }


def _quarter_variance() -> Any:
    """Of all weeks of one payer: not told, but two bounds of it are. As if its weeks were
    independent, which they are not: what came in one does not come in another. And as if
    it paid all or nothing, the widest that a sum with this mean can be (Bhatia and Davis).
    """
    variances = reduce(add, (F(f"variances__{n}") for n in range(WEEKS)))
    mean = Cast(reduce(add, (F(f"weeks__{n}") for n in range(WEEKS))), FloatField())
    widest = Greatest(mean * (Cast(F("open_minor"), FloatField()) - mean), Value(0.0))
    return Least(variances, widest, output_field=FloatField())


def _spread_factors() -> dict[int, float]:
    """By how much each company's intervals must be widened, by its newest model."""
    newest = Model.objects.order_by("company_id", "-version").distinct("company_id")
    return {
        company_id: float(factor)
        for company_id, factor in newest.values_list("company_id", "verdict__spread_factor")
        if factor
    }


def doubts(scope: Scope, *, today: date) -> list[Doubt]:
    """What may go wrong, by place and currency. One query."""
    _, beyond = outer_days(today)
    risky = today - timedelta(days=AT_RISK_DAYS)
    # A receivable that came after the last prediction is taken as paid in time.
    sure = Value(1.0)
    late = Case(When(due_on__lt=today, then=sure), default=_chance("late"))
    late_30 = Case(When(due_on__lt=risky, then=sure), default=_chance("late_30"))
    buckets = (When(is_in(one, today), then=n) for n, one in enumerate(BUCKETS))
    rows = (
        owed(scope, as_of=today, today=today)
        .order_by()
        .annotate(bucket=Case(*buckets, output_field=IntegerField()))
        .values_list("company_id", "customer__unit_id", "currency", "bucket")
        .annotate(
            minor=Cast(Sum("open_minor"), BigIntegerField()),
            late=Sum(F("open_minor") * late, output_field=FloatField()),
            late_30=Sum(F("open_minor") * late_30, output_field=FloatField()),
            promised=_minor_of(Q(due_on__lt=beyond)),
            unknown=_minor_of(Q(prediction=None)),
        )
    )
    found: dict[tuple[int, int | None, str], list[Any]] = defaultdict(list)
    for *place, bucket, minor, late_sum, risky_sum, promised, unknown in rows:
        part = (BUCKETS[bucket], minor, round(late_sum), round(risky_sum))
        found[tuple(place)].append((*part, promised, unknown))
    return [_doubt(place, parts) for place, parts in found.items()]


def _doubt(place: tuple[int, int | None, str], parts: Sequence[Any]) -> Doubt:
    return Doubt(
        *place,
        open={bucket: minor for bucket, minor, *_ in parts},
        late={bucket: late for bucket, _, late, *_ in parts},
        late_30={bucket: late_30 for bucket, _, _, late_30, *_ in parts},
        promised=sum(part[-2] for part in parts),
        unknown=sum(part[-1] for part in parts),
    )


def _chance(name: str) -> Any:
    return Coalesce(F(f"prediction__{name}"), Value(0.0))


def _minor_of(condition: Q) -> Any:
    return Coalesce(Cast(Sum("open_minor", filter=condition), BigIntegerField()), Value(0))


def kept(scope: Scope, *, days: Sequence[date]) -> Mapping[date, dict[str, Foresight]]:
    """What was expected on each of these days, in each currency: as it was kept then, or at
    most KEPT_FOR before. Empty where nothing was, and of somebody's own customers: what is
    kept knows places only. One query.
    """
    if any(reach.own_of is not None for reach in scope.reaches):
        return {day: {} for day in days}
    asked = Q(pk__in=[])
    for day in days:
        before = Forecast.objects.filter(day__lte=day, day__gte=day - KEPT_FOR)
        asked |= Q(day=before.order_by("-day").values("day")[:1])
    rows = [
        one for one in Forecast.objects.filter(asked).order_by("pk") if _seen(scope, one)
    ]
    by_day: dict[date, list[Forecast]] = defaultdict(list)
    for one in rows:
        by_day[one.day].append(one)
    return {day: _as_kept(by_day, day) for day in days}


def _seen(scope: Scope, one: Forecast) -> bool:
    return scope.covers(
        company_id=one.company_id,
        unit_id=one.unit_id,
        collector_id=None,
        representative_id=None,
    )


def _as_kept(by_day: Mapping[date, list[Forecast]], day: date) -> dict[str, Foresight]:
    newest = max((one for one in by_day if day - KEPT_FOR <= one <= day), default=day)
    rows = by_day.get(newest, [])
    return by_currency(map(_kept_cash, rows), map(_kept_doubt, rows))


def _kept_cash(one: Forecast) -> Cash:
    return Cash(
        company_id=one.company_id,
        unit_id=one.unit_id,
        currency=one.currency,
        made_on=one.day,
        weeks=of_weeks(one.weeks, one.variances),
        days_30=Expected(one.days_30, one.days_30_variance),
        quarter=Expected(sum(one.weeks), one.quarter_variance),
    )


def _kept_doubt(one: Forecast) -> Doubt:
    return Doubt(
        company_id=one.company_id,
        unit_id=one.unit_id,
        currency=one.currency,
        open=dict(zip(BUCKETS, one.open, strict=True)),
        late=dict(zip(BUCKETS, one.late, strict=True)),
        late_30=dict(zip(BUCKETS, one.late_30, strict=True)),
        promised=one.promised_minor,
    )
