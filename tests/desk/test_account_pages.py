"""An account's page says where its statements do not follow each other."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import factories
import pytest
from django.test import Client

from acquit.bank.models import Account, Statement
from acquit.cycle.models import Cycle
from acquit.organisation.models import Company

FewQueries = Callable[[], AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    """The last day that was walked is TODAY."""
    Cycle.objects.create(day=factories.TODAY, started_at=factories.NOW)


def statement(of: Account, days_ago: int, opening: int, closing: int) -> Statement:
    day = factories.TODAY - timedelta(days=days_ago)
    return Statement.objects.create(
        account=of,
        key=f"{days_ago}",
        number=f"{days_ago}",
        opened_on=day,
        fresh_on=day,
        opening_minor=opening,
        closing_minor=closing,
        recorded_at=factories.NOW,
    )


def test_a_gap_between_two_balances_is_told_with_its_amount(
    desk: Client, ours: Company, few_queries: FewQueries
) -> None:
    account = factories.account(ours)
    statement(account, 2, 0, 0)
    statement(account, 1, 25_000, 25_000)
    with few_queries():
        page = desk.get(f"/accounts/{account.pk}/").content.decode()
    assert "250.00" in page
    assert "more or less than the one of" in page
    assert "import it." in page


def test_statements_that_follow_each_other_are_said_to(desk: Client, ours: Company) -> None:
    account = factories.account(ours)
    statement(account, 2, 0, 0)
    statement(account, 1, 0, 0)
    page = desk.get(f"/accounts/{account.pk}/").content.decode()
    assert "Each statement opens with what the one before closed with." in page


def test_the_bank_page_leads_to_the_account(desk: Client, ours: Company) -> None:
    account = factories.account(ours)
    assert f"/accounts/{account.pk}/" in desk.get("/bank/").content.decode()
