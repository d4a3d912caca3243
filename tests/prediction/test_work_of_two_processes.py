"""Two processes answer as one does, and say so when one of them dies."""

from __future__ import annotations

import os
from datetime import timedelta

import numpy as np
import pytest
from invented import START, books, company

from acquit.scoring.prediction import learning, measuring, mornings, past, processes
from acquit.scoring.prediction.arrays import number_of
from acquit.scoring.prediction.calendar import calendar_of

DAY = number_of(START + timedelta(220))
IN_ONE, IN_TWO = 10**9, 0


def answers() -> dict[str, list]:
    told = books(company(3_000))
    calendar = calendar_of(told, DAY)
    predictor, verdict = learning.learn(told, calendar, DAY)
    assert verdict.promoted
    looks = mornings.open_on(told, np.array([DAY]))
    said = predictor.answers(past.Past(told, calendar), looks)
    return {name: getattr(said, name).tolist() for name in said.__dataclass_fields__}


@pytest.mark.skipif(
    len(os.sched_getaffinity(0)) < 2, reason="this machine has one processor"
)
def test_what_two_processes_learn_and_say_is_what_one_does(monkeypatch):
    monkeypatch.setattr(past, "BLOCK", 100)
    monkeypatch.setattr(processes, "LEAST_ROWS", IN_ONE)
    alone = answers()
    monkeypatch.setattr(processes, "LEAST_ROWS", IN_TWO)
    assert processes.worth_two(1)
    assert answers() == alone


def test_a_process_that_ends_without_an_answer_is_noticed():
    with (
        processes.Beside(lambda: os._exit(3), worth=True) as other,
        pytest.raises(processes.ProcessDied),
    ):
        other.result()


def test_work_that_nobody_asks_for_is_given_up():
    with processes.Beside(lambda: os.read(os.pipe()[0], 1), worth=True):
        pass


def test_made_up_books_are_the_same_each_time_and_as_large_as_asked():
    one, other = (
        measuring.made_up(closed=900, open_rows=300, customers=40) for _ in range(2)
    )
    assert (one.paid == other.paid).all()
    assert ((one.paid < measuring.TODAY).sum(), len(one)) == (900, 1_200)
    assert (one.issued[one.paid > measuring.TODAY] < measuring.TODAY).all()


def test_measuring_learns_and_predicts():
    learnt = measuring.train_seconds(closed=2_000, customers=40)
    told = measuring.predict_seconds(open_rows=200, customers=40, closed=2_000)
    assert (learnt.rows, told.rows) == (2_000, 200)
    assert min(learnt.seconds, told.seconds) > 0
