"""What the commands of the trade share: the company, the day, who acts, which invoice is
meant.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click
from django.utils import timezone

from acquit.audit.actions import Actor
from acquit.core.errors import Refusal
from acquit.core.money import Money
from acquit.cycle import queries
from acquit.ledger.models import Customer, Receivable
from acquit.organisation.models import Company

if TYPE_CHECKING:
    from django.db.models import QuerySet


class Unknown(Refusal):
    """Something that was named is not in the books."""


DAY = click.DateTime(["%Y-%m-%d"])


def actor() -> Actor:
    """Who works at the command line has the machine, and with it every right."""
    return Actor(None, "command line")


def company(code: str) -> Company:
    """Raises Unknown, naming the companies that there are."""
    found = Company.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Company.objects.values_list("code", flat=True)) or "none yet"
        raise Unknown(
            f"There is no company {code}. Known: {known}. `acquit setup` makes one."
        )
    return found


def today(books: Company) -> date:
    """The calendar day where the company is."""
    return timezone.now().astimezone(ZoneInfo(books.timezone)).date()


def day(given: datetime | None, books: Company) -> date:
    """The day that was given, else the business day."""
    return given.date() if given else queries.business_day(today(books))


def open_receivables(books: Company, number: str) -> QuerySet[Receivable]:
    """The open receivables of the invoice with this number, earliest due first. Raises
    Unknown.
    """
    named = Receivable.objects.filter(company=books, invoice__number=number)
    found = (
        named.filter(open_minor__gt=0).select_related("invoice").order_by("due_on", "pk")
    )
    if not named.exists():
        raise Unknown(f"Company {books.code} has no invoice {number}.")
    if not found:
        raise Unknown(f"Nothing is open on invoice {number} any more.")
    return found


def customer(books: Company, code: str) -> Customer | None:
    """The customer with this code, if there is one."""
    return Customer.objects.filter(company=books, code=code).first()


def money(text: str, currency: str) -> Money:
    """Raises click.BadParameter, which ends with the status of wrong usage."""
    try:
        return Money.of(Decimal(text), currency)
    except (InvalidOperation, ValueError) as error:
        raise click.BadParameter(
            f"{text} is not an amount in {currency}, such as 120.50"
        ) from error
