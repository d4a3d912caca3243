"""One row per thing done. The database refuses to change or delete one.

The rooms of people and companies stand above this one and write to it too: an entry knows
them by their keys, and outlives what it speaks of.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """`event` is a past-tense code (`promise_recorded`); actor_id None = Acquit itself,
    named in `actor_name`; company_id None = it concerns no single company.
    """

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    event = models.CharField(max_length=60)
    company_id = models.BigIntegerField(null=True)
    customer_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer_id", "-at"], name="audit_customer"),
            models.Index(fields=["company_id", "-at"], name="audit_company"),
            models.Index(fields=["actor_id", "-at"], name="audit_actor"),
            models.Index(fields=["-at"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return (
            f"{self.at:%Y-%m-%d %H:%M} {self.event} {self.subject_kind} {self.subject_id}"
        )
