"""What a payment is used for, less credit notes, and what becomes of what is missing."""

from __future__ import annotations

import factories
import pytest
from django.test import Client

from acquit.bank.models import Account, Line
from acquit.cycle.models import Cycle
from acquit.ledger.models import Allocation, Invoice, Receivable
from acquit.matching.models import Match
from acquit.organisation.models import Company


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    """The last day that was walked is TODAY."""
    Cycle.objects.create(day=factories.TODAY, started_at=factories.NOW)


@pytest.fixture
def account(ours: Company) -> Account:
    return factories.account(ours)


@pytest.fixture
def owed(ours: Company) -> Receivable:
    return factories.receivable(factories.customer(ours), minor=100_000)


@pytest.fixture
def note(owed: Receivable) -> Invoice:
    """A credit note of the same customer, not used yet."""
    return factories.credit_note(owed.customer, "CN-7", minor=2_000)


@pytest.fixture
def line(account: Account) -> Line:
    return factories.line(account, "2026-001", minor=98_000)


def page(client: Client, line: Line) -> str:
    answer = client.get(f"/bank/{line.pk}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def netted(line: Line, owed: Receivable, note: Invoice) -> Match:
    factories.proposal(line, owed, 98_000)
    return factories.proposal(line, owed, 2_000, credit_note=note)


def test_a_credit_note_beside_the_payment_is_ticked_and_booked(
    desk: Client, line: Line, owed: Receivable, note: Invoice
) -> None:
    netted(line, owed, note)
    shown = page(desk, line)
    assert "less credit note CN-7" in shown
    assert shown.count(f'name="use-{owed.pk}"') == 1
    desk.post(
        f"/bank/{line.pk}/accept/",
        {f"use-{owed.pk}": "980.00", f"note-{owed.pk}-{note.pk}": "on"},
    )
    owed.refresh_from_db()
    note.refresh_from_db()
    assert (owed.open_minor, note.available_minor) == (0, 0)
    assert set(Match.objects.values_list("state", flat=True)) == {"ACCEPTED"}
    assert "Credit note CN-7" in page(desk, line)


def test_a_credit_note_that_is_not_ticked_stays_unused(
    desk: Client, line: Line, owed: Receivable, note: Invoice
) -> None:
    netted(line, owed, note)
    desk.post(f"/bank/{line.pk}/accept/", {f"use-{owed.pk}": "980.00"})
    owed.refresh_from_db()
    note.refresh_from_db()
    assert (owed.open_minor, note.available_minor) == (2_000, 2_000)
    states = Match.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["ACCEPTED", "DECLINED"]


def test_payment_and_credit_note_together_are_no_more_than_is_open(
    desk: Client, account: Account, owed: Receivable, note: Invoice
) -> None:
    line = factories.line(account, minor=100_000)
    netted(line, owed, note)
    answer = desk.post(
        f"/bank/{line.pk}/accept/",
        {f"use-{owed.pk}": "1000.00", f"note-{owed.pk}-{note.pk}": "on"},
    )
    assert answer.status_code == 422
    assert "Only 980.00" in answer.content.decode()


def test_a_discount_that_was_proposed_is_chosen_and_needs_no_limit(
    desk: Client, line: Line, owed: Receivable
) -> None:
    factories.proposal(line, owed, 98_000)
    factories.proposal(line, owed, 2_000, written_off="DISCOUNT")
    shown = page(desk, line)
    assert '<option value="DISCOUNT" selected>' in shown
    desk.post(
        f"/bank/{line.pk}/accept/",
        {f"use-{owed.pk}": "980.00", f"gone-{owed.pk}": "DISCOUNT"},
    )
    owed.refresh_from_db()
    assert owed.open_minor == 0
    assert "Written off: Discount for early payment" in page(desk, line)


def test_what_is_missing_stays_open_unless_it_is_said_why(
    desk: Client, line: Line, owed: Receivable
) -> None:
    factories.proposal(line, owed, 98_000)
    desk.post(f"/bank/{line.pk}/accept/", {f"use-{owed.pk}": "980.00"})
    owed.refresh_from_db()
    assert owed.open_minor == 2_000


def test_more_than_a_collector_may_is_refused_in_the_form_with_the_way_out(
    desk: Client, line: Line, owed: Receivable, ours: Company
) -> None:
    factories.grant(factories.person("Mia Manager"), "CREDIT_MANAGER", within=ours)
    given = {f"use-{owed.pk}": "980.00", f"gone-{owed.pk}": "GOODWILL"}
    factories.proposal(line, owed, 98_000)
    answer = desk.post(f"/bank/{line.pk}/accept/", given)
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "you may write off 10.00 EUR of one invoice. Ask Mia Manager" in told
    assert '<option value="GOODWILL" selected>' in told
    assert not Allocation.objects.exists()


def test_a_reason_beside_an_invoice_that_is_not_paid_writes_nothing_off(
    desk: Client, line: Line, owed: Receivable
) -> None:
    other = factories.receivable(owed.customer, "2026-002", minor=98_000)
    factories.proposal(line, owed, 98_000)
    given = {
        f"use-{owed.pk}": "",
        f"gone-{owed.pk}": "SMALL",
        f"use-{other.pk}": "980.00",
    }
    assert desk.post(f"/bank/{line.pk}/accept/", given).status_code == 302
    owed.refresh_from_db()
    assert owed.open_minor == 100_000


def test_undo_opens_invoice_and_credit_note_again(
    desk: Client, line: Line, owed: Receivable, note: Invoice
) -> None:
    netted(line, owed, note)
    desk.post(
        f"/bank/{line.pk}/accept/",
        {f"use-{owed.pk}": "970.00", f"note-{owed.pk}-{note.pk}": "on"}
        | {f"gone-{owed.pk}": "CHARGES"},
    )
    owed.refresh_from_db()
    assert owed.open_minor == 0
    desk.post(f"/bank/{line.pk}/undo/")
    owed.refresh_from_db()
    note.refresh_from_db()
    assert (owed.open_minor, note.available_minor) == (100_000, 2_000)


def test_the_list_names_an_invoice_once_whatever_lowers_it(
    desk: Client, line: Line, owed: Receivable, note: Invoice
) -> None:
    netted(line, owed, note)
    shown = desk.get("/bank/").content.decode()
    assert shown.count("<b>2026-001</b>") == 1


def test_what_was_proposed_and_is_settled_since_is_not_waited_for_with_enter(
    desk: Client, line: Line, owed: Receivable
) -> None:
    factories.proposal(line, owed, 98_000)
    factories.receivable(owed.customer, "2026-002", minor=50_000)
    assert "autofocus" in page(desk, line)
    Receivable.objects.filter(pk=owed.pk).update(open_minor=0, settled_on=factories.TODAY)
    shown = page(desk, line)
    assert "was settled otherwise meanwhile" in shown
    assert "autofocus" not in shown
