"""What people say of a receipt: accept, decline, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.core.errors import Refusal
from acquit.ledger.actions import Share, allocate_receipt, reverse_allocations
from acquit.ledger.models import Receipt, Source
from acquit.matching.models import Match, MatchState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime


@transaction.atomic
def accept(
    *, receipt_id: int, shares: Sequence[Share], actor: Actor, at: datetime
) -> Receipt:
    """A person says what the receipt settles. Raises MoreThanOpen, MoreThanAvailable,
    Refusal.
    """
    receipt = Receipt.objects.get(pk=receipt_id)
    if not shares:
        raise Refusal("Say at least one invoice that this payment settles.")
    allocate_receipt(receipt, shares, source=Source.PERSON, actor=actor, at=at)
    proposed = Match.objects.filter(receipt=receipt, state=MatchState.PROPOSED)
    chosen = {share.receivable_id for share in shares}
    proposed.filter(receivable__in=chosen).update(
        state=MatchState.ACCEPTED, actor_id=actor.person_id, decided_at=at
    )
    proposed.exclude(receivable__in=chosen).update(
        state=MatchState.DECLINED, actor_id=actor.person_id, decided_at=at
    )
    receipt.refresh_from_db()
    return receipt


@transaction.atomic
def decline(*, receipt_id: int, actor: Actor, at: datetime) -> Receipt:
    """A person says that none of the proposals is right."""
    receipt = Receipt.objects.get(pk=receipt_id)
    Match.objects.filter(receipt=receipt, state=MatchState.PROPOSED).update(
        state=MatchState.DECLINED, actor_id=actor.person_id, decided_at=at
    )
    fact = Fact(event="match_declined", subject=receipt, company_id=receipt.company_id)
    record(fact, actor=actor, at=at)
    return receipt


@transaction.atomic
def undo(*, receipt_id: int, on: date, actor: Actor, at: datetime) -> Receipt:
    """Take back what the receipt was used for. Raises AlreadyReversed."""
    receipt = Receipt.objects.get(pk=receipt_id)
    reverse_allocations(receipt, on=on, actor=actor, at=at)
    Match.objects.filter(
        receipt=receipt, state__in=[MatchState.POSTED, MatchState.ACCEPTED]
    ).update(state=MatchState.UNDONE, actor_id=actor.person_id, decided_at=at)
    receipt.refresh_from_db()
    return receipt
