"""Write-offs that wait for a word."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acquit.ledger.models import Allocation, Receivable, WriteOffReason
from acquit.organisation.models import Person


class Wish(models.TextChoices):
    """What became of a write-off that somebody proposed."""

    WAITING = "WAITING", _("Waits for approval")
    APPROVED = "APPROVED", _("Approved")
    DECLINED = "DECLINED", _("Declined")


class WriteOffWish(models.Model):
    """A write-off beyond the limit of who proposed it. allocation: what was booked."""

    receivable = models.ForeignKey(Receivable, models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=8, choices=WriteOffReason.choices)
    words = models.TextField(blank=True)
    on = models.DateField()
    state = models.CharField(max_length=8, choices=Wish.choices, default=Wish.WAITING)
    allocation = models.OneToOneField(
        Allocation, models.PROTECT, null=True, related_name="+"
    )
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_words = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["receivable"],
                name="write_off_one_waits",
                condition=Q(state="WAITING"),
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="write_off_wish_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receivable_id} {self.amount_minor} {self.state}"
