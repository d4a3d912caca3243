"""What was imported and what could not be; and the sources by which files come in."""

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


class SourceKind(models.TextChoices):
    FOLDER = "FOLDER", _("Watched folder")
    UPLOAD = "UPLOAD", _("Upload by a program")


class Source(models.Model):
    """A way by which files come in by themselves.

    folder: below the folder that the administrator set; "" for an upload. quiet_days: for
    so long it may bring nothing before somebody is told. failures: how often in a row it
    could not be reached, since `failing_since`, lastly because of `trouble` (a sentence as
    plain values). next_try_at: when it is looked into by itself, None = it is never.
    opened_at: when it was opened or, after a pause, resumed.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=6, choices=SourceKind.choices)
    folder = models.CharField(max_length=200, blank=True)
    partial = models.BooleanField(default=False)
    quiet_days = models.PositiveSmallIntegerField(null=True)
    opened_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    trouble = models.JSONField(default=str)
    next_try_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["company", "name"], name="source_once_per_company"
            ),
            models.UniqueConstraint(
                fields=["folder"],
                name="source_folder_once",
                condition=~models.Q(folder=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SourceToken(models.Model):
    """Lets a program send files to a source; kept as a digest, `hint` is how it begins."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=16)
    actor_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.hint}…"


class DeliveryState(models.TextChoices):
    TAKEN = "TAKEN", _("Taken")
    PARTLY = "PARTLY", _("Partly taken")
    REFUSED = "REFUSED", _("Refused")
    FAILED = "FAILED", _("Not reached")
    CUT_SHORT = "CUT_SHORT", _("Cut short")


class Delivery(models.Model):
    """What a source brought at one time, or why it could not be reached (`trouble`).

    state "" and no end = under way; whatever was under way when the program was killed is
    cut short, and the files that were not taken by then come again.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="deliveries")
    state = models.CharField(max_length=9, choices=DeliveryState.choices, blank=True)
    files = models.PositiveIntegerField(default=0)
    trouble = models.JSONField(default=str)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["source", "-started_at"], name="delivery_source")
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.started_at:%Y-%m-%d %H:%M}"


class Run(models.Model):
    """One file, one attempt. `sums`: total amount taken per currency, minor units.
    delivery None = somebody sent it.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, related_name="runs")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    format = models.CharField(max_length=40, blank=True)
    layout = models.CharField(max_length=100, blank=True)
    partial = models.BooleanField(default=False)
    picture_on = models.DateField(null=True)
    missing = models.PositiveIntegerField(default=0)
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
    """One thing that a run could not take: in English, as commands show it, and as it
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
