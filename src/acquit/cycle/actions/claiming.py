"""Debit notes for several customers in one go, one after the other.

Each customer's are made in a transaction with what is told of them: a run that was cut
short goes on where it stood, and makes none twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

import acquit.claims.actions as claims
from acquit.audit.actions import Actor
from acquit.core.errors import Refusal
from acquit.cycle.actions.claims import issue_debit_notes
from acquit.cycle.actions.outstanding import sum_up_customer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from acquit.claims.models import ClaimItem, ClaimRun
    from acquit.ledger.models import Customer
    from acquit.organisation.models import Person


class NobodyChosen(Refusal):
    """Debit notes for nobody."""

    def __init__(self) -> None:
        super().__init__("Tick at least one customer.")


def begin_debit_notes(
    customers: Sequence[Customer], *, on: date, person: Person, at: datetime
) -> ClaimRun:
    """Keep for whom debit notes are to be made; `make_debit_notes` makes them. Raises
    NobodyChosen.
    """
    if not customers:
        raise NobodyChosen
    return claims.begin_run(customers, on=on, person=person, at=at)


def make_debit_notes(run_id: int, *, clock: Callable[[], datetime]) -> None:
    """Make those that were not made yet, and say of each customer what came of it."""
    while _make_next(run_id, at=clock()):
        pass


@transaction.atomic
def _make_next(run_id: int, *, at: datetime) -> bool:
    """False when everybody had their turn."""
    item = claims.next_item(run_id)
    if item is None:
        claims.end_run(run_id, at=at)
        return False
    _make(item, at=at)
    return True


def _make(item: ClaimItem, *, at: datetime) -> None:
    actor, on = Actor.of(item.run.person), item.run.on
    try:
        with transaction.atomic():
            notes = issue_debit_notes(
                customer_id=item.customer_id, on=on, actor=actor, at=at
            )
    except Refusal as why:
        claims.note_left_out(item, why, at=at)
        # The list had promised it: it was older than what is known now.
        sum_up_customer(item.customer_id, on=on)
    else:
        claims.note_made(item, notes, at=at)
