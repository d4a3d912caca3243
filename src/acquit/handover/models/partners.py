"""Lawyers, bailiffs and agencies."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from acquit.organisation.models import LANGUAGES, Company


class PartnerKind(models.TextChoices):
    LAWYER = "LAWYER", _("Lawyer")
    BAILIFF = "BAILIFF", _("Bailiff")
    AGENCY = "AGENCY", _("Collection agency")


class DataRole(models.TextChoices):
    """What a partner is in the law of personal data: on our instructions, or by its own
    duties.
    """

    PROCESSOR = "PROCESSOR", _("Processor, on our instructions")
    CONTROLLER = "CONTROLLER", _("Controller, by its own duties")


class Partner(models.Model):
    """Who takes cases on. closed_on: takes no new ones since then."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=PartnerKind.choices)
    data_role = models.CharField(max_length=10, choices=DataRole.choices)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    closed_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["company", "code"], name="partner_once_per_code"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
