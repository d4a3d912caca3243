"""What a message to a customer says, and whom it goes to; many at once by `prepare`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.dunning.queries.addressing import Recipients, recipients
from acquit.dunning.queries.gathering import (
    Prepared,
    Wanted,
    WantedItem,
    own_texts,
    prepare,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.dunning.models import Action, ActionItem
    from acquit.dunning.wording.facts import Written
    from acquit.ledger.models import Customer

__all__ = [
    "Prepared",
    "Recipients",
    "Wanted",
    "WantedItem",
    "own_texts",
    "prepare",
    "recipient",
    "recipients",
    "write",
]


def write(
    action: Action,
    items: Sequence[ActionItem],
    *,
    on: date,
    channel: str = "EMAIL",
    tone: str = "NEUTRAL",
) -> Written:
    """The message that this action would send over these items on that day."""
    wanted = Wanted(
        0,
        action.customer_id,
        action.step,
        [
            WantedItem(one.receivable_id, one.step, one.open_minor, one.contested_minor)
            for one in items
        ],
        channel,
        tone,
    )
    return prepare([wanted], on=on)[0].write()


def recipient(customer: Customer) -> str | None:
    """The address that reminders go to; None when there is none."""
    return recipients([customer.pk])[customer.pk].email or None
