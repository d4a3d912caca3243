"""How many customers follow each scenario, what they owe, and what comes next for them.
Three questions, however many scenarios there are.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Sum

from acquit.core.money import Money
from acquit.dunning.models import Pin
from acquit.ledger import queries as ledger

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from acquit.ledger.models import Customer
    from acquit.organisation.rights import Scope

SOON = timedelta(days=7)


class Counted(NamedTuple):
    """soon: the steps of the next seven days with how many receivables, most first."""

    customers: int = 0
    open: Sequence[Money] = ()
    soon: Sequence[tuple[str, int]] = ()


NOBODY = Counted()


def by_scenario(scope: Scope, *, today: date) -> Mapping[int, Counted]:
    """For each scenario, those of its customers that may be seen."""
    return _by("following__version__scenario", scope, today)


def by_rule(company_id: int, scope: Scope, *, today: date) -> Mapping[int | None, Counted]:
    """For each rule of a company; None: no rule took them, and nobody pinned them."""
    pinned = Pin.objects.filter(customer__company=company_id).values("customer")
    seen = ledger.customers_within(scope).filter(company=company_id)
    return _by("following__rule", scope, today, among=seen.exclude(pk__in=pinned))


def by_version(scenario_id: int, scope: Scope) -> Mapping[int, int]:
    """How many follow each version of a scenario."""
    seen = ledger.customers_within(scope).filter(following__version__scenario=scenario_id)
    rows = seen.order_by().values_list("following__version").annotate(Count("pk"))
    return dict(rows)


def _by(
    path: str, scope: Scope, today: date, *, among: QuerySet[Customer] | None = None
) -> dict[Any, Counted]:
    seen = ledger.customers_within(scope) if among is None else among
    followed = seen.filter(following__isnull=False).order_by()
    customers = dict(followed.values_list(path).annotate(Count("pk")))
    opened = ledger.receivables_within(scope).filter(
        open_minor__gt=0, customer__following__isnull=False
    )
    if among is not None:
        opened = opened.filter(customer__in=among)
    whose = f"customer__{path}"
    owed: dict[Any, list[Money]] = defaultdict(list)
    sums = opened.order_by("currency").values_list(whose, "currency")
    for key, currency, minor in sums.annotate(Sum("open_minor")):
        owed[key].append(Money(minor, currency))
    soon: dict[Any, list[tuple[str, int]]] = defaultdict(list)
    coming = opened.filter(outlook__next_on__lte=today + SOON).exclude(
        outlook__next_action=""
    )
    steps = coming.order_by().values_list(whose, "outlook__next_action")
    for key, step, count in steps.annotate(count=Count("pk")).order_by("-count"):
        soon[key].append((step, count))
    return {
        key: Counted(count, owed.get(key, ()), soon.get(key, ()))
        for key, count in customers.items()
    }
