"""What a case costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from acquit.audit.actions import Actor, record
from acquit.core.money import Money
from acquit.handover.actions.telling import NoSuchFact, fact
from acquit.handover.models import Bearer, Case, CaseCost, CostKind

if TYPE_CHECKING:
    from datetime import date, datetime

    from acquit.ledger.models import Document


@transaction.atomic
def add_cost(  # noqa: PLR0913  # what, how much, who bears it, and its proof
    *,
    case_id: int,
    kind: CostKind,
    amount: Money,
    borne_by: Bearer,
    on: date,
    words: str = "",
    document: Document | None = None,
    actor: Actor,
    at: datetime,
) -> CaseCost:
    """What the case cost; a bill may come after it was closed."""
    case = Case.objects.get(pk=case_id)
    row = CaseCost.objects.create(
        case=case,
        kind=kind,
        borne_by=borne_by,
        on=on,
        currency=amount.currency,
        amount_minor=amount.minor,
        words=words,
        document=document,
        actor_id=actor.person_id,
        recorded_at=at,
    )
    details = {"amount": str(amount), "kind": str(kind), "borne_by": str(borne_by)}
    record(fact("case_cost_added", case, details, words), actor=actor, at=at)
    return row


@transaction.atomic
def take_back_cost(*, cost_id: int, on: date, actor: Actor, at: datetime) -> CaseCost:
    """It was none: a further row with the opposite sign. Raises NoSuchFact."""
    row = CaseCost.objects.select_for_update(of=("self",)).select_related("case")
    cost = row.get(pk=cost_id)
    undone = CaseCost.objects.filter(reverses=cost).exists()
    if cost.reverses_id is not None or undone:
        raise NoSuchFact
    back = CaseCost.objects.create(
        case=cost.case,
        kind=cost.kind,
        borne_by=cost.borne_by,
        on=on,
        currency=cost.currency,
        amount_minor=-cost.amount_minor,
        reverses=cost,
        actor_id=actor.person_id,
        recorded_at=at,
    )
    amount = str(Money(cost.amount_minor, cost.currency))
    details = {"amount": amount, "kind": cost.kind, "borne_by": cost.borne_by}
    record(fact("case_cost_taken_back", cost.case, details), actor=actor, at=at)
    return back
