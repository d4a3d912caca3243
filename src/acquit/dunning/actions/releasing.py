"""Letting go of what was claimed and never left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.dunning.actions.notices import never_left
from acquit.dunning.models import Action, ActionItem, ActionState

if TYPE_CHECKING:
    from collections.abc import Collection


def release(message_ids: Collection[int]) -> None:
    """Make the actions of withdrawn messages ready again, in the caller's transaction."""
    if not message_ids:
        return
    actions = Action.objects.filter(message__in=message_ids)
    keys = list(actions.values_list("pk", flat=True))
    ActionItem.objects.filter(action__in=keys).update(counts=False)
    never_left(keys)
    Action.objects.filter(pk__in=keys).update(state=ActionState.READY, message=None)
