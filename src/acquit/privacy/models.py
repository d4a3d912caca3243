"""What people ask of their data, and whose data are past their time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acquit.core.privacy import RequestKind
from acquit.ledger.models import Customer
from acquit.organisation.models import Company, Person

REQUESTS = [
    (RequestKind.ACCESS, _("Wants to see what is held")),
    (RequestKind.ERASURE, _("Wants it erased")),
    (RequestKind.RECTIFICATION, _("Wants it put right")),
    (RequestKind.OBJECTION, _("Objects to being scored")),
]


class Request(models.Model):
    """Somebody asked something about their own data. `customer` None: a contact person,
    known by `email`. `due_on`: by when it is answered. Never deleted.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    email = models.EmailField(max_length=254, blank=True)
    kind = models.CharField(max_length=13, choices=REQUESTS)
    words = models.TextField(blank=True)
    received_on = models.DateField()
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    outcome = models.TextField(blank=True)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(customer__isnull=False) | ~Q(email=""),
                name="request_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | ~Q(outcome=""), name="request_done_with_words"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["company", "-received_on"], name="request_company")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.customer_id or self.email}"


class Past(models.Model):
    """A natural person of whom something is held longer than need be, since `since`.

    Derived, written anew each day. groups: which (`core.privacy.Group`).
    """

    customer = models.OneToOneField(
        Customer,
        models.DO_NOTHING,
        primary_key=True,
        db_constraint=False,
        related_name="+",
    )
    company = models.ForeignKey(
        Company, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    closed_on = models.DateField()
    since = models.DateField()
    groups = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["company", "since"], name="past_since")]

    def __str__(self) -> str:
        return f"{self.customer_id} since {self.since}"
