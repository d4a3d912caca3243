"""Letters that the office prints, in bundles."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from acquit.organisation.models import Company, Person


class PrintState(models.TextChoices):
    WAITING = "WAITING", _("Waits for its turn")
    RUNNING = "RUNNING", _("Being printed")
    DONE = "DONE", _("Done")
    FAILED = "FAILED", _("Stopped by a fault")


class PrintRun(models.Model):
    """A tray that somebody wants printed; a worker sets it.

    letters: how many lay in the tray. held_back: how many were not wanted any more. unset:
    the messages that cannot be set, which stay in the tray.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=PrintState.choices)
    letters = models.PositiveIntegerField()
    held_back = models.PositiveIntegerField(default=0)
    unset = models.JSONField(default=list)
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            # Two that empty the same tray would only take letters from each other.
            models.UniqueConstraint(
                fields=["company"],
                condition=models.Q(state__in=["WAITING", "RUNNING"]),
                name="print_run_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.asked_at}"


class PrintBatch(models.Model):
    """One bundle of letters, set as one PDF in the order in which they are folded.

    `number` counts within the company. `run`: that made it, None = the command did.
    `posted_on`: the day on which the bundle went to the post, said by a person.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    letters = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
    pdf = models.BinaryField()
    run = models.ForeignKey(PrintRun, models.PROTECT, null=True, related_name="batches")
    posted_on = models.DateField(null=True)
    posted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["company", "number"], name="batch_once_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.company_id}/{self.number}"
