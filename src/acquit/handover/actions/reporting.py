"""Once a week somebody is told which holds have no end: nothing is forgotten in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count

from acquit.agenda.actions import Work, add_tasks, finish_by_key
from acquit.agenda.models import Task, TaskKind
from acquit.core.dunning.endless import ENDLESS
from acquit.ledger.models import Hold

if TYPE_CHECKING:
    from datetime import date, datetime


def report_endless(day: date, *, at: datetime) -> None:
    """A task for each company, new with each week; that of the week before leaves the list.

    Asked on each day: a Monday that nobody walked is caught up.
    """
    endless = Hold.objects.filter(ended_on=None, until_on__in=ENDLESS).order_by()
    year, week, _ = day.isocalendar()
    told = [
        Work(
            company_id=company_id,
            customer_id=None,
            kind=TaskKind.ENDLESS_HOLDS,
            key=f"{TaskKind.ENDLESS_HOLDS}:{company_id}:{year}-{week}",
            due_on=day,
            why={"holds": holds, "customers": customers, "week": f"{year}-{week:02}"},
        )
        for company_id, holds, customers in endless.values_list(
            "customer__company"
        ).annotate(Count("pk"), Count("customer", distinct=True))
    ]
    _finish_others({one.key for one in told}, at=at)
    add_tasks(told, at=at)


def _finish_others(keys: set[str], *, at: datetime) -> None:
    """Those of earlier weeks, and of companies where no such hold is left."""
    before = Task.objects.filter(kind=TaskKind.ENDLESS_HOLDS, done_at=None)
    for key in before.exclude(key__in=keys).values_list("key", flat=True):
        finish_by_key(key, at=at)
