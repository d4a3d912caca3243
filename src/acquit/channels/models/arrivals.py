"""What became of a letter at the door of whom it was addressed to, as a person knows it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from acquit.channels.models.messages import Message
from acquit.ledger.models import Document
from acquit.organisation.models import Person


class ArrivalOutcome(models.TextChoices):
    """UNCLAIMED: a slip was left, and nobody came for it. RETURNED: nobody of that name was
    found there. UNKNOWN: what was recorded before was wrong, and nobody knows.
    """

    RECEIVED = "RECEIVED", _("It was received")
    REFUSED = "REFUSED", _("It was refused")
    UNCLAIMED = "UNCLAIMED", _("It was not collected")
    RETURNED = "RETURNED", _("It came back: nobody of that name there")
    UNKNOWN = "UNKNOWN", _("Nobody knows after all")


class Arrival(models.Model):
    """What a person knows of a letter that was posted. on: the day at the door, of what
    came back the day on which it was here again. tracking: the number that the post gave
    it. document: the acknowledgement of receipt. words: why the one before was wrong.

    Never changed: the last one of a message counts.
    """

    message = models.ForeignKey(Message, models.PROTECT, related_name="arrivals")
    outcome = models.CharField(max_length=9, choices=ArrivalOutcome.choices)
    on = models.DateField()
    tracking = models.CharField(max_length=60, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=500, blank=True)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["message", "id"], name="arrival_message")]

    def __str__(self) -> str:
        return f"{self.outcome} of {self.message_id} on {self.on}"
