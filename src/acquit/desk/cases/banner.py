"""What a customer's file says of cases, an insolvency, and write-offs that wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from acquit.handover.models import Case, Insolvency, Wish, WriteOffWish

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Standing:
    """cases: those that are open. waiting: write-offs that somebody has to agree to."""

    cases: Sequence[Case]
    insolvency: Insolvency | None
    waiting: Sequence[WriteOffWish]


def standing(customer_id: int) -> Standing:
    """As of now; customer_id: one that may be seen."""
    cases = Case.objects.filter(customer=customer_id, closed_on=None)
    wishes = WriteOffWish.objects.filter(
        receivable__customer=customer_id, state=Wish.WAITING
    )
    return Standing(
        cases=list(cases.select_related("partner").order_by("pk")),
        insolvency=Insolvency.objects.filter(customer=customer_id, ended_on=None).first(),
        waiting=list(wishes.order_by("pk")),
    )
