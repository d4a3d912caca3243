"""What the bank told: accounts of one company, statements in a row, lines to look at."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factories
import pytest

from acquit.audit.actions import Actor
from acquit.bank import actions, queries
from acquit.bank.models import Account, Line, LineState, Statement, Telling
from acquit.core.errors import Refusal

AT = datetime(2026, 3, 20, 7, 0, tzinfo=UTC)
BY = {"actor": Actor(None, "clerk"), "at": AT}
pytestmark = pytest.mark.django_db


@pytest.fixture
def account(db: None) -> Account:
    return actions.open_account(factories.company(), "BE68539007547034", "EUR", **BY)[0]


def statement(account: Account, day: int, closing: int | None = None) -> Statement:
    on = date(2026, 3, day)
    return actions.save_statement(
        Statement(
            account=account,
            key=f"S{day}",
            opened_on=on,
            fresh_on=on,
            closing_minor=closing,
            recorded_at=AT,
        )
    )[0]


def test_an_account_is_opened_once_per_currency(account):
    again, new = actions.open_account(account.company, account.number, "EUR", **BY)
    assert (again, new) == (account, False)
    assert actions.open_account(account.company, account.number, "USD", **BY)[1]


def test_an_account_belongs_to_one_company(account):
    other = factories.company("BETA", "Beta Works")
    with pytest.raises(actions.AccountOfAnother, match="belongs to company ALFA"):
        actions.open_account(other, account.number, "EUR", **BY)


def test_a_statement_follows_the_newest_one_that_said_its_balance(account):
    statement(account, 1, 100)
    statement(account, 2, 200)
    statement(account, 3)
    assert queries.closing_before(statement(account, 4)) == 200
    assert queries.closing_before(Statement.objects.get(key="S1")) is None


def test_money_that_is_no_customers_needs_nobody(account):
    row = Line.objects.create(
        account=account,
        statement=statement(account, 1),
        key="L1",
        booked_on=date(2026, 3, 1),
        value_on=date(2026, 3, 1),
        amount_minor=-100,
        currency="EUR",
        state=LineState.OPEN,
        recorded_at=AT,
    )
    assert actions.mark_not_ours(row.pk).state == LineState.NOT_OURS
    assert queries.known_lines(account, ["L1", "L2"], Telling.STATEMENT) == {"L1": row.pk}
    again = actions.look_again(row.pk, **BY)
    assert again.state == LineState.OUTGOING


def test_money_that_other_lines_carry_is_judged_there(account):
    row = Line.objects.create(
        account=account,
        statement=statement(account, 1),
        key="L1",
        booked_on=date(2026, 3, 1),
        value_on=date(2026, 3, 1),
        amount_minor=100,
        currency="EUR",
        state=LineState.CARRIED,
        recorded_at=AT,
    )
    with pytest.raises(Refusal, match="counted in other lines"):
        actions.mark_not_ours(row.pk)
