"""The ends of a share: examples worked out by hand, and what always holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquit.core.shares import interval, needed


def test_nothing_counted_tells_nothing():
    assert interval(0, 0) == (0.0, 1.0)


def test_a_thousand_right_prove_996_of_a_thousand():
    low, high = interval(1_000, 1_000)
    assert low == pytest.approx(1_000 / (1_000 + 1.96**2))
    assert high == pytest.approx(1.0)


def test_seven_wrong_of_three_thousand_prove_995_of_a_thousand():
    assert interval(2_993, 3_000)[0] == pytest.approx(0.9952, abs=0.0001)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_lies_between_its_ends(counted):
    right, count = counted
    low, high = interval(right, count)
    assert 0 <= low <= right / count + 1e-12
    assert right / count - 1e-12 <= high <= 1


@pytest.mark.parametrize("share", [0.9, 0.95, 0.99, 0.999, 0.9999])
def test_so_many_right_prove_a_share_and_one_less_does_not(share):
    count = needed(share)
    assert interval(count, count)[0] >= share
    assert interval(count - 1, count - 1)[0] < share
