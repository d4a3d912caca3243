"""A message that was sent came back: its steps were not taken after all; or it did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from acquit.dunning.actions.notices import came_back, counts_again
from acquit.dunning.models import Action, ActionItem, ActionState

if TYPE_CHECKING:
    from datetime import datetime

    from acquit.channels.models import Message

BOUNCED = "BOUNCED"


def take_back(message: Message, *, at: datetime) -> bool:
    """Count the steps of this message no more, so that they are due again, in the caller's
    transaction and under the customer's lock. True when that changed anything.
    """
    action = Action.objects.filter(message=message, state=ActionState.SENT).first()
    if action is None:
        return False
    ActionItem.objects.filter(action=action).update(counts=False)
    came_back(action.pk)
    action.state, action.why, action.settled_at = ActionState.HELD, BOUNCED, at
    action.save(update_fields=["state", "why", "settled_at"])
    return True


def give_back(message: Message, *, at: datetime) -> bool:
    """It did not come back after all: count its steps again, but for those that another
    message has taken since. True when that changed anything.
    """
    action = Action.objects.filter(
        message=message, state=ActionState.HELD, why=BOUNCED
    ).first()
    if action is None:
        return False
    since = ActionItem.objects.filter(
        receivable=OuterRef("receivable"), rank=OuterRef("rank"), counts=True
    )
    left = ActionItem.objects.filter(~Exists(since), action=action, sent_on__isnull=False)
    left.update(counts=True)
    counts_again(action.pk)
    action.state, action.why, action.settled_at = ActionState.SENT, "", at
    action.save(update_fields=["state", "why", "settled_at"])
    return True
