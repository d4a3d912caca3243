"""Where customers stand: what is open, late, and comes next. A few queries for many."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Min, Q, Sum

from acquit.core.money import Money
from acquit.dunning.models import Outlook
from acquit.insight import queries as insight
from acquit.ledger import queries as ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from acquit.organisation.rights import Scope

# How many days late each bucket reaches; None = all the rest.
BUCKETS: tuple[tuple[str, int | None], ...] = (
    ("to_30", 30),
    ("to_60", 60),
    ("to_90", 90),
    ("over_90", None),
)


@dataclass(slots=True)
class Standing:
    """One customer's money, per currency; `oldest`: due day of the oldest that is late."""

    open: list[Money] = field(default_factory=list)
    overdue: list[Money] = field(default_factory=list)
    oldest: date | None = None
    next: Outlook | None = None


NOTHING = Standing()


@dataclass(frozen=True, slots=True)
class Aged:
    """What is open in one currency, cut by age. All in minor units."""

    currency: str
    not_due: int
    to_30: int
    to_60: int
    to_90: int
    over_90: int
    oldest: date | None

    @property
    def overdue(self) -> Money:
        late = self.to_30 + self.to_60 + self.to_90 + self.over_90
        return Money(late, self.currency)

    @property
    def open(self) -> Money:
        return self.overdue + Money(self.not_due, self.currency)


def standings(
    ids: Iterable[int], *, scope: Scope, as_of: date, today: date
) -> Mapping[int, Standing]:
    """Where these customers stand, in two queries; one who owes nothing is left out."""
    keys = list(ids)
    found: dict[int, Standing] = {}
    rows = insight.owed(scope, as_of=as_of, today=today).filter(customer__in=keys)
    late = Q(due_on__lt=as_of)
    for customer_id, currency, open_minor, overdue_minor, oldest in (
        rows.order_by("currency")
        .values_list("customer_id", "currency")
        .annotate(
            open=Sum("balance_minor"),
            overdue=Sum("balance_minor", filter=late, default=0),
            oldest=Min("due_on", filter=late),
        )
    ):
        one = found.setdefault(customer_id, Standing())
        one.open.append(Money(open_minor, currency))
        one.overdue.append(Money(overdue_minor, currency))
        one.oldest = min(filter(None, (one.oldest, oldest)), default=None)
    for outlook in next_steps(keys):
        found.setdefault(outlook.customer_id, Standing()).next = outlook
    return found


def next_steps(ids: Iterable[int]) -> QuerySet[Outlook]:
    """For each customer what comes first: the nearest action, else the oldest's reason."""
    return (
        Outlook.objects.filter(customer_id__in=ids, receivable__open_minor__gt=0)
        .order_by(
            "customer_id", F("next_on").asc(nulls_last=True), "receivable__due_on", "pk"
        )
        .distinct("customer_id")
    )


def aged(customer_id: int, *, scope: Scope, as_of: date, today: date) -> list[Aged]:
    """What one customer owes, per currency and age."""
    rows = insight.owed(scope, as_of=as_of, today=today).filter(customer=customer_id)
    sums = {"not_due": Sum("balance_minor", filter=Q(due_on__gte=as_of), default=0)}
    newest = as_of
    for name, days in BUCKETS:
        cut = Q(due_on__lt=newest)
        if days is not None:
            newest = as_of - timedelta(days=days)
            cut &= Q(due_on__gte=newest)
        sums[name] = Sum("balance_minor", filter=cut, default=0)
    oldest = Min("due_on", filter=Q(due_on__lt=as_of))
    found = (
        rows.order_by("currency").values_list("currency").annotate(**sums, oldest_on=oldest)
    )
    return [Aged(*one) for one in found]


def unused(customer_id: int, *, scope: Scope) -> list[Money]:
    """Money and credit notes of this customer that nothing has used yet, per currency."""
    money = (
        ledger.receipts_within(scope)
        .filter(customer=customer_id, available_minor__gt=0)
        .values_list("currency", "available_minor")
    )
    notes = (
        ledger.invoices_within(scope)
        .filter(customer=customer_id, available_minor__gt=0)
        .values_list("currency", "available_minor")
    )
    sums: dict[str, int] = {}
    for currency, minor in money.union(notes, all=True):
        sums[currency] = sums.get(currency, 0) + minor
    return [Money(minor, currency) for currency, minor in sorted(sums.items())]
