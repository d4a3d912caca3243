"""A trained model answers only where it beat tier 0 on the company's own last weeks."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import timedelta

import pytest
from invented import START, books, company

from acquit.scoring.prediction import learning, trained
from acquit.scoring.prediction.arrays import number_of
from acquit.scoring.prediction.calendar import calendar_of

DAY = number_of(START + timedelta(220))


def learnt(count: int, **how: int):
    told = books(company(count, **how))
    return learning.learn(told, calendar_of(told, DAY), DAY)


def test_payers_with_runs_are_learnt():
    predictor, verdict = learnt(3_000)
    assert verdict.promoted
    assert predictor.trained
    assert verdict.mae_trained < verdict.mae_tier0
    assert verdict.judged >= learning.LEAST_JUDGED


def test_a_young_company_keeps_the_histograms_of_its_payers():
    predictor, verdict = learnt(700)
    assert predictor.trained is None
    assert verdict.why == "few payments"
    assert verdict.mae_tier0


def test_where_weekdays_tell_nothing_a_wider_histogram_answers():
    chance = random.Random(3)  # noqa: S311 - no secret
    lines = [
        one._replace(settled=one.due + timedelta(round(chance.gauss(len(one.customer), 6))))
        for one in company(1_500, payers=100, seed=5)
    ]
    told = books(lines)
    predictor, verdict = learning.learn(told, calendar_of(told, DAY), DAY)
    assert not verdict.promoted
    assert predictor.histogram != "same_weekday"


def test_a_company_of_a_few_weeks_is_not_judged():
    assert learnt(100)[1].why == "few to judge by"


def test_where_the_library_is_missing_the_histograms_answer(monkeypatch):
    # None in sys.modules is how Python itself says that a module cannot be imported.
    monkeypatch.setitem(sys.modules, "xgboost", None)
    trained.library.cache_clear()
    try:
        predictor, verdict = learnt(3_000)
    finally:
        trained.library.cache_clear()
    assert predictor.trained is None
    assert verdict.why == "library missing"


@pytest.mark.parametrize("module", ["acquit.config.asgi", "acquit.config.urls"])
def test_the_web_process_loads_no_learning_library(module):
    asked = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'acquit.config.settings'\n"
        "import django; django.setup()\n"
        f"import {module}\n"
        "heavy = {'xgboost', 'scipy', 'acquit.scoring.prediction'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    told = subprocess.run(  # noqa: S603 - the check itself
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"
