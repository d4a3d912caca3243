"""Every message that was ever about to leave."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acquit.ledger.models import Customer, Document
from acquit.organisation.models import Company


class Channel(models.TextChoices):
    """By what means a debtor is spoken to. WEBHOOK: another program is told."""

    EMAIL = "EMAIL", _("E-mail")
    SMS = "SMS", _("SMS")
    LETTER = "LETTER", _("Letter")
    PHONE = "PHONE", _("Phone")
    WEBHOOK = "WEBHOOK", _("Webhook")


class MessageState(models.TextChoices):
    """CLAIMED: checked and about to leave; a new fact about the customer withdraws it.
    SENDING: being handed over; whoever finds it without its sender makes it UNCERTAIN,
    never sends it.
    """

    CLAIMED = "CLAIMED", _("About to leave")
    SENDING = "SENDING", _("Leaving")
    SENT = "SENT", _("Sent")
    UNCERTAIN = "UNCERTAIN", _("Uncertain")
    REFUSED = "REFUSED", _("Refused by the server")
    NOT_SENT = "NOT_SENT", _("Did not arrive")


class Delivery(models.TextChoices):
    """What became of a message after it was sent, as far as anybody told; "" = nothing.

    In the order of how much each says: a later report never lowers it, but a bounce.
    """

    PRINTED = "PRINTED", _("Printed")
    # In the books something is posted as well: the word alone does not tell which.
    POSTED = "POSTED", pgettext_lazy("letters", "Posted")
    DELIVERED = "DELIVERED", _("Delivered")
    OPENED = "OPENED", _("Opened")
    ANSWERED = "ANSWERED", _("Answered")
    BOUNCED = "BOUNCED", _("Came back")
    COMPLAINED = "COMPLAINED", _("Reported as unwanted")


class MessageQuerySet(models.QuerySet["Message"]):
    """Filters that chain."""

    def in_tray(self) -> Self:
        """Letters that wait to be printed."""
        return self.filter(
            channel=Channel.LETTER, state=MessageState.SENT, delivery="", batch=None
        )


class Message(models.Model):
    """One message to one customer. `occasion` names why it exists; the same occasion never
    leaves twice.

    `to`: the address in one line; of a letter, the lines of its address joined by a comma.
    `permanent`: the server will never take it for this address. `key` is its identity for
    the outside (Message-ID). `kind` is the step that it carries. `body`: the plain text, as
    it can be read anywhere; `page`: the same as blocks, from which a letter is set
    (docs/reference/letters.md). `external_id`: the name that a service gave it.
    `claimed_by`: the sender at work, see `channels.actions.sender_present`.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="messages")
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.EMAIL)
    kind = models.CharField(max_length=20)
    occasion = models.CharField(max_length=80)
    key = models.UUIDField(unique=True)
    language = models.CharField(max_length=2)
    to = models.CharField(max_length=254)
    sender = models.CharField(max_length=254)
    subject = models.CharField(max_length=250)
    body = models.TextField()
    page = models.JSONField(null=True)
    state = models.CharField(max_length=9, choices=MessageState.choices)
    business_day = models.DateField()
    claimed_at = models.DateTimeField()
    claimed_by = models.BigIntegerField(null=True)
    sent_at = models.DateTimeField(null=True)
    carrier = models.CharField(max_length=10)
    permanent = models.BooleanField(default=False)
    answer = models.TextField(blank=True)
    external_id = models.CharField(max_length=200, blank=True)
    delivery = models.CharField(max_length=10, choices=Delivery.choices, blank=True)
    batch = models.ForeignKey(
        "channels.PrintBatch", models.PROTECT, null=True, related_name="messages"
    )

    objects = MessageQuerySet.as_manager()

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
                condition=Q(state__in=["CLAIMED", "SENDING", "UNCERTAIN"]),
            ),
            models.Index(
                fields=["external_id"],
                name="message_external",
                condition=~Q(external_id=""),
            ),
            models.Index(
                fields=["company", "id"],
                name="message_to_print",
                condition=Q(channel="LETTER", state="SENT", delivery="", batch=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.occasion} to {self.customer_id}"


class Apart(models.TextChoices):
    """Why an enclosure is not bound in behind its printed letter; "" = it is, or may be."""

    NO_PDF = "NO_PDF", _("It is no PDF")
    LOCKED = "LOCKED", _("It is locked by a password")
    BROKEN = "BROKEN", _("It is broken")


class Enclosure(models.Model):
    """What goes with a message: a document of the books, or content made for it.

    Exactly one of `document` and `content` is there. `apart` is known once it was printed.
    """

    message = models.ForeignKey(Message, models.CASCADE, related_name="enclosures")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    content = models.BinaryField(null=True)
    apart = models.CharField(max_length=6, choices=Apart.choices, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(document=None) ^ Q(content=None), name="enclosure_one_source"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} with {self.message_id}"
