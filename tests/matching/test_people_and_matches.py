"""What was proposed waits for a person; accepted, declined, undone, put on account."""

from __future__ import annotations

from datetime import date

import papers
import pytest
from papers import AT, TODAY, Paid, invoices, statement, table

from acquit.bank.models import LineState
from acquit.core.errors import Refusal
from acquit.cycle import actions
from acquit.dunning.models import Outlook
from acquit.ledger.actions import MoreThanOpen, NotTheirs, Share
from acquit.ledger.models import (
    Allocation,
    AllocationKind,
    Invoice,
    Receipt,
    WriteOffReason,
)
from acquit.matching.models import Match, MatchState


@pytest.fixture
def anna(db):
    return papers.person()


@pytest.fixture
def proposed(books) -> Receipt:
    """An invoice that is overdue, and a payment that names it with too little money."""
    books.must_take(invoices("2026-001 | C1 | 2026-01-05 | 100.00 |"))
    books.must_take(statement(Paid("90.00", "invoice 2026-001")))
    return books.receipts()[0]


def states() -> list[str]:
    return list(Match.objects.order_by("pk").values_list("state", flat=True))


def reason(books, number: str = "2026-001") -> str:
    """Why the invoice is not followed up, "" when it is."""
    return Outlook.objects.get(receivable=books.receivable(number)).reason


def test_an_unequal_payment_is_proposed_and_posts_nothing(books, proposed):
    match = Match.objects.get()
    assert (match.state, match.amount_minor) == (MatchState.PROPOSED, 9_000)
    found = {"how": "number", "found": "2026001", "who": "nobody", "why": "amount"}
    assert match.evidence == found
    assert books.open_minor("2026-001") == 10_000
    assert books.line("invoice 2026-001").state == LineState.OPEN


def test_while_it_is_proposed_its_payer_is_not_reminded(books, proposed):
    assert reason(books) != ""


def test_a_person_accepts_and_the_rest_is_followed_up(books, proposed, anna):
    share = Share(books.receivable("2026-001").pk, 9_000)
    actions.accept_match(
        receipt_id=proposed.pk, shares=[share], on=TODAY, actor=anna, at=AT
    )
    assert books.open_minor("2026-001") == 1_000
    assert states() == [MatchState.ACCEPTED]
    assert Match.objects.get().actor_id == anna.person_id
    assert books.line("invoice 2026-001").state == LineState.MATCHED
    assert books.receipts()[0].customer == books.customer()


def test_a_person_may_choose_another_invoice(books, proposed, anna):
    books.must_take(invoices("2026-009 | C1 | 2026-02-01 | 90.00 |"))
    share = Share(books.receivable("2026-009").pk, 9_000)
    actions.accept_match(
        receipt_id=proposed.pk, shares=[share], on=TODAY, actor=anna, at=AT
    )
    assert (books.open_minor("2026-001"), books.open_minor("2026-009")) == (10_000, 0)
    assert states() == [MatchState.DECLINED]


def test_accepting_needs_an_invoice_and_no_more_than_is_open(books, proposed, anna):
    with pytest.raises(Refusal, match="at least one invoice"):
        actions.accept_match(receipt_id=proposed.pk, shares=[], on=TODAY, actor=anna, at=AT)
    share = Share(books.receivable("2026-001").pk, 0)
    with pytest.raises(MoreThanOpen):
        actions.accept_match(
            receipt_id=proposed.pk, shares=[share], on=TODAY, actor=anna, at=AT
        )


def test_a_declined_proposal_frees_the_invoice(books, proposed, anna):
    actions.decline_match(receipt_id=proposed.pk, on=TODAY, actor=anna, at=AT)
    assert states() == [MatchState.DECLINED]
    assert reason(books) == ""


def test_an_undone_match_opens_the_invoice_and_frees_the_money(books, anna):
    books.must_take(invoices("2026-001 | C1 | 2026-01-05 | 100.00 |"))
    books.must_take(statement(Paid("100.00", "invoice 2026-001")))
    (receipt,) = books.receipts()
    actions.undo_match(receipt_id=receipt.pk, on=TODAY, actor=anna, at=AT)
    receipt.refresh_from_db()
    assert (books.open_minor("2026-001"), receipt.available_minor) == (10_000, 10_000)
    assert states() == [MatchState.UNDONE]
    assert books.line("invoice 2026-001").state == LineState.OPEN


def test_money_without_a_name_may_have_been_the_first_payment_of_two(books):
    books.must_take(invoices("2026-001 | C1 | 2026-01-05 | 100.00 |"))
    books.must_take(statement(Paid("100.00")))
    books.must_take(statement(Paid("100.00", "invoice 2026-001")))
    match = Match.objects.get(rank=1, kind__startswith="number/")
    assert (match.state, match.evidence["why"]) == (MatchState.PROPOSED, "again")


def test_an_invoice_that_is_younger_than_such_money_is_not_paid_by_it(books):
    books.must_take(statement(Paid("100.00", on=date(2026, 3, 2))))
    books.must_take(invoices("2026-001 | C1 | 2026-03-05 | 100.00 |"))
    books.must_take(statement(Paid("100.00", "invoice 2026-001", name="Customer C1")))
    assert Match.objects.get(rank=1).state == MatchState.POSTED


