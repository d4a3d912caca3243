"""Numbers, money and days as the reader writes them."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from acquit.core.money import Money
from acquit.web import reading

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("money", "english", "french"),
    [
        (Money(123_450, "EUR"), "1,234.50", "1\u202f234,50"),
        (Money(-5, "EUR"), "-0.05", "-0,05"),
        (Money(1_234, "JPY"), "1,234", "1\u202f234"),
        (Money(1_234, "TND"), "1.234", "1,234"),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency(
    money: Money, english: str, french: str
) -> None:
    with translation.override("en"):
        assert reading.amount(money) == english
    with translation.override("fr"):
        assert reading.amount(money) == french


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 10), "12 days late"),
        (date(2026, 11, 21), "1 day late"),
        (date(2026, 11, 22), "due today"),
        (date(2026, 11, 27), "due in 5 days"),
    ],
)
def test_lateness_is_counted_from_the_day_of_the_books(day: date, words: str) -> None:
    assert reading.lateness(day, today=TODAY) == words


def test_a_day_of_another_year_names_its_year() -> None:
    assert reading.short_day(date(2026, 11, 10), today=TODAY) == "10 Nov"
    assert reading.short_day(date(2025, 11, 10), today=TODAY) == "10 Nov 2025"


@pytest.mark.parametrize(
    ("share", "down", "up"),
    [
        (0.999, "99.9 %", "99.9 %"),
        (0.98236, "98.23 %", "98.24 %"),
        (0.999999, "99.99 %", "100 %"),
        (1.0, "100 %", "100 %"),
        (0.0, "0 %", "0 %"),
    ],
)
def test_a_share_that_is_proven_never_tells_more_than_is_so(
    share: float, down: str, up: str
) -> None:
    assert reading.exact_percent(share) == down
    assert reading.exact_percent(share, up=True) == up
