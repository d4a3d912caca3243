"""Which days were walked, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Cycle(models.Model):
    """One business day. `counts` is what `acquit cycle --json` prints. Walking it again
    adds to it.
    """

    day = models.DateField(unique=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    shards = models.PositiveIntegerField(default=0)
    shards_done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(shards_done__lte=models.F("shards")),
                name="cycle_shards_within_total",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}"
