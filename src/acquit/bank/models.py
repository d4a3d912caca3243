"""What the bank told us, line by line."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acquit.ledger.models import Customer, Receipt
from acquit.organisation.models import Company, Person


class Account(models.Model):
    """An account of one of our companies. `number`: IBAN without spaces, or the bank's own
    number.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    opened_by_statement = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number", "currency"], name="account_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.currency}"


class Telling(models.TextChoices):
    """What a message is worth: a statement is the bank's last word on its days."""

    STATEMENT = "STATEMENT", _("Statement")
    REPORT = "REPORT", _("Report within the day")
    NOTICE = "NOTICE", _("Notice of single entries")


class Statement(models.Model):
    """One statement, or one page of it; a report or a notice of the bank likewise.

    Balances None = the bank stated none. `fresh_on`: the day until which the account is
    known by it. `sequence`: its place in the bank's count, None = not counted.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="statements")
    key = models.CharField(max_length=80)
    telling = models.CharField(
        max_length=9, choices=Telling.choices, default=Telling.STATEMENT
    )
    number = models.CharField(max_length=60, blank=True)
    sequence = models.PositiveIntegerField(null=True)
    page = models.PositiveIntegerField(default=1)
    last_page = models.BooleanField(default=True)
    opened_on = models.DateField(null=True)
    fresh_on = models.DateField()
    opening_minor = models.BigIntegerField(null=True)
    closing_minor = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "key"], name="statement_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "-fresh_on"], name="statement_fresh")
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.number} {self.fresh_on}"


class LineState(models.TextChoices):
    """OPEN waits for a person; OUTGOING and NOT_OURS need nobody.

    CARRIED: other lines tell of the same money, and one of them has the receipt.
    """

    OPEN = "OPEN", _("To be looked at")
    MATCHED = "MATCHED", _("Matched")
    ON_ACCOUNT = "ON_ACCOUNT", _("On account")
    OUTGOING = "OUTGOING", _("Money out")
    NOT_OURS = "NOT_OURS", _("Not from a customer")
    CARRIED = "CARRIED", _("Counted in other lines")


class Line(models.Model):
    """One booked line. amount_minor is signed: money in is positive.

    A line of money in has its receipt from the moment it is imported. `provisional`: a
    report or a notice told it, and no statement has yet. `part_of`: the line that tells of
    this money together with other money; one of the two sides is CARRIED. `charges_minor`:
    what the bank kept before. docs/decisions/0006 tells how lines meet.
    """

    # Without an index of its own: two of those below begin with it.
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="lines")
    key = models.CharField(max_length=80)
    booked_on = models.DateField()
    value_on = models.DateField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    name = models.CharField(max_length=200, blank=True)
    iban = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    structured_reference = models.CharField(max_length=40, blank=True)
    references = models.JSONField(default=list)
    end_to_end_id = models.CharField(max_length=80, blank=True)
    bank_reference = models.CharField(max_length=80, blank=True)
    charges_minor = models.BigIntegerField(default=0)
    reversal = models.BooleanField(default=False)
    return_reason = models.CharField(max_length=40, blank=True)
    batch = models.BooleanField(default=False)
    details = models.JSONField(default=list)
    # Hardly any line is part of another: the index is below.
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="parts", db_index=False
    )
    provisional = models.BooleanField(default=False)
    receipt = models.OneToOneField(Receipt, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=LineState.choices)
    why = models.JSONField(default=dict)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "key"], name="line_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, receipt__isnull=False)
                | Q(amount_minor__lte=0, receipt=None)
                | Q(state="CARRIED", receipt=None),
                name="line_money_in_has_receipt",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "-booked_on", "-id"], name="line_day"),
            models.Index(fields=["account"], name="line_open", condition=Q(state="OPEN")),
            models.Index(
                fields=["account"],
                name="line_return_waits",
                condition=Q(state="OPEN", amount_minor__lt=0),
            ),
            models.Index(
                fields=["part_of"],
                name="line_part",
                condition=Q(part_of__isnull=False),
            ),
            models.Index(
                fields=["account", "booked_on"],
                name="line_provisional",
                condition=Q(provisional=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.booked_on} {self.amount_minor}"


class Return(models.Model):
    """A line of money out took this much of a receipt back: the payer has it again.

    `part`, `receipt_part`: of a batch, which of the payments in it, counted from 1; 0 = the
    whole. `reason`: the bank's code. `evidence`: `how` and by which words (`found`) the
    receipt was found. `actor`: who said so, None = by itself. `undone_on`: a person said
    that it was wrong, and the payment counts again.
    """

    line = models.ForeignKey(Line, models.PROTECT, related_name="returns", db_index=False)
    part = models.PositiveIntegerField(default=0)
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="+")
    receipt_part = models.PositiveIntegerField(default=0)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    returned_on = models.DateField()
    reason = models.CharField(max_length=40, blank=True)
    evidence = models.JSONField(default=dict)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    undone_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="return_positive"),
            models.UniqueConstraint(
                fields=["line", "part"],
                name="return_once_per_part",
                condition=Q(undone_on=None),
            ),
            models.UniqueConstraint(
                fields=["receipt", "receipt_part"],
                name="part_returned_once",
                condition=Q(undone_on=None, receipt_part__gt=0),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["line"], name="return_line"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} of {self.receipt_id} on {self.returned_on}"


class Repetition(models.Model):
    """A report or a notice told of a line under another key than the line's own, which is
    that of its statement. So the message can come again.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)
    line = models.ForeignKey(Line, models.PROTECT, related_name="repetitions")
    telling = models.CharField(max_length=9, choices=Telling.choices)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "key"], name="repetition_once")
        ]

    def __str__(self) -> str:
        return f"{self.telling} of {self.line_id}"


class Care(models.Model):
    """What people agreed on about a line that waits: who looks at it (`assignee`), and
    until which day nobody has to (`parked_until`: on it, it waits again), and why (`note`).
    """

    line = models.OneToOneField(Line, models.PROTECT, related_name="care")
    assignee = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    parked_until = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["parked_until"],
                name="care_parked",
                condition=Q(parked_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.assignee_id} {self.parked_until}"
