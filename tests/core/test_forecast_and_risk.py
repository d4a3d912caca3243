"""What comes in and what may go wrong: the formulas, by example and by property."""

from __future__ import annotations

from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquit.core import risk
from acquit.core.figures import Bucket
from acquit.core.forecast import Expected, Told, back_test, of_companies, total
from acquit.core.risk import Counsel, Counted, Reason, Stood

MINOR = st.integers(0, 10**12)
# Less than a thousandth of a cent, squared, is no variance.
VARIANCES = st.just(0.0) | st.floats(1e-6, 1e20)
SUMS = st.builds(Expected, MINOR, VARIANCES)


def test_the_interval_of_the_worked_example() -> None:
    assert Expected(10_000, 1_000_000).interval == (8_718, 11_282)


def test_nothing_less_than_nothing_comes_in() -> None:
    assert Expected(100, 1_000_000).interval.low == 0


@given(st.lists(SUMS, min_size=1, max_size=8))
def test_a_sum_is_less_sure_than_each_part_and_surer_than_all_of_them(
    parts: list[Expected],
) -> None:
    spreads = [sqrt(one.variance) for one in parts]
    whole = total(parts)
    assert whole.minor == sum(one.minor for one in parts)
    assert sqrt(whole.variance) >= max(spreads) * (1 - 1e-9)
    assert sqrt(whole.variance) <= sum(spreads) * (1 + 1e-9)


@given(st.lists(SUMS, min_size=1, max_size=8))
def test_companies_are_moved_by_the_same_days(parts: list[Expected]) -> None:
    whole = of_companies(parts)
    assert whole.minor == total(parts).minor
    spreads = sum(sqrt(one.variance) for one in parts)
    assert isclose(sqrt(whole.variance), spreads, rel_tol=1e-9, abs_tol=1e-9)


@given(SUMS, st.floats(0.1, 10))
def test_a_measured_factor_widens_the_interval_by_itself(
    sum_: Expected, factor: float
) -> None:
    assert isclose(
        sqrt(sum_.spread(factor).variance), factor * sqrt(sum_.variance), rel_tol=1e-9
    )
    assert sum_.spread(factor).minor == sum_.minor


@given(SUMS)
def test_what_is_expected_lies_within_its_interval(sum_: Expected) -> None:
    assert sum_.interval.holds(sum_.minor)


def test_errors_up_and_down_do_not_set_each_other_off() -> None:
    tried = back_test([Told(Expected(100, 100), 90), Told(Expected(120, 36), 130)])
    assert tried.weeks == 2
    assert tried.wape == pytest.approx(20 / 220)
    assert tried.bias == 0
    assert tried.held == 0.5  # 100 ± 12.8 holds 90, 120 ± 7.7 does not hold 130


def test_of_no_weeks_nothing_is_said() -> None:
    tried = back_test([])
    assert (tried.wape, tried.bias, tried.held) == (None, None, None)


def test_the_loss_rate_of_the_worked_example() -> None:
    hundred = Stood(minor=100_000, squares=100 * 1_000.0**2, lost_minor=4_000)
    rates = risk.loss_rates({Bucket.TO_60: hundred})
    assert rates[Bucket.TO_60] == pytest.approx((100 * 0.04 + 50 * 0.036) / 150)


def test_without_books_the_usual_rates_hold() -> None:
    assert risk.loss_rates({}) == pytest.approx(risk.USUAL_RATES)


def test_one_large_loss_among_small_invoices_is_hardly_more_than_one() -> None:
    squares = 1_000_000.0**2 + 99 * 100.0**2
    large = Stood(minor=1_009_900, squares=squares, lost_minor=1_000_000)
    assert large.receivables == pytest.approx(1.02, abs=0.01)
    assert risk.loss_rates({Bucket.TO_30: large})[Bucket.TO_30] < 0.04


@st.composite
def what_stood(draw: st.DrawFn) -> Stood:
    """Some invoices that once stood in a bucket, and what of them was lost."""
    amounts = draw(st.lists(st.integers(1, 10**9), max_size=20))
    lost = draw(st.integers(0, sum(amounts)))
    return Stood(sum(amounts), sum(float(one) ** 2 for one in amounts), lost)


