"""Letters that the law asks for, as they left: what may be charged rests on them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from acquit.dunning.models.actions import Action
from acquit.ledger.models import Receivable


class NoticeKind(models.TextChoices):
    """As `core.law.LetterKind` has them."""

    FIRST_REMINDER = "FIRST_REMINDER", _("First reminder of the law")
    FOURTEEN_DAYS = "FOURTEEN_DAYS", _("Letter of fourteen days")
    DEFAULT = "DEFAULT", _("Notice of default")
    FORMAL = "FORMAL", _("Formal notice")
    CLAIM = "CLAIM", _("Letter of claim")


class SentBy(models.TextChoices):
    """As `core.law.Sent` has them."""

    POST = "POST", _("by post")
    ELECTRONIC = "ELECTRONIC", _("electronically")


class LegalNotice(models.Model):
    """What a message said of one receivable because the law asks for it. country: whose
    law; party: towards whom. term_until: the last day of the term that it gave.
    costs_minor: what the whole letter named as owed once the term is over, None = nothing.

    Written when the message is claimed; sent_on: the day on which it really left, None =
    it has not left yet, or nobody knows. received_on: only when that is proven. void: it
    came back.
    """

    action = models.ForeignKey(
        Action, models.CASCADE, related_name="notices", db_constraint=False
    )
    receivable = models.ForeignKey(
        Receivable, models.PROTECT, related_name="+", db_constraint=False
    )
    customer_id = models.BigIntegerField()
    kind = models.CharField(max_length=16, choices=NoticeKind.choices)
    country = models.CharField(max_length=3)
    party = models.CharField(max_length=8)
    by = models.CharField(max_length=10, choices=SentBy.choices)
    sent_on = models.DateField(null=True)
    received_on = models.DateField(null=True)
    term_until = models.DateField()
    costs_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    void = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["action", "receivable"], name="notice_once_per_action"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["customer_id", "term_until"], name="notice_term")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.receivable_id} until {self.term_until}"
