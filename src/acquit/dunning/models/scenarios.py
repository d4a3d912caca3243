"""Scenarios as companies draw them, and which customer is followed up by which."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from acquit.ledger.models import Customer
from acquit.organisation.models import Company, Person


class Policy(models.Model):
    """How one company follows up, whatever the scenario. No row = the standard of
    `core.dunning.Policy`, where each field is explained.

    scenario: for customers that no rule takes.
    """

    company = models.OneToOneField(Company, models.CASCADE, related_name="+")
    minimum_minor = models.PositiveIntegerField()
    freshness_days = models.PositiveSmallIntegerField()
    thanks_days = models.PositiveSmallIntegerField(default=10)
    per_day = models.PositiveSmallIntegerField(default=1)
    per_week = models.PositiveSmallIntegerField(default=3)
    from_hour = models.PositiveSmallIntegerField(default=8)
    until_hour = models.PositiveSmallIntegerField(default=19)
    debit_days = models.PositiveSmallIntegerField(default=10)
    strategic = models.PositiveSmallIntegerField(default=10)
    approval_minor = models.PositiveBigIntegerField(default=0)
    scenario = models.ForeignKey(
        "dunning.Scenario", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    from_hour__lt=models.F("until_hour"), until_hour__lte=24
                ),
                name="policy_hours_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(per_day__gte=1, per_week__gte=1),
                name="policy_lets_something_leave",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id}"


class Scenario(models.Model):
    """A scenario of a company. `code` never changes.

    `draft`: what is being drawn, not in force; None = nothing is. In force is the version
    with the highest number.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    about = models.TextField(blank=True)
    draft = models.JSONField(null=True)
    archived_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["company", "code"], name="scenario_once_per_code"
            )
        ]

    def __str__(self) -> str:
        return f"{self.company_id}/{self.code}"


class Version(models.Model):
    """A scenario as it is or was in force; never changed. `content`: the form of
    `core.dunning.written`.

    `moves`: customers that are under way moved to it when it came into force; else they
    stay on theirs until they owe nothing that was reminded of.
    """

    scenario = models.ForeignKey(
        Scenario, models.CASCADE, related_name="versions", db_index=False
    )
    number = models.PositiveIntegerField()
    content = models.JSONField()
    note = models.CharField(max_length=500, blank=True)
    moves = models.BooleanField(default=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scenario", "number"], name="version_once_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id} v{self.number}"


class AssignmentRule(models.Model):
    """Which customers get a scenario: looked at in the order of `place`, the first that
    holds decides. `conditions`: the form of `core.dunning.assigning`.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="+", db_index=False)
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    conditions = models.JSONField(default=list)
    scenario = models.ForeignKey(Scenario, models.PROTECT, related_name="rules")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["company", "place"],
                name="rule_place_once",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.place}: {self.name}"


class Following(models.Model):
    """By which version of which scenario a customer is followed up, and why.

    Derived by the rules and the pins. `group_id`: the smallest id among the customers that
    are the same debtor, over all our companies (same business number, or a parent).
    `share`: of all that its company is owed in the company's currency, in percent;
    `strategic`: one of the largest debtors. Both as of the last walk. `proposed`: what
    profile or score would choose where only a person may judge, and why.
    """

    # No constraints in the database: rows are replaced by the hundred thousand, and neither
    # a customer nor a version is ever deleted.
    customer = models.OneToOneField(
        Customer,
        models.DO_NOTHING,
        primary_key=True,
        db_constraint=False,
        related_name="following",
    )
    company_id = models.BigIntegerField()
    version = models.ForeignKey(
        Version, models.PROTECT, related_name="+", db_constraint=False
    )
    rule = models.ForeignKey(
        AssignmentRule,
        models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    why = models.JSONField()
    since_on = models.DateField()
    group_id = models.BigIntegerField()
    share = models.FloatField(default=0)
    strategic = models.BooleanField(default=False)
    proposed = models.ForeignKey(
        Scenario,
        models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    proposed_why = models.JSONField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["group_id"], name="following_group")]

    def __str__(self) -> str:
        return f"{self.customer_id} by {self.version_id}"


class Pin(models.Model):
    """A person chose the scenario of a customer; it wins over the rules until it is taken
    back.
    """

    customer = models.OneToOneField(Customer, models.CASCADE, related_name="+")
    scenario = models.ForeignKey(Scenario, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    pinned_on = models.DateField()
    pinned_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.scenario_id}"


class Move(models.Model):
    """A customer came to another version, or to another scenario. Kept for ever."""

    # As of `Following`: none of these is ever deleted.
    customer = models.ForeignKey(
        Customer, models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    version = models.ForeignKey(
        Version, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    before = models.ForeignKey(
        Version,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    why = models.JSONField()
    on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["customer", "-on"], name="move_customer")]

    def __str__(self) -> str:
        return f"{self.customer_id} to {self.version_id} on {self.on}"
