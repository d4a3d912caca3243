"""No later fact changes a past prediction: neither what was known nor what was learnt."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import START, Line, books, company, split, talk

from acquit.scoring.prediction import learning, mornings
from acquit.scoring.prediction.answers import Predictor
from acquit.scoring.prediction.arrays import OPEN, number_of
from acquit.scoring.prediction.calendar import calendar_of
from acquit.scoring.prediction.past import Past

if TYPE_CHECKING:
    from acquit.scoring.prediction.books import Books

TODAY = START + timedelta(220)
DAY = number_of(TODAY)


def answers(lines: list[Line], predictor: Predictor | None = None) -> dict[str, tuple]:
    """All that is said of what was open on the morning of the day, by invoice number."""
    return answers_of(books(lines), predictor)


def answers_of(told: Books, predictor: Predictor | None = None) -> dict[str, tuple]:
    """The same, of books."""
    calendar = calendar_of(told, DAY)
    predictor = predictor or learning.learn(told, calendar, DAY)[0]
    looks = mornings.open_on(told, np.array([DAY]))
    said = predictor.answers(Past(told, calendar), looks)
    columns = [getattr(said, name) for name in said.__dataclass_fields__]
    return {
        told.name[row]: tuple(np.asarray(column[place]).tolist() for column in columns)
        for place, row in enumerate(looks.rows)
    }


def without_what_came_later(lines: list[Line]) -> list[Line]:
    paid, waiting = split(lines, TODAY)
    return [*paid, *waiting]


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 200), st.integers(0, 10_000))
def test_what_came_later_changes_nothing_that_the_payers_tell(count, seed):
    lines = company(count, seed=seed)
    tier0 = Predictor()
    assert answers(lines, tier0) == answers(without_what_came_later(lines), tier0)


def test_what_came_later_changes_nothing_that_was_learnt():
    lines = company(3_000)
    told = books(lines)
    assert learning.learn(told, calendar_of(told, DAY), DAY)[1].judged
    assert answers(lines) == answers(without_what_came_later(lines))


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 200), st.integers(0, 10_000))
def test_what_was_said_later_changes_nothing_that_was_in_force(count, seed):
    quiet = books(company(count, seed=seed))
    told = replace(quiet, told=talk(quiet, seed=seed))
    assert answers_of(told, Predictor()) == answers_of(told.known_on(DAY), Predictor())


def test_what_was_said_later_changes_nothing_that_was_learnt():
    quiet = books(company(900))
    told = replace(quiet, told=talk(quiet))
    learnt = [
        learning.learn(one, calendar_of(one, DAY), DAY)[0]
        for one in (told, told.known_on(DAY))
    ]
    assert learnt[0] == learnt[1]
    assert learnt[0].experience != Predictor().experience


def test_a_payment_of_the_same_day_is_not_known_on_its_morning():
    lines = company(200)
    told = books(lines)
    past = Past(told, calendar_of(told, DAY))
    paid_on_it = np.flatnonzero(told.paid < OPEN)[:50]
    for _, known in past.known(paid_on_it, told.paid[paid_on_it]):
        for row, counts, morning in zip(
            known.rows, known.counts, known.morning, strict=True
        ):
            same_payer = told.customer == told.customer[row]
            assert counts.sum() == (same_payer & (told.paid < morning)).sum()


def test_in_which_order_a_table_tells_is_no_matter():
    lines = company(300)
    assert answers(lines, Predictor()) == answers(lines[::-1], Predictor())


def test_no_day_lies_before_the_morning_and_each_in_its_interval():
    lines = company(800)
    told = books(lines)
    calendar = calendar_of(told, DAY)
    looks = mornings.open_on(told, np.arange(DAY - 120, DAY + 60, 7))
    said = Predictor().answers(Past(told, calendar), looks)
    assert (said.low >= looks.mornings).all()
    for day in (said.expected, said.median):
        assert ((said.low <= day) & (day <= said.high)).all()
    assert (said.much_later <= said.late).all()
    assert said.weeks.sum(axis=1) == pytest.approx(np.clip(said.weeks.sum(axis=1), 0, 1))
    overdue = told.due[looks.rows] < looks.mornings
    assert (said.late[overdue] == 1).all()
