"""What was sold, and what came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, Case, F, Sum, When
from django.db.models.functions import TruncWeek

from acquit.ledger import queries as ledger
from acquit.ledger.models import InvoiceKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from acquit.organisation.rights import Scope


def sales(scope: Scope, *, currency: str, since: date, until: date) -> Mapping[date, int]:
    """Invoices less credit notes by day of issue, VAT included, in minor units; debit notes
    for late payment are no sales.
    """
    return dict(
        ledger.invoices_within(scope)
        .exclude(kind=InvoiceKind.DEBIT_NOTE)
        .filter(currency=currency, issued_on__gte=since, issued_on__lte=until)
        .order_by()
        .values_list("issued_on")
        .annotate(
            minor=Sum(
                Case(
                    When(kind=InvoiceKind.CREDIT_NOTE, then=-F("total_minor")),
                    default=F("total_minor"),
                    output_field=BigIntegerField(),
                )
            )
        )
    )


def came_in(scope: Scope, *, currency: str, since: date, until: date) -> Mapping[date, int]:
    """Payments of known customers by week, under its Monday, in minor units.

    A payment that bank and accounting both report counts once.
    """
    rows = (
        ledger.receipts_within(scope)
        .filter(currency=currency, received_on__gte=since, received_on__lte=until)
        .filter(customer__isnull=False, same_as=None)
        .order_by()
        .values_list(TruncWeek("received_on"))
        .annotate(minor=Sum("amount_minor"))
    )
    return dict(rows)
