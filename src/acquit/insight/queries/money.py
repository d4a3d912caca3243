"""What was sold, and what came in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import BigIntegerField, Case, DateField, F, Q, Sum, Value, When
from django.db.models.functions import Cast, Coalesce, TruncWeek

from acquit.claims.models import DebitNote
from acquit.ledger import queries as ledger
from acquit.ledger.models import InvoiceKind, Receivable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from acquit.organisation.rights import Scope


class Unsold(NamedTuple):
    """What is open of debit notes, which are no sales; and what of it is not due yet."""

    open_minor: int = 0
    not_due_minor: int = 0


class Sold(NamedTuple):
    """by_day: as `sales` tells; unsold: at the close of some days."""

    by_day: Mapping[date, int]
    unsold: Mapping[date, Unsold]


def sold(
    scope: Scope,
    *,
    currency: str,
    since: date,
    until: date,
    closes: Sequence[date],
    today: date,
) -> Sold:
    """Sales by day, and what of what is owed on some days no sale made. One query."""
    by_day = _sales(scope, currency, since, until).annotate(
        not_due=Value(0, BigIntegerField()), close=Value(value=False)
    )
    parts = [_unsold(scope, currency, day, today) for day in closes]
    found, unsold = {}, {}
    for day, minor, not_due, close in by_day.union(*parts, all=True):
        if close:
            unsold[day] = Unsold(minor, not_due)
        else:
            found[day] = minor
    return Sold(found, unsold)


def _unsold(scope: Scope, currency: str, day: date, today: date) -> QuerySet[Any]:
    """One row: what was open of debit notes at the close of that day."""
    notes = DebitNote.objects.filter(ledger.reach(scope, customer="customer__"))
    theirs = Receivable.objects.filter(
        invoice__in=notes.values("invoice"), currency=currency
    )
    rows: QuerySet[Any] = (
        ledger.receivables_as_of(theirs, day)
        if day < today
        else theirs.filter(open_minor__gt=0).annotate(balance_minor=F("open_minor"))
    )
    not_due = Coalesce(Sum("balance_minor", filter=Q(due_on__gte=day)), 0)
    found: QuerySet[Any] = (
        rows.order_by()
        .values_list(Value(day, DateField()))
        .annotate(
            minor=Cast(Coalesce(Sum("balance_minor"), 0), BigIntegerField()),
            not_due=Cast(not_due, BigIntegerField()),
            close=Value(value=True),
        )
    )
    return found


def sales(scope: Scope, *, currency: str, since: date, until: date) -> Mapping[date, int]:
    """Invoices less credit notes by day of issue, VAT included, in minor units; debit notes
    for late payment are no sales.
    """
    return dict(_sales(scope, currency, since, until))


def _sales(scope: Scope, currency: str, since: date, until: date) -> QuerySet[Any]:
    return (
        ledger.invoices_within(scope)
        .exclude(kind=InvoiceKind.DEBIT_NOTE)
        .filter(currency=currency, issued_on__gte=since, issued_on__lte=until)
        .order_by()
        .values_list("issued_on")
        .annotate(
            minor=Cast(
                Sum(
                    Case(
                        When(kind=InvoiceKind.CREDIT_NOTE, then=-F("total_minor")),
                        default=F("total_minor"),
                        output_field=BigIntegerField(),
                    )
                ),
                BigIntegerField(),
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
