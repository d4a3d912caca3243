"""A finance director looks at what comes in, and follows a figure to its invoices."""

from __future__ import annotations

from datetime import date

import factories
import pytest
from journeys.conftest import FRIDAY, PHONE, WIDE, SignIn

from acquit.insight.actions import keep_forecast
from acquit.insight.models import Forecast
from acquit.organisation.models import Company

TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
WEEK = "/invoices/?expected_from=2026-11-23&expected_until=2026-11-29"


@pytest.fixture
def books(ours: Company) -> Company:
    """Payers of whom something is expected, and was a month ago."""
    for number in range(5):
        one = factories.customer(
            ours, f"C{number}", f"A customer with a long name {number}"
        )
        row = factories.receivable(
            one, f"N{number}", minor=10_000_000, due_on=date(2026, 12, 1)
        )
        factories.prediction(
            row, made_on=FRIDAY, expected_on=date(2026, 11, 24), low_on=FRIDAY
        )
        weeks = [2_000_000, 8_000_000]
        factories.expectation(one, weeks=weeks, made_on=FRIDAY)
    keep_forecast(FRIDAY, at=factories.NOW)
    Forecast.objects.update(day=date(2026, 10, 19))
    return ours


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_from_the_cockpit_to_the_forecast_to_the_invoices_of_a_week(
    books: Company, sign_in: SignIn, size: tuple[int, int]
) -> None:
    page = sign_in(size)
    page.goto("/")
    assert not page.evaluate(TOO_WIDE)
    page.click("a.tile-value:has-text('Carry on')")
    page.wait_for_url("**/forecast/#investment")
    page.wait_for_selector("#chart-weekly svg")
    assert not page.evaluate(TOO_WIDE)
    # Bars of 13 weeks, and the veil of each with its two ends.
    assert page.locator("#chart-weekly svg path").count() > 20
    page.click("text=As a table")
    page.click("a:has-text('Week of 23 Nov 2026')")
    page.wait_for_url("**" + WEEK)
    assert page.locator("text=N0").first.is_visible()
