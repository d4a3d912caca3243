"""Deciding for a range of customers: read rows, ask the core, write rows. Nothing is sent
here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from time import perf_counter
from typing import TYPE_CHECKING, Any, Self

from django.db import connection, transaction

from acquit.core import dunning
from acquit.core.dunning import RANKS, Reason, Step
from acquit.dunning.models import Action, ActionItem, ActionState
from acquit.dunning.queries import files, policies
from acquit.dunning.queries.files import Loaded, Shown
from acquit.ledger.rows import Range, binary_cursor
from acquit.organisation.models import Company

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from acquit.core.dunning import CustomerFile, Decision, Due


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
    due: list[tuple[CustomerFile, Due]] = field(default_factory=list)
    waiting: dict[int, list[Decision]] = field(default_factory=dict)


@transaction.atomic
def decide(customers: Range, *, as_of: date, at: datetime) -> Tally:
    """Give each open receivable of the range its next action or its reason, and prepare
    actions.

    Running it again the same day changes nothing. Actions that were prepared before and are
    not due any more are dropped, with the reason.
    """
    tally = Tally()
    started = perf_counter()
    _lock(customers)
    loaded = list(files.load(customers, as_of=as_of))
    ruled = policies.rules({one.file.company_id for one in loaded}, as_of=as_of)
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
    _write_actions(decided.due, as_of, at)
    tally.actions.update(due.step.value for _, due in decided.due)
    tally.write_seconds = perf_counter() - started
    return tally


def _lock(customers: Range) -> None:
    """The customers' rows are the lock; who owes nothing need not wait."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM ledger_customer WHERE id BETWEEN %s AND %s"
            " ORDER BY id FOR NO KEY UPDATE",
            customers,
        )


def _decide_one(
    one: Loaded,
    rules: policies.Rules,
    as_of: date,
    approvals: dict[int, Action],
    decided: _Decided,
    tally: Tally,
) -> None:
    decisions = dunning.decide(one.file, rules.scenario, rules.guard, as_of=as_of)
    tally.receivables += len(decisions)
    any_due = False
    for decision, shown in zip(decisions, one.shown, strict=True):
        any_due = any_due or decision.due
        if decision.reason is not None:
            tally.held[_CODES[decision.reason]] += 1
        now = _shown(decision)
        if now != shown:
            item = decision.item
            rows = decided.added if shown is None else decided.changed
            rows.append(
                (item.receivable_id, one.file.customer_id, one.file.company_id, *now)
            )
    if one.file.customer_id in approvals:
        decided.waiting[one.file.customer_id] = decisions
    if any_due:
        decided.due += [(one.file, due) for due in dunning.actions(decisions)]


def _shown(decision: Decision) -> Shown:
    _, step, on, reason, until, _ = decision
    if reason is not None:
        return Shown("", None, _CODES[reason], until)
    return Shown(_CODES[step] if step else "", on, "", None)


# An enumeration's own `.value` is slow enough to be felt a hundred thousand times.
_CODES: dict[str, str] = {code: code.value for code in (*Step, *Reason)}


ADD_OUTLOOKS = """
    COPY dunning_outlook
         (receivable_id, customer_id, company_id, next_action, next_on, reason, until_on)
         FROM STDIN (FORMAT BINARY)
"""
CHANGE_OUTLOOKS = """
    UPDATE dunning_outlook o
       SET customer_id = n.customer_id, company_id = n.company_id,
           next_action = n.next_action, next_on = n.next_on,
           reason = n.reason, until_on = n.until_on
      FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::date[],
                  %s::text[], %s::date[])
        AS n (receivable_id, customer_id, company_id,
              next_action, next_on, reason, until_on)
     WHERE o.receivable_id = n.receivable_id
"""
FORGET_SETTLED = """
    DELETE FROM dunning_outlook o USING ledger_receivable r
     WHERE r.id = o.receivable_id AND r.open_minor = 0 AND o.customer_id BETWEEN %s AND %s
"""


def _write_outlooks(customers: Range, decided: _Decided) -> None:
    """Nobody else writes them meanwhile: the customers are locked."""
    with binary_cursor() as cursor:
        cursor.execute(FORGET_SETTLED, customers)
        if decided.changed:
            columns = [list(column) for column in zip(*decided.changed, strict=True)]
            cursor.execute(CHANGE_OUTLOOKS, columns)
        if decided.added:
            with cursor.copy(ADD_OUTLOOKS) as copy:
                copy.set_types(
                    ["int8", "int8", "int8", "varchar", "date", "varchar", "date"]
                )
                for row in decided.added:
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


def _open_approvals(customers: Range) -> dict[int, Action]:
    """Actions that wait for a person, or were approved and have not left, by customer."""
    rows = Action.objects.filter(
        customer__pk__range=customers,
        needs_approval=True,
        state__in=[ActionState.WAITING, ActionState.READY],
    ).prefetch_related("items")
    return {action.customer_id: action for action in rows}


