"""What a message to a customer says, and whom it goes to; many at once by `prepare`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.core.dunning import Channel, Role
from acquit.core.phones import international
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
    "address",
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
    channel: str = "",
    tone: str = "",
) -> Written:
    """The message that this action would send over these items on that day; by its own
    channel and in its own tone unless another is named.
    """
    wanted = Wanted(
        0,
        action.customer_id,
        action.step,
        [
            WantedItem(one.receivable_id, one.step, one.open_minor, one.contested_minor)
            for one in items
        ],
        channel or action.channel,
        tone or action.tone,
        action.role,
    )
    return prepare([wanted], on=on)[0].write()


def address(action: Action, reached: Recipients) -> str:
    """Where this action goes, in one line; "" = there is no such address."""
    if action.role == Role.OURS:
        ours = action.customer.representative
        return ours.email if ours else ""
    match Channel(action.channel):
        case Channel.EMAIL:
            return reached.email
        case Channel.SMS:
            return international(reached.sms, action.customer.country) or ""
        case Channel.LETTER:
            return ", ".join(reached.address)
        case Channel.PHONE:
            return reached.phone
        case Channel.WEBHOOK:
            return action.customer.code


def recipient(customer: Customer) -> str | None:
    """The address that reminders go to; None when there is none."""
    return recipients([customer.pk])[customer.pk].email or None
