"""Questions to the books. What a person sees goes through a `…_within(scope)` question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from acquit.ledger.models import (
    Allocation,
    Customer,
    Hold,
    Invoice,
    InvoiceKind,
    Receipt,
    Receivable,
)

if TYPE_CHECKING:
    from datetime import date

    from acquit.organisation.rights import Scope


def reach(scope: Scope, *, customer: str = "", company: str = "") -> Q:
    """The scope as a condition on customers; customer: the path to them ("customer__").

    company: the column of a row that keeps its customer's company itself: asked for a whole
    company, the database need not look at the customers then.
    """
    company = company or f"{customer}company_id"
    condition = Q(pk__in=[])
    for one in scope.reaches:
        part = ~Q(pk__in=[])
        if one.company_id is not None:
            part &= Q(**{company: one.company_id})
        if one.unit_ids is not None:
            part &= Q(**{f"{customer}unit_id__in": one.unit_ids})
        if one.own_of is not None:
            part &= Q(**{f"{customer}collector_id": one.own_of}) | Q(
                **{f"{customer}representative_id": one.own_of}
            )
        condition |= part
    return condition


def customers_within(scope: Scope) -> QuerySet[Customer]:
    """The customers that may be seen."""
    return Customer.objects.filter(reach(scope))


def invoices_within(scope: Scope) -> QuerySet[Invoice]:
    """Invoices and credit notes of the customers that may be seen."""
    return Invoice.objects.filter(_reach(scope))


def receivables_within(scope: Scope) -> QuerySet[Receivable]:
    """The receivables, open and settled, of the customers that may be seen."""
    return Receivable.objects.filter(_reach(scope))


def receipts_within(scope: Scope) -> QuerySet[Receipt]:
    """Receipts of the customers that may be seen; unknown payers are for the Bank page."""
    return Receipt.objects.filter(_reach(scope), customer__isnull=False)


def _reach(scope: Scope) -> Q:
    return reach(scope, customer="customer__", company="company_id")


def receivables_as_of(rows: QuerySet[Receivable], day: date) -> QuerySet[Receivable]:
    """What was owed at the close of `day`; its balance then is `balance_minor` (> 0)."""
    used = (
        Allocation.objects.filter(receivable=OuterRef("pk"), booked_on__lte=day)
        .order_by()
        .values("receivable")
        .annotate(total=Sum("amount_minor"))
        .values("total")
    )
    balance = F("amount_minor") - Coalesce(
        Subquery(used, output_field=BigIntegerField()), 0
    )
    # Settled before that day cannot owe anything then; this keeps the closed years out.
    return (
        rows.filter(invoice__issued_on__lte=day)
        .filter(Q(settled_on=None) | Q(settled_on__gt=day))
        .annotate(balance_minor=balance)
        .filter(balance_minor__gt=0)
    )


def running_hold(customer_id: int, *, on: date) -> Hold | None:
    """The longest hold on the whole customer that runs on that day, if there is any."""
    holds = Hold.objects.filter(customer=customer_id, receivable=None, ended_on=None)
    return holds.filter(from_on__lte=on, until_on__gte=on).order_by("-until_on").first()


def credit_notes_of(company_id: int) -> QuerySet[Invoice]:
    """Every credit note of a company, by day of issue."""
    notes = Invoice.objects.filter(company=company_id, kind=InvoiceKind.CREDIT_NOTE)
    return notes.select_related("customer").order_by("issued_on", "number")
