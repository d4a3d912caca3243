"""The days of cases in people's work: what a stage leads to becomes tasks."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from acquit.agenda.actions import Work, add_tasks, finish_by_beginning
from acquit.agenda.models import TaskKind
from acquit.core.procedures import Procedure, Until, deadlines
from acquit.handover.queries.cases import reached, stages_of

if TYPE_CHECKING:
    from datetime import date

    from acquit.core.procedures import Deadline
    from acquit.handover.models import Case, CaseStage

# What would be lost is told so long before; what the debtor may do, the day after its time.
AHEAD = timedelta(days=30)
AFTER = timedelta(days=1)


def watch(case: Case, told: CaseStage, *, at: datetime) -> None:
    """Take the days of earlier stages off the list, and put those of the latest on it, in
    the caller's transaction.
    """
    finish_by_beginning(tasks_of(case), at=at)
    stages = stages_of([case.pk]).get(case.pk, [])
    if not stages:
        return
    last = stages[-1]
    add_tasks(
        (
            _work(case, last, one, told=told, at=at)
            for one in deadlines(Procedure(case.procedure), reached(last))
        ),
        at=at,
    )


def tasks_of(case: Case) -> str:
    """What the keys of its tasks begin with."""
    return f"{TaskKind.CASE_STEP}:{case.pk}:"


def not_before(due_on: date, zone: str, *, at: datetime) -> datetime | None:
    """From when a task of a day that is still to come stands on the list."""
    first = datetime.combine(due_on, time(), ZoneInfo(zone))
    return first if first > at else None


def _work(
    case: Case, last: CaseStage, day: Deadline, *, told: CaseStage, at: datetime
) -> Work:
    due_on = _due(day, last.on)
    return Work(
        company_id=case.company_id,
        customer_id=case.customer_id,
        kind=TaskKind.CASE_STEP,
        # By what was told now: a day that was taken off the list may come back.
        key=f"{tasks_of(case)}{told.pk}:{day.until}",
        due_on=due_on,
        not_before=not_before(due_on, case.company.timezone, at=at),
        why={
            "case": case.pk,
            "number": str(case),
            "until": day.until.value,
            "on": day.on.isoformat(),
        },
    )


def _due(day: Deadline, since: date) -> date:
    match day.until:
        case Until.SERVICE:
            return max(since, day.on - AHEAD)
        case Until.DEBTOR_TERM | Until.OPPOSITION:
            return day.on + AFTER
        case _:
            return day.on
