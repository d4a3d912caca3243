"""What was decided of a person, in words and with all that it was decided by."""

from __future__ import annotations

from django.db.models import Q

from acquit.core.privacy import Group
from acquit.dunning.models import Action, ActionState, Move, Pin
from acquit.ledger.actions.words import GONE, SAID, Root, Words, of_customer

HELD: tuple[Words, ...] = (
    Words(group=Group.SAID, model=Pin, whose=of_customer("customer"), put={"reason": SAID}),
    # Without it the step cannot be decided again by what was known then: it says so.
    Words(
        group=Group.MESSAGES,
        model=Action,
        whose={Root.CUSTOMER: ("customer",), Root.MESSAGE: ("message",)},
        put={"basis": None},
        only=~Q(state=ActionState.SENDING),
    ),
    # By profile and score, often.
    Words(group=Group.SCORES, model=Move, whose=of_customer("customer"), put={"why": GONE}),
)
