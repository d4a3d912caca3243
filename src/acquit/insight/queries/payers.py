"""The largest payers of a scope: what hangs on them, and what their lateness would do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import (
    Count,
    F,
    FloatField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Window,
)
from django.db.models.functions import Cast

from acquit.core import risk
from acquit.ledger import queries as ledger
from acquit.ledger.models import Customer
from acquit.scoring.models import Assessment, Expectation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from acquit.core.risk import Concentration
    from acquit.organisation.rights import Scope

LARGEST_PAYERS = 10


class Payer(NamedTuple):
    """One payer, in one currency. days_30: what is expected of it in 30 days; score_class:
    None where it was not assessed yet.
    """

    customer_id: int
    name: str
    score_class: str | None
    open_minor: int
    days_30: int


class Largest(NamedTuple):
    """The largest payers, the largest first; open_minor: what all of them owe."""

    payers: Sequence[Payer]
    concentration: Concentration | None
    open_minor: int


NOBODY = Largest((), None, 0)


def largest_payers(scope: Scope, *, currency: str) -> Largest:
    """Those who owe most in this currency, and how much hangs on them. One query."""
    # Name and class are looked up for those that are left.
    name = Customer.objects.filter(pk=OuterRef("customer_id")).values("name")
    assessed = Assessment.objects.filter(pk=OuterRef("customer_id"))
    as_float = Cast(F("open_minor"), FloatField())
    rows = list(
        Expectation.objects.filter(
            ledger.reach(scope, customer="customer__", company="company_id"),
            currency=currency,
            open_minor__gt=0,
        )
        .annotate(
            name=Subquery(name),
            score_class=Subquery(assessed.values("score_class")),
            all_payers=Window(Count("pk")),
            all_minor=Window(Sum("open_minor")),
            all_squares=Window(Sum(as_float * as_float)),
        )
        .order_by("-open_minor", "customer_id")
        .values_list(
            *("customer_id", "name", "score_class", "open_minor", "days_30"),
            *("all_payers", "all_minor", "all_squares"),
        )[:LARGEST_PAYERS]
    )
    if not rows:
        return NOBODY
    *_, count, total, squares = rows[0]
    payers = [Payer(*row[:5]) for row in rows]
    shares = risk.concentration(
        [one.open_minor for one in payers],
        payers=count,
        open_minor=int(total),
        squares=squares,
    )
    return Largest(payers, shares, int(total))


def falls_due(
    scope: Scope, *, customer_ids: Sequence[int], currency: str, today: date
) -> Mapping[int, int]:
    """What of each of these falls due in the next STRESSED_DAYS. One query."""
    until = today + timedelta(days=risk.STRESSED_DAYS)
    rows = (
        ledger.receivables_within(scope)
        .filter(customer__in=customer_ids, currency=currency, open_minor__gt=0)
        .order_by()
        .values_list("customer_id")
        .annotate(minor=Sum("open_minor", filter=Q(due_on__gte=today, due_on__lt=until)))
    )
    return {customer_id: minor or 0 for customer_id, minor in rows}
