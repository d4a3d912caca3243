"""What is kept so that it need not be summed up again."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from acquit.core.figures import Bucket
from acquit.organisation.models import Company, Unit


class Snapshot(models.Model):
    """What everybody owed at the close of `day`, as the books knew it at `taken_at`.

    heaps: [currency, company, unit or null, due day, receivables, minor units] each; what
    is due before or after the days that a picture tells apart lies in the outermost one.
    """

    day = models.DateField(unique=True)
    taken_at = models.DateTimeField()
    heaps = models.JSONField()

    def __str__(self) -> str:
        return f"{self.day}, taken at {self.taken_at:%Y-%m-%d %H:%M}"


def _by_bucket() -> ArrayField[Any, Any]:
    """Minor units for each `core.figures.Bucket`, in its order."""
    return ArrayField(models.BigIntegerField(), size=len(Bucket))


class Forecast(models.Model):
    """What was expected on the morning of `day` of the customers of one unit (null = of
    none) in one currency: kept, so that what came can be held against it.

    weeks: minor units expected in the week of `day` (what was left of it) and the twelve
    after it; variances: of the same, widened as the company's books asked for;
    quarter_variance: of all these weeks together; days_30 and its variance: of the 30 days
    from `day` on. promised_minor: what the terms promised for these weeks, overdue
    included. open, late, late_30: what was open by its bucket; what of it is late, or
    expected to be; what is, or will be, more than 30 days late.
    """

    day = models.DateField()
    company = models.ForeignKey(Company, models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+")
    currency = models.CharField(max_length=3)
    weeks = ArrayField(models.BigIntegerField(), size=13)
    variances = ArrayField(models.FloatField(), size=13)
    quarter_variance = models.FloatField()
    days_30 = models.BigIntegerField()
    days_30_variance = models.FloatField()
    promised_minor = models.BigIntegerField()
    open = _by_bucket()
    late = _by_bucket()
    late_30 = _by_bucket()
    taken_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day", "company", "unit", "currency"],
                name="forecast_once_a_day",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.unit_id} {self.currency} on {self.day}"


class Loss(models.Model):
    """What of the receivables that once stood in a bucket was lost in the end, by the books
    of one company until `as_of`.

    Derived, measured anew every week; squares: of the single amounts, added up; rates are
    made of it by `core.risk.loss_rates`.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    bucket = models.CharField(max_length=8)
    as_of = models.DateField()
    stood_minor = models.BigIntegerField()
    squares = models.FloatField()
    lost_minor = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["company", "currency", "bucket"], name="loss_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.currency} {self.bucket}"
