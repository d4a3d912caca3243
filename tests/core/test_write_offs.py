"""Who may write off how much of one receivable."""

from __future__ import annotations

from decimal import Decimal

import pytest

from acquit.core.money import Money
from acquit.core.write_offs import are_cents, limit


@pytest.mark.parametrize(
    ("roles", "currency", "minor"),
    [
        (["COLLECTOR"], "EUR", 1_000),
        (["CREDIT_MANAGER"], "EUR", 25_000),
        (["COLLECTOR", "CREDIT_MANAGER"], "EUR", 25_000),
        (["REPRESENTATIVE", "READ_ONLY"], "EUR", 0),
        ([], "EUR", 0),
        (["COLLECTOR"], "JPY", 10),
        (["COLLECTOR"], "TND", 10_000),
    ],
)
def test_the_widest_role_sets_the_limit_in_units_of_the_currency(
    roles: list[str], currency: str, minor: int
) -> None:
    assert limit(roles, currency) == Money(minor, currency)


def test_a_company_decides_otherwise_for_one_role_and_the_others_stay() -> None:
    ours = {"COLLECTOR": Decimal("0.5")}
    assert limit(["COLLECTOR"], "EUR", ours) == Money(50, "EUR")
    assert limit(["COLLECTOR"], "JPY", ours) == Money(0, "JPY")
    assert limit(["CREDIT_MANAGER"], "EUR", ours) == Money(25_000, "EUR")


@pytest.mark.parametrize(
    ("minor", "currency", "small"),
    [(5, "EUR", True), (6, "EUR", False), (1, "JPY", False), (50, "TND", True)],
)
def test_cents_are_what_the_currency_calls_so(
    minor: int, currency: str, small: bool
) -> None:
    assert are_cents(Money(minor, currency)) is small
