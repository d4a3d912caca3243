"""Deciding for a range of customers: read rows, ask the core, write rows. Nothing is sent
here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from operator import itemgetter
from time import perf_counter
from typing import TYPE_CHECKING, Any, Self

from django.db import transaction
from psycopg.errors import UniqueViolation

from acquit.channels import actions as channels
from acquit.core import dunning
from acquit.dunning.actions.agreed import with_words
from acquit.dunning.actions.approvals import ASKED, ask_anew
from acquit.dunning.actions.calling import drop_needless_calls
from acquit.dunning.actions.preparing import CODES, Prepared, write_actions
from acquit.dunning.actions.releasing import release
from acquit.dunning.models import Action, ActionState
from acquit.dunning.queries import files, policies
from acquit.dunning.queries.files import Loaded, Shown
from acquit.ledger.actions import lock_range
from acquit.ledger.rows import Range, binary_cursor

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from psycopg import Cursor

    from acquit.core.dunning import Decision, Due


@dataclass(slots=True)
class Tally:
    """What a decision came to; tallies of shards add up. Seconds are for the benchmark."""

    receivables: int = 0
    held: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    load_seconds: float = 0.0
    decide_seconds: float = 0.0
    write_seconds: float = 0.0

    def __iadd__(self, other: Tally) -> Self:
        self.receivables += other.receivables
        self.held += other.held
        self.actions += other.actions
        self.load_seconds += other.load_seconds
        self.decide_seconds += other.decide_seconds
        self.write_seconds += other.write_seconds
        return self


@dataclass(slots=True)
class _Decided:
    """What is to be written: outlooks that are new or changed, and what is due."""

    added: list[tuple[Any, ...]] = field(default_factory=list)
    changed: list[tuple[Any, ...]] = field(default_factory=list)
    due: list[Prepared] = field(default_factory=list)
    waiting: dict[int, list[Decision]] = field(default_factory=dict)


def decide(customers: Range, *, as_of: date, at: datetime) -> Tally:
    """Give each open receivable of the range its next action or its reason, and prepare
    actions, in one transaction.

    Running it again the same day changes nothing. Actions that were prepared before and are
    not due any more are dropped, with the reason.
    """
    tally = Tally()
    with transaction.atomic():
        started = perf_counter()
        loaded, ruled = _read(customers, as_of, at)
        tally.load_seconds = perf_counter() - started

        started = perf_counter()
        approvals = _open_approvals(customers)
        decided = _Decided()
        for one in loaded:
            _decide_one(one, ruled[one.file.company_id], as_of, approvals, decided, tally)
        tally.decide_seconds = perf_counter() - started

        started = perf_counter()
        _write_outlooks(customers, decided)
        _forget_ready(customers)
        _keep_or_drop(approvals, decided, at)
        write_actions(with_words(decided.due, as_of), as_of, at)
    tally.actions.update(one.due.step.value for one in decided.due)
    tally.write_seconds = perf_counter() - started
    return tally


def _read(
    customers: Range, as_of: date, at: datetime
) -> tuple[list[Loaded], Mapping[int, policies.Rules]]:
    """Lock them, and read what they are decided by."""
    lock_range(customers)
    # What was claimed and is not handed over yet was checked before what is known now.
    release(channels.withdraw(customers=customers))
    drop_needless_calls(customers, at=at)
    loaded = list(files.load(customers, as_of=as_of))
    return loaded, policies.rules({one.file.company_id for one in loaded}, as_of=as_of)


def _decide_one(
    one: Loaded,
    rules: policies.Rules,
    as_of: date,
    approvals: dict[int, list[Action]],
    decided: _Decided,
    tally: Tally,
) -> None:
    file = one.file
    decisions = dunning.decide(file, one.scenario, rules.policy, rules.guard, as_of=as_of)
    tally.receivables += len(decisions)
    whose = file.customer_id, file.company_id
    any_due = False
    for decision, shown in zip(decisions, one.shown, strict=True):
        if decision.due:
            any_due = True
        elif decision.reason is not None:
            tally.held[CODES[decision.reason]] += 1
        now = _shown(decision)
        if now != shown:
            rows = decided.added if shown is None else decided.changed
            rows.append((decision.item.receivable_id, *whose, *now))
    if file.customer_id in approvals:
        decided.waiting[file.customer_id] = decisions
    if any_due:
        decided.due += [
            Prepared(file, one.scenario.version, due)
            for due in dunning.actions(decisions, file, rules.policy)
        ]


def _shown(decision: Decision) -> Shown:
    _, step, on, reason, until, _, channel, _, _ = decision
    if reason is not None:
        return "", None, "", CODES[reason], until
    if step is None or channel is None:
        raise ValueError("a decision without a reason has a step and a channel")
    return CODES[step], on, CODES[channel], "", None


ADD_OUTLOOKS = """
    COPY dunning_outlook
         (receivable_id, customer_id, company_id, next_action, next_on, next_channel,
          reason, until_on)
         FROM STDIN (FORMAT BINARY)
"""
CHANGE_OUTLOOKS = """
    UPDATE dunning_outlook o
       SET customer_id = n.customer_id, company_id = n.company_id,
           next_action = n.next_action, next_on = n.next_on,
           next_channel = n.next_channel, reason = n.reason, until_on = n.until_on
      FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::date[],
                  %s::text[], %s::text[], %s::date[])
        AS n (receivable_id, customer_id, company_id,
              next_action, next_on, next_channel, reason, until_on)
     WHERE o.receivable_id = n.receivable_id
