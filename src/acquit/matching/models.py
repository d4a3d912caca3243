"""What was proposed for a receipt, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acquit.ledger.models import Customer, Invoice, Receipt, Receivable, WriteOffReason
from acquit.organisation.models import Company, Person


class MatchState(models.TextChoices):
    POSTED = "POSTED", _("Posted by itself")
    PROPOSED = "PROPOSED", _("Proposed")
    ACCEPTED = "ACCEPTED", _("Accepted by a person")
    DECLINED = "DECLINED", _("Declined")
    UNDONE = "UNDONE", _("Undone")


class Match(models.Model):
    """One receivable that a receipt may settle, for how much, and why.

    kind: of the evidence (`core.matching.Kind`). evidence: `how` and by which words
    (`found`) it was found, and `why` a person must look. credit_note: this much is of that
    note, not of the receipt; written_off: of nobody, for that reason. rank: of several
    proposals for one receipt, the likeliest is 1; the rows of one rank belong together.
    """

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="matches")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    receivable = models.ForeignKey(Receivable, models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=MatchState.choices)
    kind = models.CharField(max_length=80, blank=True)
    rank = models.PositiveSmallIntegerField(default=1)
    evidence = models.JSONField(default=dict)
    credit_note = models.ForeignKey(
        Invoice, models.PROTECT, null=True, related_name="+", db_index=False
    )
    written_off = models.CharField(
        max_length=8,
        choices=WriteOffReason.choices,
        blank=True,
        default="",
        db_default="",
    )
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="match_positive"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["receipt"], name="match_receipt"),
            models.Index(
                fields=["customer"], name="match_proposed", condition=Q(state="PROPOSED")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id} → {self.receivable_id} {self.state}"


class Rules(models.Model):
    """What a company lets be posted by itself. No row = the standard of `core.matching`.

    wanted: the share of what is posted by itself that must be right. The others: whether a
    payment is posted that differs from what was asked, by that.
    """

    company = models.OneToOneField(Company, models.CASCADE, related_name="+")
    wanted = models.FloatField()
    discounts = models.BooleanField()
    shorter = models.BooleanField()
    over = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.company_id}"


class KindRecord(models.Model):
    """What became of the answers of one kind in one company, by the month in which it did:
    `core.matching.Record`. Counted along: the rows it is counted from are millions.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=80)
    month = models.DateField()
    posted = models.PositiveIntegerField(default=0)
    undone = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    declined = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["company", "kind", "month"], name="record_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.kind}"


class Topic(models.TextChoices):
    """What can be learned: an account the customer pays from, a name it pays under, and the
    way it pays, as a kind of evidence.
    """

    ACCOUNT = "ACCOUNT", _("Account")
    NAME = "NAME", _("Name")
    WAY = "WAY", _("Way of paying")


class Lesson(models.Model):
    """What a decision of a person on one receipt teaches of a customer.

    value: the account, the name as `core.text.name_key`, or the kind. right: whether it was
    confirmed, or contradicted. When the decision is undone, so is the lesson.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="+")
    topic = models.CharField(max_length=7, choices=Topic.choices)
    value = models.CharField(max_length=200)
    right = models.BooleanField()
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    learned_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["company", "topic", "value"], name="lesson_value"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.topic} {self.value}"