@pytest.fixture
def netted(books) -> Receipt:
    """A payment of an invoice less a credit note, posted by itself."""
    rows = """invoice_number | customer_code | issue_date | amount | type
    2026-001 | C1 | 2026-01-05 | 100.00 | invoice
    CN-7 | C1 | 2026-01-09 | 20.00 | credit_note"""
    books.must_take(table(rows))
    books.must_take(
        statement(Paid("80.00", "invoice 2026-001 less CN-7", name="Customer C1"))
    )
    return books.receipts()[0]


def left_of_note() -> int:
    return Invoice.objects.get(number="CN-7").available_minor


def test_undoing_a_payment_less_a_credit_note_frees_the_note_as_well(books, netted, anna):
    assert (books.open_minor("2026-001"), left_of_note()) == (0, 0)
    actions.undo_match(receipt_id=netted.pk, on=TODAY, actor=anna, at=AT)
    netted.refresh_from_db()
    assert (books.open_minor("2026-001"), left_of_note()) == (10_000, 2_000)
    assert netted.available_minor == 8_000


def test_a_person_accepts_a_payment_with_its_credit_note(books, netted, anna):
    actions.undo_match(receipt_id=netted.pk, on=TODAY, actor=anna, at=AT)
    invoice, note = books.receivable("2026-001").pk, Invoice.objects.get(number="CN-7")
    shares = [Share(invoice, 8_000), Share(invoice, 2_000, credit_note_id=note.pk)]
    actions.accept_match(receipt_id=netted.pk, shares=shares, on=TODAY, actor=anna, at=AT)
    assert (books.open_minor("2026-001"), left_of_note()) == (0, 0)
    too_much = Share(invoice, 1, credit_note_id=note.pk)
    with pytest.raises(Refusal):
        actions.accept_match(
            receipt_id=netted.pk, shares=[too_much], on=TODAY, actor=anna, at=AT
        )


def test_a_credit_note_of_another_customer_is_refused(books, netted, anna):
    actions.undo_match(receipt_id=netted.pk, on=TODAY, actor=anna, at=AT)
    books.must_take(invoices("2026-009 | C2 | 2026-02-01 | 90.00 |"))
    note = Invoice.objects.get(number="CN-7")
    share = Share(books.receivable("2026-009").pk, 2_000, credit_note_id=note.pk)
    with pytest.raises(NotTheirs, match="own customer"):
        actions.accept_match(
            receipt_id=netted.pk, shares=[share], on=TODAY, actor=anna, at=AT
        )


def test_missing_cents_are_written_off_and_come_back_when_it_is_undone(books, anna):
    books.must_take(invoices("2026-001 | C1 | 2026-01-05 | 100.00 |"))
    books.must_take(statement(Paid("99.97", "invoice 2026-001", name="Customer C1")))
    off = Allocation.objects.get(kind=AllocationKind.WRITE_OFF)
    assert (off.amount_minor, off.written_off) == (3, WriteOffReason.ROUNDING)
    assert books.open_minor("2026-001") == 0
    actions.undo_match(receipt_id=books.receipts()[0].pk, on=TODAY, actor=anna, at=AT)
    assert books.open_minor("2026-001") == 10_000


def test_cents_too_many_lie_on_account_and_nobody_has_to_look(books):
    books.must_take(invoices("2026-001 | C1 | 2026-01-05 | 100.00 |"))
    books.must_take(statement(Paid("100.02", "invoice 2026-001", name="Customer C1")))
    (receipt,) = books.receipts()
    assert (receipt.available_minor, receipt.on_account) == (2, True)
    assert books.line("invoice 2026-001").state == LineState.MATCHED


def test_money_on_account_is_credit_of_its_customer(books, proposed, anna):
    actions.put_on_account(
        receipt_id=proposed.pk,
        customer_id=books.customer("C2").pk,
        on=TODAY,
        actor=anna,
        at=AT,
    )
    receipt = books.receipts()[0]
    assert (receipt.on_account, receipt.customer) == (True, books.customer("C2"))
    assert states() == [MatchState.DECLINED]
    assert books.line("invoice 2026-001").state == LineState.ON_ACCOUNT


def test_a_double_payment_names_its_payer_and_waits(books):
    books.must_take(invoices("2026-001 | C1 | 2026-01-05 | 100.00 |"))
    books.must_take(
        statement(Paid("100.00", "invoice 2026-001"), Paid("100.00", "again 2026-001"))
    )
    again = books.line("again 2026-001")
    assert (again.state, again.receipt.customer) == (LineState.OPEN, books.customer())
    assert again.receipt.available_minor == 10_000


def test_an_invoice_of_another_company_is_never_touched(books):
    other = papers.open_books("BETA", "Beta Works")
    other.must_take(papers.customers("C1"), invoices("2026-001 | C1 | 2026-01-05 | 9.00 |"))
    books.must_take(statement(Paid("9.00", "invoice 2026-001")))
    assert other.open_minor("2026-001") == 900
    assert not Match.objects.exists()
