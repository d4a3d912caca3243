"""A bank takes a payment back: what it paid is open again, and no cent counts twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import papers
import pytest
from papers import Paid, invoices, report, statement

from acquit.bank.models import Line, LineState, Return
from acquit.bank.queries import returned_payments
from acquit.core.money import Money
from acquit.cycle import actions
from acquit.ledger.models import Receipt, Receivable
from acquit.ledger.queries import receivables_as_of
from acquit.matching.queries.told import matches

PAID_ON, BACK_ON = date(2026, 3, 9), date(2026, 3, 13)
THEIRS = "BE71096123456769"
PAYMENT = Paid("100.00", "facture 2026-001", on=PAID_ON, iban=THEIRS, end_to_end_id="E2E-1")
BACK = Paid(
    "-100.00",
    "incasso",
    on=BACK_ON,
    iban=THEIRS,
    end_to_end_id="E2E-1",
    return_reason="AM04",
)
FIRST = {"day": PAID_ON, "number": "2026-040"}
SECOND = {"day": BACK_ON, "number": "2026-041"}


@pytest.fixture
def owed(books) -> papers.Books:
    books.must_take(invoices("2026-001 | C1 | 2026-01-05 | 100.00 |"))
    return books


@pytest.fixture
def returned(owed) -> papers.Books:
    owed.must_take(statement(PAYMENT, **FIRST))
    assert owed.open_minor("2026-001") == 0
    owed.must_take(statement(BACK, **SECOND))
    return owed


def the_books() -> tuple[object, ...]:
    """Everything that must not depend on the order in which it was told."""
    balances = Receivable.objects.order_by("invoice__number")
    receipts = Receipt.objects.order_by("received_on", "amount_minor")
    lines = Line.objects.order_by("booked_on", "amount_minor")
    return (
        list(balances.values_list("invoice__number", "open_minor", "settled_on")),
        list(receipts.values_list("amount_minor", "available_minor", "returned_minor")),
        list(lines.values_list("amount_minor", "state")),
    )


def line_back() -> Line:
    return Line.objects.get(amount_minor__lt=0)


def test_the_invoice_is_open_again_and_the_money_is_nobodys(returned):
    assert returned.open_minor("2026-001") == 10_000
    (receipt,) = returned.receipts()
    assert (receipt.available_minor, receipt.returned_minor) == (0, 10_000)
    assert line_back().state == LineState.MATCHED
    assert Line.objects.get(amount_minor__gt=0).state == LineState.MATCHED


def test_the_return_says_of_what_and_how_it_was_found(returned):
    back = Return.objects.get()
    assert (back.amount_minor, back.reason, back.returned_on) == (10_000, "AM04", BACK_ON)
    assert back.evidence == {"how": "end to end", "found": "E2E-1"}
    assert back.customer == returned.customer("C1")


def test_as_of_a_day_between_it_was_paid_and_afterwards_not(returned):
    def owed_on(day: date) -> list[int]:
        rows = receivables_as_of(Receivable.objects.all(), day)
        return [row.balance_minor for row in rows]

    assert owed_on(date(2026, 3, 8)) == [10_000]
    assert owed_on(PAID_ON) == owed_on(date(2026, 3, 12)) == []
    assert owed_on(BACK_ON) == [10_000]


def test_what_a_customer_had_returned_is_known_as_of_a_day(returned):
    pk = returned.customer("C1").pk
    assert returned_payments(pk, as_of=date(2026, 3, 12)) == []
    (back,) = returned_payments(pk, as_of=BACK_ON)
    assert (back.payments, back.amount) == (1, Money(10_000, "EUR"))


def test_the_same_statements_again_change_nothing(returned):
    before = the_books()
    returned.must_take(statement(BACK, **SECOND))
    returned.must_take(statement(PAYMENT, **FIRST))
    assert the_books() == before
    assert Return.objects.count() == 1


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_told_by_reports_and_statements_in_any_order_it_is_the_same(owed, order):
    papers_ = [
        statement(PAYMENT, **FIRST),
        report(replace(PAYMENT, text="facture 2026-001 merci"), **FIRST),
        statement(BACK, **SECOND),
        report(replace(BACK, return_reason="", reversal=True), **SECOND),
    ]
    for number in order:
        owed.must_take(papers_[number])
    assert owed.open_minor("2026-001") == 10_000
    (receipt,) = owed.receipts()
    assert (receipt.available_minor, receipt.returned_minor) == (0, 10_000)
    assert Return.objects.count() == 1
    assert line_back().state == LineState.MATCHED


def test_whoever_pays_again_has_paid(returned):
    again = replace(PAYMENT, on=date(2026, 3, 17), end_to_end_id="E2E-2")
    returned.must_take(statement(again, day=date(2026, 3, 17), number="2026-042"))
    assert returned.open_minor("2026-001") == 0
    assert [one.available_minor for one in returned.receipts()] == [0, 0]


def test_a_payment_that_lay_unused_pays_what_is_open_again(owed):
    again = replace(PAYMENT, on=date(2026, 3, 11), end_to_end_id="E2E-2")
    owed.must_take(statement(PAYMENT, again, **FIRST))
    assert sorted(one.available_minor for one in owed.receipts()) == [0, 10_000]
    owed.must_take(statement(BACK, **SECOND))
    assert owed.open_minor("2026-001") == 0
    assert [one.available_minor for one in owed.receipts()] == [0, 0]
    assert [one.returned_minor for one in owed.receipts()] == [10_000, 0]


def told(books: papers.Books) -> list[dict[str, object]]:
    """What `acquit matches` says of each line, of what concerns its money."""
    names = ("amount", "outcome", "allocations", "proposals")
    return [{name: row[name] for name in names} for row in matches(books.company.pk)]


def test_the_lines_tell_what_each_did_and_together_what_stands(returned):
    paid, back = told(returned)
    assert (paid["outcome"], back["outcome"]) == ("posted", "posted")
    assert paid["allocations"] == [{"invoice": "2026-001", "amount": "100.00"}]
    assert back["allocations"] == [{"invoice": "2026-001", "amount": "-100.00"}]
    row = list(matches(returned.company.pk))[1]
    assert row["customer"] == "C1"
    assert row["evidence"] == [{"how": "end to end", "found": "E2E-1", "reason": "AM04"}]


def test_a_return_that_is_not_sure_tells_what_it_may_take_back(owed):
    owed.must_take(statement(PAYMENT, **FIRST))
    owed.must_take(statement(replace(BACK, amount="-30.00"), **SECOND))
    back = told(owed)[1]
    assert (back["outcome"], back["allocations"]) == ("proposed", [])
    assert back["proposals"] == [[{"invoice": "2026-001", "amount": "-30.00"}]]


def test_a_part_that_went_back_and_then_did_not_is_told_as_it_stands(owed):
    anna = papers.person()
    owed.must_take(statement(PAYMENT, **FIRST))
    owed.must_take(statement(replace(BACK, amount="-30.00"), **SECOND))
    by = {"on": papers.TODAY, "actor": anna, "at": papers.AT}
    (receipt,) = owed.receipts()
    actions.say_returned(line_id=line_back().pk, receipt_id=receipt.pk, **by)
    assert [one["allocations"] for one in told(owed)] == [
        [{"invoice": "2026-001", "amount": "100.00"}],
        [{"invoice": "2026-001", "amount": "-30.00"}],
    ]
    actions.undo_return(line_id=line_back().pk, **by)
    assert owed.open_minor("2026-001") == 0
    assert [one["allocations"] for one in told(owed)] == [
        [{"invoice": "2026-001", "amount": "100.00"}],
        [],
    ]
