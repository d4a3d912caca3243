"""What is open at the close of a day: the sums that every picture of it is cut from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DateField,
    F,
    Min,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, TruncWeek

from acquit.core import figures
from acquit.core.figures import Bucket
from acquit.core.money import Money
from acquit.ledger import queries as ledger
from acquit.ledger.models import Allocation, Receivable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from acquit.organisation.rights import Scope

EXPECTED_DAYS = 30
# This week and twelve more: a quarter ahead.
WEEKS = 13
HEAP = (
    *("heap_currency", "heap_company", "heap_unit", "heap_bucket", "heap_week"),
    *("heap_soon", "heap_rows", "heap_minor"),
)
# (company, unit); a customer may belong to no unit.
Place = tuple[int, int | None]


def owed(scope: Scope, *, as_of: date, today: date) -> QuerySet[Receivable]:
    """What is owed, its balance as `balance_minor`: now, or at the close of a past day."""
    rows = ledger.receivables_within(scope)
    if as_of < today:
        return ledger.receivables_as_of(rows, as_of)
    return rows.filter(open_minor__gt=0).annotate(balance_minor=F("open_minor"))


class Heap(NamedTuple):
    """Receivables of one place that are alike late, and due in the same week.

    week: its Monday, None for what is late or due beyond the weeks that are looked at.
    soon: due within EXPECTED_DAYS, and not late. rows: how many there are.
    """

    company_id: int
    unit_id: int | None
    bucket: Bucket
    week: date | None
    soon: bool
    rows: int
    minor: int


@dataclass(frozen=True)
class Position:
    """All that is open in one currency, as heaps."""

    currency: str
    heaps: Sequence[Heap] = ()

    @cached_property
    def count(self) -> int:
        return sum(heap.rows for heap in self.heaps)

    @cached_property
    def open(self) -> Money:
        return self._sum(self.heaps)

    @cached_property
    def not_due(self) -> Money:
        return Money(self.by_bucket[Bucket.NOT_DUE], self.currency)

    @cached_property
    def overdue(self) -> Money:
        return self.open - self.not_due

    @cached_property
    def overdue_share(self) -> float | None:
        return figures.share(self.overdue.minor, self.open.minor)

    @cached_property
    def soon(self) -> Money:
        """What falls due within EXPECTED_DAYS."""
        return self._sum(heap for heap in self.heaps if heap.soon)

    @cached_property
    def by_bucket(self) -> Mapping[Bucket, int]:
        found = dict.fromkeys(Bucket, 0)
        for heap in self.heaps:
            found[heap.bucket] += heap.minor
        return found

    @cached_property
    def by_week(self) -> Mapping[date, int]:
        """What falls due in each week, by its Monday."""
        found: dict[date, int] = defaultdict(int)
        for heap in self.heaps:
            if heap.week is not None:
                found[heap.week] += heap.minor
        return found

    @cached_property
    def overdue_by_place(self) -> Mapping[Place, Mapping[Bucket, int]]:
        """Where something is late: how much of it, and how late."""
        found: dict[Place, dict[Bucket, int]] = {}
        for heap in self.heaps:
            if heap.bucket is not Bucket.NOT_DUE:
                place = found.setdefault((heap.company_id, heap.unit_id), {})
                place[heap.bucket] = place.get(heap.bucket, 0) + heap.minor
        return found

    def _sum(self, heaps: Iterable[Heap]) -> Money:
        return Money(sum(heap.minor for heap in heaps), self.currency)


def positions(scope: Scope, *, as_of: date, today: date) -> dict[str, Position]:
    """The position in each currency, the one with most receivables first. One query."""
    rows = ledger.receivables_within(scope)
    if as_of < today:
        heaped = _heaps_then(rows, as_of)
    else:
        heaped = _heaped(rows.filter(open_minor__gt=0), as_of, F("open_minor"))
    sums: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
    for *alike, count, minor in heaped:
        sums[tuple(alike)][0] += count
        sums[tuple(alike)][1] += minor
    heaps: dict[str, list[Heap]] = defaultdict(list)
    for (currency, company_id, unit_id, bucket, week, soon), (count, minor) in sums.items():
        heap = Heap(company_id, unit_id, Bucket(bucket), week, soon, count, minor)
        heaps[currency].append(heap)
    found = [Position(currency, alike) for currency, alike in sorted(heaps.items())]
    found.sort(key=lambda position: -position.count)
    return {position.currency: position for position in found}


def _heaps_then(rows: QuerySet[Receivable], day: date) -> QuerySet[Any]:
    """The same sums as over `ledger.receivables_as_of`, without a sum for each receivable.

    What was open then is what is open now, and all that was used since. A receivable that
    was settled then and is open again counts as one more, with nothing open.
    """
    known = rows.filter(invoice__issued_on__lte=day)
    then = known.filter(Q(settled_on=None) | Q(settled_on__gt=day))
    used = Allocation.objects.filter(booked_on__gt=day, receivable__in=then.values("pk"))
    return _heaped(then, day, F("open_minor")).union(
        _heaped(used, day, F("amount_minor"), path="receivable__", counted=False), all=True
    )


def _heaped(
    rows: QuerySet[Any], as_of: date, minor: F, *, path: str = "", counted: bool = True
) -> QuerySet[Any]:
    """The rows as heaps. path: to the receivable; counted: each row is a receivable."""
    due_on = f"{path}due_on"
    horizon = figures.week_of(as_of) + timedelta(weeks=WEEKS)
    ahead = Q(**{f"{due_on}__gte": as_of, f"{due_on}__lt": horizon})
    last_soon = as_of + timedelta(days=EXPECTED_DAYS)
    soon = Q(**{f"{due_on}__gte": as_of, f"{due_on}__lte": last_soon})
    heaped: QuerySet[Any] = (
        rows.order_by()
        .values(
            heap_currency=F(f"{path}currency"),
            heap_company=F(f"{path}company_id"),
            heap_unit=F(f"{path}customer__unit_id"),
            heap_bucket=Case(
                *(When(is_in(one, as_of, path), then=Value(one.value)) for one in Bucket),
                output_field=CharField(),
            ),
            heap_week=Case(
                When(ahead, then=Cast(TruncWeek(due_on), DateField())),
                default=None,
                output_field=DateField(),
            ),
            heap_soon=Case(When(soon, then=True), default=False),
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
    rows = (
        owed(scope, as_of=as_of, today=today)
        .filter(currency=currency, due_on__lt=as_of)
        .order_by()
        .values_list("customer_id", "customer__name")
        .annotate(rows=Count("pk"), minor=Sum("balance_minor"), oldest_on=Min("due_on"))
        .order_by("-minor", "customer_id")
    )
    return [Late(*row) for row in rows[:most]]
