"""Calls: given to people as tasks, and what came of them."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone

from acquit.agenda.actions import Work, add_tasks, finish_by_key, put_off
from acquit.agenda.models import TaskKind
from acquit.audit.actions import Actor, Fact, record
from acquit.core.days import next_working_day
from acquit.core.errors import Refusal
from acquit.core.law import Means
from acquit.dunning.models import Action, ActionItem, ActionState, CallOutcome
from acquit.dunning.queries.reaching import reach
from acquit.ledger.actions import lock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.dunning.queries.files import Customers
    from acquit.dunning.queries.reaching import Reach

# Who does not answer is called again on the next working day; so often at most.
MOST_TRIES = 3


class NotCalling(Refusal):
    """Somebody else has called, or it is no longer needed."""

    def __init__(self, action: Action) -> None:
        super().__init__(
            "This call is no longer to be made: %(state)s.",
            state=action.get_state_display(),
        )


class NotAtThisHour(Refusal):
    """A consumer may not be called now."""

    def __init__(self, found: Reach) -> None:
        opens = found.hours.next_open(found.local)
        super().__init__(
            "Nobody may be called at this hour: where the debtor lives it is %(now)s. By "
            "%(source)s calls are possible again from %(day)s, %(hour)s on.",
            now=f"{found.local:%H:%M}",
            source=found.hours.rule.basis.source,
            day=opens.date().isoformat(),
            hour=f"{opens:%H:%M}",
        )


def hand_to_people(
    calls: Sequence[tuple[Action, Sequence[ActionItem]]], on: date, at: datetime
) -> None:
    """Make these calls tasks, in the caller's transaction. The step counts from that day:
    the next does not wait for who never picks up the phone.
    """
    items = []
    for action, some in calls:
        action.state = ActionState.CALLING
        action.for_day = on
        for item in some:
            item.counts, item.sent_on = True, on
            items.append(item)
    Action.objects.bulk_update([one for one, _ in calls], ["state", "for_day", "basis"])
    ActionItem.objects.bulk_update(
        items, ["counts", "sent_on", "open_minor", "contested_minor"]
    )
    work = [
        Work(
            company_id=action.company_id,
            customer_id=action.customer_id,
            kind=TaskKind.CALL,
            key=_key(action.pk),
            due_on=on,
            why={"action": action.pk, "step": action.step},
        )
        for action, _ in calls
    ]
    add_tasks(work, at=at)


def _key(action_id: int) -> str:
    return f"{TaskKind.CALL}:{action_id}"


@transaction.atomic
def record_call(  # noqa: PLR0913  # what came of it, when, and who called
    *,
    action_id: int,
    outcome: CallOutcome,
    words: str = "",
    again_on: date | None = None,
    again_at: time | None = None,
    on: date,
    actor: Actor,
    at: datetime,
) -> Action:
    """Keep what came of a call. Who did not answer is called again, at most three times;
    `again_on`: on a day that was agreed, `again_at`: not before that hour of it, in the
    time of the pages. Raises NotCalling, and NotAtThisHour for an attempt outside of the
    hours at which a consumer may be called.
    """
    action = Action.objects.select_related("customer__company").get(pk=action_id)
    lock([action.customer_id])
    action.refresh_from_db(fields=["state", "outcome", "tries"])
    if action.state != ActionState.CALLING:
        raise NotCalling(action)
    found = reach(action.customer, Means.PHONE, at)
    if not (found.open or found.just_closed):
        raise NotAtThisHour(found)
    action.tries += 1
    action.outcome = outcome
    if outcome == CallOutcome.NO_ANSWER and action.tries < MOST_TRIES:
        again_on = again_on or next_working_day(on, action.customer.country)
    if again_on is not None:
        again = datetime.combine(again_on, again_at or time.min)
        put_off(_key(action.pk), until=timezone.make_aware(again))
    else:
        action.state, action.settled_at = ActionState.SENT, at
        finish_by_key(_key(action.pk), at=at)
    action.save(update_fields=["state", "outcome", "tries", "settled_at"])
    told = {
        "step": action.step,
        "outcome": outcome.value,
        "again_on": again_on.isoformat() if again_on else None,
    }
    if again_on and again_at:
        told["again_at"] = f"{again_at:%H:%M}"
    fact = Fact(
        event="call_made",
        subject=action,
        company_id=action.company_id,
        customer_id=action.customer_id,
        reason=words,
        details=told,
    )
    record(fact, actor=actor, at=at)
    return action


# Nobody is called about what has been paid, or is not asked for any more.
NEEDLESS = """
    UPDATE dunning_action a
       SET state = 'DROPPED', why = 'SETTLED', settled_at = %s
     WHERE a.state = 'CALLING' AND a.customer_id {among}
       AND NOT EXISTS (SELECT 1 FROM dunning_actionitem i
                         JOIN ledger_receivable r ON r.id = i.receivable_id
                        WHERE i.action_id = a.id AND r.open_minor > 0)
    RETURNING a.id
"""


def drop_needless_calls(customers: Customers, *, at: datetime) -> None:
    """Take calls off people's lists that are about nothing open any more, in the caller's
    transaction.
    """
    is_range = isinstance(customers, tuple)
    among = "BETWEEN %s AND %s" if is_range else "= ANY(%s)"
    keys = [*customers] if is_range else [list(customers)]
    with connection.cursor() as cursor:
        cursor.execute(NEEDLESS.format(among=among), [at, *keys])
        dropped = [row[0] for row in cursor.fetchall()]
    for action_id in dropped:
        finish_by_key(_key(action_id), at=at)
