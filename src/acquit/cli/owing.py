"""What `acquit to-claim` means: as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Min, Sum

from acquit.claims.models import LEFT_OUT, ToClaim
from acquit.cli import trade
from acquit.core.money import Money
from acquit.cycle.actions import sum_up_company

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from acquit.organisation.models import Company


def sum_up(company: Company, as_of: datetime | None) -> None:
    """All customers of the company, at the close of that day, else of the last walked."""
    if as_of is None:
        sum_up_company(company.pk, on=trade.today(company))
    else:
        sum_up_company(company.pk, on=as_of.date(), exactly=True)


def told(company: Company, why: str, limit: int) -> dict[str, Any]:
    """Those of whom something may be claimed, or who are left out for one reason; the most
    first, at most so many. as_of None: nothing was summed up yet.
    """
    every = ToClaim.objects.filter(company=company)
    asked = every.filter(why=why.upper())
    rows = asked.order_by("-left_minor", "pk").select_related("customer")
    return {
        "company": company.code,
        "as_of": every.aggregate(first=Min("as_of"))["first"],
        "rows": asked.count(),
        "customers": [_row(one) for one in (rows[:limit] if limit else rows)],
        "sums": _sums(every.filter(why="")),
        "left_out": _left_out(every),
    }


def _row(one: ToClaim) -> dict[str, Any]:
    sums = {
        name: str(Money(getattr(one, f"{name}_minor"), one.currency).amount)
        for name in ("computed", "claimed", "waived", "left")
    }
    return {
        "customer": one.customer.code,
        "name": one.customer.name,
        "currency": one.currency,
        **sums,
        "invoices": one.invoices,
        "since": one.since_on,
        "why": one.why.lower(),
        "as_of": one.as_of,
    }


def _sums(rows: QuerySet[ToClaim]) -> list[dict[str, Any]]:
    found = (
        rows.order_by("currency")
        .values_list("currency")
        .annotate(left=Sum("left_minor"), customers=Count("pk"))
    )
    return [
        {
            "currency": currency,
            "left": str(Money(left, currency).amount),
            "customers": customers,
        }
        for currency, left, customers in found
    ]


def _left_out(rows: QuerySet[ToClaim]) -> dict[str, int]:
    counts = dict(
        rows.exclude(why="")
        .order_by()
        .values_list("why")
        .annotate(customers=Count("customer", distinct=True))
    )
    return {why.lower(): counts[why] for why, _label in LEFT_OUT if why in counts}
