"""Our side: companies that are owed money, their units, the people who work there."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acquit.core.party import SellsTo

LANGUAGES = [("en", "English"), ("fr", "Français"), ("nl", "Nederlands"), ("de", "Deutsch")]


class Role(models.TextChoices):
    ADMINISTRATOR = "ADMINISTRATOR", _("Administrator")
    CREDIT_MANAGER = "CREDIT_MANAGER", _("Credit manager")
    COLLECTOR = "COLLECTOR", _("Collector")
    REPRESENTATIVE = "REPRESENTATIVE", _("Sales representative")
    READ_ONLY = "READ_ONLY", pgettext_lazy("role", "Read only")


class Company(models.Model):
    """A creditor: a legal entity of ours. `code` is what people type; it never changes."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3, default="EUR")
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    timezone = models.CharField(max_length=40, default="Europe/Brussels")
    sells_to = models.CharField(
        max_length=8, choices=[(kind, kind) for kind in SellsTo], default=SellsTo.BOTH
    )
    street = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=100, blank=True)
    vat = models.CharField(max_length=20, blank=True)
    registration = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Unit(models.Model):
    """A branch or division of a company; units form a tree."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="units")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+"
    )
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["company", "code"], name="unit_once_per_company"
            )
        ]

    def __str__(self) -> str:
        return f"{self.company_id}/{self.code} {self.name}"


class People(BaseUserManager["Person"]):
    """Signs people up; only `organisation.actions` calls it."""

    def create(  # type: ignore[override]  # a person is never made from loose keywords
        self, *, email: str, name: str, password: str | None, language: str
    ) -> Person:
        person = Person(
            email=self.normalize_email(email).lower(), name=name, language=language
        )
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who signs in. What they may do stands in their grants."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)

    objects: ClassVar[People] = People()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"


class Grant(models.Model):
    """A role held by a person, over all companies, one company, or one unit of it.

    `own_customers`: only those customers of which the person is collector or
    representative.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    company = models.ForeignKey(
        Company, models.CASCADE, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+")
    own_customers = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "role", "company", "unit"],
                nulls_distinct=False,
                name="grant_once",
            ),
            models.CheckConstraint(
                condition=models.Q(unit=None) | models.Q(company__isnull=False),
                name="grant_unit_within_company",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role}"


class WriteOffLimit(models.Model):
    """How much of a receivable a role may write off in a company, in units of the currency,
    where the company decided otherwise than `core.write_offs.LIMITS`.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="+", db_index=False)
    role = models.CharField(max_length=20, choices=Role.choices)
    units = models.DecimalField(max_digits=12, decimal_places=3)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["company", "role"], name="write_off_limit_once"
            ),
            models.CheckConstraint(
                condition=models.Q(units__gte=0), name="write_off_limit_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.role}: {self.units}"
