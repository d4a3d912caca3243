"""The list of credit notes: they are never due, so it says what is left of each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy

from acquit.core.money import Money
from acquit.desk.invoices.parts import (
    asked_currency,
    customer_cell,
    details,
    places,
    search,
)
from acquit.ledger import queries as ledger
from acquit.ledger.models import Invoice, InvoiceKind
from acquit.web.cells import Amounts, Cell, Day, Link
from acquit.web.tables import Column, Empty, Filter, Table, Total

if TYPE_CHECKING:
    from acquit.desk.doors import DeskRequest


class CreditNoteList:
    """The credit notes, for one request."""

    def __init__(self, request: DeskRequest) -> None:
        self.scope, self.desk = request.granted, request.desk
        self.currency = asked_currency(request)

    def table(self) -> Table[Invoice]:
        """Newest first."""
        rows = ledger.invoices_within(self.scope).filter(
            kind=InvoiceKind.CREDIT_NOTE, issued_on__lte=self.desk.as_of
        )
        return Table(
            name="credit-notes",
            rows=rows.select_related("customer__company", "customer__unit"),
            columns=self._columns(),
            filters=[
                Filter(
                    "q",
                    gettext_lazy("Number, reference, order or customer"),
                    partial(search, "pk"),
                    kind="search",
                ),
                Filter(
                    "left",
                    gettext_lazy("Not used up"),
                    lambda rows, _value: rows.filter(available_minor__gt=0),
                    kind="flag",
                ),
                *places(self.desk, self.currency),
            ],
            sort="-issued",
            keeps=["state"],
            totals=_credit_totals,
            empty=Empty(
                title=gettext_lazy("No credit note"),
                words=gettext_lazy(
                    "Credit notes come with the imports of your accounting."
                ),
                icon="receipt-refund",
            ),
        )

    def _columns(self) -> list[Column[Invoice]]:
        return [
            Column("number", gettext_lazy("Number"), _credit_number, sort="number"),
            Column(
                "customer",
                gettext_lazy("Customer"),
                lambda row: customer_cell(row.customer),
                sort="customer__search_key",
            ),
            Column(
                "issued",
                gettext_lazy("Issued"),
                lambda row: Day(row.issued_on, self.desk.today),
                sort="issued_on",
            ),
            Column(
                "amount",
                gettext_lazy("Amount"),
                lambda row: Amounts([Money(row.total_minor, row.currency)]),
                sort="total_minor",
                numeric=True,
            ),
            Column(
                "left",
                gettext_lazy("Not used yet"),
                lambda row: Amounts([Money(row.available_minor, row.currency)]),
                sort="available_minor",
                numeric=True,
            ),
            *details("", _itself),
        ]


def _credit_number(row: Invoice) -> Cell:
    href = reverse("desk:invoice", args=[row.pk])
    return Link(row.number, href, row=True, code=True)


def _itself(row: Invoice) -> Invoice:
    return row


def _credit_totals(rows: QuerySet[Invoice]) -> list[Total]:
    sums = list(
        rows.order_by("currency")
        .values_list("currency")
        .annotate(amount=Sum("total_minor"), left=Sum("available_minor"))
    )
    return [
        Total(
            label=gettext_lazy("Amount"),
            amounts=[Money(minor, code) for code, minor, _left in sums],
        ),
        Total(
            label=gettext_lazy("Not used yet"),
            amounts=[Money(minor, code) for code, _all, minor in sums if minor],
        ),
    ]
