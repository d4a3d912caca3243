"""What we are owed: invoices and credit notes, and the instalments that are followed up."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from acquit.ledger.models.customers import Customer
from acquit.ledger.models.documents import Document
from acquit.organisation.models import Company

if TYPE_CHECKING:
    from datetime import date


class InvoiceKind(models.TextChoices):
    INVOICE = "INVOICE", _("Invoice")
    CREDIT_NOTE = "CREDIT_NOTE", _("Credit note")
    # What is asked for beside late invoices: no sale, and unknown to the accounting.
    DEBIT_NOTE = "DEBIT_NOTE", _("Debit note")


class Invoice(models.Model):
    """A document of ours. total_minor is positive for both kinds.

    `available_minor`: of a credit note, what no invoice has used yet; 0 for an invoice.
    `stated_minor`: of a credit note, what the accounting last said is left of it.
    `missing_on`: of a credit note, see Receivable.
    `corrects`: the invoices that a credit note names, as number keys.
    `written_negative`: it came as a negative invoice and keeps that sign where it is shown.
    `discounts`: what may be kept back when paid early, soonest first: `until` (ISO day),
    `days` (as stated, or null), `percent` (0..100, as text, or null) of `base_minor` (null
    = of the whole), else `amount_minor`.
    `number_key` and `payment_reference` hold letters and digits only: they are compared.
    """

    # Without an index of their own: one of those below begins with them.
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="invoices", db_index=False
    )
    kind = models.CharField(max_length=11, choices=InvoiceKind.choices)
    number = models.CharField(max_length=60)
    number_key = models.CharField(max_length=60)
    issued_on = models.DateField()
    year = models.PositiveSmallIntegerField()
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()
    available_minor = models.BigIntegerField(default=0)
    stated_minor = models.BigIntegerField(null=True)
    missing_on = models.DateField(null=True)
    corrects = models.JSONField(default=list)
    discounts = models.JSONField(default=list)
    written_negative = models.BooleanField(default=False)
    payment_reference = models.CharField(max_length=40, blank=True)
    order_number = models.CharField(max_length=60, blank=True)
    terms = models.TextField(blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    custom = models.JSONField(default=dict)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            # The same number may come back in another year; never twice in one.
            models.UniqueConstraint(
                fields=["company", "kind", "number", "year"],
                name="invoice_once_per_number_and_year",
            ),
            models.CheckConstraint(
                condition=Q(total_minor__gte=0), name="invoice_total_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(available_minor__gte=0, available_minor__lte=F("total_minor")),
                name="credit_available_within_total",
            ),
            models.CheckConstraint(
                condition=Q(kind="CREDIT_NOTE") | Q(available_minor=0),
                name="only_credit_notes_have_credit",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["customer", "-issued_on"], name="invoice_customer"),
            models.Index(fields=["company", "number_key"], name="invoice_number_key"),
            models.Index(fields=["total_minor", "-issued_on"], name="invoice_amount"),
            # With all that the sums of what was sold ask for.
            models.Index(
                fields=["issued_on"],
                include=["customer", "currency", "kind", "total_minor"],
                name="invoice_issued",
            ),
            models.Index(
                fields=["company", "payment_reference"],
                name="invoice_reference",
                condition=~Q(payment_reference=""),
            ),
            models.Index(
                fields=["customer"],
                name="credit_available",
                condition=Q(available_minor__gt=0),
            ),
            models.Index(
                fields=["customer"],
                name="invoice_debit_note",
                condition=Q(kind="DEBIT_NOTE"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} ({self.year})"


class ReceivableQuerySet(models.QuerySet["Receivable"]):
    """Filters that read as words."""

    def open(self) -> ReceivableQuerySet:
        return self.filter(open_minor__gt=0)

    def overdue(self, *, on: date) -> ReceivableQuerySet:
        return self.open().filter(due_on__lt=on)


class Receivable(models.Model):
    """One instalment of an invoice: the thing that is matched, followed up, predicted,
    counted.

    `open_minor` is amount less all allocations recorded: kept beside them because every
    page asks for it, written only together with them. `stated_minor`: what the accounting
    last said is open. `due_computed`: the document named no due day, it comes from terms.
    `settled_on`: the last day on which the balance moved, None while something is open.
    `missing_on`: a list of all that was open on that day did not have it; it was settled,
    most likely, and a person says so. Nobody is reminded of it until then.
    """

    # Without an index of their own: one of those below begins with them.
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="receivables", db_index=False
    )
    invoice = models.ForeignKey(
        Invoice, models.PROTECT, related_name="receivables", db_index=False
    )
    instalment = models.PositiveSmallIntegerField(default=1)
    currency = models.CharField(max_length=3)
    due_on = models.DateField()
    due_computed = models.BooleanField(default=False)
    amount_minor = models.BigIntegerField()
    open_minor = models.BigIntegerField()
    stated_minor = models.BigIntegerField(null=True)
    settled_on = models.DateField(null=True)
    missing_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    objects = ReceivableQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["invoice", "instalment"], name="instalment_once"
            ),
            models.CheckConstraint(
                condition=Q(open_minor__gte=0, open_minor__lte=F("amount_minor")),
                name="open_within_amount",
            ),
            models.CheckConstraint(
                condition=Q(open_minor__gt=0, settled_on=None)
                | Q(open_minor=0, settled_on__isnull=False),
                name="settled_exactly_when_nothing_is_open",
            ),
        ]
        indexes: ClassVar = [
            # With all that deciding, and the sums of what is open, ask for: they read
            # nothing else.
            models.Index(
                fields=["customer", "due_on", "id"],
                include=["currency", "open_minor", "missing_on"],
                name="receivable_open",
                condition=Q(open_minor__gt=0),
            ),
            models.Index(
                fields=["company", "due_on"],
                include=["customer", "currency", "open_minor", "id"],
                name="receivable_open_due",
                condition=Q(open_minor__gt=0),
            ),
            models.Index(
                fields=["open_minor", "-due_on"],
                name="receivable_open_amount",
                condition=Q(open_minor__gt=0),
            ),
            # Tells what was recorded lately, by the order in which rows were written.
            BrinIndex(fields=["recorded_at"], name="receivable_recorded"),
            models.Index(fields=["customer", "settled_on"], name="receivable_settled"),
            models.Index(
                fields=["company", "missing_on"],
                name="receivable_missing",
                condition=Q(missing_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}/{self.instalment} due {self.due_on}"
