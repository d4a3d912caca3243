"""Texts that a company writes itself, in place of ours."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from acquit.organisation.models import LANGUAGES, Company, Person


class Wording(models.Model):
    """One version of one text of a company; the newest is in force, older ones are kept.

    step: one of `wording.codes.TEXTS`; channel: EMAIL stands for letters too; tone: empty
    where there is one for all. `original`: with this version our own text came back.
    """

    CHANNELS: ClassVar = [
        ("EMAIL", _("E-mail and letter")),
        ("SMS", _("SMS")),
        ("PHONE", _("Call")),
    ]

    company = models.ForeignKey(Company, models.CASCADE, related_name="+", db_index=False)
    step = models.CharField(max_length=20)
    channel = models.CharField(max_length=8, choices=CHANNELS)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    tone = models.CharField(max_length=8, blank=True)
    version = models.PositiveIntegerField()
    original = models.BooleanField(default=False)
    subject = models.TextField(blank=True)
    text = models.TextField(blank=True)
    author = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["company", "step", "channel", "language", "tone", "version"],
                name="wording_once_per_version",
            )
        ]

    def __str__(self) -> str:
        return (
            f"{self.company_id} {self.step} {self.channel} {self.language} {self.version}"
        )
