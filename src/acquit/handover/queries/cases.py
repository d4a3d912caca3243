"""Cases, and what has come of them. What a person sees goes through `…_within(scope)`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum

from acquit.core.money import Money
from acquit.core.procedures import Procedure, Reached, Stage, next_deadline
from acquit.handover.models import (
    Bearer,
    Case,
    CaseCost,
    CaseReceivable,
    CaseStage,
    Insolvency,
    Partner,
    Wish,
    WriteOffWish,
)
from acquit.ledger.models import Allocation, AllocationKind
from acquit.ledger.queries import reach

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from acquit.core.procedures import Deadline
    from acquit.organisation.rights import Scope


def cases_within(scope: Scope) -> QuerySet[Case]:
    """The cases of the customers that may be seen, with the stage they stand at."""
    mine = Case.objects.filter(reach(scope, customer="customer__", company="company_id"))
    last = standing_stages().filter(case=OuterRef("pk")).order_by("-on", "-pk")
    return mine.annotate(at_stage=Subquery(last.values("stage")[:1]))


def insolvencies_within(scope: Scope) -> QuerySet[Insolvency]:
    """The insolvencies of the customers that may be seen."""
    return Insolvency.objects.filter(
        reach(scope, customer="customer__", company="customer__company_id")
    )


def wishes_within(scope: Scope) -> QuerySet[WriteOffWish]:
    """The write-offs that were proposed for customers that may be seen."""
    return WriteOffWish.objects.filter(
        reach(scope, customer="receivable__customer__", company="receivable__company_id")
    )


def waiting_wishes(customer_id: int) -> QuerySet[WriteOffWish]:
    """What waits for a word about this customer, the oldest first."""
    rows = WriteOffWish.objects.filter(receivable__customer=customer_id, state=Wish.WAITING)
    return rows.select_related("receivable__invoice", "actor").order_by("pk")


def written_off_within(scope: Scope) -> QuerySet[Allocation]:
    """What was given up by itself and stands: it can be taken back."""
    rows = Allocation.objects.filter(
        reach(scope, customer="receivable__customer__", company="receivable__company_id"),
        kind=AllocationKind.WRITE_OFF,
        beside=None,
        amount_minor__gt=0,
    )
    undone = Allocation.objects.filter(reverses__isnull=False).values("reverses")
    return rows.exclude(pk__in=undone)


def partners_of(company_ids: Collection[int]) -> QuerySet[Partner]:
    """Who takes cases on for these companies, by name."""
    rows = Partner.objects.filter(company__in=company_ids, closed_on=None)
    return rows.order_by("name", "pk")


def open_insolvency(customer_id: int) -> Insolvency | None:
    """The proceedings that are open against this customer."""
    return Insolvency.objects.filter(customer=customer_id, ended_on=None).first()


def standing_stages() -> QuerySet[CaseStage]:
    """Facts of cases that no later one took the place of."""
    return CaseStage.objects.filter(corrected_by=None, withdrawn=False)


def stages_of(case_ids: Collection[int]) -> Mapping[int, list[CaseStage]]:
    """The standing facts of each case, by day."""
    found: dict[int, list[CaseStage]] = defaultdict(list)
    rows = standing_stages().filter(case__in=case_ids).order_by("on", "pk")
    for row in rows.select_related("actor", "document").defer("document__content"):
        found[row.case_id].append(row)
    return found


def awaited(case: Case, stages: Sequence[CaseStage], *, as_of: date) -> Deadline | None:
    """The day to watch now; None for a closed case, and where nothing is counted."""
    if case.closed_on is not None:
        return None
    return next_deadline(
        Procedure(case.procedure), [reached(one) for one in stages], as_of=as_of
    )


def reached(stage: CaseStage) -> Reached:
    """A fact of a case as the clocks know it."""
    return Reached(Stage(stage.stage), stage.on, stage.told_until)


@dataclass(slots=True)
class Sums:
    """What a case has come to, in one currency, in minor units.

    left = handed - collected - credited - written_off: what is open of it now.
    """

    currency: str
    handed: int = 0
    collected: int = 0
    credited: int = 0
    written_off: int = 0
    ours: int = 0
    theirs: int = 0

    @property
    def left(self) -> int:
        return self.handed - self.collected - self.credited - self.written_off

    def money(self, minor: int) -> Money:
        """So much in this currency."""
        return Money(minor, self.currency)

    @property
    def shown(self) -> dict[str, Money]:
        """Each of them as an amount."""
        names = ("handed", "collected", "credited", "written_off", "left", "ours", "theirs")
        return {name: self.money(getattr(self, name)) for name in names}


_COUNTS = {
    AllocationKind.RECEIPT: "collected",
    AllocationKind.STATED: "collected",
    AllocationKind.CREDIT_NOTE: "credited",
    AllocationKind.WRITE_OFF: "written_off",
}


def sums(case_ids: Iterable[int]) -> Mapping[int, list[Sums]]:
    """What each case has come to, per currency: what the books recorded after it was handed
    over, until it was closed.
    """
    ids = list(case_ids)
    found: dict[int, dict[str, Sums]] = defaultdict(dict)

    def of(case_id: int, currency: str) -> Sums:
        return found[case_id].setdefault(currency, Sums(currency))

    mine = CaseReceivable.objects.filter(case__in=ids).order_by()
    for case_id, currency, minor in mine.values_list(
        "case", "receivable__currency"
    ).annotate(Sum("handed_minor")):
        of(case_id, currency).handed = minor
    for case_id, currency, kind, minor in _moved(mine):
        one, name = of(case_id, currency), _COUNTS[AllocationKind(kind)]
        setattr(one, name, getattr(one, name) + minor)
    costs = CaseCost.objects.filter(case__in=ids).order_by()
    for case_id, currency, bearer, minor in costs.values_list(
        "case", "currency", "borne_by"
    ).annotate(Sum("amount_minor")):
        if bearer == Bearer.US:
            of(case_id, currency).ours = minor
        else:
            of(case_id, currency).theirs = minor
    return {
        case_id: [by[currency] for currency in sorted(by)] for case_id, by in found.items()
    }


def _moved(mine: QuerySet[CaseReceivable]) -> QuerySet[CaseReceivable, tuple]:  # type: ignore[type-arg]  # four columns
    used = "receivable__allocations__"
    since = Q(**{f"{used}recorded_at__gt": F("case__recorded_at")})
    until = Q(case__closed_at=None) | Q(**{f"{used}recorded_at__lte": F("case__closed_at")})
    rows = mine.filter(since & until)
    return rows.values_list("case", "receivable__currency", f"{used}kind").annotate(
        Sum(f"{used}amount_minor")
    )
