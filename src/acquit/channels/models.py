"""Every message that was ever about to leave."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acquit.ledger.models import Customer
from acquit.organisation.models import Company


class MessageState(models.TextChoices):
    """SENDING is claimed: whoever finds it without its sender makes it UNCERTAIN, never
    sends it.
    """

    SENDING = "SENDING", _("Leaving")
    SENT = "SENT", _("Sent")
    UNCERTAIN = "UNCERTAIN", _("Uncertain")
    REFUSED = "REFUSED", _("Refused by the server")
    NOT_SENT = "NOT_SENT", _("Did not arrive")


class Message(models.Model):
    """One message to one customer. `occasion` names why it exists; the same occasion never
    leaves twice.

    `permanent`: the server will never take it for this address. `key` is its identity for
    the outside (Message-ID). `kind` is the step that it carries.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="messages")
    channel = models.CharField(max_length=8, default="EMAIL")
    kind = models.CharField(max_length=20)
    occasion = models.CharField(max_length=80)
    key = models.UUIDField(unique=True)
    language = models.CharField(max_length=2)
    to = models.CharField(max_length=254)
    sender = models.CharField(max_length=254)
    subject = models.CharField(max_length=250)
    body = models.TextField()
    state = models.CharField(max_length=9, choices=MessageState.choices)
    business_day = models.DateField()
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    carrier = models.CharField(max_length=10)
    permanent = models.BooleanField(default=False)
    answer = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            # A refused message was never handed over: its occasion may be tried again.
            models.UniqueConstraint(
                fields=["customer", "channel", "occasion"],
                name="message_once_per_occasion",
                condition=~Q(state__in=["REFUSED", "NOT_SENT"]),
            ),
            models.CheckConstraint(
                condition=~Q(state="SENT") | Q(sent_at__isnull=False),
                name="message_sent_has_instant",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["company", "-claimed_at"], name="message_company"),
            models.Index(fields=["customer", "-claimed_at"], name="message_customer"),
            models.Index(fields=["business_day", "customer"], name="message_day"),
            models.Index(
                fields=["customer"],
                name="message_dead_address",
                condition=Q(permanent=True),
            ),
            models.Index(
                fields=["state"],
                name="message_unsettled",
                condition=Q(state__in=["SENDING", "UNCERTAIN"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.occasion} to {self.customer_id}"
