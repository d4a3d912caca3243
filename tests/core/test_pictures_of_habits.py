"""What the pictures of a payer's habit are drawn of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from acquit.core.behaviour.habits import Settled
from acquit.core.behaviour.pictures import BANDS, banded, by_month

DUE = date(2026, 3, 10)


def paid(*delays: int, due_on: date = DUE) -> list[Settled]:
    return [Settled(due_on, due_on + timedelta(days), 1_000) for days in delays]


@pytest.mark.parametrize(
    ("days", "band"),
    [(-40, 0), (-15, 0), (-14, 1), (-1, 2), (0, 3), (1, 4), (7, 4), (8, 5), (90, 8)],
)
def test_each_delay_falls_into_one_band(days: int, band: int) -> None:
    found = banded({days: 3})
    assert found[band] == 3
    assert sum(found) == 3


def test_what_is_later_than_the_last_band_is_counted_too() -> None:
    assert banded({91: 1, 400: 2}) == [0] * len(BANDS) + [3]


def test_a_month_tells_its_middle_payment_and_both_ends() -> None:
    (march,) = by_month(paid(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20))
    assert march.first == date(2026, 3, 1)
    assert march.payments == 12
    assert march.median_days == 5.5
    assert (march.soonest_days, march.slowest_days) == (1, 10)


def test_months_are_those_of_the_payment_and_none_is_made_up() -> None:
    months = by_month([*paid(30), *paid(0, due_on=date(2026, 1, 5))])
    assert [one.first for one in months] == [date(2026, 1, 1), date(2026, 4, 1)]
