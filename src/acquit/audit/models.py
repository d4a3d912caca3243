"""One row per thing done. The database refuses to change or delete one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from acquit.organisation.models import Company, Person


class Entry(models.Model):
    """`event` is a past-tense code (`promise_recorded`); `actor` None = Acquit itself,
    named in `actor_name`.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=200)
    event = models.CharField(max_length=60)
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="+")
    customer_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer_id", "-at"], name="audit_customer"),
            models.Index(fields=["company", "-at"], name="audit_company"),
        ]

    def __str__(self) -> str:
        return (
            f"{self.at:%Y-%m-%d %H:%M} {self.event} {self.subject_kind} {self.subject_id}"
        )
