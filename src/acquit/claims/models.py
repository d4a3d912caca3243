"""Terms of a company, debit notes with their lines, and what was waived."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from acquit.core.law import Certainty
from acquit.core.to_claim import LeftOut
from acquit.ledger.models import Customer, Invoice, Receivable
from acquit.organisation.models import Company, Person

DUE_DAYS = 14


class ClaimTerms(models.Model):
    """What a company asks for beside the amount, from a day on. The newest row of a day
    holds; none is changed.

    percent: an agreed rate a year, None = that of the law. clause_agreed: consumers agreed
    to it too. invoice_warns: the invoices say what the law wants them to say. These four,
    with small_creditor, hold for what is invoiced from that day on; the others at once.
    shown: messages may tell interest and flat sum. claimed: debit notes ask for them.
    minimum_minor: of a debit note, in the currency of the company. due_days: until when a
    debit note is to be paid.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    valid_from = models.DateField()
    percent = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    shown = models.BooleanField(default=True)
    claimed = models.BooleanField(default=False)
    minimum_minor = models.BigIntegerField(default=0)
    due_days = models.PositiveSmallIntegerField(default=DUE_DAYS)
    clause_agreed = models.BooleanField(default=False)
    small_creditor = models.BooleanField(default=False)
    invoice_warns = models.BooleanField(default=False)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(minimum_minor__gte=0), name="terms_minimum_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__gte=0),
                name="terms_rate_not_negative",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["company", "valid_from", "id"], name="terms_of_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.company_id} from {self.valid_from}"


class Ask(models.TextChoices):
    """What is asked for beside the amount."""

    INTEREST = "INTEREST", _("Interest")
    FEE = "FEE", _("Flat sum")


class DebitNote(models.Model):
    """What was asked for in writing. `invoice` is how the books carry it.

    year, serial: its number, without gaps for a company and year. until_on: interest was
    computed until then. withdrawn_on None = it stands. waived: what was withdrawn is not
    asked for any more.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    invoice = models.OneToOneField(Invoice, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    until_on = models.DateField()
    withdrawn_on = models.DateField(null=True)
    withdrawn_reason = models.TextField(blank=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    waived = models.BooleanField(default=False)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["company", "year", "serial"], name="debit_note_number_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | ~Q(withdrawn_reason=""),
                name="debit_note_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"DN-{self.year}-{self.serial:04d}"


class DebitLine(models.Model):
    """One charge of a debit note for one instalment: some days' interest, or the flat sum.

    invoice: the late one; its flat sum is asked for once. first_on, last_on: the days of
    interest. computed_minor, claimed_minor, waived_minor: what it had come to by last_on,
    and what was asked for and waived before. computation: what it was made of, to be made
    again. live: its note was not withdrawn.
    """

    note = models.ForeignKey(DebitNote, models.PROTECT, related_name="lines")
    receivable = models.ForeignKey(Receivable, models.PROTECT, related_name="+")
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="+")
    charge = models.CharField(max_length=8, choices=Ask.choices)
    amount_minor = models.BigIntegerField()
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    computed_minor = models.BigIntegerField()
    claimed_minor = models.BigIntegerField(default=0)
    waived_minor = models.BigIntegerField(default=0)
    certainty = models.CharField(
        max_length=1, choices=[(c.value, c.value) for c in Certainty]
    )
    source = models.TextField()
    computation = models.JSONField()
    live = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["invoice"],
                name="flat_sum_once_per_invoice",
                condition=Q(charge="FEE", live=True),
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="debit_line_positive"
            ),
            models.CheckConstraint(
                condition=Q(
                    computed_minor__gte=F("amount_minor")
                    + F("claimed_minor")
                    + F("waived_minor")
                ),
                name="debit_line_within_what_is_computed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.charge} of {self.receivable_id} on {self.note_id}"


class Waiver(models.Model):
    """Interest or flat sum of one instalment that is not asked for.

    amount_minor None = all that is left, and what is still to come. ended_on: it was taken
    back. note: it was on this debit note, which was withdrawn.
    """

    receivable = models.ForeignKey(Receivable, models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    charge = models.CharField(max_length=8, choices=Ask.choices)
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    reason = models.TextField()
    given_on = models.DateField()
    ended_on = models.DateField(null=True)
    note = models.ForeignKey(DebitNote, models.PROTECT, null=True, related_name="+")
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount_minor=None) | Q(amount_minor__gt=0),
                name="waiver_positive",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_a_reason"),
            models.UniqueConstraint(
                fields=["receivable", "charge"],
                name="waiver_of_all_once",
                condition=Q(amount_minor=None, ended_on=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.charge} of {self.receivable_id}: {self.amount_minor or 'all'}"


LEFT_OUT = [
    (LeftOut.TERMS, _("The company claims nothing")),
    (LeftOut.HELD, _("Contested or in other hands")),
    (LeftOut.LAW, _("The law gives nothing yet")),
    (LeftOut.UNKNOWN, _("No rule is known")),
    (LeftOut.SMALL, _("Too little for a debit note")),
    (LeftOut.DONE, _("Claimed or waived")),
]


class ToClaim(models.Model):
    """What a debit note would ask of a customer in one currency at the close of a day, or
    why there would be none.

    Derived: summed up anew each day, and when something of the customer changes; what a
    note asks for is computed when it is made. computed_minor, claimed_minor, waived_minor:
    of what a note may ask for at all. since_on: the first day that was not asked for yet.
    invoices: on how many. why = "": it may be claimed.
    """

    # No constraints in the database: rows are replaced each day, and what they are about is
    # never deleted.
    customer = models.ForeignKey(
        Customer, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    company = models.ForeignKey(
        Company, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    currency = models.CharField(max_length=3)
    computed_minor = models.BigIntegerField(default=0)
    claimed_minor = models.BigIntegerField(default=0)
    waived_minor = models.BigIntegerField(default=0)
    left_minor = models.BigIntegerField(default=0)
    invoices = models.PositiveIntegerField(default=0)
    since_on = models.DateField(null=True)
    why = models.CharField(max_length=7, choices=LEFT_OUT, blank=True)
    as_of = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer", "currency"], name="to_claim_once_per_currency"
            ),
            models.CheckConstraint(
                condition=~Q(why="") | Q(left_minor__gt=0), name="to_claim_or_why_not"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["company", "why", "-left_minor"], name="to_claim_most")
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.why or self.left_minor} {self.currency}"


class ClaimRun(models.Model):
    """Debit notes for several customers, asked for in one go. on: the day they are made
    for. ended_at None = it is still at work.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    on = models.DateField()
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.pk} on {self.on}"


class ClaimItem(models.Model):
    """One customer of a run. notes: the keys of the debit notes that were made. said: the
    sentence that says why none was; done_at None = its turn is still to come.
    """

    run = models.ForeignKey(ClaimRun, models.CASCADE, related_name="items")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    notes = models.JSONField(default=list)
    said = models.JSONField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "customer"], name="claim_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} of {self.run_id}"
