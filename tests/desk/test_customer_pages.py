"""The list of customers and the customer file, as a collector sees them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import factories
import pytest
from django.test import Client

from acquit.cycle.models import Cycle
from acquit.ledger.models import Allocation, Dispute, Hold, Promise
from acquit.organisation.models import Company, Person

TODAY = factories.TODAY
FewQueries = Callable[[], AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    """The last day that was walked is TODAY."""
    Cycle.objects.create(day=TODAY, started_at=factories.NOW)


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_list_shows_what_is_open_what_is_late_and_what_comes_next(
    desk: Client, ours: Company
) -> None:
    bakery = factories.customer(ours)
    late = factories.receivable(bakery, minor=120_000, due_on=date(2026, 11, 10))
    factories.receivable(bakery, "2026-002", minor=30_050, due_on=date(2026, 12, 1))
    factories.outlook(late, next_action="REMINDER_2", next_on=date(2026, 11, 25))
    page = text(desk, "/customers/")
    assert "1,500.50" in page
    assert "1,200.00" in page
    assert "12 days late" in page
    assert "Second reminder" in page
    assert "in 3 days" in page


def test_a_reason_for_doing_nothing_is_shown_with_its_sentence(
    desk: Client, ours: Company
) -> None:
    factories.outlook(factories.receivable(factories.customer(ours)), reason="DISPUTED")
    page = text(desk, "/customers/")
    assert "Disputed" in page
    assert "The customer contests the whole amount." in page


def test_currencies_are_never_added_up(desk: Client, ours: Company) -> None:
    bakery = factories.customer(ours)
    factories.receivable(bakery, minor=10_000)
    factories.receivable(bakery, "2026-002", minor=20_000, currency="GBP")
    page = text(desk, "/customers/")
    assert "300.00" not in page
    assert "100.00" in page
    assert "200.00" in page


def test_a_name_is_found_without_its_accents(desk: Client, ours: Company) -> None:
    factories.customer(ours, "C001", "Café Étoile")
    factories.customer(ours, "C002", "Garage Claes")
    page = text(desk, "/customers/?q=CAFE+etoile")
    assert "Café Étoile" in page
    assert "Garage Claes" not in page


def test_sorting_puts_the_largest_debt_first(desk: Client, ours: Company) -> None:
    factories.receivable(factories.customer(ours, "C001", "Small"), "1", minor=100)
    factories.receivable(factories.customer(ours, "C002", "Large"), "2", minor=900_000)
    factories.customer(ours, "C003", "Nothing owed")
    page = text(desk, "/customers/?sort=-open")
    assert page.index("Large") < page.index("Small") < page.index("Nothing owed")


def test_fifty_rows_a_page_and_the_sum_of_all(desk: Client, ours: Company) -> None:
    for number in range(60):
        one = factories.customer(ours, f"C{number:03}", f"Customer {number:03}")
        factories.receivable(one, f"N{number}", minor=100)
    page = text(desk, "/customers/?sort=name")
    assert "<b>60</b> rows" in page
    assert "60.00" in page
    assert "Customer 049" in page
    assert "Customer 050" not in page
    assert "Customer 050" in text(desk, "/customers/?sort=name&page=2")


def test_yesterdays_books_show_what_was_paid_since(desk: Client, ours: Company) -> None:
    paid = factories.receivable(factories.customer(ours), minor=77_700, open_minor=0)
    paid.settled_on = TODAY
    paid.save()
    Allocation.objects.create(
        receivable=paid,
        kind="STATED",
        source="ACCOUNTING",
        amount_minor=77_700,
        booked_on=TODAY,
        recorded_at=factories.NOW,
    )
    assert "777.00" not in text(desk, "/customers/")
    page = text(desk, f"/customers/?as_of={TODAY - timedelta(days=1)}")
    assert "777.00" in page
    assert "The books as they stood" in page


def test_an_export_holds_exactly_what_is_shown(desk: Client, ours: Company) -> None:
    bakery = factories.customer(ours)
    factories.receivable(bakery, minor=123_456)
    factories.customer(ours, "C002", "Not asked for")
    answer = desk.get("/customers/?q=boulangerie&columns=code&columns=open&export=csv")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content.decode("utf-8-sig").split() == ["Code,Open", "C001,1234.56"]


def test_a_customer_on_hold_can_be_let_go_from_its_file(
    desk: Client, ours: Company
) -> None:
    bakery = factories.customer(ours)
    page = f"/customers/{bakery.pk}/"
    assert b"Put on hold" in desk.get(page).content
    hold = Hold.objects.create(
        customer=bakery,
        reason="INTERNAL",
        from_on=factories.TODAY,
        until_on=factories.TODAY,
        recorded_at=factories.NOW,
    )
    shown = desk.get(page).content.decode()
    assert f"/holds/{hold.pk}/end/" in shown
    assert "Put on hold" not in shown


@pytest.mark.parametrize("rows", [1, 12])
def test_no_page_asks_more_questions_for_more_rows(
    desk: Client, ours: Company, few_queries: FewQueries, rows: int
) -> None:
    for number in range(rows):
        one = factories.customer(ours, f"C{number}", f"Customer {number}")
        late = factories.receivable(one, f"N{number}")
        factories.outlook(late, reason="HELD", until_on=TODAY)
        factories.sent(late, on=date(2026, 11, 14))
    first = one.pk
    for url in (
        "",
        f"{first}/",
        f"{first}/timeline/",
        f"{first}/contacts/",
        f"{first}/documents/",
    ):
        with few_queries():
            text(desk, f"/customers/{url}")


def test_the_scope_switch_narrows_every_list(
    ours: Company, signed_in: Callable[[Person], Client]
) -> None:
    other = factories.company("BETA", "Beta Services")
    factories.customer(ours, "C001", "Ours alone")
    factories.customer(other, "C001", "Theirs alone")
    browser = signed_in(factories.grant(factories.person("Ada"), "ADMINISTRATOR"))
    everything = text(browser, "/customers/")
    assert "Ours alone" in everything
    assert "Theirs alone" in everything
    narrowed = text(browser, f"/customers/?scope=company:{other.pk}")
    assert "Ours alone" not in narrowed
    assert "Theirs alone" in narrowed
    assert "Ours alone" not in text(browser, "/customers/")  # remembered
    assert "Ours alone" in text(browser, "/customers/?scope=")


def test_the_file_tells_the_story_newest_first(desk: Client, ours: Company) -> None:
    late = factories.receivable(factories.customer(ours))
    factories.sent(late, on=date(2026, 11, 14))
    Promise.objects.create(
        receivable=late,
        customer=late.customer,
        amount_minor=50_000,
        made_on=date(2026, 11, 16),
        promised_on=date(2026, 11, 30),
        recorded_at=factories.NOW,
    )
    Dispute.objects.create(
        receivable=late,
        customer=late.customer,
        reason="QUALITY",
        words="Two boxes were broken.",
        opened_on=date(2026, 11, 18),
        closed_on=date(2026, 11, 20),
        recorded_at=factories.NOW,
    )
    page = text(desk, f"/customers/{late.customer_id}/timeline/")
    said = [
        "Dispute closed",
        "Two boxes were broken.",
        "Promised to pay by",
        "Rappel 2026-001",
        "Invoice 2026-001",
    ]
    places = [page.index(words) for words in said]
    assert places == sorted(places)


def test_a_promise_is_recorded_from_the_file(desk: Client, ours: Company) -> None:
    late = factories.receivable(factories.customer(ours), minor=120_000)
    url = f"/receivables/{late.pk}/promise/"
    answer = desk.post(url, {"amount": "1,000.50", "promised_on": "2026-11-30"})
    assert answer.status_code == 302
    promise = Promise.objects.get()
    assert (promise.amount_minor, promise.promised_on) == (100_050, date(2026, 11, 30))


@pytest.mark.parametrize("amount", ["", "much", "1.2.3", "-5", "0", "10.001"])
def test_an_amount_that_is_none_is_refused_beside_its_field(
    desk: Client, ours: Company, amount: str
) -> None:
    late = factories.receivable(factories.customer(ours))
    url = f"/receivables/{late.pk}/promise/"
    answer = desk.post(url, {"amount": amount, "promised_on": "2026-11-30"})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not Promise.objects.exists()


def test_what_the_trade_refuses_is_said_in_the_form(desk: Client, ours: Company) -> None:
    late = factories.receivable(factories.customer(ours))
    url = f"/receivables/{late.pk}/promise/"
    answer = desk.post(url, {"amount": "10.00", "promised_on": "2026-10-01"})
    assert answer.status_code == 422
    assert "form-trouble" in answer.content.decode()
    assert not Promise.objects.exists()


def test_the_search_finds_customers_and_invoices(desk: Client, ours: Company) -> None:
    factories.receivable(factories.customer(ours), "F-2026/77", minor=98_765)
    assert "Boulangerie Dupont" in text(desk, "/search/?q=dupont")
    assert "F-2026/77" in text(desk, "/search/?q=f202677")
    assert "F-2026/77" in text(desk, "/search/?q=987.65")
    assert "Nothing found" in text(desk, "/search/?q=nobody")


def test_the_page_speaks_the_persons_language(
    ours: Company, signed_in: Callable[[Person], Client]
) -> None:
    anne = factories.grant(factories.person("Anne", language="fr"), within=ours)
    factories.receivable(factories.customer(ours), minor=123_456_789)
    page = text(signed_in(anne), "/customers/")
    assert "12 jours de retard" in page
    assert "1\u202f234\u202f567,89" in page


def test_a_language_without_pages_is_not_mixed_with_another(
    ours: Company, signed_in: Callable[[Person], Client]
) -> None:
    jan = factories.grant(factories.person("Jan", language="nl"), within=ours)
    factories.receivable(factories.customer(ours), minor=123_456_789)
    assert "1,234,567.89" in text(signed_in(jan), "/customers/")


def test_a_day_in_the_past_shows_nothing_that_is_known_of_today_only(
    desk: Client, ours: Company
) -> None:
    late = factories.receivable(factories.customer(ours), due_on=date(2026, 11, 10))
    factories.outlook(late, next_action="REMINDER_2", next_on=date(2026, 11, 25))
    factories.sent(late, on=date(2026, 11, 20))
    now = text(desk, f"/customers/{late.customer_id}/")
    then = text(desk, f"/customers/{late.customer_id}/?as_of=2026-11-12")
    for words in ("Second reminder", "First reminder", "What happens next", "Not used yet"):
        assert words in now
        assert words not in then
    assert "2 days late" in then
