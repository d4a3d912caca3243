"""What is read from a distribution over days: quantiles, the day to count on, intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquit.scoring.prediction import metrics
from acquit.scoring.prediction.distribution import Distribution, mixed, of_hazards

DAYS = np.arange(100, 120)[None, :]


def of(*shares: float) -> Distribution:
    """Day 100 with the first share, 101 with the second, …, nothing on later ones."""
    by = np.cumsum([*shares, *[0.0] * (20 - len(shares))])[None, :]
    return Distribution(day=DAYS, paid_by=by, tail=np.array([0.1]))


def test_the_median_is_the_first_day_with_half_of_it():
    assert of(0.3, 0.3, 0.4).quantile(0.5) == [101]


def test_what_is_left_goes_on_after_the_last_day():
    stale = of_hazards(DAYS, np.full((1, 20), 0.01, np.float32))
    assert stale.paid_by[0, -1] < 0.5
    assert stale.quantile(0.5) > 119 + 20
    assert stale.by(np.array([119])) < stale.by(np.array([219])) < 1


def test_the_narrowest_interval_leaves_the_long_tail_out():
    low, high = of(0.05, 0.5, 0.3, 0.05, *[0.02] * 5).narrowest(0.8)
    assert (low, high) == ([101], [102])


def test_of_two_runs_the_expected_day_is_in_the_likelier_one():
    # The median lies on 110 alone between two runs that are ten days apart.
    two_runs = of(0.0, 0.26, 0.23, 0, 0, 0, 0, 0, 0, 0, 0.02, 0, 0, 0, 0, 0, 0, 0.25, 0.24)
    assert two_runs.quantile(0.5) == [110]
    wide = of(0.02, 0.44, 0.02, 0, 0.03, 0.02, 0.4, 0.07)
    assert wide.expected(0.06) in ([104], [103], [105])


def test_a_mixture_lies_between_both():
    one, other = of(1.0), of(0, 0, 1.0)
    assert mixed(one, other, 0.2).by(np.array([101])) == pytest.approx(0.2)


shares = st.lists(st.floats(0, 1), min_size=3, max_size=20).filter(
    lambda one: sum(one) > 0.1
)


@given(shares, st.floats(0.05, 0.95))
def test_an_interval_holds_its_share_and_the_quantiles_rise(weights, share):
    known = of(*(np.array(weights) / sum(weights)))
    low, high = known.narrowest(share)
    held = known.by(high) - known.by(low - 1)
    assert held >= share - 1e-9
    assert known.quantile(0.1) <= known.quantile(0.5) <= known.quantile(0.9)
    assert DAYS[0, 0] <= known.expected(0.06)[0] <= DAYS[0, -1]


def test_the_area_under_the_curve_counts_pairs_in_order():
    chance = np.array([0.1, 0.4, 0.4, 0.8])
    assert metrics.auc(chance, np.array([False, False, True, True])) == pytest.approx(
        3.5 / 4
    )
    assert np.isnan(metrics.auc(chance, np.zeros(4, bool)))


def test_a_calibrated_chance_has_no_error():
    chance = np.array([0.25] * 4 + [0.75] * 4)
    happened = np.array([True, False, False, False, True, True, True, False])
    assert metrics.calibration_error(chance, happened) == pytest.approx(0)
    assert metrics.calibration_error(chance, ~happened) == pytest.approx(0.5)


def test_the_weekly_error_is_a_share_of_what_came():
    assert metrics.weekly_error(np.array([90.0, 60.0]), np.array([100.0, 50.0])) == (
        pytest.approx(20 / 150)
    )
