"""What rings for predictions, and what the worker then does."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import factories
import pytest
from django.db import connection
from payments import CLERK, paid

from acquit.channels.outbox import Outbox
from acquit.core.money import Money
from acquit.cycle import actions, jobs, learning_jobs
from acquit.cycle.actions import ringing
from acquit.dunning.models import Outlook
from acquit.insight.models import Forecast
from acquit.ledger.models import Customer, Receivable
from acquit.scoring.models import Model, Prediction

if TYPE_CHECKING:
    from acquit.organisation.models import Company

MONDAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def company(db: None) -> Company:
    with connection.cursor() as cursor:
        # What a test that commits has left behind; it is left again afterwards.
        cursor.execute("DELETE FROM procrastinate_jobs")
    company = factories.company()
    for number in range(3):
        of = factories.customer(company, f"C{number}", f"Customer {number}")
        paid(of, 3, 4, 5, first=MONDAY - timedelta(days=200))
        factories.receivable(of, f"O{number}", due_on=MONDAY - timedelta(days=5))
    return company


def waiting() -> list[tuple[str, dict[str, Any]]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, args FROM procrastinate_jobs"
            " WHERE status = 'todo' ORDER BY task_name, id"
        )
        return [(name, json.loads(words)) for name, words in cursor.fetchall()]


def promise(row: Receivable, day: int) -> None:
    actions.record_promise(
        receivable_id=row.pk,
        amount=Money(row.open_minor, "EUR"),
        promised_on=MONDAY + timedelta(days=day),
        made_on=MONDAY,
        actor=CLERK,
        at=AT,
    )


def test_a_burst_of_facts_about_a_customer_makes_one_job(company):
    row = Receivable.objects.open().first()
    for day in (3, 5, 8):
        promise(row, day)
    assert waiting() == [("cycle.predict_customer", {"customer_id": row.customer_id})]


def test_facts_about_many_customers_make_one_job_for_their_company(company):
    keys = [factories.customer(company, f"M{number}").pk for number in range(12)]
    ringing.ring_for_customers(keys)
    ringing.ring_for_customers(keys)
    assert waiting() == [("cycle.predict", {"company_id": company.pk})]


def test_a_story_that_predicts_at_its_end_rings_for_nothing(company):
    with ringing.quietly():
        promise(Receivable.objects.open().first(), 3)
    assert waiting() == []


def test_the_job_of_a_customer_predicts_it_and_run_twice_changes_nothing(company):
    of = Customer.objects.get(code="C1")
    learning_jobs.predict(company_id=company.pk, day=MONDAY.isoformat())
    for _ in range(2):
        learning_jobs.predict_customer(customer_id=of.pk)
        assert Prediction.objects.filter(customer_id=of.pk).count() == 1
    assert Prediction.objects.count() == 3
    assert Model.objects.count() == 1


def test_the_weekly_job_asks_every_company_once(company):
    other = factories.company("BETA", "Beta")
    for _ in range(2):
        learning_jobs.learn_all(timestamp=0)
    assert waiting() == [
        ("cycle.learn", {"company_id": company.pk}),
        ("cycle.learn", {"company_id": other.pk}),
    ]


def test_learning_predicts_and_rings_for_the_months_that_are_over(company):
    for _ in range(2):
        learning_jobs.learn(company_id=company.pk)
    assert Model.objects.count() == 1
    assert Prediction.objects.count() == 3
    assert waiting() == [("cycle.check", {"company_id": company.pk})]
    learning_jobs.check(company_id=company.pk)


def test_once_the_day_is_walked_all_companies_are_predicted(company):
    actions.start(MONDAY, at=AT)
    (shard,) = jobs.queries.shards(1000)
    words = {"day": MONDAY.isoformat(), "first": shard.first, "last": shard.last}
    jobs.dispatch(**words)
    rung = [one for one in waiting() if one[0].startswith("cycle.predict")]
    assert rung == [("cycle.predict", {"company_id": company.pk, "day": "2026-11-23"})]


def test_what_is_expected_is_kept_of_the_day_that_was_predicted(company):
    actions.walk(MONDAY, carrier=Outbox(), clock=lambda: AT)
    assert Outlook.objects.count() == 3
    learning_jobs.predict(company_id=company.pk, day=MONDAY.isoformat())
    kept = Forecast.objects.get(day=MONDAY)
    expected = Prediction.objects.filter(company_id=company.pk)
    assert kept.company_id == company.pk
    assert expected.count() == 3


def test_who_rings_loads_no_learning_library():
    asked = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'acquit.config.settings'\n"
        "import django; django.setup()\n"
        "import acquit.config.urls, acquit.cycle.jobs\n"
        "heavy = {'xgboost', 'acquit.scoring.prediction', 'acquit.cycle.predicting'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    told = subprocess.run(  # noqa: S603 - the check itself
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"


def test_the_worker_knows_the_jobs(db):
    from procrastinate.contrib.django import app

    app.perform_import_paths()
    names = {"learn_all", "learn", "check", "predict", "predict_customer"}
    assert {f"cycle.{name}" for name in names} <= set(app.tasks)
