"""Letters that the office prints, in bundles."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from acquit.organisation.models import Company, Person


class PrintBatch(models.Model):
    """One bundle of letters, set as one PDF in the order in which they are folded.

    `number` counts within the company. `posted_on`: the day on which the bundle went to the
    post, said by a person.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    letters = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
    pdf = models.BinaryField()
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
