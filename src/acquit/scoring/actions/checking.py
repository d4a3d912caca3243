"""Months that are over are judged, once each. In the worker and the commands only."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

from acquit.scoring.models import Check
from acquit.scoring.prediction import checking
from acquit.scoring.prediction.arrays import number_of
from acquit.scoring.queries import books

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from acquit.scoring.queries.books import Reminded

MONTHS = 12
# Of many months that wait together: what was learnt before one serves so many.
RELEARNT_EACH = 3
_A_MONTH = timedelta(days=31)


def check(
    company_id: int,
    *,
    on: date,
    at: datetime,
    reminded: Reminded | None = None,
) -> int:
    """Judge those of the last months that are ripe on the morning of the day and were not
    judged yet; gives how many that are. A month that the books cannot tell of is asked
    about again.
    """
    known = set(Check.objects.filter(company_id=company_id).values_list("month", flat=True))
    wanted = [month for month in _months(on) if month not in known]
    if not wanted:
        return 0
    told = books.kept(company_id, on, reminded=reminded).books
    spans = [(number_of(month), number_of(_next(month))) for month in wanted]
    done = 0
    found = checking.judged_months(told, spans, number_of(on), RELEARNT_EACH)
    for month, judged in zip(wanted, found, strict=True):
        if judged:
            # Two who judge the same month say the same.
            Check.objects.update_or_create(
                company_id=company_id,
                month=month,
                defaults=asdict(judged) | {"judged_at": at},
            )
            done += 1
    return done


def _months(on: date) -> Iterator[date]:
    """The first days of the last MONTHS months that can be ripe, the oldest first."""
    month = on.replace(day=1)
    months = []
    for _ in range(MONTHS + 2):
        month = (month - timedelta(days=1)).replace(day=1)
        months.append(month)
    yield from reversed(months)


def _next(month: date) -> date:
    return (month + _A_MONTH).replace(day=1)
