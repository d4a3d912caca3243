"""What is kept so that it need not be summed up again."""

from __future__ import annotations

from django.db import models


class Snapshot(models.Model):
    """What everybody owed at the close of `day`, as the books knew it at `taken_at`.

    heaps: [currency, company, unit or null, due day, receivables, minor units] each; what
    is due before or after the days that a picture tells apart lies in the outermost one.
    """

    day = models.DateField(unique=True)
    taken_at = models.DateTimeField()
    heaps = models.JSONField()

    def __str__(self) -> str:
        return f"{self.day}, taken at {self.taken_at:%Y-%m-%d %H:%M}"
