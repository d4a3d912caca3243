"""Two workers at once: what one has booked, the other finds booked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

import papers
import pytest
from django.db import connection
from papers import AT, CLERK, TODAY, Paid, invoices, statement

from acquit.bank.models import Line, Return
from acquit.core.errors import Refusal
from acquit.cycle import actions
from acquit.ledger.actions import Share
from acquit.ledger.models import Allocation
from acquit.matching.models import Match, MatchState

pytestmark = pytest.mark.django_db(transaction=True)
PAID_ON, BACK_ON = date(2026, 3, 9), date(2026, 3, 13)
PAYMENT = Paid("100.00", "2026-001", on=PAID_ON, end_to_end_id="E2E-000001")
BACK = Paid(
    "-100.00", "retour", on=BACK_ON, end_to_end_id="E2E-000001", return_reason="AM04"
)
PAID = statement(PAYMENT, day=PAID_ON, number="2026-040")
RETURNED = statement(BACK, day=BACK_ON, number="2026-041")
OWED = invoices("2026-001 | C1 | 2026-01-05 | 100.00 |")
BY = {"on": TODAY, "actor": CLERK, "at": AT}
ROUNDS = 3


def at_once(*deeds: Callable[[], object]) -> list[Exception]:
    """Each in a thread with a connection of its own; gives what they were refused."""
    start = threading.Barrier(len(deeds))
    refused: list[Exception] = []

    def run(deed: Callable[[], object]) -> None:
        try:
            start.wait(timeout=30)
            deed()
        except Exception as trouble:  # noqa: BLE001  # judged below, in the test's own thread
            refused.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "they wait for each other for ever"
    assert all(isinstance(trouble, Refusal) for trouble in refused), refused
    return refused


def books(round_: int = 0) -> papers.Books:
    made = papers.open_books(code=f"R{round_}", name=f"Round {round_}")
    made.must_take(papers.customers("C1", "C2"))
    return made


def used(made: papers.Books) -> int:
    rows = Allocation.objects.filter(receivable__company=made.company)
    return sum(rows.values_list("amount_minor", flat=True))


def test_one_statement_imported_twice_at_once_is_booked_once():
    made = books()
    made.must_take(OWED)
    for _ in range(ROUNDS):
        assert not at_once(lambda: made.take(PAID), lambda: made.take(PAID))
    assert len(made.receipts()) == 1
    assert made.open_minor("2026-001") == 0
    assert used(made) == 10_000


def test_a_payment_and_its_return_imported_at_once_meet():
    made = books()
    made.must_take(OWED)
    assert not at_once(lambda: made.take(PAID), lambda: made.take(RETURNED))
    assert made.open_minor("2026-001") == 10_000
    (receipt,) = made.receipts()
    assert (receipt.available_minor, receipt.returned_minor) == (0, 10_000)
    assert Return.objects.count() == 1


def test_its_invoice_and_a_payment_imported_at_once_meet():
    made = books()
    assert not at_once(lambda: made.take(PAID), lambda: made.take(OWED))
    assert made.open_minor("2026-001") == 0
    assert Match.objects.filter(state=MatchState.POSTED).count() == 1


def test_a_person_and_an_import_that_match_one_receipt_use_it_once():
    made = books()
    made.must_take(invoices("2026-002 | C1 | 2026-01-05 | 100.00 |"))
    made.must_take(PAID)
    (receipt,) = made.receipts()
    other = Share(made.receivable("2026-002").pk, 10_000)
    at_once(
        lambda: made.take(OWED),
        lambda: actions.accept_match(receipt_id=receipt.pk, shares=[other], **BY),
    )
    (receipt,) = made.receipts()
    assert receipt.available_minor == 0
    assert used(made) == 10_000


def test_two_people_who_undo_one_return_undo_it_once():
    made = books()
    made.must_take(OWED, PAID, RETURNED)
    back = Line.objects.get(amount_minor__lt=0)
    undo = lambda: actions.undo_return(line_id=back.pk, **BY)  # noqa: E731  # said twice
    assert len(at_once(undo, undo)) == 1
    assert made.open_minor("2026-001") == 0
    assert used(made) == 10_000


def test_two_people_who_say_which_payment_went_back_say_it_once():
    made = books()
    unsaid = Paid("-100.00", "?", on=BACK_ON, return_reason="AM04")
    made.must_take(OWED, PAID, statement(unsaid, day=BACK_ON, number="2026-041"))
    back, (receipt,) = Line.objects.get(amount_minor__lt=0), made.receipts()
    say = lambda: actions.say_returned(  # noqa: E731  # said twice
        line_id=back.pk, receipt_id=receipt.pk, **BY
    )
    assert len(at_once(say, say)) == 1
    assert made.receipts()[0].returned_minor == 10_000
    assert used(made) == 0


def test_a_return_imported_while_somebody_undoes_the_match_takes_the_money_once():
    made = books()
    made.must_take(OWED, PAID)
    (receipt,) = made.receipts()
    at_once(
        lambda: made.take(RETURNED),
        lambda: actions.undo_match(receipt_id=receipt.pk, **BY),
    )
    (receipt,) = made.receipts()
    assert (receipt.available_minor, receipt.returned_minor) == (0, 10_000)
    assert made.open_minor("2026-001") == 10_000
    assert used(made) == 0
