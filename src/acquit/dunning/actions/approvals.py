"""A person lets a prepared action leave, or stops it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.core.dunning import Approver
from acquit.core.errors import Refusal
from acquit.dunning.models import Action, ActionState
from acquit.dunning.queries.approving import may_approve
from acquit.ledger.actions import lock
from acquit.organisation.models import Person

if TYPE_CHECKING:
    from datetime import datetime

    from acquit.core.dunning.grouping import Consent


COLLECTOR, CREDIT_MANAGER = Approver.COLLECTOR, Approver.CREDIT_MANAGER
# What `ask_anew` may change.
ASKED = ["state", "approver", "ground", "ground_minor", "approved_by", "approved_at"]


class NotWaiting(Refusal):
    """Somebody else was quicker, or it is no longer due."""

    def __init__(self, action: Action) -> None:
        super().__init__(
            "This step no longer waits for anybody: %(state)s.",
            state=action.get_state_display(),
        )


class NotYoursToApprove(Refusal):
    """It waits for somebody else's word."""

    def __init__(self) -> None:
        super().__init__("Somebody else has to agree to this step.")


@transaction.atomic
def approve(*, action_id: int, actor: Actor, at: datetime) -> Action:
    """Let a waiting action leave with the next dispatch. Raises NotWaiting and
    NotYoursToApprove.
    """
    action = _waiting(action_id, actor)
    action.state = ActionState.READY
    action.approved_by_id = actor.person_id
    action.approved_at = at
    action.save(update_fields=["state", "approved_by", "approved_at"])
    _record("action_approved", action, actor, at)
    return action


@transaction.atomic
def decline(*, action_id: int, why: str, actor: Actor, at: datetime) -> Action:
    """Stop a waiting action. Place a hold as well, or it is proposed again. Raises
    NotWaiting and NotYoursToApprove.
    """
    action = _waiting(action_id, actor)
    action.state = ActionState.DROPPED
    action.settled_at = at
    action.save(update_fields=["state", "settled_at"])
    _record("action_declined", action, actor, at, why)
    return action


def ask_anew(action: Action, consent: Consent | None) -> bool:
    """Put down, without writing it, who has to agree by now, and why; False when nothing
    is otherwise. For what the collector's word was enough, and is not now, it waits again.
    """
    if consent is None:
        return False
    if action.state == ActionState.READY:
        if not outgrown(action, consent):
            return False
        action.state = ActionState.WAITING
        action.approved_by_id = action.approved_at = None
    before = action.approver, action.ground, action.ground_minor
    action.approver = consent.approver.value
    action.ground = consent.ground.value
    action.ground_minor = consent.from_minor
    return before != (action.approver, action.ground, action.ground_minor)


def outgrown(action: Action, consent: Consent) -> bool:
    """Whether the word that it has is not enough by now."""
    return (action.approver, consent.approver) == (COLLECTOR, CREDIT_MANAGER)


def _waiting(action_id: int, actor: Actor) -> Action:
    action = Action.objects.get(pk=action_id)
    lock([action.customer_id])
    action.refresh_from_db()
    if action.state != ActionState.WAITING:
        raise NotWaiting(action)
    if actor.person_id is not None:
        person = Person.objects.get(pk=actor.person_id)
        if not Action.objects.filter(may_approve(person), pk=action_id).exists():
            raise NotYoursToApprove
    return action


def _record(event: str, action: Action, actor: Actor, at: datetime, why: str = "") -> None:
    fact = Fact(
        event=event,
        subject=action,
        company_id=action.company_id,
        customer_id=action.customer_id,
        reason=why,
        details={"step": action.step},
    )
    record(fact, actor=actor, at=at)
