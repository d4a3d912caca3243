"""What came back: reports of services on a message, and what debtors answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from acquit.channels.models.messages import Channel, Delivery, Message
from acquit.ledger.models import Contact, Customer
from acquit.organisation.models import Company


class DeliveryEvent(models.Model):
    """One report on a message. `key`: the service's own name of the report; the same never
    counts twice. `detail`: its words.
    """

    message = models.ForeignKey(Message, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Delivery.choices)
    key = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField()
    detail = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["message", "at"], name="event_message")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.message_id}"


class IncomingState(models.TextChoices):
    NEW = "NEW", _("Not read yet")
    DONE = "DONE", _("Done")


class Incoming(models.Model):
    """What a debtor wrote to us. `message`: the one that it answers, when that is known;
    `customer` None = nobody knows yet whose it is. `unread`: it could not be read; it is
    kept as a file, and `body` says why.

    `key`: the sender's own name of it (Message-ID); the same is never taken twice.
    `automatic`: an answering machine wrote it.
    """

    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, related_name="incoming"
    )
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="+")
    message = models.ForeignKey(Message, models.PROTECT, null=True, related_name="answers")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    key = models.CharField(max_length=300, unique=True)
    sender = models.CharField(max_length=254)
    sender_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    body = models.TextField()
    automatic = models.BooleanField(default=False)
    unread = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    state = models.CharField(
        max_length=4, choices=IncomingState.choices, default=IncomingState.NEW
    )
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer", "-received_at"], name="incoming_customer"),
            models.Index(
                fields=["company", "received_at"],
                name="incoming_new",
                condition=models.Q(state="NEW"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} from {self.customer_id}"


class IncomingFile(models.Model):
    """A file that came with it; or the whole of what could not be read. `content` is empty
    where a file was of a kind, or of a size, that is not kept.
    """

    incoming = models.ForeignKey(Incoming, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.name} with {self.incoming_id}"


class Mailbox(models.Model):
    """How far a mailbox was read. `place`: host, folder and user, never the password.

    `validity`, `last_uid`: as RFC 3501 means them: while the validity is the same, every
    message up to that number was taken. `trouble`: why it could not be read last time.
    """

    place = models.CharField(max_length=300, unique=True)
    validity = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)
    trouble = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.place
