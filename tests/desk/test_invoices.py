"""The lists of invoices and credit notes, and the page of one of them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import factories
import pytest
from django.test import Client

from acquit.audit.actions import Actor, Fact, record
from acquit.core.text import reference_key
from acquit.cycle.models import Cycle
from acquit.ledger.models import (
    Allocation,
    Contact,
    Customer,
    Dispute,
    Hold,
    Invoice,
    Promise,
    Receivable,
)
from acquit.organisation.models import Company, Person

TODAY = factories.TODAY
FewQueries = Callable[[], AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    """The last day that was walked is TODAY."""
    Cycle.objects.create(day=TODAY, started_at=factories.NOW)


@pytest.fixture
def bakery(ours: Company) -> Customer:
    return factories.customer(ours)


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


def credit_note(of: Customer, number: str = "CN-1", minor: int = 50_000) -> Invoice:
    return Invoice.objects.create(
        company=of.company,
        customer=of,
        kind="CREDIT_NOTE",
        number=number,
        number_key=reference_key(number),
        issued_on=date(2026, 11, 2),
        year=2026,
        currency="EUR",
        total_minor=minor,
        available_minor=minor,
        recorded_at=factories.NOW,
    )


def use(row: Receivable, minor: int, on: date = TODAY, **what: Any) -> Allocation:
    """So much was used for the receivable, and the books know it."""
    row.open_minor -= minor
    row.settled_on = None if row.open_minor else on
    row.save()
    known = {"kind": "STATED", "source": "ACCOUNTING"}
    return Allocation.objects.create(
        receivable=row,
        amount_minor=minor,
        booked_on=on,
        recorded_at=factories.NOW,
        **(known | what),
    )


def instalment(of: Receivable, minor: int, due_on: date) -> Receivable:
    """The second part of the same invoice."""
    of.invoice.total_minor += minor
    of.invoice.save()
    return Receivable.objects.create(
        company=of.company,
        customer=of.customer,
        invoice=of.invoice,
        instalment=2,
        currency=of.currency,
        due_on=due_on,
        amount_minor=minor,
        open_minor=minor,
        recorded_at=factories.NOW,
    )


# The lists


def test_the_list_shows_what_is_open_oldest_first(desk: Client, bakery: Customer) -> None:
    newer = factories.receivable(bakery, "NEW-1", due_on=date(2026, 12, 1))
    factories.receivable(bakery, "OLD-1", due_on=date(2026, 11, 10))
    factories.receivable(bakery, "PAID-1", open_minor=0)
    factories.outlook(newer, next_action="NOTICE", next_on=date(2026, 11, 26))
    page = text(desk, "/invoices/")
    assert page.index("OLD-1") < page.index("NEW-1")
    assert "PAID-1" not in page
    assert "12 days late" in page
    assert "Notice before the due day" in page
    assert "Not decided yet" in page  # of the older one


@pytest.mark.parametrize(
    ("state", "shown", "hidden"),
    [
        ("overdue", ["LATE-1"], ["SOON-1", "PAID-1", "CN-1"]),
        ("settled", ["PAID-1"], ["LATE-1", "SOON-1", "CN-1"]),
        ("all", ["LATE-1", "SOON-1", "PAID-1"], ["CN-1"]),
        ("credit", ["CN-1"], ["LATE-1", "SOON-1", "PAID-1"]),
        ("nonsense", ["LATE-1", "SOON-1"], ["PAID-1", "CN-1"]),
    ],
)
def test_each_tab_shows_its_own(
    desk: Client, bakery: Customer, state: str, shown: list[str], hidden: list[str]
) -> None:
    factories.receivable(bakery, "LATE-1")
    factories.receivable(bakery, "SOON-1", due_on=date(2026, 12, 1))
    factories.receivable(bakery, "PAID-1", open_minor=0)
    credit_note(bakery)
    page = text(desk, f"/invoices/?state={state}")
    assert all(number in page for number in shown)
    assert not any(number in page for number in hidden)


@pytest.mark.parametrize(
    "typed", ["f26-77", "F2677", "4500060610", "+++090/9337/55493+++", "DUPONT", "C001"]
)
def test_a_list_is_searched_by_what_stands_on_the_paper(
    desk: Client, bakery: Customer, typed: str
) -> None:
    one = factories.receivable(bakery, "F26/77").invoice
    one.payment_reference, one.order_number = "090933755493", "4500060610"
    one.save()
    other = factories.customer(bakery.company, "D9", "Garage Claes")
    factories.receivable(other, "X-1")
    page = text(desk, f"/invoices/?q={typed.replace('+', '%2B')}")
    assert "F26/77" in page
    assert "X-1" not in page


def test_the_list_is_narrowed_by_lateness_unit_and_currency(
    desk: Client, ours: Company, bakery: Customer
) -> None:
    north = factories.unit(ours)
    inside = factories.customer(ours, "C2", "Inside", unit=north)
    factories.receivable(inside, "IN-40", due_on=TODAY - timedelta(days=40))
    factories.receivable(inside, "IN-5", due_on=TODAY - timedelta(days=5))
    factories.receivable(bakery, "OUT-5", due_on=TODAY - timedelta(days=5))
    factories.receivable(bakery, "GBP-5", due_on=TODAY, currency="GBP")
    assert "IN-5" not in text(desk, f"/invoices/?unit={north.pk}&bucket=TO_60")
    assert "IN-40" in text(desk, f"/invoices/?unit={north.pk}&bucket=TO_60")
    without = text(desk, "/invoices/?unit=none")
    assert "OUT-5" in without
    assert "IN-5" not in without
    pounds = text(desk, "/invoices/?currency=GBP")
    assert "GBP-5" in pounds
    assert "OUT-5" not in pounds


def test_a_week_of_due_days_has_both_its_ends(desk: Client, bakery: Customer) -> None:
    for day in (22, 23, 29, 30):
        factories.receivable(bakery, f"DAY-{day}", due_on=date(2026, 11, day))
    page = text(desk, "/invoices/?due_from=2026-11-23&due_until=2026-11-29")
    assert "DAY-23" in page
    assert "DAY-29" in page
    assert "DAY-22" not in page
    assert "DAY-30" not in page


def test_instalments_are_rows_of_their_own(desk: Client, bakery: Customer) -> None:
    first = factories.receivable(bakery, "TWO-1", minor=10_000)
    instalment(first, 22_200, date(2026, 12, 10))
    page = text(desk, "/invoices/")
    assert "part 2" in page
    assert "222.00" in page
    assert "<b>2</b> rows" in page
    assert "222.00" not in text(desk, "/invoices/?bucket=TO_30")


def test_a_past_day_lists_the_balances_of_that_day(desk: Client, bakery: Customer) -> None:
    row = factories.receivable(bakery, "THEN-1", minor=120_000)
    use(row, 20_000, on=date(2026, 11, 12))
    use(row, 100_000)
    assert "THEN-1" not in text(desk, "/invoices/")
    page = text(desk, "/invoices/?as_of=2026-11-15")
    assert "THEN-1" in page
    assert "1,000.00" in page
    assert "1,200.00" in text(desk, "/invoices/?as_of=2026-11-11")
    assert "THEN-1" not in text(desk, "/invoices/?as_of=2026-11-15&state=settled")


def test_an_export_holds_exactly_what_is_shown(desk: Client, bakery: Customer) -> None:
    factories.receivable(bakery, "A-1", minor=123_456)
    factories.receivable(bakery, "B-1", due_on=date(2026, 12, 1))
    answer = desk.get(
        "/invoices/?state=overdue&columns=number&columns=due&columns=late&columns=open"
        "&export=csv"
    )
    lines = answer.content.decode("utf-8-sig").split("\r\n")
    assert lines[:2] == ["Number,Due,Days late,Open", "A-1,2026-11-10,12,1234.56"]
    assert len(lines) == 3
    assert (
        "credit-notes"
        in desk.get("/invoices/?state=credit&export=csv")["Content-Disposition"]
    )


@pytest.mark.parametrize("rows", [1, 12])
def test_a_list_asks_no_more_for_more_rows(
    desk: Client, bakery: Customer, few_queries: FewQueries, rows: int
) -> None:
    for number in range(rows):
        late = factories.receivable(bakery, f"N{number}")
        factories.outlook(late, reason="HELD", until_on=TODAY)
        credit_note(bakery, f"CN{number}")
    for state in ("", "overdue", "settled", "all", "credit"):
        with few_queries():
            text(desk, f"/invoices/?state={state}&columns=number&columns=unit")


# The page of one document


def test_an_invoice_shows_what_was_used_for_it_and_why(
    desk: Client, ours: Company, bakery: Customer
) -> None:
    row = factories.receivable(bakery, "F-1", minor=120_000)
    line = factories.line(factories.account(ours), minor=70_000, customer=bakery)
    note = credit_note(bakery)
    found = {"how": "reference", "found": "090933755493"}
    use(row, 70_000, kind="RECEIPT", source="BANK", receipt=line.receipt, evidence=found)
    use(row, 20_000, kind="CREDIT_NOTE", credit_note=note)
    page = text(desk, f"/invoices/{row.invoice_id}/")
    assert "its payment reference stands in the text" in page
    assert "090933755493" in page
    assert f'href="/bank/{line.pk}/"' in page
    assert f'href="/invoices/{note.pk}/"' in page
    assert "300.00" in page  # still open
    assert "Overdue" in page


def test_a_credit_note_shows_where_it_was_used(desk: Client, bakery: Customer) -> None:
    row = factories.receivable(bakery, "F-1", minor=120_000)
    note = credit_note(bakery)
    use(row, 20_000, kind="CREDIT_NOTE", credit_note=note)
    note.available_minor = 30_000
    note.save()
    page = text(desk, f"/invoices/{note.pk}/")
    assert "Where it was used" in page
    assert f'href="/invoices/{row.invoice_id}/"' in page
    assert "Not used up" in page
    assert "300.00" in page


def test_a_credit_note_that_the_accounting_calls_used_is_used(
    desk: Client, bakery: Customer
) -> None:
    note = credit_note(bakery, minor=50_000)
    note.available_minor, note.corrects = 12_300, ["F2026001"]
    note.save()
    page = text(desk, f"/invoices/{note.pk}/")
    assert "Used, says the accounting 377.00 EUR" in page
    assert "Not used yet 123.00 EUR" in page
    assert "F2026001" in page


def test_what_was_said_and_done_stands_on_the_invoice(
    desk: Client, bakery: Customer
) -> None:
    row = factories.receivable(bakery, "F-1", minor=120_000)
    about = {"customer": bakery, "recorded_at": factories.NOW}
    promise = Promise.objects.create(
        receivable=row,
        amount_minor=50_000,
        made_on=date(2026, 11, 12),
        promised_on=date(2026, 11, 20),
        closed_on=date(2026, 11, 21),
        kept=False,
        **about,
    )
    Dispute.objects.create(
        receivable=row,
        reason="QUALITY",
        words="Two boxes were broken.",
        opened_on=date(2026, 11, 14),
        **about,
    )
    Hold.objects.create(
        reason="RELATION", from_on=date(2026, 11, 15), until_on=date(2026, 11, 30), **about
    )
    message = factories.sent(row, on=date(2026, 11, 13))
    anna = Actor(None, "Anna Peeters")
    details = {"amount": "500.00 EUR", "promised_on": "2026-11-20"}
    for event, subject, more in (
        ("promise_recorded", promise, details),
        ("message_sent", message, {"kind": "REMINDER_1"}),
        ("invoice_corrected", row.invoice, {"due_on": "2026-11-09"}),
    ):
        fact = Fact(event=event, subject=subject, customer_id=bakery.pk, details=more)
        record(fact, actor=anna, at=factories.NOW)
    page = text(desk, f"/invoices/{row.invoice_id}/")
    assert "Promise not kept" in page
    assert "Two boxes were broken." in page
    assert "Commercial relation" in page
    assert "Whole account" in page
    assert "500.00 EUR by 20 Nov 2026" in page
    assert f'href="/outbox/{message.pk}/"' in page
    assert "Due day was 9 Nov 2026" in page
    assert "Anna Peeters" in page


def test_another_customers_history_stays_with_it(desk: Client, bakery: Customer) -> None:
    row = factories.receivable(bakery, "F-1")
    other = factories.receivable(factories.customer(bakery.company, "C2", "Other"), "F-2")
    fact = Fact(
        event="invoice_corrected",
        subject=other.invoice,
        customer_id=other.customer_id,
        details={"terms": "net 60"},
    )
    record(fact, actor=Actor(None, "Anna"), at=factories.NOW)
    assert "net 60" not in text(desk, f"/invoices/{row.invoice_id}/")
    assert "net 60" in text(desk, f"/invoices/{other.invoice_id}/")


def test_an_invoice_in_the_past_knows_nothing_of_later(
    desk: Client, bakery: Customer
) -> None:
    row = factories.receivable(bakery, "F-1", minor=120_000)
    use(row, 120_000)
    factories.sent(row, on=TODAY)
    page = text(desk, f"/invoices/{row.invoice_id}/?as_of=2026-11-15")
    assert "Overdue" in page
    assert "No payment and no credit note yet." in page
    assert "First reminder" not in page
    assert "Settled" in text(desk, f"/invoices/{row.invoice_id}/")


def test_verbs_are_offered_to_those_who_may(
    desk: Client, bakery: Customer, signed_in: Callable[[Person], Client]
) -> None:
    row = factories.receivable(bakery, "F-1")
    promise = f"/receivables/{row.pk}/promise/"
    assert promise in text(desk, f"/invoices/{row.invoice_id}/")
    reader = factories.grant(factories.person("Rea"), "READ_ONLY", within=bakery.company)
    assert promise not in text(signed_in(reader), f"/invoices/{row.invoice_id}/")


def test_an_open_promise_is_withdrawn_not_made_twice(
    desk: Client, bakery: Customer
) -> None:
    row = factories.receivable(bakery, "F-1")
    promise = Promise.objects.create(
        receivable=row,
        customer=bakery,
        amount_minor=1000,
        made_on=TODAY,
        promised_on=TODAY,
        recorded_at=factories.NOW,
    )
    page = text(desk, f"/invoices/{row.invoice_id}/")
    assert f"/promises/{promise.pk}/withdraw/" in page
    assert f"/receivables/{row.pk}/promise/" not in page


def test_the_document_can_be_fetched_where_there_is_one(
    desk: Client, bakery: Customer
) -> None:
    row = factories.receivable(bakery, "F-1")
    assert "a row of a table" in text(desk, f"/invoices/{row.invoice_id}/")
    row.invoice.document = factories.document(bakery.company, name="F-1.xml")
    row.invoice.save()
    page = text(desk, f"/invoices/{row.invoice_id}/")
    assert "F-1.xml" in page
    answer = desk.get(f"/invoices/{row.invoice_id}/document/")
    assert answer["Content-Disposition"] == 'attachment; filename="F-1.xml"'
    assert answer.content == bytes(row.invoice.document.content)


def test_a_discount_for_early_payment_is_shown_with_its_last_day(
    desk: Client, bakery: Customer
) -> None:
    row = factories.receivable(bakery, "F-1")
    offered = {"until": "2026-11-17", "days": 7, "percent": "2.25", "base_minor": None}
    fixed = {"until": "2026-11-24", "days": None, "percent": None, "base_minor": None}
    row.invoice.discounts = [
        offered | {"amount_minor": None},
        fixed | {"amount_minor": 500},
    ]
    row.invoice.save()
    page = text(desk, f"/invoices/{row.invoice_id}/")
    assert "2.25 % until 17 Nov 2026; 5.00 EUR until 24 Nov 2026" in page


@pytest.mark.parametrize("rows", [1, 8])
def test_the_page_asks_no_more_for_more_rows(
    desk: Client, ours: Company, bakery: Customer, few_queries: FewQueries, rows: int
) -> None:
    row = factories.receivable(bakery, "F-1", minor=1_000_000)
    account = factories.account(ours)
    for number in range(rows):
        line = factories.line(account, minor=1000 + number, customer=bakery)
        use(row, 1000 + number, kind="RECEIPT", source="BANK", receipt=line.receipt)
        Dispute.objects.create(
            receivable=row,
            customer=bakery,
            reason="QUALITY",
            opened_on=TODAY,
            closed_on=TODAY,
            recorded_at=factories.NOW,
        )
    factories.sent(row, on=TODAY)
    with few_queries():
        text(desk, f"/invoices/{row.invoice_id}/")


# The search in the top bar


@pytest.mark.parametrize("typed", ["f-2026/77", "F202677", "090933755493", "987.65"])
def test_the_search_leads_to_the_invoice(
    desk: Client, bakery: Customer, typed: str
) -> None:
    one = factories.receivable(bakery, "F-2026/77", minor=98_765).invoice
    one.payment_reference = "090933755493"
    one.save()
    assert f'href="/invoices/{one.pk}/"' in text(desk, f"/search/?q={typed}")


def test_the_search_finds_what_is_left_open(desk: Client, bakery: Customer) -> None:
    row = factories.receivable(bakery, "F-1", minor=98_765, open_minor=43_210)
    assert f'href="/invoices/{row.invoice_id}/"' in text(desk, "/search/?q=432.10")


def test_the_search_finds_credit_notes(desk: Client, bakery: Customer) -> None:
    note = credit_note(bakery, "CN-2026-9")
    assert f'href="/invoices/{note.pk}/"' in text(desk, "/search/?q=cn-2026-9")


@pytest.mark.parametrize(
    "typed",
    ["09 123 45 67", "+32 9 123.45.67", "compta@dupont.example", "jean@", "0477 11 22 33"],
)
def test_the_search_knows_mail_and_phone_of_customers_and_contacts(
    desk: Client, bakery: Customer, typed: str
) -> None:
    bakery.email, bakery.phone = "compta@dupont.example", "+32 9 123 45 67"
    bakery.save()
    Contact.objects.create(
        customer=bakery, name="Jean", email="jean@dupont.example", phone="0477/11.22.33"
    )
    factories.customer(bakery.company, "C2", "Garage Claes", phone="+32 9 999 99 99")
    page = text(desk, f"/search/?q={typed.replace('+', '%2B')}")
    assert "Boulangerie Dupont" in page
    assert "Garage Claes" not in page


def test_the_search_stays_within_the_scope(
    bakery: Customer, signed_in: Callable[[Person], Client]
) -> None:
    factories.receivable(bakery, "F-2026/77", minor=98_765)
    other = factories.company("BETA", "Beta Services")
    stranger = factories.grant(factories.person("Bert"), within=other)
    for typed in ("F-2026/77", "987.65", "dupont"):
        assert "Nothing found" in text(signed_in(stranger), f"/search/?q={typed}")


def test_the_page_says_when_the_invoice_will_be_paid_and_why(
    desk: Client, ours: Company, bakery: Customer
) -> None:
    row = factories.receivable(bakery, due_on=date(2026, 11, 25))
    model = factories.model(ours, version=3)
    factories.prediction(row, by=model, expected_on=date(2026, 11, 27))
    page = " ".join(text(desk, f"/invoices/{row.invoice_id}/").split())
    assert "Friday, 27 November 2026" in page
    assert "24 Nov to 4 Dec" in page
    assert "85 %" in page
    assert "12 %" in page
    assert "60 %" in page
    assert "This customer usually pays 12 days after due (43 payments are known)." in page
    assert "by model version 3, which learnt from these books on 16 Nov" in page


def test_a_prediction_without_a_trained_model_says_what_it_rests_on(
    desk: Client, ours: Company, bakery: Customer
) -> None:
    row = factories.receivable(bakery)
    factories.prediction(row, by=factories.model(ours, trained=False))
    page = " ".join(text(desk, f"/invoices/{row.invoice_id}/").split())
    assert "no trained model has proved better on these books" in page


def test_no_prediction_of_today_is_shown_for_the_past_or_for_what_is_paid(
    desk: Client, bakery: Customer
) -> None:
    row = factories.receivable(bakery, due_on=date(2026, 11, 25))
    factories.prediction(row)
    paid = factories.receivable(bakery, "2026-002", open_minor=0)
    factories.prediction(paid)
    then = TODAY - timedelta(days=2)
    assert "When it will be paid" not in text(
        desk, f"/invoices/{row.invoice_id}/?as_of={then}"
    )
    assert "When it will be paid" not in text(desk, f"/invoices/{paid.invoice_id}/")


def test_a_prediction_costs_the_page_few_questions(
    desk: Client, ours: Company, bakery: Customer, few_queries: FewQueries
) -> None:
    row = factories.receivable(bakery)
    factories.prediction(row, by=factories.model(ours))
    with few_queries():
        text(desk, f"/invoices/{row.invoice_id}/")
