"""The first page: where do we stand?"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import factories
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from acquit.bank.models import Statement
from acquit.cycle.models import Cycle
from acquit.insight.actions import keep_forecast
from acquit.ledger.models import Allocation, Customer
from acquit.organisation.models import Company, Person
from acquit.scoring.models import Expectation

TODAY = factories.TODAY
SignIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    """The last day that was walked is TODAY."""
    Cycle.objects.create(day=TODAY, started_at=factories.NOW, ended_at=factories.NOW)


def text(client: Client, url: str = "/") -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


def tile(page: str, name: str) -> str:
    """What a tile says, without its markup."""
    start = page.index(f"<span>{name}</span>")
    return " ".join(re.sub(r"<[^>]+>", " ", page[start : start + 2500]).split())


def test_the_tiles_say_what_is_open_late_and_expected(desk: Client, ours: Company) -> None:
    bakery = factories.customer(ours)
    factories.receivable(bakery, "A", minor=700_000, due_on=date(2026, 12, 1))
    factories.receivable(bakery, "B", minor=300_000, due_on=date(2026, 11, 1))
    page = text(desk)
    assert "10,000 EUR" in tile(page, "Outstanding")
    assert "2 open invoices" in tile(page, "Outstanding")
    assert "3,000 EUR" in tile(page, "Overdue")
    assert "30.0 % of what is outstanding" in tile(page, "Overdue")
    assert "7,000 EUR" in tile(page, "Due in the next 30 days")
    # 10,000 open of 10,000 sold in 91 days; 7,000 of it is not due yet.
    assert "91 days" in tile(page, "DSO")
    assert "63.7 at best" in tile(page, "DSO")
    assert "27.3 of these days are lateness." in tile(page, "DSO")


def test_a_tile_says_how_it_moved_in_a_month(desk: Client, ours: Company) -> None:
    bakery = factories.customer(ours)
    factories.receivable(bakery, "A", minor=100_000, due_on=date(2026, 11, 10))
    factories.receivable(bakery, "B", minor=50_000, due_on=date(2026, 12, 20))
    page = text(desk)
    assert "+50.0 %" in tile(page, "Outstanding")  # 1,000 then, 1,500 now
    assert "22 October 2026" in tile(page, "Outstanding")


def test_nothing_without_a_next_action_has_its_tick(desk: Client, ours: Company) -> None:
    factories.outlook(factories.receivable(factories.customer(ours)), reason="DISPUTED")
    page = text(desk)
    assert "every open invoice has one, or a reason" in tile(page, "Without a next action")
    assert "ti-circle-check" in page


def test_what_is_neglected_leads_to_its_rows(desk: Client, ours: Company) -> None:
    bakery = factories.customer(ours)
    factories.receivable(bakery, "FORGOTTEN-1")
    followed = factories.receivable(bakery, "FOLLOWED-1")
    factories.outlook(followed, next_action="REMINDER_1", next_on=TODAY)
    assert "/invoices/?next=none" in text(desk)
    rows = text(desk, "/invoices/?next=none")
    assert "FORGOTTEN-1" in rows
    assert "FOLLOWED-1" not in rows


@pytest.mark.parametrize("bucket", ["NOT_DUE", "TO_30", "TO_60", "TO_90", "OVER_90"])
def test_each_bar_leads_to_the_list_with_the_same_sum(
    desk: Client, ours: Company, bucket: str
) -> None:
    bakery = factories.customer(ours)
    sums = {-3: 11_100, 8: 22_200, 44: 33_300, 77: 44_400, 300: 55_500}
    for late, minor in sums.items():
        due_on = TODAY - timedelta(days=late)
        factories.receivable(bakery, f"N{late}", minor=minor, due_on=due_on)
    page = text(desk)
    where = f"/invoices/?bucket={bucket}"
    assert f'href="{where}"' in page
    places = ["NOT_DUE", "TO_30", "TO_60", "TO_90", "OVER_90"]
    wanted = list(sums.values())[places.index(bucket)]
    rows = text(desk, where)
    assert "<b>1</b> row" in rows
    assert f"{wanted / 100:,.2f}" in rows


def test_currencies_have_a_cockpit_each(desk: Client, ours: Company) -> None:
    bakery = factories.customer(ours)
    factories.receivable(bakery, "A", minor=100_000)
    factories.receivable(bakery, "B", minor=100_000)
    factories.receivable(bakery, "C", minor=900_000, currency="GBP")
    assert "2,000 EUR" in tile(text(desk), "Outstanding")
    pounds = text(desk, "/?currency=GBP")
    assert "9,000 GBP" in tile(pounds, "Outstanding")
    assert "/invoices/?currency=GBP&amp;state=overdue" in pounds
    assert "2,000 EUR" in tile(text(desk, "/?currency=XXX"), "Outstanding")


def test_the_past_shows_the_books_and_nothing_of_today(desk: Client, ours: Company) -> None:
    late = factories.receivable(factories.customer(ours), minor=120_000, open_minor=0)
    Allocation.objects.create(
        receivable=late,
        kind="STATED",
        source="ACCOUNTING",
        amount_minor=120_000,
        booked_on=TODAY,
        recorded_at=factories.NOW,
    )
    late.settled_on = TODAY
    late.save()
    page = text(desk, "/?as_of=2026-11-15")
    assert "1,200 EUR" in tile(page, "Outstanding")
    assert "as_of=2026-11-15" in page
    assert "Bank data" not in page
    assert "Without a next action" not in page
    assert "Boulangerie Dupont" in page


def test_stale_bank_data_are_said_first(desk: Client, ours: Company) -> None:
    factories.receivable(factories.customer(ours))
    account = factories.account(ours)
    Statement.objects.create(
        account=account, key="1", fresh_on=date(2026, 11, 13), recorded_at=factories.NOW
    )
    page = text(desk)
    words = "Bank data of Alfa Trading are 5 working days old: reminders are held."
    assert page.index("banner-bad") < page.index(words) < page.index("Outstanding")


def test_without_an_account_the_page_says_what_that_means(
    desk: Client, ours: Company
) -> None:
    assert "No bank account of Alfa Trading is known" in text(desk)


def test_the_last_cycle_says_what_left_and_what_is_held(
    desk: Client, ours: Company
) -> None:
    bakery = factories.customer(ours)
    factories.sent(factories.receivable(bakery, "A"), on=TODAY)
    factories.outlook(factories.receivable(bakery, "B"), reason="NO_ADDRESS")
    page = text(desk)
    assert "1 message sent" in page
    assert "/invoices/?next=NO_ADDRESS" in page


def test_the_largest_debtor_comes_with_what_happens_next(
    desk: Client, ours: Company
) -> None:
    small = factories.customer(ours, "C1", "Small Ltd")
    large = factories.customer(ours, "C2", "Large Ltd")
    factories.receivable(small, "A", minor=100)
    late = factories.receivable(large, "B", minor=900_000)
    soon = factories.receivable(large, "C", minor=100, due_on=date(2026, 12, 1))
    factories.outlook(late, next_action="REMINDER_2", next_on=date(2026, 11, 25))
    factories.outlook(soon, next_action="NOTICE", next_on=date(2026, 11, 23))
    page = text(desk)
    assert page.index("Large Ltd") < page.index("Small Ltd")
    assert "Second reminder" in page
    assert "Notice before the due day" not in page


def test_money_that_came_in_stands_beside_what_falls_due(
    desk: Client, ours: Company
) -> None:
    bakery = factories.customer(ours)
    factories.receivable(bakery, minor=55_500, due_on=date(2026, 11, 25))
    factories.line(factories.account(ours), minor=44_400, customer=bakery)
    page = text(desk)
    assert "444.00" in page
    assert "555.00" in page
    assert "due_from=2026-11-23&amp;due_until=2026-11-29" in page
    # Behind the bar of this week; & is written as JSON in a page writes it.
    week = "/bank/?state=MATCHED&from=2026-11-16&to=2026-11-22"
    assert week.replace("&", "\\u0026") in page


def test_an_empty_workspace_says_what_to_do_next(desk: Client, ours: Company) -> None:
    page = text(desk)
    assert "Nothing is open yet" in page
    assert 'href="/imports/"' in page


def test_an_empty_scope_offers_the_way_back(desk: Client, ours: Company) -> None:
    factories.receivable(factories.customer(ours))
    page = text(desk, "/?scope=mine")
    assert "Nothing is open here" in page
    assert 'href="?scope="' in page


def test_who_may_not_see_the_bank_is_not_shown_its_lines(
    ours: Company, signed_in: SignIn
) -> None:
    factories.line(factories.account(ours))
    factories.receivable(factories.customer(ours))
    seller = factories.grant(factories.person("Sam Sales"), "REPRESENTATIVE", within=ours)
    page = text(signed_in(seller))
    assert "Payments to look at" not in page
    assert 'href="/bank/' not in page


def test_the_scope_switch_narrows_every_figure(ours: Company, signed_in: SignIn) -> None:
    other = factories.company("BETA", "Beta Services")
    factories.receivable(factories.customer(ours), minor=100_000)
    factories.receivable(factories.customer(other), minor=900_000)
    chief = signed_in(factories.grant(factories.person("Ada"), "ADMINISTRATOR"))
    assert "10,000 EUR" in tile(text(chief), "Outstanding")
    page = text(chief, f"/?scope=company:{other.pk}")
    assert "9,000 EUR" in tile(page, "Outstanding")
    assert "Alfa Trading" not in page[page.index("<main") :]


@pytest.mark.parametrize("rows", [1, 12])
def test_twenty_questions_however_many_rows(desk: Client, ours: Company, rows: int) -> None:
    for number in range(rows):
        one = factories.customer(ours, f"C{number}", f"Customer {number}")
        late = factories.receivable(one, f"N{number}")
        factories.outlook(late, reason="HELD", until_on=TODAY)
        factories.prediction(late)
        factories.expectation(one, weeks=[1_000])
    factories.line(factories.account(ours))
    with CaptureQueriesContext(connection) as asked:
        text(desk)
    assert len(asked) <= 20
    with CaptureQueriesContext(connection) as asked:
        text(desk, "/?as_of=2026-11-01")
    assert len(asked) <= 15


def expected(of: Customer, *weeks: int, late_30: float = 0.2) -> None:
    """So much is expected of a payer, of one invoice that is not due yet."""
    row = factories.receivable(of, of.code, minor=sum(weeks), due_on=date(2026, 12, 1))
    factories.prediction(row, late=0.5, late_30=late_30)
    factories.expectation(of, weeks=weeks)


def test_the_cash_to_expect_comes_with_its_interval(desk: Client, ours: Company) -> None:
    expected(factories.customer(ours), 700_000, 300_000)
    page = text(desk)
    cash = tile(page, "Cash expected in 30 days")
    assert "10,000 EUR" in cash
    assert "8,718 to 11,282 in 8 cases of 10" in cash
    assert "/invoices/?expected_until=2026-12-21" in page
    assert "Due in the next 30 days" not in page
    assert "expected_from=2026-11-23&amp;expected_until=2026-11-29" in page
    assert "6,103 to 7,897" in page  # 7,000 in this week


def test_money_at_risk_is_a_sum_of_chances(desk: Client, ours: Company) -> None:
    expected(factories.customer(ours), 1_000_000)
    late = factories.customer(ours, "C2", "Late Ltd")
    factories.receivable(late, "OLD", minor=50_000, due_on=date(2026, 9, 1))
    factories.expectation(late, weeks=[1], open_minor=50_000)
    page = text(desk)
    assert "2,500 EUR" in tile(page, "Money at risk")
    assert "23.8 % of what is outstanding" in tile(page, "Money at risk")
    assert "/invoices/?expected=late_30" in page
    assert "What may go wrong?" in page


def test_whether_to_slow_down_is_said_with_a_word(desk: Client, ours: Company) -> None:
    bakery = factories.customer(ours)
    factories.receivable(bakery, minor=1_000_000, due_on=date(2026, 12, 1))
    factories.expectation(bakery, weeks=[1_000_000], open_minor=1_200_000)
    said = tile(text(desk), "Slow down investment?")
    assert "Be careful" in said
    assert "87.2 % of 13 weeks" in said.replace("&#x27;", "'")


def test_without_a_forecast_the_due_days_stand_in(desk: Client, ours: Company) -> None:
    factories.receivable(factories.customer(ours), due_on=date(2026, 12, 1))
    page = text(desk)
    assert "There is no forecast yet" in page
    assert "Due in the next 30 days" in page
    assert "Money at risk" not in page


def test_a_past_day_shows_the_forecast_that_was_kept(desk: Client, ours: Company) -> None:
    expected(factories.customer(ours), 1_000_000)
    keep_forecast(TODAY, at=factories.NOW)
    Expectation.objects.all().delete()
    later = TODAY + timedelta(days=7)
    Cycle.objects.create(day=later, started_at=factories.NOW, ended_at=factories.NOW)
    page = text(desk, f"/?as_of={TODAY}")
    assert "10,000 EUR" in tile(page, "Cash expected in 30 days")
    assert "No forecast was kept" in text(desk, "/?as_of=2026-11-01")


def test_the_page_speaks_french(ours: Company, signed_in: SignIn) -> None:
    anne = factories.grant(factories.person("Anne", language="fr"), within=ours)
    factories.receivable(factories.customer(ours), minor=123_456_700)
    page = text(signed_in(anne))
    assert "1\u202f234\u202f567" in page
    assert "Outstanding" not in page
    assert "Where do we stand?" not in page
