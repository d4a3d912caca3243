"""Which days were walked, and what came of it."""

from __future__ import annotations

from django.db import models


class Cycle(models.Model):
    """One business day. `counts` is what `acquit cycle --json` prints.

    shards: how many ranges of customers are to be walked; `done`: those that were, by their
    first customer. ended_at None = under way, or cut short.
    """

    day = models.DateField(unique=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    shards = models.PositiveIntegerField(default=0)
    done = models.JSONField(default=list)
    counts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.day}"

    @property
    def down(self) -> dict[str, str]:
        """The channels that were down when they were last tried on this day, by code of
        `channels.models.Channel`, with what was said there.
        """
        told: dict[str, str] = self.counts.get("down", {})
        return {channel.upper(): said for channel, said in told.items()}
