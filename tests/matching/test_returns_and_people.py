"""A return that is not sure waits for a person; what is wrong a person takes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import papers
import pytest
from papers import AT, TODAY, Paid, invoices, statement

from acquit.bank.models import Line, LineState, Return
from acquit.bank.queries import returned_payments
from acquit.cycle import actions
from acquit.ledger.models import Receipt, Receivable
from acquit.ledger.queries import receivables_as_of
from acquit.matching.actions.returns import NothingToReturn

PAID_ON, BACK_ON = date(2026, 3, 9), date(2026, 3, 13)
THEIRS = papers.THEIR_IBAN
PAYMENT = Paid("100.00", "facture 2026-001", on=PAID_ON, iban=THEIRS, end_to_end_id="E2E-1")
BACK = Paid("-100.00", "retour", on=BACK_ON, end_to_end_id="E2E-1", return_reason="AM04")
FIRST = {"day": PAID_ON, "number": "2026-040"}
SECOND = {"day": BACK_ON, "number": "2026-041"}


@pytest.fixture
def anna(db):
    return papers.person()


@pytest.fixture
def paid(books) -> papers.Books:
    books.must_take(invoices("2026-001 | C1 | 2026-01-05 | 100.00 |"))
    books.must_take(statement(PAYMENT, **FIRST))
    return books


def back() -> Line:
    return Line.objects.get(amount_minor__lt=0)


def say(anna, receipt: Receipt) -> None:
    by = {"actor": anna, "at": AT, "on": TODAY}
    actions.say_returned(line_id=back().pk, receipt_id=receipt.pk, **by)


def undo(anna) -> None:
    actions.undo_return(line_id=back().pk, on=TODAY, actor=anna, at=AT)


def test_a_return_that_names_no_payment_waits_and_nothing_is_open_again(paid):
    paid.must_take(statement(replace(BACK, end_to_end_id="UNKNOWN"), **SECOND))
    assert back().state == LineState.OPEN
    assert paid.open_minor("2026-001") == 0
    assert not Return.objects.exists()


def test_a_part_that_goes_back_waits(paid):
    paid.must_take(statement(replace(BACK, amount="-30.00"), **SECOND))
    assert back().state == LineState.OPEN
    assert paid.open_minor("2026-001") == 0


def test_two_payments_that_fit_equally_wait(paid):
    twin = replace(PAYMENT, on=date(2026, 3, 10), end_to_end_id="")
    paid.must_take(statement(replace(twin, text="other"), twin, **SECOND))
    unsaid = replace(BACK, end_to_end_id="", iban=THEIRS)
    paid.must_take(statement(unsaid, day=TODAY, number="2026-042"))
    assert back().state == LineState.OPEN


def test_account_and_amount_tell_it_where_one_payment_alone_has_both(paid):
    unsaid = replace(BACK, end_to_end_id="", iban=THEIRS)
    paid.must_take(statement(unsaid, **SECOND))
    assert Return.objects.get().evidence["how"] == "account and amount"


def test_a_line_that_is_not_marked_as_a_return_takes_nothing_back(paid):
    paid.must_take(statement(replace(BACK, return_reason=""), **SECOND))
    assert back().state == LineState.OUTGOING
    assert paid.open_minor("2026-001") == 0


def test_a_person_says_which_payment_it_was(paid, anna):
    paid.must_take(statement(replace(BACK, end_to_end_id="UNKNOWN"), **SECOND))
    say(anna, paid.receipts()[0])
    assert paid.open_minor("2026-001") == 10_000
    assert back().state == LineState.MATCHED
    (told,) = Return.objects.all()
    assert (told.actor_id, told.evidence) == (anna.person_id, {"how": "person"})


def test_of_a_part_that_went_back_the_rest_stays_paid(paid, anna):
    paid.must_take(statement(replace(BACK, amount="-30.00"), **SECOND))
    say(anna, paid.receipts()[0])
    assert paid.open_minor("2026-001") == 3_000
    (receipt,) = paid.receipts()
    assert (receipt.available_minor, receipt.returned_minor) == (0, 3_000)


def test_what_the_bank_asks_for_a_return_is_no_part_of_it(paid, anna):
    paid.must_take(statement(replace(BACK, amount="-103.50", end_to_end_id="?"), **SECOND))
    say(anna, paid.receipts()[0])
    assert paid.open_minor("2026-001") == 10_000
    assert back().state == LineState.MATCHED


def test_one_line_may_take_back_several_payments(paid, anna):
    paid.must_take(invoices("2026-002 | C2 | 2026-01-05 | 60.00 |"))
    other = Paid("60.00", "2026-002", on=PAID_ON, end_to_end_id="E2E-2")
    paid.must_take(statement(other, day=date(2026, 3, 10), number="2026-050"))
    paid.must_take(statement(replace(BACK, amount="-160.00", end_to_end_id=""), **SECOND))
    first, second = paid.receipts()
    say(anna, first)
    assert back().state == LineState.OPEN
    say(anna, second)
    assert back().state == LineState.MATCHED
    assert (paid.open_minor("2026-001"), paid.open_minor("2026-002")) == (10_000, 6_000)
    undo(anna)
    assert (paid.open_minor("2026-001"), paid.open_minor("2026-002")) == (0, 0)


def test_the_same_payment_goes_back_once(paid, anna):
    paid.must_take(statement(BACK, **SECOND))
    twice = replace(BACK, end_to_end_id="E2E-9", on=TODAY)
    paid.must_take(statement(twice, day=TODAY, number="2026-042"))
    line = Line.objects.get(end_to_end_id="E2E-9")
    by = {"actor": anna, "at": AT, "on": TODAY}
    with pytest.raises(NothingToReturn):
        actions.say_returned(line_id=line.pk, receipt_id=paid.receipts()[0].pk, **by)


def test_undone_the_payment_counts_again_as_if_it_had_never_gone(paid, anna):
    paid.must_take(statement(BACK, **SECOND))
    undo(anna)
    assert paid.open_minor("2026-001") == 0
    assert paid.receivable("2026-001").settled_on == PAID_ON
    (receipt,) = paid.receipts()
    assert (receipt.available_minor, receipt.returned_minor) == (0, 0)
    assert back().state == LineState.OPEN
    for day in (PAID_ON, BACK_ON, TODAY):
        assert not receivables_as_of(Receivable.objects.all(), day).exists()
    assert returned_payments(paid.customer("C1").pk, as_of=TODAY) == []


def test_what_a_person_undid_is_not_put_back_by_itself(paid, anna):
    paid.must_take(statement(BACK, **SECOND))
    undo(anna)
    paid.must_take(statement(BACK, **SECOND))
    assert paid.open_minor("2026-001") == 0
    assert back().state == LineState.OPEN


def test_undone_after_somebody_else_has_paid_the_money_waits_for_a_person(paid, anna):
    paid.must_take(statement(BACK, **SECOND))
    again = Paid("100.00", "2026-001", on=date(2026, 3, 16), iban=THEIRS)
    paid.must_take(statement(again, day=date(2026, 3, 16), number="2026-042"))
    undo(anna)
    first, _ = paid.receipts()
    assert (first.available_minor, first.returned_minor) == (10_000, 0)
    assert Line.objects.get(receipt=first).state == LineState.OPEN
    assert paid.open_minor("2026-001") == 0


def test_a_match_that_went_back_cannot_be_undone_or_used(paid, anna):
    paid.must_take(statement(BACK, **SECOND))
    (receipt,) = paid.receipts()
    by = {"actor": anna, "at": AT, "on": TODAY}
    with pytest.raises(Exception, match="nothing to take back"):
        actions.undo_match(receipt_id=receipt.pk, **by)


def test_one_payment_of_a_batch_goes_back_and_the_others_stay(books):
    books.must_take(
        invoices(
            "2026-001 | C1 | 2026-01-05 | 100.00 |", "2026-002 | C2 | 2026-01-05 | 60.00 |"
        )
    )
    parts = (
        Paid("100.00", "2026-001", iban=THEIRS, end_to_end_id="2026-001"),
        Paid("60.00", "2026-002", end_to_end_id="2026-002"),
    )
    books.must_take(statement(Paid("160.00", on=PAID_ON, parts=parts), **FIRST))
    assert (books.open_minor("2026-001"), books.open_minor("2026-002")) == (0, 0)
    books.must_take(statement(replace(BACK, end_to_end_id="2026-001"), **SECOND))
    assert (books.open_minor("2026-001"), books.open_minor("2026-002")) == (10_000, 0)
    (receipt,) = books.receipts()
    assert (receipt.available_minor, receipt.returned_minor) == (0, 10_000)
    assert Return.objects.get().customer == books.customer("C1")


def test_a_batch_of_returns_takes_back_each_payment_in_it(paid):
    paid.must_take(invoices("2026-002 | C2 | 2026-01-05 | 60.00 |"))
    other = Paid("60.00", "2026-002", on=PAID_ON, end_to_end_id="E2E-2")
    paid.must_take(statement(other, day=date(2026, 3, 10), number="2026-050"))
    parts = (
        BACK,
        Paid("-60.00", "x", end_to_end_id="E2E-2", return_reason="MD06"),
    )
    batch = Paid("-160.00", on=BACK_ON, parts=parts)
    paid.must_take(statement(batch, **SECOND))
    assert (paid.open_minor("2026-001"), paid.open_minor("2026-002")) == (10_000, 6_000)
    assert {one.reason for one in Return.objects.all()} == {"AM04", "MD06"}
    assert back().state == LineState.MATCHED


def test_of_a_batch_of_returns_the_one_that_is_not_sure_keeps_the_line_open(paid):
    parts = (BACK, Paid("-60.00", "x", end_to_end_id="?", return_reason="MD06"))
    paid.must_take(statement(Paid("-160.00", on=BACK_ON, parts=parts), **SECOND))
    assert paid.open_minor("2026-001") == 10_000
    assert back().state == LineState.OPEN
    paid.must_take(invoices("2026-003 | C1 | 2026-02-05 | 10.00 |"))
    assert Return.objects.count() == 1