def _keep_or_drop(approvals: dict[int, Action], decided: _Decided, at: datetime) -> None:
    """An approval that still says what is due stays, with the person's word; another is
    dropped.
    """
    dropped = []
    for customer_id, action in approvals.items():
        decisions = decided.waiting.get(customer_id, [])
        steps = {d.item.receivable_id: d.step for d in decisions}
        wanted = {
            d.item.receivable_id
            for d in decisions
            if d.due and d.step is Step.FORMAL_NOTICE
        }
        covered = {item.receivable_id for item in action.items.all()}
        if wanted <= covered and all(steps.get(i) is Step.FORMAL_NOTICE for i in covered):
            decided.due = [
                (file, due)
                for file, due in decided.due
                if file.customer_id != customer_id or not due.needs_approval
            ]
            continue
        action.state = ActionState.DROPPED
        action.settled_at = at
        reasons = [
            d.reason for d in decisions if d.item.receivable_id in covered and d.reason
        ]
        action.why = reasons[0].value if reasons else ""
        dropped.append(action)
    if dropped:
        Action.objects.bulk_update(dropped, ["state", "settled_at", "why"])


def _write_actions(
    prepared: list[tuple[CustomerFile, Due]], as_of: date, at: datetime
) -> None:
    if not prepared:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('dunning_action_id_seq') FROM generate_series(1, %s)",
            [len(prepared)],
        )
        numbered = [
            (row[0], file, due)
            for row, (file, due) in zip(cursor.fetchall(), prepared, strict=True)
        ]
        _copy_actions(cursor, numbered, as_of, at)
        _copy_items(cursor, numbered)


_Numbered = tuple[int, "CustomerFile", "Due"]


def _copy_actions(
    cursor: Any, numbered: list[_Numbered], as_of: date, at: datetime
) -> None:
    with cursor.copy(
        "COPY dunning_action (id, company_id, customer_id, step, for_day, state,"
        " needs_approval, why, recorded_at) FROM STDIN (FORMAT BINARY)"
    ) as copy:
        copy.set_types(
            [
                "int8",
                "int8",
                "int8",
                "varchar",
                "date",
                "varchar",
                "bool",
                "varchar",
                "timestamptz",
            ]
        )
        for action_id, file, due in numbered:
            state = ActionState.WAITING if due.needs_approval else ActionState.READY
            copy.write_row(
                (
                    action_id,
                    file.company_id,
                    file.customer_id,
                    due.step.value,
                    as_of,
                    state.value,
                    due.needs_approval,
                    "",
                    at,
                )
            )


def _copy_items(cursor: Any, numbered: list[_Numbered]) -> None:
    with cursor.copy(
        "COPY dunning_actionitem (action_id, receivable_id, step, rank, open_minor,"
        " contested_minor, counts) FROM STDIN (FORMAT BINARY)"
    ) as copy:
        copy.set_types(["int8", "int8", "varchar", "int2", "int8", "int8", "bool"])
        for action_id, _, due in numbered:
            for item, step, *_ in due.decisions:
                if step is None:
                    continue
                copy.write_row(
                    (
                        action_id,
                        item.receivable_id,
                        _CODES[step],
                        RANKS[step],
                        item.open_minor,
                        item.contested_minor,
                        False,
                    )
                )


@transaction.atomic
def prepare_thanks(customers: Range, *, as_of: date, at: datetime) -> list[int]:
    """Prepare a thank-you for who paid what it was reminded of; ids of the actions."""
    _lock(customers)
    ruled = policies.rules(Company.objects.values_list("pk", flat=True), as_of=as_of)
    longest = max((rule.scenario.thanks_days for rule in ruled.values()), default=0)
    actions, items = [], []
    since = as_of - timedelta(days=longest)
    for file, settled in files.settled_after_reminder(customers, as_of=as_of, since=since):
        chosen = dunning.thanks(settled, file, ruled[file.company_id].scenario, as_of=as_of)
        if not chosen:
            continue
        action = Action(
            company_id=file.company_id,
            customer_id=file.customer_id,
            step=Step.THANK_YOU,
            for_day=as_of,
            state=ActionState.READY,
            recorded_at=at,
        )
        actions.append(action)
        items += [(action, one.receivable_id) for one in chosen]
    _replace_thanks(customers, actions, items)
    return [action.pk for action in actions]


def _replace_thanks(
    customers: Range, actions: list[Action], items: Iterable[tuple[Action, int]]
) -> None:
    Action.objects.filter(
        customer__pk__range=customers, state=ActionState.READY, step=Step.THANK_YOU
    ).delete()
    Action.objects.bulk_create(actions)
    ActionItem.objects.bulk_create(
        ActionItem(
            action=action,
            receivable_id=receivable_id,
            step=Step.THANK_YOU,
            rank=Step.THANK_YOU.rank,
            open_minor=0,
        )
        for action, receivable_id in items
    )
