"""The key figures, on the worked example of docs/reference/figures.md."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquit.core import figures
from acquit.core.figures import Bucket, Month

AS_OF = date(2026, 6, 30)
# April, May and June 2026, and what was open at the end: in cents.
SALES = {
    date(2026, 4, 15): 10_000_000,
    date(2026, 5, 15): 12_000_000,
    date(2026, 6, 15): 9_000_000,
}
AGED = {
    Bucket.NOT_DUE: 10_500_000,
    Bucket.TO_30: 2_000_000,
    Bucket.TO_60: 1_000_000,
    Bucket.TO_90: 600_000,
    Bucket.OVER_90: 900_000,
}
OPEN = sum(AGED.values())
LATE = OPEN - AGED[Bucket.NOT_DUE]


def example() -> figures.SalesOutstanding:
    return figures.sales_outstanding(OPEN, AGED[Bucket.NOT_DUE], SALES, AS_OF)


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (example().period, "44.03"),
        (example().best, "30.82"),
        (example().delinquent, "13.21"),
        (example().counted_back, "45.50"),
        ((figures.share(LATE, OPEN) or 0) * 100, "30.00"),
        ((figures.share(AGED[Bucket.OVER_90], OPEN) or 0) * 100, "6.00"),
    ],
)
def test_the_worked_example(figure: float, expected: str) -> None:
    assert f"{figure:.2f}" == expected


@pytest.mark.parametrize(
    ("days_late", "expected"),
    [
        (-400, Bucket.NOT_DUE),
        (0, Bucket.NOT_DUE),
        (1, Bucket.TO_30),
        (30, Bucket.TO_30),
        (31, Bucket.TO_60),
        (60, Bucket.TO_60),
        (61, Bucket.TO_90),
        (90, Bucket.TO_90),
        (91, Bucket.OVER_90),
        (4000, Bucket.OVER_90),
    ],
)
def test_the_due_day_itself_is_on_time(days_late: int, expected: Bucket) -> None:
    assert figures.bucket(AS_OF - timedelta(days=days_late), AS_OF) is expected


@given(st.integers(-500, 500))
def test_a_day_lies_within_its_own_bucket_and_no_other(days_late: int) -> None:
    due_on = AS_OF - timedelta(days=days_late)
    within = []
    for bucket in Bucket:
        first, last = figures.due_between(bucket, AS_OF)
        if (first is None or first <= due_on) and (last is None or due_on <= last):
            within.append(bucket)
    assert within == [figures.bucket(due_on, AS_OF)]


def test_without_sales_there_is_no_dso() -> None:
    nothing_sold = figures.sales_outstanding(OPEN, 0, {}, AS_OF)
    assert nothing_sold.period is None
    assert nothing_sold.best is None
    assert nothing_sold.counted_back is None
    assert nothing_sold.delinquent is None


def test_more_credited_than_sold_gives_no_dso() -> None:
    assert figures.days_of_sales(OPEN, -5, 91) is None


def test_nothing_open_is_no_days_of_sales() -> None:
    assert figures.count_back(0, [Month(100, 30)]) == 0
    assert figures.share(0, 0) is None


def test_a_month_without_sales_adds_its_days() -> None:
    assert figures.count_back(150, [Month(100, 30), Month(0, 31), Month(100, 30)]) == 76


def test_more_open_than_ever_sold_is_not_available() -> None:
    assert figures.count_back(300, [Month(100, 30), Month(100, 31)]) is None


def test_exactly_two_months_of_sales() -> None:
    assert figures.count_back(200, [Month(100, 30), Month(100, 31)]) == 61


def test_the_first_month_ends_today_and_what_is_sold_later_is_not_known() -> None:
    sales = {date(2026, 5, 2): 7, date(2026, 6, 9): 5, date(2026, 6, 11): 100}
    assert figures.months(sales, date(2026, 6, 10)) == [Month(5, 10), Month(7, 31)]


@given(st.integers(1, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=24))
def test_more_open_is_never_fewer_days(open_minor: int, sold: list[int]) -> None:
    months = [Month(minor, 30) for minor in sold]
    less = figures.count_back(open_minor - 1, months)
    more = figures.count_back(open_minor, months)
    assert more is None or (less is not None and less <= more)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 11, 22), date(2026, 10, 22)),
        (date(2026, 3, 31), date(2026, 2, 28)),
        (date(2026, 1, 1), date(2025, 12, 1)),
    ],
)
def test_a_month_before(day: date, before: date) -> None:
    assert figures.month_before(day) == before
