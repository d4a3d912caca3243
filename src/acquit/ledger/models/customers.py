"""The debtors, and whom to speak to there."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.utils.translation import gettext_lazy as _

from acquit.core.party import Party
from acquit.organisation.models import LANGUAGES, Company, Person, Unit


class PaymentMethod(models.TextChoices):
    TRANSFER = "TRANSFER", _("Transfer")
    DIRECT_DEBIT = "DIRECT_DEBIT", _("Direct debit")
    OTHER = "OTHER", _("Other")


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Filters that read as words."""

    def of(self, company_id: int) -> CustomerQuerySet:
        return self.filter(company_id=company_id)


class Customer(models.Model):
    """A debtor account of one company: the company and its code in the accounting.

    `needs_review`: made from a document that named no known customer; a person should look.
    """

    PARTIES: ClassVar = [
        (Party.BUSINESS, _("Business")),
        (Party.CONSUMER, _("Consumer")),
        (Party.PUBLIC, _("Public body")),
        (Party.UNKNOWN, _("Not known")),
    ]

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    search_key = models.CharField(max_length=300)
    party_type = models.CharField(max_length=8, choices=PARTIES, default=Party.UNKNOWN)
    vat = models.CharField(max_length=20, blank=True)
    registration = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=2)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    street = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=100, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    segment = models.CharField(max_length=60, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    collector = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    representative = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    payment_terms_days = models.PositiveSmallIntegerField(null=True)
    payment_method = models.CharField(
        max_length=12, choices=PaymentMethod.choices, default=PaymentMethod.TRANSFER
    )
    credit_limit_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    custom = models.JSONField(default=dict)
    needs_review = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    objects = CustomerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["company", "code"], name="customer_once_per_code"
            ),
            models.CheckConstraint(
                condition=models.Q(credit_limit_minor__gte=0),
                name="customer_limit_not_negative",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["company", "search_key"], name="customer_search"),
            models.Index(fields=["company", "vat"], name="customer_vat"),
            models.Index(
                fields=["parent"],
                name="customer_parent",
                condition=models.Q(parent__isnull=False),
            ),
            # By the words of the name; asked for by the matching, as it stands here.
            # What is new is sorted in at once: else each question reads through all of it.
            GinIndex(
                SearchVector("search_key", config="simple"),
                name="customer_words",
                fastupdate=False,
            ),
            models.Index(fields=["collector"], name="customer_collector"),
            models.Index(fields=["representative"], name="customer_representative"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class CustomerIban(models.Model):
    """An account that the customer pays from. Several customers may share one."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="ibans")
    iban = models.CharField(max_length=34)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["iban", "customer"], name="iban_once_per_customer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.iban}"


class Contact(models.Model):
    """A person at the debtor's. `role`, `preferred_channel`: codes; empty = not known."""

    CHANNELS: ClassVar = [
        ("EMAIL", _("E-mail")),
        ("PHONE", _("Phone")),
        ("SMS", _("SMS")),
        ("LETTER", _("Letter")),
    ]
    ROLES: ClassVar = [
        ("ACCOUNTING", _("Accounting")),
        ("MANAGEMENT", _("Management")),
        ("PURCHASING", _("Purchasing")),
        ("OTHER", _("Other")),
    ]

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=200)
    # The name, folded: what the matching finds a person by.
    search_key = models.CharField(max_length=300, blank=True, default="")
    role = models.CharField(max_length=20, choices=ROLES, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, blank=True)
    preferred_channel = models.CharField(max_length=8, choices=CHANNELS, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer", "name"], name="contact_once_per_name"
            )
        ]
        indexes: ClassVar = [
            GinIndex(
                SearchVector("search_key", config="simple"),
                name="contact_words",
                fastupdate=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.customer_id})"