"""
_OUTLOOK = ["int8", "int8", "int8", "varchar", "date", "varchar", "varchar", "date"]
# Settled, or corrected to another customer. The open ones are named by customer as well:
# they are read from their index at once, not looked up one by one.
FORGET_SETTLED = """
    WITH open AS MATERIALIZED (
        SELECT id FROM ledger_receivable
         WHERE open_minor > 0 AND customer_id BETWEEN %s AND %s)
    DELETE FROM dunning_outlook o
     WHERE o.customer_id BETWEEN %s AND %s
       AND NOT EXISTS (SELECT 1 FROM open WHERE open.id = o.receivable_id)
"""
# A receivable that was corrected to this customer brings the outlook it had before.
FORGET_MOVED = "DELETE FROM dunning_outlook WHERE receivable_id = ANY(%s)"


def _write_outlooks(customers: Range, decided: _Decided) -> None:
    """Nobody else writes them meanwhile: the customers are locked."""
    with binary_cursor() as cursor:
        cursor.execute(FORGET_SETTLED, (*customers, *customers))
        if decided.changed:
            columns = [list(column) for column in zip(*decided.changed, strict=True)]
            cursor.execute(CHANGE_OUTLOOKS, columns)
        if decided.added:
            # By receivable, as the index is: three times as fast as in any other order.
            decided.added.sort(key=itemgetter(0))
            _add_outlooks(cursor, decided.added)


def _add_outlooks(cursor: Cursor[Any], rows: list[tuple[Any, ...]]) -> None:
    """Few receivables ever move: to try is cheaper than to ask."""
    try:
        with transaction.atomic():
            _copy_outlooks(cursor, rows)
    except UniqueViolation:
        cursor.execute(FORGET_MOVED, ([row[0] for row in rows],))
        _copy_outlooks(cursor, rows)


def _copy_outlooks(cursor: Cursor[Any], rows: list[tuple[Any, ...]]) -> None:
    with cursor.copy(ADD_OUTLOOKS) as copy:
        copy.set_types(_OUTLOOK)
        for row in rows:
            copy.write_row(row)


FORGET_READY = """
    WITH gone AS (SELECT id FROM dunning_action
                   WHERE customer_id BETWEEN %s AND %s AND state = 'READY'
                     AND NOT needs_approval AND step <> 'THANK_YOU'),
         items AS (DELETE FROM dunning_actionitem WHERE action_id IN (SELECT id FROM gone))
    DELETE FROM dunning_action WHERE id IN (SELECT id FROM gone)
"""


def _forget_ready(customers: Range) -> None:
    """What was prepared and did not leave is prepared anew, from what is known now."""
    with binary_cursor() as cursor:
        cursor.execute(FORGET_READY, customers)


def _open_approvals(customers: Range) -> dict[int, list[Action]]:
    """Actions that wait for a person, or were approved and have not left, by customer."""
    rows = Action.objects.filter(
        customer__pk__range=customers,
        needs_approval=True,
        state__in=[ActionState.WAITING, ActionState.READY],
    ).prefetch_related("items")
    found: dict[int, list[Action]] = {}
    for action in rows:
        found.setdefault(action.customer_id, []).append(action)
    return found


def _keep_or_drop(
    approvals: dict[int, list[Action]], decided: _Decided, at: datetime
) -> None:
    """An approval that still says what is due stays, with the person's word; another is
    dropped. What still waits, waits for who has to agree by now.
    """
    dropped, asked_anew = [], []
    for customer_id, waiting in approvals.items():
        decisions = decided.waiting.get(customer_id, [])
        due = {
            _key(one.due): one
            for one in decided.due
            if one.file.customer_id == customer_id and one.due.needs_approval
        }
        for action in waiting:
            anew = due.get((action.channel, action.role))
            if _says_the_same(action, anew, decisions):
                decided.due = [one for one in decided.due if one is not anew]
                if anew and ask_anew(action, anew.due.consent):
                    asked_anew.append(action)
                continue
            covered = {item.receivable_id for item in action.items.all()}
            reasons = [
                d.reason for d in decisions if d.item.receivable_id in covered and d.reason
            ]
            action.state = ActionState.DROPPED
            action.settled_at = at
            action.why = reasons[0].value if reasons else ""
            dropped.append(action)
    if dropped:
        Action.objects.bulk_update(dropped, ["state", "settled_at", "why"])
    if asked_anew:
        Action.objects.bulk_update(asked_anew, ASKED)


def _key(due: Due) -> tuple[str, str]:
    return due.channel.value, due.role.value


def _says_the_same(
    action: Action, anew: Prepared | None, decisions: list[Decision]
) -> bool:
    """True when each item still has the step that was shown to the person, by the same
    means, and none has come to it; what is only not due today any more is kept.
    """
    now = {d.item.receivable_id: (d.step, d.channel) for d in decisions}
    covered = {item.receivable_id: item.step for item in action.items.all()}
    wanted = {d.item.receivable_id for d in anew.due.decisions} if anew else set()
    return wanted <= covered.keys() and all(
        now.get(receivable_id) == (step, action.channel)
        for receivable_id, step in covered.items()
    )
