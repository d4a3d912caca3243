"""What was imported, and what could not be."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from acquit.core.sentences import of_json
from acquit.ledger.models import Document
from acquit.organisation.models import Company, Person

if TYPE_CHECKING:
    from acquit.core.sentences import Said


class RunState(models.TextChoices):
    TAKEN = "TAKEN", _("Taken")
    PARTLY = "PARTLY", _("Partly taken")
    REFUSED = "REFUSED", _("Refused")


class TableLayout(models.Model):
    """How a company's accounting or bank writes a table, as a person described it.

    `layout`: `formats.layouts.Layout` as plain values; a later one of the same name takes
    its place. Not used any more: `retired_at`.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    layout = models.JSONField()
    actor_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["company", "name"],
                name="table_layout_once",
                condition=models.Q(retired_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Run(models.Model):
    """One file, one attempt. `sums`: total amount taken per currency, minor units."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    format = models.CharField(max_length=40, blank=True)
    layout = models.CharField(max_length=100, blank=True)
    partial = models.BooleanField(default=False)
    state = models.CharField(max_length=7, choices=RunState.choices)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    sums = models.JSONField(default=dict)
    remarks = models.JSONField(default=list)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["company", "-started_at"], name="run_company")
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def remarked(self) -> list[Said]:
        """What was worth saying though it was taken, to be put in the reader's language."""
        return [of_json(one) for one in self.remarks]


class RunProblem(models.Model):
    """One thing that a run could not take: in English, by which it is searched, and as it
    was said (where, saw, wanted, remedy), to be put in the reader's language.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="problems")
    where = models.TextField()
    saw = models.TextField()
    wanted = models.TextField()
    remedy = models.TextField()
    told = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.run_id} {self.where}"
