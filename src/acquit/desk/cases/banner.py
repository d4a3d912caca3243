"""What a customer's file says of cases, an insolvency, and write-offs that wait.

It comes with the question for the customer itself: a file asks enough others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from acquit.handover.models import Case, Insolvency, InsolvencyKind, Wish, WriteOffWish

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from acquit.ledger.models import Customer

_DAYS = ("opened_on", "deadline_on", "filed_on")
_TOLD = ("pk", "kind", "court", "reference", "administrator", "deadline_source")
_FILED = ("filed_words", "proof_id")


class Away(NamedTuple):
    """A case that is open, with whom it is, and since when."""

    pk: int
    number: str
    partner: str
    since: date


class Proceedings(NamedTuple):
    """An insolvency that is open. filed_on None = our claim is still to be filed."""

    pk: int
    kind: str
    court: str
    reference: str
    administrator: str
    deadline_source: str
    filed_words: str
    proof_id: int | None
    opened_on: date
    deadline_on: date
    filed_on: date | None

    @property
    def name(self) -> str:
        """What was opened."""
        return str(InsolvencyKind(self.kind).label)


@dataclass(frozen=True, slots=True)
class Standing:
    """waiting: the keys of write-offs that somebody has to agree to."""

    cases: Sequence[Away]
    insolvency: Proceedings | None
    waiting: Sequence[int]


def with_standing(customers: QuerySet[Customer]) -> QuerySet[Customer]:
    """The same customers, with what `standing` reads."""
    cases = Case.objects.filter(customer=OuterRef("pk"), closed_on=None).order_by("serial")
    case = JSONObject(pk="pk", serial="serial", partner="partner__name", since="opened_on")
    open_one = Insolvency.objects.filter(customer=OuterRef("pk"), ended_on=None)
    fields: dict[str, Any] = {name: name for name in (*_TOLD, *_FILED, *_DAYS)}
    wishes = WriteOffWish.objects.filter(
        receivable__customer=OuterRef("pk"), state=Wish.WAITING
    )
    return customers.annotate(
        open_cases=ArraySubquery(cases.values_list(case)),
        open_insolvency=Subquery(open_one.values_list(JSONObject(**fields))[:1]),
        waiting_wishes=ArraySubquery(wishes.order_by("pk").values("pk")),
    )


def standing(customer: Customer) -> Standing:
    """As of now. customer: of `with_standing`."""
    told: Any = customer
    return Standing(
        cases=[
            Away(
                one["pk"],
                f"C-{one['serial']:04d}",
                one["partner"],
                date.fromisoformat(one["since"]),
            )
            for one in told.open_cases
        ],
        insolvency=_proceedings(told.open_insolvency),
        waiting=told.waiting_wishes,
    )


def _proceedings(kept: dict[str, Any] | None) -> Proceedings | None:
    if kept is None:
        return None
    days = {name: kept[name] and date.fromisoformat(kept[name]) for name in _DAYS}
    return Proceedings(**(kept | days))
