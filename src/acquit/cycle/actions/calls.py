"""What came of a call: it is kept, with what was promised or contested in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

import acquit.dunning.actions as dunning
import acquit.ledger.actions as ledger
from acquit.core.money import Money
from acquit.cycle.actions.facts import decide_for
from acquit.dunning.models import CallOutcome
from acquit.ledger.actions import NotOfThisCustomer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime, time

    from acquit.audit.actions import Actor
    from acquit.dunning.models import Action
    from acquit.ledger.models import Dispute, DisputeReason, Promise, Receivable


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was said on the phone.

    promised: how much of which receivable, by `promised_on`. contested: which receivables,
    and how much of each, None = the whole of it. again_on: the day agreed for another call,
    again_at: not before that hour of it.
    """

    outcome: CallOutcome
    words: str = ""
    promised: Mapping[int, Money] = field(default_factory=dict)
    promised_on: date | None = None
    contested: Mapping[int, Money | None] = field(default_factory=dict)
    reason: DisputeReason | None = None
    again_on: date | None = None
    again_at: time | None = None


@transaction.atomic
def record_call(
    *, action_id: int, heard: Heard, on: date, actor: Actor, at: datetime
) -> Action:
    """Keep what came of a call, the promises and disputes with it, and decide anew.

    All of it, or nothing. Raises NotCalling, NotOfThisCustomer and what
    ledger.actions.record_promise and open_dispute raise.
    """
    action = dunning.record_call(
        action_id=action_id,
        outcome=heard.outcome,
        words=heard.words,
        again_on=heard.again_on,
        again_at=heard.again_at,
        on=on,
        actor=actor,
        at=at,
    )
    said: list[Promise | Dispute] = [
        *_promises(heard, on, actor, at),
        *_disputes(heard, on, actor, at),
    ]
    if any(one.customer_id != action.customer_id for one in said):
        raise NotOfThisCustomer
    decide_for([action.customer_id], as_of=on, at=at)
    return action


def _promises(heard: Heard, on: date, actor: Actor, at: datetime) -> Iterable[Promise]:
    if heard.outcome != CallOutcome.PROMISE or heard.promised_on is None:
        return
    for receivable_id, amount in heard.promised.items():
        yield ledger.record_promise(
            receivable_id=receivable_id,
            amount=amount,
            promised_on=heard.promised_on,
            made_on=on,
            actor=actor,
            at=at,
        )


def _disputes(heard: Heard, on: date, actor: Actor, at: datetime) -> Iterable[Dispute]:
    if heard.outcome != CallOutcome.DISPUTE or heard.reason is None:
        return
    for receivable_id, amount in heard.contested.items():
        yield ledger.open_dispute(
            receivable_id=receivable_id,
            amount=amount,
            reason=heard.reason,
            words=heard.words,
            on=on,
            actor=actor,
            at=at,
        )


def spread(amount: Money | None, over: Sequence[Receivable]) -> dict[int, Money]:
    """How much of each an amount comes to, the first ones first; None = all of each."""
    shares: dict[int, Money] = {}
    left = amount.minor if amount else None
    for one in over:
        minor = one.open_minor if left is None else min(left, one.open_minor)
        if minor > 0:
            shares[one.pk] = Money(minor, one.currency)
        left = None if left is None else left - minor
    return shares
