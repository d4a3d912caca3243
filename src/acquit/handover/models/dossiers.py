"""Dossiers of cases: asked for by a person, made by a worker."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acquit.handover.models.cases import Case
from acquit.organisation.models import Person


class DossierState(models.TextChoices):
    """How far a dossier is. GONE: a newer one took its place, or a person was erased."""

    WAITING = "WAITING", _("Waits for its turn")
    RUNNING = "RUNNING", _("Being made")
    READY = "READY", _("Ready")
    FAILED = "FAILED", _("Not made")
    GONE = "GONE", _("No longer kept")


class CaseDossier(models.Model):
    """A dossier of a case that somebody asked for; a worker makes it.

    as_of: the day that it tells of, None before it is begun. why: of one that failed, as
    `core.sentences.as_json` has it. pages: of the PDF; pdf_size, zip_size: bytes.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="dossiers")
    state = models.CharField(max_length=7, choices=DossierState.choices)
    as_of = models.DateField(null=True)
    why = models.JSONField(null=True)
    pages = models.PositiveIntegerField(default=0)
    pdf_size = models.BigIntegerField(default=0)
    zip_size = models.BigIntegerField(default=0)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["WAITING", "RUNNING"]),
                name="dossier_one_at_a_time",
            ),
            # Of each case one is kept: a newer dossier takes its place.
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="READY"), name="dossier_one_is_kept"
            ),
            models.CheckConstraint(
                condition=~Q(state="FAILED") | Q(why__isnull=False),
                name="dossier_failed_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.asked_at}"


class DossierFile(models.TextChoices):
    """The bound document, and the parcel with every file by itself."""

    PDF = "PDF", "PDF"
    ZIP = "ZIP", "ZIP"


class DossierPart(models.Model):
    """Some megabytes of a file of a dossier, in their order: one that is whole may be
    larger than what the database takes at once.
    """

    dossier = models.ForeignKey(CaseDossier, models.PROTECT, related_name="parts")
    file = models.CharField(max_length=3, choices=DossierFile.choices)
    place = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dossier", "file", "place"], name="dossier_part_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.file} {self.place}"
