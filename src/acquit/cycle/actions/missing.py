"""Items that the last list of all open items did not have: what a person says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from acquit.cycle.actions.facts import decide_for
from acquit.ledger.actions import missing

if TYPE_CHECKING:
    from datetime import date, datetime

    from acquit.audit.actions import Actor
    from acquit.ledger.actions.missing import Items


@transaction.atomic
def settle_missing(items: Items, *, on: date, actor: Actor, at: datetime) -> None:
    """See ledger.actions.missing."""
    decide_for(missing.settle_missing(items, actor=actor, at=at), as_of=on, at=at)


@transaction.atomic
def keep_missing(items: Items, *, on: date, actor: Actor, at: datetime) -> None:
    """See ledger.actions.missing."""
    decide_for(missing.keep_missing(items, actor=actor, at=at), as_of=on, at=at)
