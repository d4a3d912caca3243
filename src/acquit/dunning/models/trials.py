"""Scenarios tried on days that are past, and what messages cost."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from acquit.dunning.models.scenarios import Scenario
from acquit.organisation.models import Company, Person


class Prices(models.Model):
    """What a message costs a company. No row = the usual of `core.dunning.prices`, where
    each field is explained.
    """

    company = models.OneToOneField(Company, models.CASCADE, related_name="+")
    email_minor = models.PositiveIntegerField()
    sms_minor = models.PositiveIntegerField()
    letter_minor = models.PositiveIntegerField()
    call_minutes = models.PositiveSmallIntegerField()
    hour_minor = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.company_id}"


class TrialState(models.TextChoices):
    WAITING = "WAITING", _("Waits for its turn")
    RUNNING = "RUNNING", _("Under way")
    DONE = "DONE", _("Done")
    FAILED = "FAILED", _("Came to no end")


class Trial(models.Model):
    """A scenario tried on some days, and what came of it; kept, so that it can be opened
    again.

    `content`: the scenario as it was tried, in the form of `core.dunning.written`; None =
    each customer by its own. `scenario` None = the standard, or each by its own.
    `everybody`: not only those whom the rules give this scenario. `dated`: facts were taken
    as known on the day after their own, not since they were recorded. `customers`: of these
    alone, by id: the others were out of reach of who asked; None = of all. `days_done`: of
    all from `first_on` to `last_on`. `result`: docs/reference/commands.md, `acquit dunning
    try`.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="+", db_index=False)
    scenario = models.ForeignKey(Scenario, models.SET_NULL, null=True, related_name="+")
    label = models.CharField(max_length=120)
    draft = models.BooleanField(default=False)
    everybody = models.BooleanField(default=False)
    dated = models.BooleanField(default=False)
    customers = models.JSONField(null=True)
    content = models.JSONField(null=True)
    first_on = models.DateField()
    last_on = models.DateField()
    state = models.CharField(max_length=7, choices=TrialState.choices)
    days_done = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")),
                name="trial_ends_after_start",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["company", "-asked_at"], name="trial_company"),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.label} {self.first_on}..{self.last_on}"
