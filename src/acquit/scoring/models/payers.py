"""How each customer has paid, its profile and its score."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from acquit.core.profiles import Profile
from acquit.core.score import ScoreClass
from acquit.ledger.models import Customer
from acquit.organisation.models import Company, Person

PROFILES = [
    (Profile.INSOLVENT, _("Insolvent")),
    (Profile.PUBLIC_BODY, _("Public body")),
    (Profile.NEW, _("New")),
    (Profile.DETERIORATING, _("Deteriorating")),
    (Profile.PROMISE_BREAKER, _("Breaks promises")),
    (Profile.DISPUTE_PRONE, _("Disputes often")),
    (Profile.CHRONICALLY_LATE, _("Chronically late")),
    (Profile.IMPROVING, _("Improving")),
    (Profile.ERRATIC, _("Erratic")),
    (Profile.AFTER_REMINDER, _("Pays after a reminder")),
    (Profile.SLOW_BUT_STEADY, _("Slow but steady")),
    (Profile.PROMPT, _("Prompt")),
]


CLASSES = [(one, one.value) for one in ScoreClass]


class Behaviour(models.Model):
    """How a customer has paid, by all its facts until the morning of `as_of`, which follows
    the newest of them. A customer without any fact has no row.

    Derived: computed anew when a fact arrives, and only then. median_days: after due, None
    without a payment; late, late_30: payments after due, and more than 30 days after it;
    late_share: of all payments, 0..1. figures: `core.behaviour.figures` as plain values.
    """

    customer = models.OneToOneField(
        Customer, models.CASCADE, primary_key=True, related_name="behaviour"
    )
    as_of = models.DateField()
    payments = models.PositiveIntegerField()
    median_days = models.FloatField(null=True)
    late = models.PositiveIntegerField(default=0)
    late_30 = models.PositiveIntegerField(default=0)
    late_share = models.FloatField(null=True)
    figures = models.JSONField()
    computed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.customer_id} by {self.as_of}"


class Assessment(models.Model):
    """What kind of payer a customer is, and how safe; found so on the morning of `as_of`
    and on each one since.

    Derived. profile: since `since`; evidence: sentences as data, why. score: 0..100, 100 =
    safest; contributions: [{"factor", "points", "said"}], whose points with `base` make
    `computed_score`; score and profile are what a person said instead, while that holds.
    told_score: the score when a `Change` was last written.
    """

    customer = models.OneToOneField(
        Customer, models.CASCADE, primary_key=True, related_name="assessment"
    )
    company = models.ForeignKey(Company, models.CASCADE, related_name="+")
    as_of = models.DateField()
    profile = models.CharField(max_length=16, choices=PROFILES)
    computed_profile = models.CharField(max_length=16, choices=PROFILES)
    since = models.DateField()
    evidence = models.JSONField(default=list)
    score = models.PositiveSmallIntegerField()
    computed_score = models.PositiveSmallIntegerField()
    told_score = models.PositiveSmallIntegerField(default=0)
    score_class = models.CharField(max_length=1, choices=CLASSES)
    base = models.PositiveSmallIntegerField()
    contributions = models.JSONField(default=list)
    computed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(score__lte=100), name="score_within_100"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["company", "score_class"], name="assessment_class"),
            models.Index(fields=["company", "profile"], name="assessment_profile"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.profile} {self.score}"


class Change(models.Model):
    """A customer became another kind of payer, or its score moved by as much as a class.

    Kept for ever. before: "" and None when it was assessed first.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="score_changes")
    on = models.DateField()
    profile_before = models.CharField(max_length=16, choices=PROFILES, blank=True)
    profile = models.CharField(max_length=16, choices=PROFILES)
    score_before = models.PositiveSmallIntegerField(null=True)
    score = models.PositiveSmallIntegerField()
    evidence = models.JSONField(default=list)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer", "-on"], name="score_change_customer"),
            models.Index(fields=["-on"], name="score_change_day"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.profile} {self.score} on {self.on}"


class Override(models.Model):
    """A person says otherwise: another profile, another score, or both; until the end of
    `until_on`, for a reason. ended_on: taken back before that.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="score_overrides")
    profile = models.CharField(max_length=16, choices=PROFILES, blank=True)
    score = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField()
    made_on = models.DateField()
    until_on = models.DateField()
    ended_on = models.DateField(null=True)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(profile="") | Q(score__isnull=False),
                name="override_says_something",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__lte=100), name="override_within_100"
            ),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("made_on")), name="override_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["customer"], name="override_one_open", condition=Q(ended_on=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} until {self.until_on}"


class Objection(models.Model):
    """The customer objects to being scored (GDPR, art. 21): from `since_on` on its profile
    and score decide nothing, until somebody says why they may again.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    since_on = models.DateField()
    words = models.TextField()
    ended_on = models.DateField(null=True)
    ended_words = models.TextField(blank=True)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer"], name="objection_one_open", condition=Q(ended_on=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} since {self.since_on}"


class Thresholds(models.Model):
    """From where on a company calls a payer what. No row = the standard of
    `core.profiles`; `values`: those that differ from it, by name.
    """

    company = models.OneToOneField(Company, models.CASCADE, related_name="+")
    values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.company_id}"


class Norm(models.Model):
    """What the payers of a company do, or those of one of its segments ("" = of all): their
    payments in two years, how many of them were late, and more than 30 days late.

    Derived, summed up daily: those of whom little is known lean on it.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="+")
    segment = models.CharField(max_length=60, blank=True)
    payments = models.BigIntegerField()
    late = models.BigIntegerField()
    late_30 = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["company", "segment"], name="norm_once"),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.segment}"


class ClassRisk(models.Model):
    """How often customers of a class, as they were scored half a year before `as_of`, have
    since paid something more than 30 days late: the probability that the class states.

    Derived, from the books. customers: how many were scored so; late: those of them who
    did; probability: of the share, leaning on its neighbours so that no class is riskier
    than the next worse one.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="+")
    score_class = models.CharField(max_length=1, choices=CLASSES)
    as_of = models.DateField()
    customers = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    probability = models.FloatField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["company", "score_class"], name="class_risk_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.score_class}: {self.probability:.3f}"
