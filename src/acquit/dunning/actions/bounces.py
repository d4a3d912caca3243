"""A message that was sent came back: its steps were not taken after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.dunning.actions.notices import came_back
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
