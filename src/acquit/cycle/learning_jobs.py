"""The queue's door to predictions: keys in, one action out.

Only the worker loads this file (PROCRASTINATE_IMPORT_PATHS in the settings); who rings for
these jobs does so by their names, in `actions.ringing`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone
from procrastinate.contrib.django import app

from acquit.cycle import predicting, queries
from acquit.cycle.actions.ringing import ring_for_check, ring_for_learning
from acquit.insight.actions import keep_forecast
from acquit.ledger.models import Customer
from acquit.organisation.models import Company

if TYPE_CHECKING:
    import datetime as dt

# In the night before the working week, by universal time.
WEEKLY = "30 1 * * 0"


@app.periodic(cron=WEEKLY)
@app.task(name="cycle.learn_all", queue="cycle", queueing_lock="cycle.learn_all")
def learn_all(timestamp: int) -> None:  # noqa: ARG001  # periodic tasks are given it
    """Have every company's books looked into anew."""
    for company_id in Company.objects.values_list("pk", flat=True):
        ring_for_learning(company_id)


@app.task(name="cycle.learn", queue="cycle", retry=3)
def learn(*, company_id: int) -> None:
    """Learn, predict by what was learnt, then ring for the months that are over."""
    on, at = _day(company_id), timezone.now()
    predicting.learn(company_id, on=on, at=at)
    predicting.predict(company_id, on=on, at=at)
    keep_forecast(on, at=at)
    ring_for_check(company_id)


@app.task(name="cycle.check", queue="cycle", retry=3)
def check(*, company_id: int) -> None:
    """Judge the months of a company that are over and were not judged yet."""
    predicting.check(company_id, on=_day(company_id), at=timezone.now())


@app.task(name="cycle.predict", queue="cycle", retry=3)
def predict(*, company_id: int, day: str = "") -> None:
    """Predict all of a company, on the day or the business day."""
    on = date.fromisoformat(day) if day else _day(company_id)
    predicting.predict(company_id, on=on, at=timezone.now())
    keep_forecast(on, at=timezone.now())


@app.task(name="cycle.predict_customer", queue="cycle", retry=3)
def predict_customer(*, customer_id: int) -> None:
    """Predict one customer, of whom a fact has arrived."""
    company_id = Customer.objects.values_list("company_id", flat=True).get(pk=customer_id)
    on = _day(company_id)
    predicting.predict_customer(customer_id, company_id, on=on, at=timezone.now())


def _day(company_id: int) -> dt.date:
    zone = ZoneInfo(Company.objects.get(pk=company_id).timezone)
    return queries.business_day(timezone.now().astimezone(zone).date())
