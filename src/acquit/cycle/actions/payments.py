"""A person says what a payment is for; its payers are decided for anew, at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

import acquit.bank.actions as bank
import acquit.ledger.actions as ledger
import acquit.matching.actions as matching
from acquit.bank.models import LineState
from acquit.cycle import queries
from acquit.cycle.actions.facts import decide_for
from acquit.ledger.models import Customer, Receipt

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from acquit.audit.actions import Actor
    from acquit.bank.models import Line
    from acquit.ledger.actions import Share


@transaction.atomic
def accept_match(
    *, receipt_id: int, shares: Sequence[Share], on: date, actor: Actor, at: datetime
) -> Receipt:
    """A person says what a payment settles; see matching.actions.accept."""
    receipt = matching.accept(receipt_id=receipt_id, shares=shares, actor=actor, at=at)
    _mark_used(receipt, actor)
    decide_for(_payers(receipt), as_of=on, at=at)
    return receipt


@transaction.atomic
def accept_together(
    *,
    receipt_ids: Collection[int],
    shares: Sequence[Share],
    on: date,
    actor: Actor,
    at: datetime,
) -> list[Receipt]:
    """A person says what several payments settle together; see
    matching.actions.accept_together.
    """
    receipts = matching.accept_together(
        receipt_ids=receipt_ids, shares=shares, actor=actor, at=at
    )
    for receipt in receipts:
        _mark_used(receipt, actor)
    touched = {key for receipt in receipts for key in _payers(receipt)}
    decide_for(touched, as_of=on, at=at)
    return receipts


@transaction.atomic
def decline_match(*, receipt_id: int, on: date, actor: Actor, at: datetime) -> Receipt:
    """None of the proposals is right; see matching.actions.decline."""
    suspects = queries.suspected_customers(receipt_id)
    receipt = matching.decline(receipt_id=receipt_id, actor=actor, at=at)
    decide_for(suspects, as_of=on, at=at)
    return receipt


@transaction.atomic
def undo_match(*, receipt_id: int, on: date, actor: Actor, at: datetime) -> Receipt:
    """Take back what a payment was used for; see matching.actions.undo."""
    receipt = matching.undo(receipt_id=receipt_id, on=on, actor=actor, at=at)
    bank.mark_lines([receipt_id], LineState.OPEN, {"undone by": actor.name})
    decide_for(_payers(receipt), as_of=on, at=at)
    return receipt


@transaction.atomic
def put_on_account(
    *, receipt_id: int, customer_id: int, on: date, actor: Actor, at: datetime
) -> Receipt:
    """Leave a payment as credit of a customer; see ledger.actions.put_on_account."""
    receipt = Receipt.objects.get(pk=receipt_id)
    suspects = queries.suspected_customers(receipt_id)
    ledger.put_on_account(receipt, Customer.objects.get(pk=customer_id), actor=actor, at=at)
    matching.decline(receipt_id=receipt_id, actor=actor, at=at)
    matching.learn_owner(receipt, customer_id, actor=actor, at=at)
    bank.mark_lines([receipt_id], LineState.ON_ACCOUNT, {"by": actor.name})
    decide_for({*suspects, customer_id}, as_of=on, at=at)
    return receipt


@transaction.atomic
def mark_not_ours(*, line_id: int, on: date, actor: Actor, at: datetime) -> Line:
    """The money on this line is from no customer."""
    line = bank.mark_not_ours(line_id)
    if line.receipt_id is not None:
        decline_match(receipt_id=line.receipt_id, on=on, actor=actor, at=at)
        ledger.disown(line.receipt_id, actor=actor, at=at)
    return line


def _mark_used(receipt: Receipt, actor: Actor) -> None:
    state = LineState.OPEN if receipt.available_minor else LineState.MATCHED
    bank.mark_lines([receipt.pk], state, {"by": actor.name})


def _payers(receipt: Receipt) -> set[int]:
    """Whoever the payment may concern."""
    whose = {receipt.customer_id} if receipt.customer_id else set()
    suspected = queries.suspected_customers(receipt.pk)
    return {*suspected, *queries.settled_customers(receipt.pk), *whose}
