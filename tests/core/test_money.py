"""Money is exact, has a currency, and loses no cent."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquit.core.money import (
    CurrencyMismatch,
    Money,
    TooPrecise,
    to_decimal,
    to_minor,
    total,
)

CURRENCIES = st.sampled_from(["EUR", "JPY", "TND"])
MINOR = st.integers(-(10**15), 10**15)


@given(MINOR, CURRENCIES)
def test_minor_units_and_decimals_are_two_ways_to_write_one_amount(minor, currency):
    assert to_minor(to_decimal(minor, currency), currency) == minor


@given(MINOR, st.lists(st.integers(0, 100), min_size=1, max_size=9).filter(any), CURRENCIES)
def test_the_parts_are_the_whole(minor, weights, currency):
    whole = Money(minor, currency)
    assert total(whole.split(weights), currency) == whole


def test_cents_left_over_go_to_the_first_parts():
    assert [part.minor for part in Money(100, "EUR").split([1, 1, 1])] == [34, 33, 33]


def test_too_many_decimals_are_refused_and_never_rounded():
    with pytest.raises(TooPrecise):
        to_minor(Decimal("1.005"), "EUR")
    assert to_minor(Decimal("1.005"), "TND") == 1005


def test_two_currencies_are_never_added_or_compared():
    with pytest.raises(CurrencyMismatch):
        Money(1, "EUR") + Money(1, "USD")
    with pytest.raises(CurrencyMismatch):
        _ = Money(1, "EUR") < Money(1, "USD")


def test_an_amount_is_shown_with_its_currency_and_places():
    assert [str(Money(1200, c)) for c in ("EUR", "JPY", "TND")] == [
        "12.00 EUR",
        "1200 JPY",
        "1.200 TND",
    ]
