"""How many customers are what, and what they owe. Two questions."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Q, Sum

from acquit.core.money import Money
from acquit.ledger import queries as ledger
from acquit.scoring.models import ClassRisk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from acquit.organisation.rights import Scope


class Owed(NamedTuple):
    """Customers of one kind, and what they owe in each currency, in all and overdue."""

    customers: int = 0
    open: Sequence[Money] = ()
    overdue: Sequence[Money] = ()


class Stated(NamedTuple):
    """What a class states, of how many customers that was seen, and how many were late."""

    probability: float
    customers: int
    late: int


NOBODY = Owed()


def by(field: str, scope: Scope, *, today: date) -> Mapping[str, Owed]:
    """Customers within the scope by `profile` or `score_class` of their assessment."""
    kind = f"assessment__{field}"
    seen = ledger.customers_within(scope).filter(assessment__isnull=False).order_by()
    counts = dict(seen.values_list(kind).annotate(Count("pk")))
    sums = (
        ledger.receivables_within(scope)
        .filter(open_minor__gt=0, customer__assessment__isnull=False)
        .order_by("currency")
        .values_list(f"customer__{kind}", "currency")
        .annotate(
            open=Sum("open_minor"),
            overdue=Sum("open_minor", filter=Q(due_on__lt=today), default=0),
        )
    )
    owed: dict[str, tuple[list[Money], list[Money]]] = defaultdict(lambda: ([], []))
    for code, currency, open_minor, overdue_minor in sums:
        owed[code][0].append(Money(open_minor, currency))
        if overdue_minor:
            owed[code][1].append(Money(overdue_minor, currency))
    return {code: Owed(n, *owed.get(code, ((), ()))) for code, n in counts.items()}


def stated(companies: Iterable[int]) -> Mapping[str, Stated]:
    """What the classes of these companies state, weighed by how many customers that was
    seen of.
    """
    rows = ClassRisk.objects.filter(company__in=list(companies))
    found: dict[str, list[ClassRisk]] = defaultdict(list)
    for row in rows:
        found[row.score_class].append(row)
    told = {}
    for code, alike in found.items():
        weight = sum(one.customers + 1 for one in alike)
        risk = sum((one.customers + 1) * one.probability for one in alike)
        told[code] = Stated(
            risk / weight,
            sum(one.customers for one in alike),
            sum(one.late for one in alike),
        )
    return told
