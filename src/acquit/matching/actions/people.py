"""What people say of a receipt: accept, decline, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.core.errors import Refusal
from acquit.ledger.actions import Share, allocate_receipt, reverse_allocations
from acquit.ledger.models import Receipt, Source
from acquit.matching.actions.learning import learn, learn_refusal, unlearn
from acquit.matching.actions.write_offs import check_limits, judged
from acquit.matching.models import Match, MatchState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime


@transaction.atomic
def accept(
    *, receipt_id: int, shares: Sequence[Share], actor: Actor, at: datetime
) -> Receipt:
    """A person says what the receipt settles. Raises MoreThanOpen, MoreThanAvailable,
    MoreThanMayBeWrittenOff, Refusal.
    """
    receipt = Receipt.objects.get(pk=receipt_id)
    if not shares:
        raise Refusal("Say at least one invoice that this payment settles.")
    shares = judged(receipt, shares)
    allocate_receipt(receipt, shares, source=Source.PERSON, actor=actor, at=at)
    check_limits(receipt, shares, actor)
    learn(receipt, shares, actor=actor, at=at)
    _decide(receipt, shares, actor=actor, at=at)
    receipt.refresh_from_db()
    return receipt


def _decide(
    receipt: Receipt, shares: Sequence[Share], *, actor: Actor, at: datetime
) -> None:
    """What of the proposals was accepted; all else of them is declined."""
    chosen = {(s.receivable_id, s.credit_note_id, s.written_off) for s in shares}
    proposed = Match.objects.filter(receipt=receipt, state=MatchState.PROPOSED)
    accepted = [
        one.pk
        for one in proposed
        if (one.receivable_id, one.credit_note_id, one.written_off) in chosen
    ]
    decided = {"actor_id": actor.person_id, "decided_at": at}
    Match.objects.filter(pk__in=accepted).update(state=MatchState.ACCEPTED, **decided)
    proposed.update(state=MatchState.DECLINED, **decided)


@transaction.atomic
def decline(*, receipt_id: int, actor: Actor, at: datetime) -> Receipt:
    """A person says that none of the proposals is right."""
    receipt = Receipt.objects.get(pk=receipt_id)
    learn_refusal(receipt, actor=actor, at=at)
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
    unlearn(receipt, actor=actor, at=at)
    Match.objects.filter(
        receipt=receipt, state__in=[MatchState.POSTED, MatchState.ACCEPTED]
    ).update(state=MatchState.UNDONE, actor_id=actor.person_id, decided_at=at)
    receipt.refresh_from_db()
    return receipt
