"""When each open receivable will be paid, and what comes in of each payer."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from acquit.ledger.models import Customer, Receivable
from acquit.organisation.models import Company


class Model(models.Model):
    """What answers for a company: one version, learnt on the morning of `learnt_on`.

    Versions count up; the newest answers. trained: the model beat tier 0 in the company's
    own back-test, else tier 0 answers. verdict: how that was judged, as data, with
    `together` and `spread_factor` of `scoring.prediction.cash.Spread`; body: what was
    learnt, for `scoring.prediction` alone to read, empty where newer ones have come.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    learnt_on = models.DateField()
    trained = models.BooleanField()
    verdict = models.JSONField(default=dict)
    body = models.BinaryField()
    learnt_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["company", "version"], name="model_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} version {self.version}"


class CompanyPast(models.Model):
    """What all payers of a company together had shown on the morning of `made_on`, so that
    one of them is predicted without reading the books of the others.

    Derived, written by the daily walk. body: for `scoring.prediction` alone to read.
    """

    company = models.OneToOneField(Company, models.CASCADE, related_name="+")
    made_on = models.DateField()
    body = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.company_id} on {self.made_on}"


class Check(models.Model):
    """How right the predictions of a month were: what was said of each invoice on the day
    of its issue, by what the company's books could teach before that month, beside what
    came, and beside the naive guess from the payer's own history.

    Derived once, when the month's invoices are settled or long overdue, and kept. month:
    its first day; trained: a trained model answered; n: invoices judged. Errors and widths
    in days, shares 0..1; brier and auc of the chance to be late, auc None where all or none
    were. bins: [{"said", "happened", "n"}], of that chance.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="+")
    month = models.DateField()
    trained = models.BooleanField()
    n = models.PositiveIntegerField()
    mae = models.FloatField()
    naive_mae = models.FloatField()
    within_3 = models.FloatField()
    naive_within_3 = models.FloatField()
    brier = models.FloatField()
    naive_brier = models.FloatField()
    auc = models.FloatField(null=True)
    naive_auc = models.FloatField(null=True)
    covered = models.FloatField()
    naive_covered = models.FloatField()
    width = models.FloatField()
    naive_width = models.FloatField()
    bins = models.JSONField(default=list)
    judged_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["company", "month"], name="check_month_once"),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.month:%Y-%m}"


class Prediction(models.Model):
    """When an open receivable will be paid, as known on the morning of `made_on`.

    Derived: written anew for all by the daily walk, and for one customer when a fact
    arrives. low_on to high_on: the 80 % interval. late, late_30: the probabilities to be
    paid after the due day, and more than 30 days after it; within_7: on that morning's day
    or the six after it. evidence: `core.behaviour.reasons.Evidence` as data, why.
    """

    # No constraint in the database: rows are replaced by the hundred thousand, and a
    # receivable is never deleted.
    receivable = models.OneToOneField(
        Receivable,
        models.DO_NOTHING,
        primary_key=True,
        db_constraint=False,
        related_name="prediction",
    )
    customer_id = models.BigIntegerField()
    company_id = models.BigIntegerField()
    model_id = models.BigIntegerField()
    made_on = models.DateField()
    expected_on = models.DateField()
    median_on = models.DateField()
    low_on = models.DateField()
    high_on = models.DateField()
    late = models.FloatField()
    late_30 = models.FloatField()
    within_7 = models.FloatField()
    evidence = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(low_on__gte=models.F("made_on")), name="prediction_not_past"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["customer_id"], name="prediction_customer")
        ]

    def __str__(self) -> str:
        return f"{self.receivable_id} on {self.expected_on}"


class Expectation(models.Model):
    """What comes in of one payer in one currency, by what is open on the morning of
    `made_on`; not yet issued invoices are none of it.

    Derived, together with the predictions. weeks: minor units expected in the week of
    `made_on` (what is left of it) and the twelve after it, weeks from Monday;
    variances: of the same, in minor units squared, as one payer pays many items at once.
    days_30, days_30_variance: of the 30 days from `made_on` on. open_minor: all that is
    open; so the rest of it comes later, or never.
    """

    customer = models.ForeignKey(
        Customer,
        models.DO_NOTHING,
        db_constraint=False,
        related_name="expectations",
    )
    company_id = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    made_on = models.DateField()
    open_minor = models.BigIntegerField()
    weeks = ArrayField(models.BigIntegerField(), size=13)
    variances = ArrayField(models.FloatField(), size=13)
    days_30 = models.BigIntegerField()
    days_30_variance = models.FloatField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer", "currency"], name="expectation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.currency}"
