"""Money that came in, and what it was used for."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from acquit.ledger.models.customers import Customer
from acquit.ledger.models.receivables import Invoice, Receivable
from acquit.organisation.models import Company, Person


class Source(models.TextChoices):
    """Who says so."""

    BANK = "BANK", _("Bank")
    ACCOUNTING = "ACCOUNTING", _("Accounting")
    PERSON = "PERSON", _("A person")


class Receipt(models.Model):
    """Money in. customer None = it is not known yet whose it is.

    `available_minor`: what is neither allocated yet nor returned. `returned_minor`: what
    the bank gave back to the payer, money that is no more. `on_account`: a person left the
    rest as credit of the customer. `same_as`: another source told of this payment, and that
    receipt carries it. `pays`: the invoices that the accounting says it pays, as number
    keys.
    `key` makes a second import change nothing.
    """

    # Without an index of its own: two of those below begin with it.
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    # Two links that few or new rows have: their indexes, below, leave out the others.
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, related_name="receipts", db_index=False
    )
    source = models.CharField(max_length=10, choices=Source.choices)
    key = models.CharField(max_length=80)
    received_on = models.DateField()
    value_on = models.DateField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    available_minor = models.BigIntegerField()
    returned_minor = models.BigIntegerField(default=0, db_default=0)
    on_account = models.BooleanField(default=False)
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", db_index=False
    )
    payer_name = models.CharField(max_length=200, blank=True)
    payer_iban = models.CharField(max_length=34, blank=True)
    text = models.TextField(blank=True)
    pays = models.JSONField(default=list)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["company", "source", "key"], name="receipt_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="receipt_positive"
            ),
            models.CheckConstraint(
                condition=Q(available_minor__gte=0, available_minor__lte=F("amount_minor")),
                name="receipt_available_within_amount",
            ),
            models.CheckConstraint(
                condition=Q(
                    returned_minor__gte=0,
                    returned_minor__lte=F("amount_minor") - F("available_minor"),
                ),
                name="receipt_returned_is_not_available",
            ),
            models.CheckConstraint(
                condition=Q(same_as=None) | Q(available_minor=0),
                name="receipt_told_twice_carries_nothing",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["customer"],
                name="receipt_unallocated",
                condition=Q(available_minor__gt=0),
            ),
            # What lies unused, by its amount: whoever sends it again may pay twice.
            models.Index(
                fields=["company", "amount_minor"],
                name="receipt_unused_amount",
                condition=Q(available_minor__gt=0),
            ),
            models.Index(fields=["company", "received_on"], name="receipt_day"),
            models.Index(
                fields=["customer"],
                name="receipt_customer",
                condition=Q(customer__isnull=False),
            ),
            models.Index(
                fields=["same_as"],
                name="receipt_same_as",
                condition=Q(same_as__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"


class AllocationKind(models.TextChoices):
    RECEIPT = "RECEIPT", _("Payment")
    CREDIT_NOTE = "CREDIT_NOTE", _("Credit note")
    STATED = "STATED", _("Stated by the accounting")
    WRITE_OFF = "WRITE_OFF", _("Written off")


class WriteOffReason(models.TextChoices):
    """Why what is missing is not asked for."""

    DISCOUNT = "DISCOUNT", _("Discount for early payment")
    LATE_DISCOUNT = "LATE", _("Discount though late")
    BANK_CHARGES = "CHARGES", _("Bank charges")
    ROUNDING = "ROUNDING", _("Rounding")
    GOODWILL = "GOODWILL", _("Goodwill")
    SMALL = "SMALL", _("Too small to ask for")
    UNCOLLECTABLE = "UNCOLL", _("Uncollectable")
    INSOLVENCY = "INSOLV", _("Insolvency")
    LIMITATION = "LAPSED", _("The claim has lapsed")
    WITHDRAWN = "WITHDRAW", _("Withdrawn")


class Allocation(models.Model):
    """Part of a receipt or a credit note, used for a receivable.

    amount_minor is signed: a correction is a further row with the opposite sign. STATED has
    neither receipt nor credit note: the accounting said what was open, and this is the
    difference. WRITE_OFF has neither: nobody asks for it any more, for the reason
    `written_off`. `beside`: the receipt that it was booked together with, and is taken back
    with. `evidence`: why, as data.
    """

    # Without an index of its own: the one below begins with it.
    receivable = models.ForeignKey(
        Receivable, models.PROTECT, related_name="allocations", db_index=False
    )
    kind = models.CharField(max_length=11, choices=AllocationKind.choices)
    source = models.CharField(max_length=10, choices=Source.choices)
    receipt = models.ForeignKey(
        Receipt, models.PROTECT, null=True, related_name="allocations"
    )
    credit_note = models.ForeignKey(Invoice, models.PROTECT, null=True, related_name="uses")
    beside = models.ForeignKey(
        Receipt, models.PROTECT, null=True, related_name="+", db_index=False
    )
    written_off = models.CharField(
        max_length=8, choices=WriteOffReason.choices, blank=True, default="", db_default=""
    )
    reverses = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    amount_minor = models.BigIntegerField()
    booked_on = models.DateField()
    evidence = models.JSONField(default=dict)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(amount_minor=0), name="allocation_not_zero"
            ),
            models.CheckConstraint(
                condition=Q(kind="RECEIPT", receipt__isnull=False, credit_note=None)
                | Q(kind="CREDIT_NOTE", receipt=None, credit_note__isnull=False)
                | Q(kind__in=["STATED", "WRITE_OFF"], receipt=None, credit_note=None),
                name="allocation_names_what_it_uses",
            ),
            models.CheckConstraint(
                condition=Q(kind="WRITE_OFF") ^ Q(written_off=""),
                name="allocation_written_off_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["reverses"],
                name="allocation_reversed_once",
                condition=Q(reverses__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["receivable", "booked_on"], name="allocation_receivable"),
            models.Index(
                fields=["beside"],
                name="allocation_beside",
                condition=Q(beside__isnull=False),
            ),
            # Tells what was recorded lately, by the order in which rows were written.
            BrinIndex(fields=["recorded_at"], name="allocation_recorded"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_minor} on {self.receivable_id}"
