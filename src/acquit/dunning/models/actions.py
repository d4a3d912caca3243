"""What is due next for each receivable, and each step that was taken for a customer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acquit.channels.models import Channel, Message
from acquit.ledger.models import Customer, Receivable
from acquit.organisation.models import Company, Person


class Outlook(models.Model):
    """What comes next for one open receivable, or the named reason for nothing: exactly one
    of the two.

    Derived: written anew by each decision. `until_on`: when the reason ends by itself, if
    it does.
    """

    # No constraint in the database: rows are replaced by the hundred thousand, and a
    # receivable is never deleted.
    receivable = models.OneToOneField(
        Receivable,
        models.DO_NOTHING,
        primary_key=True,
        db_constraint=False,
        related_name="outlook",
    )
    customer_id = models.BigIntegerField()
    company_id = models.BigIntegerField()
    next_action = models.CharField(max_length=20, blank=True)
    next_on = models.DateField(null=True)
    next_channel = models.CharField(max_length=8, blank=True)
    reason = models.CharField(max_length=24, blank=True)
    until_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(~Q(next_action="") & Q(next_on__isnull=False, reason=""))
                | Q(next_action="", next_on=None) & ~Q(reason=""),
                name="outlook_next_or_reason",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["customer_id"], name="outlook_customer")]

    def __str__(self) -> str:
        return f"{self.receivable_id} {self.next_action or self.reason}"


class ActionState(models.TextChoices):
    """CALLING: a call that a person has to make, and has a task for."""

    WAITING = "WAITING", _("Waits for approval")
    READY = "READY", _("Ready to leave")
    SENDING = "SENDING", _("Leaving")
    CALLING = "CALLING", _("To be called")
    SENT = "SENT", _("Sent")
    UNCERTAIN = "UNCERTAIN", _("Uncertain")
    HELD = "HELD", _("Held")
    DROPPED = "DROPPED", _("No longer due")


class CallOutcome(models.TextChoices):
    """What came of a call. A promise or a dispute is recorded by its own verb as well."""

    PROMISE = "PROMISE", _("Promised to pay")
    DISPUTE = "DISPUTE", _("Contests it")
    PAID = "PAID", _("Says it is paid")
    NO_ANSWER = "NO_ANSWER", _("No answer")
    CALL_BACK = "CALL_BACK", _("Call back")
    WRONG_NUMBER = "WRONG_NUMBER", _("Wrong number")
    OTHER = "OTHER", _("Something else")


class Action(models.Model):
    """One step for one customer, over all its items. `step` is the highest among them.

    `why`: what the last check said when it did not leave. An open action (waiting, ready)
    exists once per customer, channel, contact and kind of approval. `role`: whom at the
    debtor's it is for, "OURS" = our own sales representative. `approver`: who has to
    agree, a code of `core.dunning.Approver`, "" = nobody; `ground`: why, a code of
    `core.dunning.grouping.Ground`, and where it is a sum, from which on. `basis`: all that
    the last check decided by, as data, so that the decision can be had again
    (`dunning.actions.replay`).
    `outcome`: of a call, `tries`: how often it was made.
    """

    # Actions are written by the hundred thousand: an index that no question uses costs.
    # The company is that of the customer, who is locked meanwhile and never deleted:
    # nobody looks them up once more.
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        related_name="actions",
        db_index=False,
        db_constraint=False,
    )
    step = models.CharField(max_length=20)
    for_day = models.DateField()
    state = models.CharField(max_length=9, choices=ActionState.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.EMAIL)
    role = models.CharField(max_length=20, blank=True)
    tone = models.CharField(max_length=8, default="NEUTRAL")
    enclose = models.JSONField(default=list)
    version_id = models.BigIntegerField(null=True)
    needs_approval = models.BooleanField(default=False)
    approver = models.CharField(max_length=14, blank=True)
    ground = models.CharField(max_length=9, blank=True, db_default="")
    ground_minor = models.BigIntegerField(null=True)
    approved_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )
    approved_at = models.DateTimeField(null=True)
    message = models.OneToOneField(
        Message, models.PROTECT, null=True, related_name="action"
    )
    why = models.CharField(max_length=24, blank=True)
    basis = models.JSONField(null=True)
    outcome = models.CharField(max_length=12, choices=CallOutcome.choices, blank=True)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    recorded_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer", "channel", "role", "needs_approval"],
                name="action_one_open",
                condition=Q(state__in=["WAITING", "READY"]) & ~Q(step="THANK_YOU"),
            ),
            models.UniqueConstraint(
                fields=["customer", "for_day"],
                name="thank_you_once_a_day",
                condition=Q(step="THANK_YOU") & ~Q(state__in=["DROPPED", "HELD"]),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["for_day"],
                name="action_unsettled",
                condition=Q(
                    state__in=["WAITING", "READY", "SENDING", "CALLING", "UNCERTAIN"]
                ),
            ),
            models.Index(fields=["customer", "-for_day"], name="action_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.step} for {self.customer_id} on {self.for_day}"


class ActionItem(models.Model):
    """One receivable in an action, with its own step and what was open when it was
    prepared.

    `rank`: the place of the step on the ladder (`core.dunning.steps`), -1 for a thank-you.
    `counts`: the step is taken (leaving, sent or uncertain). A rank counts once per
    receivable. `sent_on`: the
    business day on which it really left.
    """

    # No constraints in the database: they took a third of the time of deciding for all. An
    # item is written and deleted with its action; a receivable is never deleted.
    action = models.ForeignKey(
        Action, models.CASCADE, related_name="items", db_constraint=False, db_index=False
    )
    # Those that count have an index below; others are found by their customer's actions.
    receivable = models.ForeignKey(
        Receivable,
        models.PROTECT,
        related_name="steps",
        db_constraint=False,
        db_index=False,
    )
    step = models.CharField(max_length=20)
    rank = models.SmallIntegerField()
    open_minor = models.BigIntegerField()
    contested_minor = models.BigIntegerField(default=0)
    counts = models.BooleanField(default=False)
    sent_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["action", "receivable"], name="item_once_per_action"
            ),
            models.UniqueConstraint(
                fields=["receivable", "rank"],
                name="step_once_per_receivable",
                condition=Q(counts=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} of {self.receivable_id}"
