"""Flat sums and collection costs, on the worked figures of docs/explanation/law.md."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acquit.core.law import (
    COUNTRIES,
    Fee,
    Unscaled,
    collection_costs,
    fixed_fee,
    reminder_fee,
)
from acquit.core.law.errors import OtherCurrency
from acquit.core.law.shapes import CostKind
from acquit.core.money import Money
from acquit.core.party import Party

calm = settings(deadline=None)  # a property, not a race
TODAY = date(2026, 11, 23)
CONSUMERS = [country for country in COUNTRIES if country not in ("ES", "IT")]
amounts = st.integers(0, 10**10)


def costs(country: str, amount: str, party: Party = Party.CONSUMER) -> Decimal:
    told = collection_costs(country, party, Money.of(amount, "EUR"), TODAY)
    assert isinstance(told, Fee)
    return told.amount.amount


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ("100", "40.00"),
        ("266.67", "40.00"),
        ("2500", "375.00"),
        ("3750", "500.00"),
        ("5000", "625.00"),
        ("10000", "875.00"),
        ("200000", "2775.00"),
        ("1000000", "6775.00"),
        ("2000000", "6775.00"),
    ],
)
def test_the_dutch_scale(principal: str, expected: str) -> None:
    # Besluit vergoeding voor buitengerechtelijke incassokosten art. 2
    assert costs("NL", principal) == Decimal(expected)
    assert costs("NL", principal, Party.BUSINESS) == Decimal(expected)


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ("100", "20.00"),
        ("150", "20.00"),
        ("150.01", "30.00"),
        ("300", "45.00"),
        ("500", "65.00"),
        ("500.01", "65.00"),
        ("1500", "115.00"),
        ("39200", "2000.00"),
        ("50000", "2000.00"),
    ],
)
def test_the_belgian_cap_for_consumers(principal: str, expected: str) -> None:
    # Code of Economic Law art. XIX.4
    assert costs("BE", principal) == Decimal(expected)


@pytest.mark.parametrize(
    ("principal", "expected"),
    [("999.99", 40), ("1000", 70), ("9999.99", 70), ("10000", 100), ("0.01", 40)],
)
def test_the_british_tiers(principal: str, expected: int) -> None:
    fee = fixed_fee("GB", Party.BUSINESS, Money.of(principal, "GBP"), TODAY)
    assert fee.amount == Money.of(expected, "GBP")


@pytest.mark.parametrize("country", [country for country in COUNTRIES if country != "GB"])
@pytest.mark.parametrize("party", [Party.BUSINESS, Party.PUBLIC])
def test_forty_euros_for_each_late_invoice(country: str, party: Party) -> None:
    for principal in ("0.01", "1000", "250000"):
        fee = fixed_fee(country, party, Money.of(principal, "EUR"), TODAY)
        assert fee.amount == Money.of(40, "EUR")
        assert fee.basis.source


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("party", [Party.CONSUMER, Party.UNKNOWN])
def test_no_flat_sum_from_a_consumer_nor_from_who_is_not_known(country, party) -> None:
    currency = "GBP" if country == "GB" else "EUR"
    assert not fixed_fee(country, party, Money.of(5000, currency), TODAY).amount


def test_for_nothing_owed_no_fee_is_owed() -> None:
    assert not fixed_fee("BE", Party.BUSINESS, Money(0, "EUR"), TODAY).amount
    assert costs("NL", "0") == 0


@calm
@given(st.sampled_from(["NL", "BE"]), amounts, amounts)
def test_more_owed_never_costs_less(country: str, one: int, other: int) -> None:
    less, more = sorted((one, other))
    told = [
        collection_costs(country, Party.CONSUMER, Money(minor, "EUR"), TODAY)
        for minor in (less, more)
    ]
    assert isinstance(told[0], Fee)
    assert isinstance(told[1], Fee)
    assert told[0].amount.minor <= told[1].amount.minor


@calm
@given(amounts.filter(bool))
def test_the_scales_stay_within_their_bounds(principal_minor: int) -> None:
    principal = Money(principal_minor, "EUR")
    dutch = collection_costs("NL", Party.CONSUMER, principal, TODAY)
    belgian = collection_costs("BE", Party.CONSUMER, principal, TODAY)
    assert isinstance(dutch, Fee)
    assert isinstance(belgian, Fee)
    assert 40_00 <= dutch.amount.minor <= 6_775_00
    assert 20_00 <= belgian.amount.minor <= 2_000_00


@calm
@given(amounts, amounts)
def test_the_british_tiers_never_fall(one: int, other: int) -> None:
    fees = [
        fixed_fee("GB", Party.BUSINESS, Money(minor, "GBP"), TODAY).amount.minor
        for minor in sorted((one, other))
    ]
    assert fees == sorted(fees)


def test_a_french_consumer_pays_no_costs_at_all() -> None:
    # Code des procédures civiles d'exécution L111-8: a clause that says otherwise is void.
    assert costs("FR", "5000") == 0


def test_where_there_is_no_scale_costs_are_what_was_spent() -> None:
    principal = Money.of(1000, "EUR")
    german = collection_costs("DE", Party.CONSUMER, principal, TODAY)
    belgian = collection_costs("BE", Party.BUSINESS, principal, TODAY)
    assert isinstance(german, Unscaled)
    assert isinstance(belgian, Unscaled)
    assert (german.kind, belgian.kind) == (CostKind.ACTUAL, CostKind.REASONABLE)


def test_a_scale_is_not_asked_in_another_currency() -> None:
    with pytest.raises(OtherCurrency, match="scale is in EUR, the amount in USD"):
        collection_costs("NL", Party.CONSUMER, Money.of(100, "USD"), TODAY)
    with pytest.raises(OtherCurrency):
        fixed_fee("GB", Party.BUSINESS, Money.of(100, "EUR"), TODAY)


def reminder(country: str, nth: int, *, recurring: bool = False) -> Decimal:
    fee = reminder_fee(country, Party.CONSUMER, nth=nth, on=TODAY, recurring=recurring)
    return fee.amount.amount


def test_in_belgium_only_the_fourth_missed_day_of_a_regular_supply_costs_something() -> (
    None
):
    assert [reminder("BE", nth) for nth in (1, 2, 9)] == [0, 0, 0]
    regular = [reminder("BE", nth, recurring=True) for nth in (1, 3, 4)]
    assert regular == [0, 0, Decimal("7.50")]
    fourth = reminder_fee("BE", Party.CONSUMER, nth=4, on=TODAY, recurring=True)
    third = reminder_fee("BE", Party.CONSUMER, nth=3, on=TODAY, recurring=True)
    assert (fourth.postage, third.postage) == (True, False)


def test_in_germany_the_reminder_that_creates_default_is_free() -> None:
    assert [reminder("DE", nth) for nth in (1, 2)] == [0, Decimal("2.50")]


@pytest.mark.parametrize("country", CONSUMERS)
def test_the_first_reminder_is_free_everywhere(country: str) -> None:
    assert reminder(country, 1) == 0
    assert reminder(country, 1, recurring=True) == 0
