"""Cases with their facts.

Nothing of a case is edited: a stage or a cost that was told wrongly is corrected by a
further one.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from acquit.core.procedures import Procedure, Stage
from acquit.handover.models.partners import Partner
from acquit.ledger.models import Customer, Document, Hold, Receivable
from acquit.organisation.models import Company, Person

PROCEDURES = [
    (Procedure.BE_IOS.value, _("Belgium: undisputed debt (IOS, RCI)")),
    (Procedure.FR_INJONCTION.value, _("France: injonction de payer")),
    (Procedure.GENERIC.value, _("Any other way")),
]


STAGES = [
    (Stage.HANDED_OVER.value, _("Handed over")),
    (Stage.DEMAND.value, _("Demand by the partner")),
    (Stage.PETITION.value, _("Brought before the court")),
    (Stage.ORDERED.value, _("Order made")),
    (Stage.SERVED.value, _("Served on the debtor")),
    (Stage.CONTESTED.value, _("Contested")),
    (Stage.NOT_CONTESTED.value, _("Reported as not contested")),
    (Stage.PLAN.value, _("Payment plan")),
    (Stage.TITLE.value, _("Title: it can be enforced")),
    (Stage.ENFORCED.value, _("Enforced")),
]


class Outcome(models.TextChoices):
    """How a case ended."""

    PAID = "PAID", _("Paid")
    PART = "PART", _("Paid in part")
    PLAN = "PLAN", _("Payment plan agreed")
    UNCOLLECTABLE = "UNCOLLECTABLE", _("Uncollectable")
    INSOLVENT = "INSOLVENT", _("Debtor insolvent")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class Case(models.Model):
    """What a partner has in hand. serial: its number in the company, from 1.

    reference: the partner's. conditions: those of the procedure with what was seen, as they
    stood when it was handed over. closed_on, closed_at None = it is open.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="cases")
    serial = models.PositiveIntegerField()
    procedure = models.CharField(max_length=16, choices=PROCEDURES)
    opened_on = models.DateField()
    reference = models.CharField(max_length=80, blank=True)
    words = models.TextField(blank=True)
    conditions = models.JSONField(default=list)
    closed_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    closing_words = models.TextField(blank=True)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["company", "serial"], name="case_number_once"),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_at=None, outcome="")
                | Q(closed_on__isnull=False, closed_at__isnull=False) & ~Q(outcome=""),
                name="case_closed_with_its_outcome",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="case_closed_after_it_was_opened",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["company", "-opened_on"], name="case_opened"),
            models.Index(
                fields=["company", "customer"],
                name="case_open",
                condition=Q(closed_on=None),
            ),
        ]

    def __str__(self) -> str:
        return f"C-{self.serial:04d}"


class CaseReceivable(models.Model):
    """A receivable in a case. handed_minor: what was open of it then; hold: what stops its
    reminders. ended_on: with the case.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="receivables")
    receivable = models.ForeignKey(Receivable, models.PROTECT, related_name="+")
    handed_minor = models.BigIntegerField()
    hold = models.ForeignKey(Hold, models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["receivable"],
                name="receivable_in_one_open_case",
                condition=Q(ended_on=None),
            ),
            models.UniqueConstraint(
                fields=["case", "receivable"], name="receivable_once_in_a_case"
            ),
            models.CheckConstraint(
                condition=Q(handed_minor__gt=0), name="handed_over_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.receivable_id}"


class CaseStage(models.Model):
    """A dated fact of a case. told_until: the day that the partner named for what is next.

    corrects: the fact that it takes the place of; withdrawn: that one never happened.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="stages")
    stage = models.CharField(max_length=16, choices=STAGES)
    on = models.DateField()
    told_until = models.DateField(null=True)
    words = models.TextField(blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="corrected_by"
    )
    withdrawn = models.BooleanField(default=False)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(corrects__isnull=False),
                name="stage_withdrawn_is_another",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.stage} {self.on}"


class CostKind(models.TextChoices):
    COURT = "COURT", _("Court fee")
    BAILIFF = "BAILIFF", _("Bailiff")
    LAWYER = "LAWYER", _("Lawyer")
    COMMISSION = "COMMISSION", _("Commission")
    OTHER = "OTHER", _("Other")


class Bearer(models.TextChoices):
    """Who bears it in the end."""

    US = "US", _("We do")
    DEBTOR = "DEBTOR", _("The debtor does")


class CaseCost(models.Model):
    """What a case cost. A correction is a further row with the opposite sign."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="costs")
    kind = models.CharField(max_length=12, choices=CostKind.choices)
    borne_by = models.CharField(max_length=6, choices=Bearer.choices)
    on = models.DateField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    words = models.CharField(max_length=300, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by"
    )
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, reverses=None)
                | Q(amount_minor__lt=0, reverses__isnull=False),
                name="cost_negative_only_to_correct",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.amount_minor}"
