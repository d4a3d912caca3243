"""Insolvency proceedings. What ends, ends by its day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acquit.ledger.models import Customer, Document, Hold
from acquit.organisation.models import Person


class InsolvencyKind(models.TextChoices):
    BANKRUPTCY = "BANKRUPTCY", _("Bankruptcy, liquidation")
    REORGANISATION = "REORGANISATION", _("Reorganisation, safeguard")
    DEBT_RELIEF = "DEBT_RELIEF", _("Debt relief of a person")
    OTHER = "OTHER", _("Other")


class Insolvency(models.Model):
    """Insolvency proceedings of a debtor. deadline_on: until when our claim is filed;
    deadline_source: the rule, empty = a person entered the day. filed_on, proof: that it
    was. ended_on None = they are open.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=InsolvencyKind.choices)
    court = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    administrator = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)
    opened_on = models.DateField()
    published_on = models.DateField(null=True)
    deadline_on = models.DateField()
    deadline_source = models.CharField(max_length=300, blank=True)
    deadline_certainty = models.CharField(max_length=1, blank=True)
    filed_on = models.DateField(null=True)
    filed_words = models.CharField(max_length=300, blank=True)
    proof = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)
    hold = models.ForeignKey(Hold, models.PROTECT, related_name="+")
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer"],
                name="insolvency_one_open",
                condition=Q(ended_on=None),
            ),
            models.CheckConstraint(
                condition=Q(filed_on=None) | ~Q(filed_words="") | Q(proof__isnull=False),
                name="insolvency_filed_with_proof",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.kind} {self.opened_on}"
