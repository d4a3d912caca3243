"""What each company's books teach, and what is predicted of its payers.

For the worker and the commands: the learning libraries are loaded with it. What is sent to
payers is known here and not below, so reminders are handed down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from acquit.insight.actions import keep_forecast
from acquit.organisation.models import Company
from acquit.scoring.actions import checking, learning, predicting
from acquit.scoring.actions.predicting import NothingLearnt
from acquit.scoring.queries.books import Reminded
from acquit.scoring.queries.columns import columns

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from acquit.scoring.actions.predicting import Written
    from acquit.scoring.models import Model

# What asked for the money of a receivable; a notice before it is due is none.
_REMINDED = """
    SELECT i.receivable_id, i.sent_on - DATE '1970-01-01'
      FROM dunning_actionitem i JOIN ledger_receivable r ON r.id = i.receivable_id
     WHERE r.company_id = %(company)s AND i.rank >= 100 AND i.counts
       AND i.sent_on <= %(on)s
"""
_OF_ONE = " AND r.customer_id = %(customer)s"


def learn(company_id: int, *, on: date, at: datetime, anew: bool = False) -> Model:
    """See scoring.actions.learning.learn."""
    told = _reminded(company_id, on)
    return learning.learn(company_id, on=on, at=at, reminded=told, anew=anew)


def predict(company_id: int, *, on: date, at: datetime) -> Written:
    """Predict all of a company's open receivables; learn before, where nothing has."""
    told = _reminded(company_id, on)
    try:
        return predicting.predict(company_id, on=on, reminded=told)
    except NothingLearnt:
        learning.learn(company_id, on=on, at=at, reminded=told, anew=True)
        return predicting.predict(company_id, on=on, reminded=told)


def predict_customer(
    customer_id: int, company_id: int, *, on: date, at: datetime
) -> Written:
    """Predict one customer's; all of the company's, where that has never been."""
    told = _reminded(company_id, on, customer_id)
    try:
        return predicting.predict_customer(customer_id, company_id, on=on, reminded=told)
    except NothingLearnt:
        return predict(company_id, on=on, at=at)


def check(company_id: int, *, on: date, at: datetime) -> int:
    """See scoring.actions.checking.check."""
    return checking.check(company_id, on=on, at=at, reminded=_reminded(company_id, on))


def predict_all(
    day: date,
    *,
    clock: Callable[[], datetime],
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Predict for every company, and keep what is expected on the day; gives how many."""
    counts = {}
    for company in Company.objects.order_by("pk"):
        written = predict(company.pk, on=day, at=clock())
        progress(f"{company.code}: {written.predictions} receivables predicted")
        counts[company.code] = written.predictions
    keep_forecast(day, at=clock())
    return counts


def _reminded(company_id: int, on: date, customer_id: int | None = None) -> Reminded:
    question = _REMINDED if customer_id is None else _REMINDED + _OF_ONE
    params = {"company": company_id, "on": on, "customer": customer_id}
    told = columns(question, params, {"receivable": 8, "day": 4})
    return Reminded(receivable=told["receivable"], day=told["day"])
