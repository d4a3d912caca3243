"""A company's books teach what answers for it. In the worker and the commands only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from acquit.scoring.actions.locking import lock
from acquit.scoring.models import Model
from acquit.scoring.prediction import cash, learning
from acquit.scoring.prediction.arrays import number_of
from acquit.scoring.prediction.calendar import calendar_of
from acquit.scoring.prediction.keeping import kept
from acquit.scoring.prediction.past import Past
from acquit.scoring.queries import books
from acquit.scoring.queries.predictions import newest_model

if TYPE_CHECKING:
    from datetime import date, datetime

    from acquit.scoring.queries.books import Reminded

# Of older versions the verdict stays, for what it tells of the past.
BODIES = 3


@transaction.atomic
def learn(
    company_id: int,
    *,
    on: date,
    at: datetime,
    reminded: Reminded | None = None,
    anew: bool = False,
) -> Model:
    """Learn from what the books told on the morning of the day, and keep it as the next
    version; gives the newest one where it has learnt from the same already, unless `anew`.
    """
    lock(company_id, "learning")
    newest = newest_model(company_id)
    told = books.kept(company_id, on, reminded=reminded).books
    today = number_of(on)
    seen = {"receivables": len(told), "paid": int((told.paid < today).sum())}
    if newest and not anew and _has_seen(newest, on, seen):
        return newest
    calendar = calendar_of(told, today)
    learnt = learning.learn_and_try(told, calendar, today)
    past = Past(told.known_on(today), calendar)
    spread = cash.fitted(past, learnt.tried, learnt.begin, today)
    model = Model.objects.create(
        company_id=company_id,
        version=newest.version + 1 if newest else 1,
        learnt_on=on,
        trained=learnt.verdict.promoted,
        verdict=learnt.verdict.as_json()
        | seen
        | {
            "together": spread.together,
            "spread_factor": spread.factor,
            "weeks_judged": spread.weeks,
        },
        body=kept(learnt.predictor),
        learnt_at=at,
    )
    Model.objects.filter(company_id=company_id, version__lte=model.version - BODIES).update(
        body=b""
    )
    return model


def _has_seen(newest: Model, on: date, seen: dict[str, int]) -> bool:
    """Whether it stands on a later day, or on the same one and the same books."""
    if newest.learnt_on != on:
        return newest.learnt_on > on
    return bool(newest.body) and all(newest.verdict.get(k) == n for k, n in seen.items())
