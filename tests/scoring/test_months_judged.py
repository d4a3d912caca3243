"""Months that are over: what was said of their invoices, and what came."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import factories
import pytest
from payments import paid

from acquit.cycle import predicting
from acquit.scoring.models import Check

if TYPE_CHECKING:
    from acquit.organisation.models import Company

pytestmark = pytest.mark.django_db

MORNING = date(2026, 6, 3)


@pytest.fixture
def company() -> Company:
    """Payers that pay once a week, as many days late as always, and one that changed."""
    company = factories.company()
    for number, after in enumerate((0, 3, 10, 21)):
        of = factories.customer(company, f"C{number}", f"Customer {number}")
        paid(of, *[after] * 61, first=date(2025, 3, 3), every=7)
    changed = factories.customer(company, "C9", "Changed")
    paid(changed, *[0] * 30, *[30] * 31, first=date(2025, 3, 3), every=7)
    return company


def check(of: Company, on: date = MORNING) -> int:
    return predicting.check(of.pk, on=on, at=factories.NOW)


def test_months_are_judged_once_their_invoices_had_time_to_be_paid(company):
    check(company)
    months = list(Check.objects.order_by("month").values_list("month", flat=True))
    # Terms of 30 days and 30 more: in the first days of June that is March, not April.
    assert months[-1] == date(2026, 3, 1)
    assert all(month.day == 1 for month in months)


def test_a_month_is_judged_once(company):
    assert check(company) > 3
    before = list(Check.objects.order_by("month").values())
    assert check(company) == 0
    assert list(Check.objects.order_by("month").values()) == before


def test_what_came_later_is_not_in_what_was_said(company):
    check(company)
    before = list(Check.objects.order_by("month").values("mae", "brier", "n", "bins"))
    late = factories.customer(company, "C10", "Newcomer")
    paid(late, *[50] * 5, first=MORNING - timedelta(days=20))
    Check.objects.all().delete()
    check(company)
    after = Check.objects.order_by("month").values("mae", "brier", "n", "bins")
    assert list(after) == before


def test_the_figures_are_days_and_shares(company):
    check(company)
    for one in Check.objects.all():
        assert one.n == sum(bin_["n"] for bin_ in one.bins)
        assert 0 <= one.mae < 40
        for share in (one.within_3, one.covered, one.brier, one.naive_brier):
            assert 0 <= share <= 1
        assert one.trained is False


def test_books_of_a_few_weeks_judge_nothing():
    young = factories.company("YOUNG", "Young")
    of = factories.customer(young)
    paid(of, 1, 2, 3, first=MORNING - timedelta(days=60))
    assert check(young) == 0
