"""What leaves for one customer on a morning, one message after the other.

What `dunning.actions.dispatch` does under lock, without a message: after each that leaves,
the next is looked at again, because the first may have used up the budget of the day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from acquit.core.dunning.deciding import decide
from acquit.core.dunning.grouping import Due, actions
from acquit.core.dunning.steps import Channel, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from acquit.core.dunning.file import CustomerFile, Decision
    from acquit.core.dunning.guarding import Guard
    from acquit.core.dunning.scenario import Policy, Scenario


class Leaving(NamedTuple):
    """What was decided on the morning, and what leaves in this order. Approvals are taken
    as given: `Due.approver` says whose.
    """

    decisions: list[Decision]
    left: tuple[Due, ...]


def leaving(
    file: CustomerFile, scenario: Scenario, policy: Policy, guard: Guard, *, as_of: date
) -> Leaving:
    """Decide for the customer, and let go what the budget of the day allows."""
    decisions = decide(file, scenario, policy, guard, as_of=as_of)
    if not any(one.due for one in decisions):
        return Leaving(decisions, ())
    left: list[Due] = []
    for due in actions(decisions, file, policy):
        again = due
        if left:
            now = decide(file, scenario, policy, guard, as_of=as_of)
            again = _still(due, {one.item.receivable_id: one for one in now})
        if again.decisions:
            left.append(again)
            file = _after(file, again, as_of)
    return Leaving(decisions, tuple(left))


# Another program is told; a call is a task, and a person says when it is made.
_NO_MESSAGE = frozenset({Channel.WEBHOOK, Channel.PHONE})


def speaks(due: Due) -> bool:
    """True when a message to the debtor is made of it: nothing else uses up the budget."""
    return due.channel not in _NO_MESSAGE and due.step.kind is not Kind.CHASE


def _still(due: Due, now: Mapping[int, Decision]) -> Due:
    """What of it is due at this very moment; nothing may be left."""
    kept = tuple(
        again
        for one in due.decisions
        if (again := now[one.item.receivable_id]).due and again.step == one.step
    )
    step = kept[0].step if kept else None
    return due._replace(step=step or due.step, decisions=kept)


def _after(file: CustomerFile, due: Due, as_of: date) -> CustomerFile:
    """The file once this has left."""
    ranks = {one.item.receivable_id: one.rank for one in due.decisions}
    items = [
        one._replace(last_rank=ranks[one.receivable_id], last_on=as_of)
        if one.receivable_id in ranks
        else one
        for one in file.items
    ]
    contacted = (*file.contacted, as_of) if speaks(due) else file.contacted
    return file._replace(items=items, contacted=contacted)
