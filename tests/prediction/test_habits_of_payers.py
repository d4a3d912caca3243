"""What is counted of a payer, and when a change of it is more than chance."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquit.core.behaviour.habits import Habit, Settled, habit
from acquit.core.behaviour.trends import Direction, rank_sum_chance, trend

TODAY = date(2026, 3, 2)
DUE = date(2026, 1, 12)  # a Monday


def paid(
    days: int, *, due: date = DUE, minor: int = 100_00, country: str = "BE"
) -> Settled:
    return Settled(
        due_on=due,
        settled_on=due + timedelta(days),
        amount_minor=minor,
        country=country,
    )


facts = st.lists(
    st.builds(
        paid,
        st.integers(-30, 120),
        due=st.dates(date(2025, 1, 1), date(2026, 2, 1)),
        minor=st.integers(1, 10**9),
    )
)


def test_a_payer_of_four_invoices():
    known = habit([paid(-2), paid(3), paid(4), paid(15)], before=TODAY)
    assert known.payments == 4
    assert known.mean_days == 5
    assert known.median_days == 3.5
    assert known.spread_days == pytest.approx((154 / 3) ** 0.5)
    assert [known.quantile_days(share) for share in (0.1, 0.5, 0.9)] == [-2, 3, 15]
    assert known.weekday_shares() == {1: 0.25, 3: 0.25, 4: 0.25, 5: 0.25}


def test_nobody_knows_a_payer_without_payments():
    known = habit([], before=TODAY)
    assert (known.mean_days, known.median_days, known.spread_days) == (None, None, None)
    assert known.late_share(0.4) == pytest.approx(0.4)
    assert known.late_amount_share(0.4) == 0.4


def test_one_late_payment_does_not_make_a_late_payer():
    assert habit([paid(9)], before=TODAY).late_share(0.2) == pytest.approx((1 + 0.6) / 4)


def test_a_large_late_invoice_weighs_more_by_amount_than_by_count():
    known = habit([paid(9, minor=900_00), *[paid(0)] * 9], before=TODAY)
    assert known.late_amount_share(0.1) > 2 * known.late_share(0.1)


def test_due_on_a_sunday_and_paid_on_monday_is_in_time():
    sunday = date(2026, 1, 11)
    assert not paid(1, due=sunday).late
    assert paid(2, due=sunday).late


def test_due_on_a_holiday_and_paid_on_the_next_working_day_is_in_time():
    labour_day = date(2026, 5, 1)  # a Friday
    assert not paid(3, due=labour_day, country="BE").late
    assert paid(3, due=labour_day, country="NL").late


def test_the_last_five_days_end_a_month():
    at_the_end = [paid(0, due=date(2026, 1, day)) for day in (27, 31)]
    before_it = [paid(0, due=date(2026, 1, day)) for day in (1, 26)]
    assert habit([*at_the_end, *before_it], before=TODAY).month_end_share == 0.5


@given(facts, facts)
def test_what_is_added_later_changes_nothing_that_was_known(known, later):
    after = [one for one in later if one.settled_on >= TODAY]
    before = [one for one in known if one.settled_on < TODAY]
    assert habit([*before, *after], before=TODAY) == habit(before, before=TODAY)
    assert trend([*before, *after], before=TODAY) == trend(before, before=TODAY)


@given(facts, facts)
def test_two_habits_join_to_that_of_both(one, other):
    day = date(2027, 1, 1)
    together = habit([*one, *other], before=day)
    assert habit(one, before=day).joined(habit(other, before=day)) == together
    assert together == habit(reversed([*one, *other]), before=day)


@given(facts, st.floats(0, 1))
def test_a_quantile_is_not_exceeded_by_its_share(some, share):
    known = habit(some, before=date(2027, 1, 1))
    days = known.quantile_days(share)
    if days is not None:
        within = sum(count for delay, count in known.delays.items() if delay <= days)
        assert within >= share * known.payments - 1e-6


def weekly(delays: list[int], *, last: date) -> list[Settled]:
    """A run each week, the last one a day before `last`."""
    runs = len(delays)
    days = [last - timedelta(1 + 7 * (runs - 1 - place)) for place in range(runs)]
    return [
        paid(delay, due=day - timedelta(delay))
        for day, delay in zip(days, delays, strict=True)
    ]


def test_a_payer_that_begins_to_pay_two_weeks_later_is_seen():
    changed = weekly(
        [4, 5, 6, 5, 4, 6, 5, 4, 5, 6] * 2 + [18, 20, 19, 21, 18, 20, 19, 18], last=TODAY
    )
    # The quarter holds the last 13 runs, so five of them are of before.
    found = trend(changed, before=TODAY)
    assert found.direction is Direction.LATER
    assert found.change_days >= 2
    assert found.chance < 0.01


def test_a_forgotten_invoice_is_no_trend():
    forgotten = weekly([4, 5, 6, 5, 4, 6, 5] * 4 + [200], last=TODAY)
    assert trend(forgotten, before=TODAY).direction is Direction.STEADY


def test_forty_invoices_of_one_run_are_one_witness():
    run = [paid(30, due=TODAY - timedelta(40))] * 40
    assert trend(
        [*weekly([5] * 5, last=date(2025, 11, 1)), *run], before=TODAY
    ).direction is (Direction.UNKNOWN)


def test_a_day_more_is_of_no_use_however_sure():
    a_day = weekly([5] * 30 + [6] * 13, last=TODAY)
    assert trend(a_day, before=TODAY).direction is Direction.STEADY


def test_the_rank_sum_agrees_with_a_table():
    # 5 against 5 without overlap: exactly 2 of 252 orders; the normal curve gives 0.012.
    assert rank_sum_chance([6, 7, 8, 9, 10], [1, 2, 3, 4, 5]) == pytest.approx(
        0.0122, abs=1e-4
    )
    assert rank_sum_chance([1, 1, 1], [1, 1, 1]) == 1.0


@given(facts)
def test_facts_added_one_by_one_are_facts_read_at_once(some):
    grown = Habit()
    for one in some:
        grown.add(one)
    assert grown == habit(some, before=date(2027, 1, 1))
