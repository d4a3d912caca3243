"""What people have to do, and what they wrote down."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acquit.ledger.models import Customer
from acquit.organisation.models import Company, Person


class TaskKind(models.TextChoices):
    SETTLE_MESSAGE = "SETTLE_MESSAGE", _("Say whether a message arrived")
    BROKEN_PROMISE = "BROKEN_PROMISE", _("Promise not kept")
    DELIVERY_FAILED = "DELIVERY_FAILED", _("Message could not be delivered")
    SOURCE_FAILS = "SOURCE_FAILS", _("Source fails")
    FILE_REFUSED = "FILE_REFUSED", _("File refused")
    ANSWER = "ANSWER", _("Answer of a customer")
    CALL = "CALL", _("Call to make")


class Task(models.Model):
    """One thing for a person. `why` is data: the page makes the sentence. `key` keeps it
    single.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=TaskKind.choices)
    key = models.CharField(max_length=80, unique=True)
    why = models.JSONField(default=dict)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

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
