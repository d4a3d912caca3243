"""What moved the day until which a claim can be brought to court; the claims near it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acquit.core.law import Event
from acquit.core.limitation_watch import Stage
from acquit.ledger.models import Customer, Document, Receivable
from acquit.organisation.models import Company, Person

# What a person may record; part payments and our own notices are in the books already.
RECORDED = [
    (Event.ACKNOWLEDGEMENT, _("The debtor acknowledged the debt")),
    (Event.COURT_CLAIM, _("A claim was brought to court")),
    (Event.WRITTEN_NOTICE, _("A written notice reached the debtor")),
]
KINDS = [*RECORDED, (Event.PART_PAYMENT, _("Part payment"))]
STAGES = [
    (Stage.PAST, _("The day is past")),
    (Stage.MONTH, _("Within a month")),
    (Stage.HALF_YEAR, _("Within six months")),
    (Stage.YEAR, _("Within a year")),
]


class Occurrence(models.Model):
    """Something happened that may begin the years anew. `words`: how, where it stands.

    Never changed: `withdraws` names an earlier one that was wrong, and this one says why.
    """

    receivable = models.ForeignKey(Receivable, models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=15, choices=RECORDED)
    on = models.DateField()
    words = models.TextField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    withdraws = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words=""), name="occurrence_has_words")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.receivable_id} on {self.on}"


class Watched(models.Model):
    """A claim whose day comes near, or whose day nobody knows.

    Derived: written anew each day, and when something is recorded. `until` None = no rule
    is known; `said`: the sentence that says so. country: whose law; moved_by, moved_on:
    what the years were last counted from, "" and None = the due day.
    """

    # No constraints in the database: rows are replaced each day, and what they are about is
    # never deleted.
    receivable = models.OneToOneField(
        Receivable,
        models.DO_NOTHING,
        primary_key=True,
        db_constraint=False,
        related_name="limitation",
    )
    customer = models.ForeignKey(
        Customer, models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    company = models.ForeignKey(
        Company, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    until = models.DateField(null=True)
    stage = models.CharField(max_length=9, choices=STAGES, blank=True)
    country = models.CharField(max_length=2)
    years = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=200, blank=True)
    certainty = models.CharField(max_length=1, blank=True)
    moved_by = models.CharField(max_length=15, choices=KINDS, blank=True)
    moved_on = models.DateField(null=True)
    said = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=False, said=None)
                | Q(until=None, said__isnull=False),
                name="watched_day_or_why_not",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["company", "until"], name="watched_until")
        ]

    def __str__(self) -> str:
        return f"{self.receivable_id} until {self.until}"
