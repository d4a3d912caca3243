"""What people told us: promises, disputes, holds. Each ends by a further fact, never by
deletion.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from acquit.ledger.models.customers import Customer
from acquit.ledger.models.receivables import Receivable
from acquit.organisation.models import Person


class Promise(models.Model):
    """The customer said it would pay this much by the end of that day.

    closed_on None = open. `kept` says how it ended: paid by then, or not.
    """

    receivable = models.ForeignKey(Receivable, models.PROTECT, related_name="promises")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="promises")
    amount_minor = models.BigIntegerField()
    made_on = models.DateField()
    promised_on = models.DateField()
    closed_on = models.DateField(null=True)
    kept = models.BooleanField(null=True)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="promise_positive"
            ),
            models.CheckConstraint(
                condition=Q(promised_on__gte=F("made_on")), name="promise_not_in_the_past"
            ),
            models.UniqueConstraint(
                fields=["receivable"], name="promise_one_open", condition=Q(closed_on=None)
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["customer", "promised_on"], name="promise_customer")
        ]

    def __str__(self) -> str:
        return f"{self.receivable_id} by {self.promised_on}"


class DisputeReason(models.TextChoices):
    PRICE = "PRICE", _("Price")
    QUANTITY = "QUANTITY", _("Quantity")
    QUALITY = "QUALITY", _("Quality")
    DELIVERY = "DELIVERY", _("Delivery")
    NOT_ORDERED = "NOT_ORDERED", _("Not ordered")
    DUPLICATE = "DUPLICATE", _("Invoiced twice")
    ADMINISTRATIVE = "ADMINISTRATIVE", _("Missing reference or document")
    OTHER = "OTHER", _("Other")


class Dispute(models.Model):
    """The customer contests this receivable. amount_minor None = the whole of it.

    `reason` is a code where it is one of ours; `words` keeps what was said.
    """

    receivable = models.ForeignKey(Receivable, models.PROTECT, related_name="disputes")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="disputes")
    amount_minor = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=16, choices=DisputeReason.choices)
    words = models.TextField(blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="dispute_positive"
            ),
            models.UniqueConstraint(
                fields=["receivable"], name="dispute_one_open", condition=Q(closed_on=None)
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["customer", "opened_on"], name="dispute_customer")
        ]

    def __str__(self) -> str:
        return f"{self.receivable_id} {self.reason}"


class HoldReason(models.TextChoices):
    AGREEMENT = "AGREEMENT", _("Agreed with the customer")
    INTERNAL = "INTERNAL", _("Internal check")
    RELATION = "RELATION", _("Commercial relation")
    PLAN = "PLAN", _("Payment plan")
    INSOLVENCY = "INSOLVENCY", _("Insolvency")
    HANDED_OVER = "HANDED_OVER", _("Handed over")
    OTHER = "OTHER", _("Other")


class Hold(models.Model):
    """Dunning stops for a customer, or for one receivable, until the end of `until_on`.

    `whole_group`: for every customer that is the same debtor as this one. A hold that ends
    by a fact has a day that never comes (`core.dunning.endless`).
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="holds")
    receivable = models.ForeignKey(
        Receivable, models.PROTECT, null=True, related_name="holds"
    )
    reason = models.CharField(max_length=12, choices=HoldReason.choices)
    words = models.TextField(blank=True)
    from_on = models.DateField()
    until_on = models.DateField()
    whole_group = models.BooleanField(default=False)
    ended_on = models.DateField(null=True)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="hold_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(whole_group=False) | Q(receivable=None),
                name="hold_of_a_group_is_not_of_an_item",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["customer", "until_on"], name="hold_customer")
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} until {self.until_on}: {self.reason}"
