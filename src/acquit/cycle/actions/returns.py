"""A person says which payment went back, or that it did not; then it is decided anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

import acquit.matching.actions.returns as matching
from acquit.cycle.actions.facts import decide_for

if TYPE_CHECKING:
    from datetime import date, datetime

    from acquit.audit.actions import Actor


@transaction.atomic
def say_returned(
    *, line_id: int, receipt_id: int, on: date, actor: Actor, at: datetime
) -> None:
    """This line takes that payment back; see matching.actions.returns.say_returned."""
    touched = matching.say_returned(
        line_id=line_id, receipt_id=receipt_id, actor=actor, at=at
    )
    decide_for(touched, as_of=on, at=at)


@transaction.atomic
def undo_return(*, line_id: int, on: date, actor: Actor, at: datetime) -> None:
    """The payment counts again; see matching.actions.returns.undo_return."""
    touched = matching.undo_return(line_id=line_id, on=on, actor=actor, at=at)
    decide_for(touched, as_of=on, at=at)
