"""Letters lie in the tray until somebody prints them: are they wanted still?

Between the morning on which a letter was decided and the hour in which it is printed money
may have come, or a promise, or a dispute. What would hold it in the last check
(`last_check`) holds it here, by the same rules; only its step is not looked for again: it
was taken.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from acquit.audit.actions import Actor, Fact, record
from acquit.channels.actions.printing import take_from_tray
from acquit.core import dunning
from acquit.dunning.actions.notices import never_left
from acquit.dunning.models import Action, ActionItem, ActionState
from acquit.dunning.queries import files, policies

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date, datetime

    from acquit.channels.models import Message
    from acquit.core.dunning import CustomerFile, Reason
    from acquit.dunning.queries.policies import Rules


def unwanted(message_ids: Collection[int], *, as_of: date) -> dict[int, Reason | None]:
    """Those of the messages that are not to be printed any more, with the first reason;
    None = nothing that they ask for is open. A message that came from no step, and a
    thank-you, is always wanted.

    As known now: whoever acts on it holds the customers' locks.
    """
    asked: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    rows = ActionItem.objects.filter(action__message__in=message_ids, rank__gte=0)
    for message_id, customer_id, receivable_id in rows.values_list(
        "action__message", "action__customer", "receivable"
    ):
        asked[customer_id][message_id].add(receivable_id)
    files_of = {
        one.file.customer_id: one.file for one in files.load(list(asked), as_of=as_of)
    }
    companies = {file.company_id for file in files_of.values()}
    rules = policies.rules(companies, as_of=as_of)
    found: dict[int, Reason | None] = {}
    for customer_id, letters in asked.items():
        file = files_of.get(customer_id)
        for message_id, receivable_ids in letters.items():
            if file is None:
                found[message_id] = None
                continue
            kept, why = _kept(file, receivable_ids, rules[file.company_id], as_of)
            if not kept:
                found[message_id] = why
    return found


def _kept(
    file: CustomerFile, receivable_ids: Collection[int], rules: Rules, as_of: date
) -> tuple[bool, Reason | None]:
    """Whether anything of it is still to be asked for; the first reason of what is not."""
    items = [item for item in file.items if item.receivable_id in receivable_ids]
    letter = file._replace(items=items)
    reasons = dunning.held(letter, rules.policy, rules.guard, as_of=as_of)
    return None in reasons, next((one for one in reasons if one), None)


def hold_back(
    messages: Collection[Message],
    reasons: Mapping[int, Reason | None],
    *,
    at: datetime,
    actor: Actor,
) -> None:
    """Take these letters out of the tray: they never left, and their steps do not count.
    In the caller's transaction; the caller decides anew.
    """
    for message in messages:
        why = reasons[message.pk]
        take_from_tray(message, answer=f"not printed: {why or 'settled'}")
        action = Action.objects.get(message=message)
        action.items.update(counts=False, sent_on=None)
        never_left([action.pk])
        action.state = ActionState.HELD if why else ActionState.DROPPED
        action.why = why.value if why else ""
        action.settled_at = at
        action.save(update_fields=["state", "why", "settled_at"])
        fact = Fact(
            event="message_not_sent",
            subject=message,
            company_id=message.company_id,
            customer_id=message.customer_id,
            details={"kind": message.kind},
        )
        record(fact, actor=actor, at=at)
