"""A step that was taken, decided again from what was kept with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from acquit.core import dunning
from acquit.core.dunning import Step, recorded
from acquit.core.errors import Refusal
from acquit.dunning.models import Action, ActionItem

if TYPE_CHECKING:
    from acquit.core.dunning import Decision


class NothingKept(Refusal):
    """The step was taken before the basis of decisions was kept, or has not left yet."""

    def __init__(self, action: Action) -> None:
        super().__init__(
            "Nothing is kept of what step %(number)s was decided by: it did not leave, or "
            "left before that was kept.",
            number=action.pk,
        )


class NotDecided(Refusal):
    """A thank-you follows from money, not from the steps of a scenario."""

    def __init__(self) -> None:
        super().__init__(
            "A thank-you is said because what was reminded has been paid: there is no step "
            "to decide again."
        )


def replay(action_id: int) -> dict[str, Any]:
    """The steps that were taken beside those that the same basis gives again; same: they do
    not differ. Raises Action.DoesNotExist, NothingKept, NotDecided.
    """
    action = Action.objects.select_related("customer").get(pk=action_id)
    if action.step == Step.THANK_YOU:
        raise NotDecided
    if not action.basis:
        raise NothingKept(action)
    basis = recorded.of_data(action.basis)
    again = {
        one.item.receivable_id: one
        for one in dunning.decide(
            basis.file, basis.scenario, basis.policy, basis.guard, as_of=basis.as_of
        )
    }
    items = action.items.select_related("receivable__invoice").order_by("-rank", "pk")
    steps = [_beside(item, action, again.get(item.receivable_id)) for item in items]
    return {
        "action": action.pk,
        "customer": action.customer.code,
        "as_of": basis.as_of.isoformat(),
        "channel": action.channel,
        "same": all(one["same"] for one in steps),
        "steps": steps,
        "basis": action.basis,
    }


def _beside(item: ActionItem, action: Action, again: Decision | None) -> dict[str, Any]:
    step = again.step.value if again and again.step else None
    channel = again.channel.value if again and again.channel else None
    reason = again.reason.value if again and again.reason else None
    return {
        "invoice": item.receivable.invoice.number,
        "instalment": item.receivable.instalment,
        "taken": item.step,
        "again": step if again and again.due else None,
        "reason": reason,
        "next_on": again.on.isoformat() if again and again.on else None,
        "same": bool(again and again.due)
        and (step, channel) == (item.step, action.channel),
    }
