"""The bank: what came in, for what, and what a person says of the rest."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import factories
import pytest
from django.test import Client

from acquit.bank.models import Account, Line
from acquit.cycle.models import Cycle
from acquit.desk.bank.marks import parts
from acquit.ledger.models import Allocation, Receipt
from acquit.organisation.models import Company, Person

TODAY = factories.TODAY
SignIn = Callable[[Person], Client]
FewQueries = Callable[[], AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    """The last day that was walked is TODAY."""
    Cycle.objects.create(day=TODAY, started_at=factories.NOW)


@pytest.fixture
def account(ours: Company) -> Account:
    return factories.account(ours)


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


def state_of(line: Line) -> str:
    return Line.objects.get(pk=line.pk).state


@pytest.mark.parametrize(
    ("written", "found", "marked"),
    [
        ("***090/9337/55493***", ["090933755493"], ["090/9337/55493"]),
        ("fact. F26-000 448 merci", ["F26000448"], ["F26-000 448"]),
        ("2026-001, 2026-002", ["2026001", "2026002"], ["2026-001", "2026-002"]),
        ("12026-0017", ["2026001"], []),
        ("f26000448", ["F26000448"], ["f26000448"]),
        ("nothing in it", [], []),
        ("AB 1", ["B1", ""], []),
    ],
)
def test_what_was_found_is_marked_as_the_bank_wrote_it(
    written: str, found: list[str], marked: list[str]
) -> None:
    cut = list(parts(written, found))
    assert "".join(words for words, _ in cut) == written
    assert [words for words, known in cut if known] == marked


def test_the_page_opens_with_what_is_to_be_looked_at(
    desk: Client, account: Account
) -> None:
    factories.line(account, name="Waits Here")
    factories.line(account, name="Long Matched", state="MATCHED")
    page = text(desk, "/bank/")
    assert "Waits Here" in page
    assert "Long Matched" not in page
    assert "Long Matched" in text(desk, "/bank/?state=MATCHED")
    everything = text(desk, "/bank/?state=ALL")
    assert "Waits Here" in everything
    assert "Long Matched" in everything


def test_a_filter_keeps_the_tab(desk: Client, account: Account) -> None:
    page = text(desk, "/bank/?state=MATCHED")
    assert '<input type="hidden" name="state" value="MATCHED">' in page


def test_a_text_of_the_bank_is_never_html(desk: Client, account: Account) -> None:
    line = factories.line(account, "<script>alert(1)</script> 2026-001")
    for url in ("/bank/", f"/bank/{line.pk}/"):
        page = text(desk, url)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize(
    ("typed", "hit"),
    [
        ("dupont", True),
        ("1,200.00", True),
        ("BE43 0689", True),
        ("rechnung", True),
        ("1,200.01", False),
    ],
)
def test_a_line_is_found_by_what_people_remember_of_it(
    desk: Client, account: Account, typed: str, hit: bool
) -> None:
    factories.line(account, "Ihre Rechnung", minor=120_000)
    assert ("Dupont SPRL" in text(desk, f"/bank/?q={typed}")) is hit


def test_days_and_accounts_narrow_the_list(desk: Client, account: Account) -> None:
    other = factories.account(account.company, "BE02999999999999")
    factories.line(account, name="Old", booked_on=TODAY - timedelta(days=20))
    factories.line(other, name="Other")
    late = TODAY - timedelta(days=5)
    assert "Old" not in text(desk, f"/bank/?from={late}")
    assert "Old" in text(desk, f"/bank/?to={late}")
    assert "Other" not in text(desk, f"/bank/?account={account.pk}&state=OPEN&q=old")


def test_a_day_that_is_none_filters_nothing(desk: Client, account: Account) -> None:
    factories.line(account)
    assert "Dupont SPRL" in text(desk, "/bank/?from=2026-13-45")


def test_accepting_a_proposal_settles_the_invoice_and_goes_on(
    desk: Client, ours: Company, account: Account
) -> None:
    owed = factories.receivable(factories.customer(ours), minor=120_000)
    following = factories.line(account, booked_on=TODAY - timedelta(days=9))
    line = factories.line(account, "fact. 2026-001", minor=110_000)
    factories.proposal(line, owed, 110_000)
    page = text(desk, f"/bank/{line.pk}/")
    assert "<mark>2026-001</mark>" in page
    assert "the amount differs" in page
    assert 'value="1,100.00"' in page
    answer = desk.post(f"/bank/{line.pk}/accept/", {f"use-{owed.pk}": "1,100.00"})
    assert answer["Location"] == f"/bank/{following.pk}/"
    owed.refresh_from_db()
    assert (owed.open_minor, state_of(line)) == (10_000, "MATCHED")
    evidence = Allocation.objects.get(receivable=owed).evidence
    assert evidence["found"] == "2026001"


def test_the_second_answer_is_one_click_away(
    desk: Client, ours: Company, account: Account
) -> None:
    customer = factories.customer(ours)
    first, second = (factories.receivable(customer, n, minor=5_500) for n in ("A1", "A2"))
    line = factories.line(account, "dank u", minor=5_500)
    factories.proposal(line, first, 5_500, why="rival")
    factories.proposal(line, second, 5_500, rank=2)
    page = text(desk, f"/bank/{line.pk}/")
    assert "other open items fit as well" in page
    assert 'href="?answer=2"' in page
    other = text(desk, f"/bank/{line.pk}/?answer=2")
    assert f'action="/bank/{line.pk}/accept/?answer=2"' in other
    assert other.index("A2</b>") < other.index("A1</b>")
    desk.post(f"/bank/{line.pk}/accept/?answer=2", {f"use-{second.pk}": "55.00"})
    second.refresh_from_db()
    assert (second.open_minor, state_of(line)) == (0, "MATCHED")
    states = {match.rank: match.state for match in line.receipt.matches.all()}
    assert states == {1: "DECLINED", 2: "ACCEPTED"}


def test_a_payment_is_split_over_several_invoices(
    desk: Client, ours: Company, account: Account
) -> None:
    debtor = factories.customer(ours)
    one = factories.receivable(debtor, "A-1000", minor=50_000)
    two = factories.receivable(debtor, "A-1001", minor=90_000)
    line = factories.line(account, minor=100_000, customer=debtor)
    given = {f"use-{one.pk}": "500", f"use-{two.pk}": "500.00"}
    assert desk.post(f"/bank/{line.pk}/accept/", given).status_code == 302
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.open_minor, two.open_minor, state_of(line)) == (0, 40_000, "MATCHED")


def test_what_is_left_of_a_payment_stays_to_be_looked_at(
    desk: Client, ours: Company, account: Account
) -> None:
    debtor = factories.customer(ours)
    one = factories.receivable(debtor, minor=50_000)
    line = factories.line(account, minor=100_000, customer=debtor)
    desk.post(f"/bank/{line.pk}/accept/", {f"use-{one.pk}": "500.00"})
    assert state_of(line) == "OPEN"
    page = text(desk, f"/bank/{line.pk}/")
    assert "What is left of it" in page
    assert "What it was used for" in page


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("", "at least one invoice"),
        ("900.00", "Only 800.00"),
        ("700.00", "200.00 EUR too much"),
        ("much", "is not an amount"),
    ],
)
def test_an_amount_that_cannot_be_is_refused_in_the_form(
    desk: Client, ours: Company, account: Account, amount: str, said: str
) -> None:
    debtor = factories.customer(ours)
    one = factories.receivable(debtor, minor=80_000)
    line = factories.line(account, minor=50_000, customer=debtor)
    answer = desk.post(f"/bank/{line.pk}/accept/", {f"use-{one.pk}": amount})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Allocation.objects.exists()


def test_an_invoice_of_the_very_amount_is_filled_in(
    desk: Client, ours: Company, account: Account
) -> None:
    debtor = factories.customer(ours)
    factories.receivable(debtor, "A-1000", minor=50_000)
    factories.receivable(debtor, "A-1001", minor=77_700)
    line = factories.line(account, minor=77_700, customer=debtor)
    page = text(desk, f"/bank/{line.pk}/")
    assert "One open invoice has this very amount: A-1001." in page
    assert page.count('value="777.00"') == 1


@pytest.mark.parametrize("typed", ["boulang", "c001", "2026-0", "1,200.00"])
def test_another_customer_is_found_and_chosen(
    desk: Client, ours: Company, account: Account, typed: str
) -> None:
    owed = factories.receivable(factories.customer(ours))
    line = factories.line(account, minor=120_000)
    choice = f"?customer={owed.customer_id}"
    assert choice in text(desk, f"/bank/{line.pk}/?q={typed}")
    assert f"use-{owed.pk}" in text(desk, f"/bank/{line.pk}/{choice}")
    url = f"/bank/{line.pk}/accept/{choice}"
    assert desk.post(url, {f"use-{owed.pk}": "1200"}).status_code == 302
    assert state_of(line) == "MATCHED"


def test_a_customer_of_another_company_cannot_be_chosen(
    account: Account, signed_in: SignIn
) -> None:
    other = factories.customer(factories.company("BETA", "Beta Services"))
    line = factories.line(account)
    chief = signed_in(factories.grant(factories.person("Ada"), "ADMINISTRATOR"))
    url = f"/bank/{line.pk}/?customer={other.pk}"
    assert chief.get(url).status_code == 404


def test_a_payment_is_left_on_account(
    desk: Client, ours: Company, account: Account
) -> None:
    debtor = factories.customer(ours)
    line = factories.line(account)
    url = f"/bank/{line.pk}/on-account/"
    assert "No customer of this company" in desk.post(url, {"code": "?"}).content.decode()
    assert desk.post(url, {"code": "c001"}).status_code == 302
    receipt = Receipt.objects.get(pk=line.receipt_id)
    assert (receipt.customer, receipt.on_account) == (debtor, True)
    assert state_of(line) == "ON_ACCOUNT"


def test_money_from_no_customer_is_set_aside(desk: Client, account: Account) -> None:
    line = factories.line(account)
    desk.post(f"/bank/{line.pk}/not-ours/")
    assert state_of(line) == "NOT_OURS"


def test_what_was_matched_can_be_undone(
    desk: Client, ours: Company, account: Account
) -> None:
    debtor = factories.customer(ours)
    owed = factories.receivable(debtor, minor=120_000)
    line = factories.line(account, minor=120_000, customer=debtor)
    desk.post(f"/bank/{line.pk}/accept/", {f"use-{owed.pk}": "1200.00"})
    page = text(desk, f"/bank/{line.pk}/")
    assert "chosen by a person" in page
    assert "Anna Peeters" in page
    desk.post(f"/bank/{line.pk}/undo/")
    owed.refresh_from_db()
    assert (owed.open_minor, state_of(line)) == (120_000, "OPEN")


def test_proposals_are_declined(desk: Client, ours: Company, account: Account) -> None:
    owed = factories.receivable(factories.customer(ours))
    line = factories.line(account, "2026-001")
    match = factories.proposal(line, owed, 110_000)
    desk.post(f"/bank/{line.pk}/decline/")
    match.refresh_from_db()
    assert (match.state, state_of(line)) == ("DECLINED", "OPEN")


def test_a_second_acceptance_says_that_it_is_used_already(
    desk: Client, ours: Company, account: Account
) -> None:
    debtor = factories.customer(ours)
    owed = factories.receivable(debtor, minor=240_000)
    line = factories.line(account, minor=120_000, customer=debtor)
    url, given = f"/bank/{line.pk}/accept/", {f"use-{owed.pk}": "1200.00"}
    desk.post(url, given)
    assert "is used already" in desk.post(url, given, follow=True).content.decode()
    assert Allocation.objects.count() == 1


def test_money_that_went_out_settles_nothing(desk: Client, account: Account) -> None:
    line = factories.line(account, minor=-5_000, reversal=True)
    page = text(desk, f"/bank/{line.pk}/")
    assert "No invoice is settled by it" in page
    assert f"/bank/{line.pk}/accept/" not in page
    answer = desk.post(f"/bank/{line.pk}/undo/")
    assert answer.status_code == 422


def test_the_head_tells_rate_and_freshness(
    desk: Client, ours: Company, account: Account
) -> None:
    owed = factories.receivable(factories.customer(ours))
    by_itself = factories.line(account, state="MATCHED")
    match = factories.proposal(by_itself, owed, 1)
    match.state = "POSTED"
    match.save()
    factories.line(account, name="To do")
    factories.line(account, name="No customer", state="NOT_OURS")
    page = text(desk, "/bank/")
    assert "50.0 %" in page
    assert "1 of 2 payments" in page
    assert "All up to date" in page
    factories.account(ours, "BE02999999999999")
    stale = text(desk, "/bank/")
    assert "1 account too old" in stale
    assert "no statement yet" in stale


def test_the_bank_is_shown_for_the_whole_company_of_a_unit(
    desk: Client, ours: Company, account: Account
) -> None:
    north = factories.unit(ours)
    factories.line(account)
    for choice in (f"unit:{north.pk}", "mine"):
        page = text(desk, f"/bank/?scope={choice}")
        assert "Dupont SPRL" in page
        assert "not narrowed" in page


def test_the_scope_switch_narrows_to_a_company(account: Account, signed_in: SignIn) -> None:
    other = factories.account(factories.company("BETA", "Beta"), "BE02999999999999")
    factories.line(account, name="Ours alone")
    factories.line(other, name="Theirs alone")
    chief = signed_in(factories.grant(factories.person("Ada"), "ADMINISTRATOR"))
    page = text(chief, f"/bank/?scope=company:{other.company_id}")
    assert "Theirs alone" in page
    assert "Ours alone" not in page


def test_who_works_for_one_unit_does_not_see_the_bank(
    ours: Company, account: Account, signed_in: SignIn
) -> None:
    line = factories.line(account)
    person = factories.grant(
        factories.person("Una"), within=ours, unit=factories.unit(ours)
    )
    browser = signed_in(person)
    assert browser.get("/bank/").status_code == 403
    assert browser.get(f"/bank/{line.pk}/").status_code == 403


@pytest.mark.parametrize("rows", [1, 12])
def test_no_page_asks_more_questions_for_more_lines(
    desk: Client, ours: Company, account: Account, few_queries: FewQueries, rows: int
) -> None:
    debtor = factories.customer(ours)
    for number in range(rows):
        owed = factories.receivable(debtor, f"2026-{number:03}")
        line = factories.line(account, f"2026-{number:03}")
        factories.proposal(line, owed, 1000)
    for url in ("/bank/", "/bank/?state=ALL", f"/bank/{line.pk}/", f"/bank/{line.pk}/?q=a"):
        with few_queries():
            text(desk, url)


def test_an_export_holds_the_text_as_the_bank_wrote_it(
    desk: Client, account: Account
) -> None:
    factories.line(account, "fact. 2026-001", booked_on=date(2026, 11, 20))
    answer = desk.get("/bank/?export=csv&columns=text&columns=amount")
    assert answer.content.decode("utf-8-sig").splitlines()[1] == "fact. 2026-001,1200.00"


@pytest.mark.parametrize("page", ["bank", "dunning", "outbox", "imports", "tasks"])
def test_a_page_of_what_is_now_claims_no_earlier_day(
    desk: Client, ours: Company, page: str
) -> None:
    shown = text(desk, f"/{page}/?as_of=2026-11-01")
    assert "The books as they stood" not in shown
    assert 'name="as_of"' not in shown
