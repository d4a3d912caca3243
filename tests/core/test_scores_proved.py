"""Past scores, judged by what came of them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from acquit.core.behaviour.figures import NOTHING_ELSE
from acquit.core.score import ScoreClass
from acquit.core.score_proof import (
    HORIZON_DAYS,
    Judged,
    Life,
    auc,
    counted,
    held_back,
    judged,
    late_within,
    position_on,
    probabilities,
)

DAY = date(2026, 3, 2)


def life(due: int, paid: int | None, *, issued: int | None = None) -> Life:
    """Days are counted from DAY; issued a month before due unless told."""
    since = due - 30 if issued is None else issued
    return Life(
        DAY + timedelta(since),
        DAY + timedelta(due),
        None if paid is None else DAY + timedelta(paid),
        100_00,
    )


def test_late_means_more_than_thirty_days_within_half_a_year():
    assert late_within([life(10, 41)], DAY) is True
    assert late_within([life(10, 40)], DAY) is False
    assert late_within([life(10, None)], DAY) is True
    assert late_within([life(HORIZON_DAYS - 31, None)], DAY) is None
    assert late_within([life(-90, -1)], DAY) is None
    assert late_within([], DAY) is None


def test_what_was_open_on_a_past_morning():
    lives = [life(-10, 5), life(-40, -1), life(20, 30), life(60, 70)]
    found = position_on(lives, DAY)
    assert (found.open_minor, found.overdue_minor) == (200_00, 100_00)
    assert found.oldest_days == 10


@given(st.integers(0, 300), st.integers(1, 300))
def test_what_is_paid_later_changes_no_earlier_score(paid: int, other: int):
    past = [life(-60 - 20 * n, -58 - 20 * n) for n in range(5)]
    one = judged([([*past, life(5, paid)], NOTHING_ELSE)], DAY)
    two = judged([([*past, life(5, other)], NOTHING_ELSE)], DAY)
    assert [found.value for found in one] == [found.value for found in two]


def test_a_class_leans_on_what_is_usual_while_few_are_known():
    stated = probabilities({ScoreClass.A: (2, 2)})
    assert stated[ScoreClass.A] < 0.2
    many = probabilities({ScoreClass.A: (2000, 200)})
    assert abs(many[ScoreClass.A] - 0.1) < 0.001


any_counts = st.fixed_dictionaries(
    {
        one: st.integers(0, 500).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))
        for one in ScoreClass
    }
)


@given(any_counts)
def test_no_class_states_less_than_a_better_one(counts: dict[ScoreClass, tuple[int, int]]):
    stated = list(probabilities(counts).values())
    assert stated == sorted(stated)
    assert all(0 <= one <= 1 for one in stated)


def test_a_score_that_tells_all_apart_and_one_that_tells_nothing():
    perfect = [Judged(90, late=False), Judged(20, late=True)]
    assert auc(perfect) == 1
    assert auc([Judged(50, late=False), Judged(50, late=True)]) == 0.5
    assert auc([Judged(50, late=True)]) is None


def test_what_is_stated_comes_from_other_customers():
    """The first of each pair is late, the second is not: each half states the other's."""
    found = [Judged(90, late=place % 2 == 0) for place in range(400)]
    customers, late, stated = held_back(found)[ScoreClass.A]
    assert (customers, late) == (400, 200)
    assert 150 < stated < 250
    assert counted(found)[ScoreClass.A] == (400, 200)
