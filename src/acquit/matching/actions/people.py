"""What people say of a receipt: accept, decline, undo."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.core.dealing import dealt
from acquit.core.errors import Refusal
from acquit.core.money import Money
from acquit.ledger.actions import (
    MoreThanAvailable,
    Share,
    allocate_receipt,
    lock,
    reverse_allocations,
)
from acquit.ledger.actions.bulk import take_off_account
from acquit.ledger.models import Receipt, Receivable, Source
from acquit.matching.actions.learning import learn, learn_refusal, unlearn
from acquit.matching.actions.write_offs import check_limits, judged
from acquit.matching.models import Match, MatchState

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime


@transaction.atomic
def accept(
    *, receipt_id: int, shares: Sequence[Share], actor: Actor, at: datetime
) -> Receipt:
    """A person says what the receipt settles. Raises MoreThanOpen, MoreThanAvailable,
    MoreThanMayBeWrittenOff, Refusal.
    """
    if not shares:
        raise Refusal("Say at least one invoice that this payment settles.")
    receipt = Receipt.objects.get(pk=receipt_id)
    return _use(receipt, judged([receipt], shares), actor=actor, at=at)


@transaction.atomic
def accept_together(
    *, receipt_ids: Collection[int], shares: Sequence[Share], actor: Actor, at: datetime
) -> list[Receipt]:
    """A person says what several receipts settle together: the oldest is used up first.

    Gives those of which something was used; each can be undone by itself. What is of a
    credit note or written off is booked beside the last payment for its receivable. Raises
    what `accept` raises.
    """
    named = Receivable.objects.filter(pk__in={one.receivable_id for one in shares})
    lock(named.values_list("customer_id", flat=True))
    waiting = Receipt.objects.filter(pk__in=receipt_ids, available_minor__gt=0)
    receipts = list(waiting.order_by("received_on", "pk").select_for_update())
    dealt_out = _in_turn(receipts, judged(receipts, shares))
    return [_use(one, theirs, actor=actor, at=at) for one, theirs in dealt_out]


def _use(
    receipt: Receipt, shares: Sequence[Share], *, actor: Actor, at: datetime
) -> Receipt:
    allocate_receipt(receipt, shares, source=Source.PERSON, actor=actor, at=at)
    check_limits(receipt, shares, actor)
    learn(receipt, shares, actor=actor, at=at)
    _decide(receipt, shares, actor=actor, at=at)
    receipt.refresh_from_db()
    return receipt


def _in_turn(
    receipts: Sequence[Receipt], shares: Sequence[Share]
) -> list[tuple[Receipt, list[Share]]]:
    """The shares of each receipt of which something is used. Raises MoreThanAvailable, and
    Refusal where none is.
    """
    paid = [share for share in shares if share.is_paid]
    if not paid or not receipts:
        raise Refusal("Say at least one invoice that this payment settles.")
    available = [one.available_minor for one in receipts]
    wanted = [share.amount_minor for share in paid]
    if sum(wanted) > sum(available):
        left, asked = (
            Money(sum(sums), receipts[0].currency) for sums in (available, wanted)
        )
        raise MoreThanAvailable(left, asked)
    return _dealt_out(receipts, paid, [one for one in shares if not one.is_paid])


def _dealt_out(
    receipts: Sequence[Receipt], paid: Sequence[Share], beside: Sequence[Share]
) -> list[tuple[Receipt, list[Share]]]:
    parts = dealt(
        [one.available_minor for one in receipts], [one.amount_minor for one in paid]
    )
    found = [
        [_part(paid[place], minor, known) for place, minor in one]
        for one, known in zip(parts, map(_evidence, receipts), strict=True)
    ]
    last_for = {
        share.receivable_id: number
        for number, theirs in enumerate(found)
        for share in theirs
    }
    # A receivable that no money is for goes with the last payment of all.
    last = max(last_for.values())
    for share in beside:
        found[last_for.get(share.receivable_id, last)].append(share)
    return [(one, theirs) for one, theirs in zip(receipts, found, strict=True) if theirs]


def _part(share: Share, minor: int, known: dict[int, dict[str, Any]]) -> Share:
    evidence = known.get(share.receivable_id, {"how": "together"})
    return replace(share, amount_minor=minor, evidence=evidence)


def _evidence(receipt: Receipt) -> dict[int, dict[str, Any]]:
    """Why it was proposed for a receivable, the surest answer first."""
    rows = Match.objects.filter(receipt=receipt, state=MatchState.PROPOSED)
    of_money = rows.filter(credit_note=None, written_off="").order_by("-rank")
    return dict(of_money.values_list("receivable_id", "evidence"))


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
    take_off_account(receipt_id)
    unlearn(receipt, actor=actor, at=at)
    Match.objects.filter(
        receipt=receipt, state__in=[MatchState.POSTED, MatchState.ACCEPTED]
    ).update(state=MatchState.UNDONE, actor_id=actor.person_id, decided_at=at)
    receipt.refresh_from_db()
    return receipt