@given(st.dictionaries(st.sampled_from(list(Bucket)), what_stood()))
def test_no_bucket_is_safer_than_the_one_before_it(stood: dict[Bucket, Stood]) -> None:
    rates = list(risk.loss_rates(stood).values())
    assert rates == sorted(rates)
    assert all(0 < rate <= 1 for rate in rates)


def test_each_bucket_loses_by_its_rate() -> None:
    lost = risk.provision(
        {Bucket.NOT_DUE: 100_000, Bucket.OVER_90: 1_000}, risk.USUAL_RATES
    )
    assert lost == {Bucket.NOT_DUE: 300, Bucket.OVER_90: 106}


def test_the_concentration_of_the_worked_example() -> None:
    found = risk.concentration([50, 30, 20], payers=3, open_minor=100, squares=3_800.0)
    assert found is not None
    assert (found.first, found.three, found.ten) == (0.5, 1.0, 1.0)
    assert found.alike == pytest.approx(2.63, abs=0.01)


@given(st.lists(st.integers(1, 10**10), min_size=1, max_size=30))
def test_payers_are_as_at_most_so_many_alike(owed: list[int]) -> None:
    owed.sort(reverse=True)
    found = risk.concentration(
        owed[:10],
        payers=len(owed),
        open_minor=sum(owed),
        squares=sum(float(one) ** 2 for one in owed),
    )
    assert found is not None
    assert 1 - 1e-9 <= found.alike <= len(owed) * (1 + 1e-9)
    assert found.first <= found.three <= found.ten <= 1


def test_of_nothing_there_is_no_concentration() -> None:
    assert risk.concentration([], payers=0, open_minor=0, squares=0.0) is None


def test_the_stress_of_the_worked_example() -> None:
    found = risk.stress(
        expected_minor=90_000,
        of_largest=[25_000, 10_000, 5_000],
        falls_due=[30_000, 0, 4_000],
        sales_minor=273_000,
        days=91,
    )
    assert (found.cash_minor, found.falls_minor, found.late_minor) == (
        50_000,
        40_000,
        34_000,
    )
    assert found.dso_days == pytest.approx(13.33, abs=0.01)


@given(MINOR, st.lists(MINOR, max_size=3), MINOR)
def test_stress_never_raises_the_cash(
    expected: int, of_largest: list[int], sales: int
) -> None:
    found = risk.stress(
        expected_minor=expected,
        of_largest=of_largest,
        falls_due=[],
        sales_minor=sales,
        days=91,
    )
    assert 0 <= found.cash_minor <= expected
    assert found.dso_days is None or found.dso_days >= 0


@pytest.mark.parametrize(
    ("share", "before", "counsel", "reasons"),
    [
        (95, None, Counsel.GO_ON, {Reason.ENOUGH}),
        (95, 97, Counsel.GO_ON, {Reason.ENOUGH}),
        (92, 98, Counsel.CAREFUL, {Reason.FALLEN}),
        (86, 85, Counsel.CAREFUL, {Reason.LITTLE}),
        (86, 97, Counsel.SLOW_DOWN, {Reason.LITTLE, Reason.FALLEN}),
        (60, 60, Counsel.SLOW_DOWN, {Reason.LITTLE}),
    ],
)
def test_little_or_much_less_cash_slows_down(
    share: int, before: int | None, counsel: Counsel, reasons: set[Reason]
) -> None:
    then = None if before is None else Counted(before, 100)
    found = risk.advise(Counted(share, 100), then)
    assert found is not None
    assert (found.counsel, set(found.reasons)) == (counsel, reasons)


def test_where_nothing_is_promised_nothing_is_advised() -> None:
    assert risk.advise(Counted(0, 0), None) is None


@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 1000))
def test_more_that_can_be_counted_on_never_slows_down(
    low: int, more: int, before: int
) -> None:
    order = list(Counsel)
    then = Counted(before, 1000)
    one, other = (
        risk.advise(Counted(low, 1000), then),
        risk.advise(Counted(low + more, 1000), then),
    )
    assert one is not None
    assert other is not None
    assert order.index(other.counsel) <= order.index(one.counsel)
