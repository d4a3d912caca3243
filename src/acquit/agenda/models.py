"""What people have to do, and what they wrote down."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acquit.ledger.models import Customer
from acquit.organisation.models import Company, Person

if TYPE_CHECKING:
    from datetime import date, datetime


class TaskKind(models.TextChoices):
    SETTLE_MESSAGE = "SETTLE_MESSAGE", _("Say whether a message arrived")
    BROKEN_PROMISE = "BROKEN_PROMISE", _("Promise not kept")
    DELIVERY_FAILED = "DELIVERY_FAILED", _("Message could not be delivered")
    SOURCE_FAILS = "SOURCE_FAILS", _("Source fails")
    FILE_REFUSED = "FILE_REFUSED", _("File refused")
    ANSWER = "ANSWER", _("Answer of a customer")
    CALL = "CALL", _("Call to make")
    CLAIM_FILING = "CLAIM_FILING", _("Claim to file in an insolvency")
    CASE_STEP = "CASE_STEP", _("Case: a day to watch")
    WRITE_OFF = "WRITE_OFF", _("Write-off to approve")
    ENDLESS_HOLDS = "ENDLESS_HOLDS", _("Holds without an end")
    LIMITATION = "LIMITATION", _("Claim that will lapse")
    PRIVACY_REQUEST = "PRIVACY_REQUEST", _("Request about personal data")
    RETENTION = "RETENTION", _("Personal data past its time")


class TaskQuerySet(models.QuerySet["Task"]):
    def at_hand(self, *, on: date, at: datetime) -> Self:
        """Those of the business day `on`, at this instant: without what was put off."""
        return self.exclude(_later(on, at))

    def put_off(self, *, on: date, at: datetime) -> Self:
        """Only what was put off until a later day, or a later hour."""
        return self.filter(_later(on, at))


def _later(on: date, at: datetime) -> Q:
    later = Q(due_on__gt=on) | Q(due_on=on, not_before__gt=at)
    return Q(not_before__isnull=False) & later


class Task(models.Model):
    """One thing for a person. `why` is data: the page makes the sentence. `key` keeps it
    single. `not_before`: somebody put it off until this instant of `due_on`.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=TaskKind.choices)
    key = models.CharField(max_length=80, unique=True)
    why = models.JSONField(default=dict)
    due_on = models.DateField()
    not_before = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["company", "due_on"], name="task_open", condition=Q(done_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Note(models.Model):
    """Something written down about a customer."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="notes")
    text = models.TextField()
    author = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    author_name = models.CharField(max_length=200)
    written_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer", "-written_at"], name="note_customer")
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.written_at:%Y-%m-%d %H:%M}"
