"""Rates that people entered, for half-years that the program does not know yet."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from acquit.core.law import Certainty
from acquit.organisation.models import Person


class EnteredRate(models.Model):
    """A published rate, as `core.law.Row` has it, with who read it and where.

    percent: a year, 10.50 = 10.50 %. It holds for every company: the law is one. Never
    changed nor deleted: demands rest on it.
    """

    reference = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_to = models.DateField()
    percent = models.DecimalField(max_digits=7, decimal_places=4)
    certainty = models.CharField(max_length=1, choices=[(c, c) for c in Certainty])
    source = models.CharField(max_length=300)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reference", "valid_from"], name="rate_once_per_half_year"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="rate_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="rate_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} from {self.valid_from}: {self.percent} %"
