"""A customer calls and says when it will pay; nothing is sent until that day is over."""

from __future__ import annotations

from datetime import date

import factories
from journeys.conftest import SignIn

from acquit.ledger.models import Promise
from acquit.organisation.models import Company


def test_a_promise_said_on_the_phone_stands_in_the_file(
    ours: Company, sign_in: SignIn
) -> None:
    owed = factories.receivable(factories.customer(ours), due_on=date(2026, 11, 2))
    page = sign_in()
    page.click(".side-nav >> text=Customers")
    page.click("text=Boulangerie Dupont")
    page.click("summary[aria-label='What to do about 2026-001']")
    page.click("text=Record a promise")
    page.fill("dialog [name=amount]", "1,000.00")
    page.fill("dialog [name=promised_on]", "2026-11-27")
    page.click("dialog >> text=Record the promise")
    page.wait_for_selector("text=The promise is recorded")
    assert page.locator("[data-list] .mark", has_text="Promised").is_visible()
    page.click(".tabs >> text=Timeline")
    assert page.get_by_text("Promised to pay by").is_visible()
    assert Promise.objects.get(receivable=owed).amount_minor == 100_000
