"""What is open at the close of a day, summed by the database."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Count,
    DateField,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Greatest, Least

from acquit.core import figures
from acquit.insight.queries.position import Heap, Position, by_currency, outer_days
from acquit.insight.queries.snapshots import kept
from acquit.ledger import queries as ledger
from acquit.ledger.models import Allocation, Customer, Receivable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from acquit.core.figures import Bucket
    from acquit.organisation.rights import Scope

HEAP = (
    *("heap_day", "heap_currency", "heap_company", "heap_unit", "heap_due"),
    *("heap_rows", "heap_minor"),
)


def owed(scope: Scope, *, as_of: date, today: date) -> QuerySet[Receivable]:
    """What is owed, its balance as `balance_minor`: now, or at the close of a past day."""
    rows = ledger.receivables_within(scope)
    if as_of < today:
        return ledger.receivables_as_of(rows, as_of)
    return rows.filter(open_minor__gt=0).annotate(balance_minor=F("open_minor"))


def positions(
    scope: Scope, *, days: Sequence[date], today: date
) -> list[dict[str, Position]]:
    """For each day the position in each currency, the one with most receivables first.

    One query for all the days that no snapshot was kept of, two for each of the others.
    """
    found = {day: heaps for day in days if (heaps := _kept(scope, day, today)) is not None}
    missing = [day for day in days if day not in found]
    found |= zip(missing, sums_at_close(scope, days=missing, today=today), strict=True)
    return [by_currency(found[day], day) for day in days]


def _kept(scope: Scope, day: date, today: date) -> Sequence[Heap] | None:
    """Only the day that every cockpit of today compares with was ever kept."""
    return kept(scope, day) if day == figures.month_before(today) else None


def sums_at_close(
    scope: Scope, *, days: Sequence[date], today: date
) -> list[Sequence[Heap]]:
    """The heaps of each of these days, from the ledger. One query."""
    if not days:
        return []
    first, *more = (part for day in days for part in _parts(scope, day, today))
    sums: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
    for *alike, count, minor in first.union(*more, all=True):
        sums[tuple(alike)][0] += count
        sums[tuple(alike)][1] += minor
    found: dict[date, list[Heap]] = {day: [] for day in days}
    for (day, *alike), (count, minor) in sums.items():
        currency, company_id, unit_id, due_on = alike
        heap = Heap(currency, company_id, unit_id, due_on, count, minor)
        found[day].append(heap)
    return [found[day] for day in days]


def _parts(scope: Scope, day: date, today: date) -> Iterator[QuerySet[Any]]:
    """What was open at the close of a past day is what is open now, and all that was used
    since: so nothing is summed up for each receivable.

    A receivable that was settled then and is open again counts as one more, with nothing
    open.
    """
    rows = ledger.receivables_within(scope)
    if day >= today:
        yield _heaped(rows.filter(open_minor__gt=0), day, F("open_minor"))
        return
    known = rows.filter(invoice__issued_on__lte=day)
    then = known.filter(Q(open_minor__gt=0) | Q(settled_on__gt=day))
    yield _heaped(then, day, F("open_minor"))
    used = Allocation.objects.filter(
        ledger.reach(scope, customer="receivable__customer__"),
        booked_on__gt=day,
        receivable__invoice__issued_on__lte=day,
    )
    yield _heaped(used, day, F("amount_minor"), path="receivable__", counted=False)


def _heaped(
    rows: QuerySet[Any], day: date, minor: F, *, path: str = "", counted: bool = True
) -> QuerySet[Any]:
    """The rows as heaps. path: to the receivable; counted: each row is a receivable."""
    first, last = (Value(one, DateField()) for one in outer_days(day))
    heaped: QuerySet[Any] = (
        rows.order_by()
        .values(
            heap_day=Value(day, DateField()),
            heap_currency=F(f"{path}currency"),
            heap_company=F(f"{path}company_id"),
            heap_unit=F(f"{path}customer__unit_id"),
            heap_due=Greatest(Least(F(f"{path}due_on"), last), first),
        )
        .annotate(
            heap_rows=Count("pk") if counted else Value(0),
            heap_minor=Cast(Sum(minor), BigIntegerField()),
        )
        .values_list(*HEAP)
    )
    return heaped


def is_in(bucket: Bucket, as_of: date, path: str = "") -> Q:
    """The bucket as a condition on receivables; path: to them."""
    first, last = figures.due_between(bucket, as_of)
    condition = Q()
    if first is not None:
        condition &= Q(**{f"{path}due_on__gte": first})
    if last is not None:
        condition &= Q(**{f"{path}due_on__lte": last})
    return condition


class Late(NamedTuple):
    """A customer that is late, with how much and since when."""

    customer_id: int
    name: str
    rows: int
    minor: int
    oldest_on: date


def largest_overdue(
    scope: Scope, *, as_of: date, today: date, currency: str, most: int
) -> list[Late]:
    """The customers that owe most of what is late in this currency. One query."""
    # The name is looked up for those that are left, not grouped by.
    name = Customer.objects.filter(pk=OuterRef("customer_id")).values("name")
    rows = (
        owed(scope, as_of=as_of, today=today)
        .filter(currency=currency, due_on__lt=as_of)
        .order_by()
        .values("customer_id")
        .annotate(rows=Count("pk"), minor=Sum("balance_minor"), oldest_on=Min("due_on"))
        .annotate(name=Subquery(name))
        .order_by("-minor", "customer_id")
        .values_list("customer_id", "name", "rows", "minor", "oldest_on")
    )
    return [Late(*row) for row in rows[:most]]
