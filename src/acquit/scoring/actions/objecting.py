"""A customer objects to being scored: its profile and score decide nothing from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.ledger.models import Customer
from acquit.scoring.actions.overriding import NoReason
from acquit.scoring.models import Objection

if TYPE_CHECKING:
    from datetime import date, datetime


@transaction.atomic
def object_to_scoring(
    *, customer_id: int, words: str, on: date, actor: Actor, at: datetime
) -> Objection:
    """Keep the objection; a second one changes nothing. Raises NoReason."""
    if not words.strip():
        raise NoReason
    customer = Customer.objects.select_for_update(no_key=True).get(pk=customer_id)
    known = Objection.objects.filter(customer=customer, ended_on=None).first()
    if known is not None:
        return known
    made = Objection.objects.create(
        customer=customer,
        since_on=on,
        words=words.strip(),
        actor_id=actor.person_id,
        recorded_at=at,
    )
    record(_fact("scoring_objected", made, words), actor=actor, at=at)
    return made


@transaction.atomic
def end_objection(
    *, customer_id: int, words: str, on: date, actor: Actor, at: datetime
) -> Objection | None:
    """Profile and score may decide again, for a reason that overrides the objection, or
    because it was taken back; None when there was none. Raises NoReason.
    """
    if not words.strip():
        raise NoReason
    rows = Objection.objects.select_for_update(of=["self"]).select_related("customer")
    known = rows.filter(customer=customer_id, ended_on=None).first()
    if known is None:
        return None
    known.ended_on, known.ended_words = on, words.strip()
    known.save(update_fields=["ended_on", "ended_words"])
    record(_fact("scoring_objection_ended", known, words), actor=actor, at=at)
    return known


def _fact(event: str, one: Objection, words: str) -> Fact:
    return Fact(
        event=event,
        subject=one,
        company_id=one.customer.company_id,
        customer_id=one.customer_id,
        reason=words.strip(),
    )
