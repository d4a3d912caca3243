"""Files that prove something: invoices as received, letters as sent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from acquit.organisation.models import Company


class Document(models.Model):
    """Content lives in the database, never in a folder beside one of several servers."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    content = models.BinaryField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["company", "sha256"], name="document_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.sha256[:12]})"
