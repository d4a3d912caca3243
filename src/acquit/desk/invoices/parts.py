"""What the lists of receivables and of credit notes have in common."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from acquit.core.text import fold, reference_key
from acquit.ledger.models import Customer, Invoice, Receivable
from acquit.web.cells import Cell, Link, Text
from acquit.web.tables import Column, Filter, Option

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import Promise

    from acquit.desk.doors import Desk, DeskRequest

Row = TypeVar("Row", Receivable, Invoice)
# In the address: without a unit; without a next action.
NONE = "none"


def asked_currency(request: DeskRequest) -> str:
    """The code in the address, if it looks like one."""
    asked = request.GET.get("currency", "")
    return asked if len(asked) == 3 and asked.isascii() and asked.isupper() else ""


def customer_cell(customer: Customer) -> Cell:
    """Whose it is, with the way to the file."""
    return Link(
        customer.name, reverse("desk:customer", args=[customer.pk]), under=customer.code
    )


def details(path: str, invoice: Callable[[Row], Invoice]) -> list[Column[Row]]:
    """What is known of the document, shown when asked for. path: to the invoice."""

    def column(
        name: str, label: Promise, text: Callable[[Row], str], sort: str
    ) -> Column[Row]:
        def cell(row: Row) -> Cell:
            return Text(text(row))

        return Column(name, label, cell, sort=sort, shown=False, phone=False)

    return [
        column(
            "company",
            gettext_lazy("Company"),
            lambda row: row.customer.company.name,
            "customer__company__name",
        ),
        column(
            "unit",
            gettext_lazy("Unit"),
            lambda row: row.customer.unit.name if row.customer.unit else "",
            "customer__unit__name",
        ),
        column(
            "reference",
            gettext_lazy("Payment reference"),
            lambda row: invoice(row).payment_reference,
            f"{path}payment_reference",
        ),
        column(
            "order",
            gettext_lazy("Order number"),
            lambda row: invoice(row).order_number,
            f"{path}order_number",
        ),
    ]


def places(desk: Desk, asked: str) -> list[Filter[Row]]:
    """Where, and in which currency. asked: the currency that the address names."""
    known = desk.places
    currencies = sorted({one.currency for one in known.companies} | {asked} - {""})
    units: list[Option] = [(str(one.pk), one.name) for one in known.units]
    if units:
        units.append((NONE, gettext_lazy("Without a unit")))
    return [
        Filter(
            "company",
            gettext_lazy("Company"),
            partial(_by, "customer__company"),
            options=[(str(one.pk), one.name) for one in known.companies],
        ),
        Filter(
            "unit",
            gettext_lazy("Unit"),
            partial(_by, "customer__unit"),
            options=units,
        ),
        Filter(
            "currency",
            gettext_lazy("Currency"),
            partial(_by, "currency"),
            options=[(code, code) for code in currencies],
        ),
    ]


def _by(field: str, rows: QuerySet[Row], value: str) -> QuerySet[Row]:
    return rows.filter(**{field: None if value == NONE else value})


def search(path: str, rows: QuerySet[Row], typed: str) -> QuerySet[Row]:
    """path: the key of the invoice. Found apart, so that each list is walked once."""
    paper = Q(order_number__icontains=typed)
    if key := reference_key(typed):
        paper |= Q(number_key__contains=key) | Q(payment_reference__startswith=key)
    customer = Q(search_key__contains=fold(typed)) | Q(code__istartswith=typed)
    return rows.filter(
        Q(**{f"{path}__in": Invoice.objects.filter(paper).values("pk")})
        | Q(customer__in=Customer.objects.filter(customer).values("pk"))
    )
