"""Calls: the collectors of the office make them, and keep what came of each."""

from __future__ import annotations

import zlib
from datetime import timedelta
from typing import TYPE_CHECKING

from acquit.core.money import Money
from acquit.cycle import actions
from acquit.cycle.actions import Heard
from acquit.demo.cast import Role
from acquit.dunning.actions import record_call
from acquit.dunning.models import Action, ActionState, CallOutcome
from acquit.dunning.queries.calls import still_open
from acquit.ledger.models import Promise

if TYPE_CHECKING:
    from datetime import date

    from acquit.demo.clock import Clock
    from acquit.demo.office import Office
    from acquit.demo.plan import Plan

# Calls are made the day after; those of the last days are left to be made.
LEFT_TO_CALL = timedelta(days=3)
SAID = (
    (CallOutcome.OTHER, "The invoice is with the person who approves it."),
    (CallOutcome.NO_ANSWER, ""),
    (CallOutcome.PAID, "Says that the payment is in the next run."),
    (CallOutcome.PROMISE, "The invoice is in the payment run of that day."),
    (CallOutcome.OTHER, "Asked for a copy of the invoice, which was sent at once."),
)
NOT_BELIEVED = "Names a day again; we wait for the money this time."
# Who pays within this time after a call has said when; who does not has promised a day
# that comes sooner, and breaks his word.
KEEPS_WITHIN, SAYS_SOON = timedelta(days=25), timedelta(days=7)


def make_calls(plan: Plan, office: Office, clock: Clock, day: date) -> None:
    """Make yesterday's calls; those of the last days are still to be made."""
    if day > plan.today - LEFT_TO_CALL:
        return
    waiting = Action.objects.filter(state=ActionState.CALLING, for_day__lt=day)
    rows = waiting.select_related("company", "customer")
    for action in rows.order_by("company__code", "customer__code", "step"):
        heard = _heard(plan, action, day)
        by = office.worker(Role.COLLECTOR, action.company.code)
        at = clock()
        if heard.promised:
            actions.record_call(action_id=action.pk, heard=heard, on=day, actor=by, at=at)
            continue
        # Nothing in the books is otherwise for it: nobody is decided for anew.
        record_call(
            action_id=action.pk,
            outcome=heard.outcome,
            words=heard.words,
            on=day,
            actor=by,
            at=at,
        )


def _heard(plan: Plan, action: Action, day: date) -> Heard:
    """What came of it, the same in every demo, whatever the rows' ids."""
    name = f"{action.company.code} {action.customer.code} {action.step} {action.tries}"
    outcome, words = SAID[zlib.crc32(name.encode()) % len(SAID)]
    if outcome == CallOutcome.PROMISE:
        return _promised(plan, action, words, day)
    return Heard(outcome=outcome, words=words)


def _promised(plan: Plan, action: Action, words: str, day: date) -> Heard:
    """What is promised for the oldest invoice of the call. Nobody promises what has been
    paid, and who promised before and has not kept it is not believed again.
    """
    owed = [item.receivable for item in still_open(action)]
    if not owed:
        return Heard(outcome=CallOutcome.PAID, words=words)
    if Promise.objects.filter(customer=action.customer).exclude(kept=True).exists():
        return Heard(outcome=CallOutcome.OTHER, words=NOT_BELIEVED)
    oldest = owed[0]
    coming = [
        part
        for part in plan.money.settlements.get(oldest.invoice.number, ())
        if part.minor > 0 and day < part.day <= day + KEEPS_WITHIN
    ]
    minor = min(coming[0].minor, oldest.open_minor) if coming else oldest.open_minor
    return Heard(
        outcome=CallOutcome.PROMISE,
        words=words,
        promised={oldest.pk: Money(minor, oldest.currency)},
        promised_on=coming[0].day if coming else day + SAYS_SOON,
    )
