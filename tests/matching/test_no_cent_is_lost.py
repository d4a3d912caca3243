"""Whatever is imported, matched, returned and undone, in any order: each cent is somewhere,
and nowhere twice.
"""

from __future__ import annotations

from datetime import date, timedelta

import papers
import pytest
from django.db import transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from papers import AT, CLERK, Paid, invoices, report, statement

from acquit.bank.models import Line, Return
from acquit.core.errors import Refusal
from acquit.cycle import actions
from acquit.ledger.actions import Share
from acquit.ledger.models import Allocation, Receipt, Receivable

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 9)
IN_TURN = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def on(days: int) -> date:
    return MONDAY + timedelta(days=days)


FIRST = Paid("100.00", "2026-001", on=on(0), end_to_end_id="E2E-000001")
AGAIN = Paid("100.00", "2026-001 encore", on=on(2), end_to_end_id="E2E-000004")
SHORT = Paid("60.00", "2026-002", on=on(0), end_to_end_id="E2E-000002")
PARTS = (
    Paid("100.00", "2026-003", end_to_end_id="2026-003"),
    Paid("60.00", "2026-004", end_to_end_id="2026-004"),
)
BATCH = Paid("160.00", "collected", on=on(1), parts=PARTS)
MONEY = [FIRST, AGAIN, SHORT, BATCH]
BACK = [
    Paid("-100.00", "back", on=on(4), end_to_end_id="E2E-000001", return_reason="AM04"),
    Paid("-100.00", "back", on=on(5), end_to_end_id="2026-003", return_reason="MD06"),
    Paid("-20.00", "back", on=on(6), end_to_end_id="E2E-000002", return_reason="MS03"),
]
LINES = [*MONEY, *BACK]
TELLINGS = [
    telling(one, day=one.on, number=f"{kind}{number}")
    for kind, telling in (("S", statement), ("R", report))
    for number, one in enumerate(LINES)
]


# What all of them together come to.
EXPECTED = [
    [("2026-001", 0), ("2026-002", 7_000), ("2026-003", 10_000), ("2026-004", 0)],
    [(6_000, 6_000, 0), (10_000, 0, 10_000), (16_000, 0, 10_000), (10_000, 0, 0)],
    [
        (on(0), 6_000, "OPEN", False),
        (on(0), 10_000, "MATCHED", False),
        (on(1), 16_000, "MATCHED", False),
        (on(2), 10_000, "MATCHED", False),
        (on(4), -10_000, "MATCHED", False),
        (on(5), -10_000, "MATCHED", False),
        (on(6), -2_000, "OPEN", False),
    ],
    [(10_000,), (10_000,)],
]


@pytest.fixture
def owed(books) -> papers.Books:
    books.must_take(
        invoices(
            "2026-001 | C1 | 2026-01-05 | 100.00 |",
            "2026-002 | C1 | 2026-01-05 | 70.00 |",
            "2026-003 | C2 | 2026-01-05 | 100.00 |",
            "2026-004 | C2 | 2026-01-05 | 60.00 |",
        )
    )
    return books


def nothing_is_lost() -> None:
    """Each balance is what the facts beside it come to."""
    for receipt in Receipt.objects.all():
        used = total(Allocation.objects.filter(receipt=receipt))
        gone = total(Return.objects.filter(receipt=receipt, undone_on=None))
        assert gone == receipt.returned_minor
        assert receipt.available_minor == receipt.amount_minor - used - gone
    for row in Receivable.objects.all():
        assert row.open_minor == row.amount_minor - total(
            Allocation.objects.filter(receivable=row)
        )
    taken = Return.objects.filter(undone_on=None).values("line")
    for one in taken.annotate(minor=Sum("amount_minor"), told=F("line__amount_minor")):
        assert one["minor"] <= -one["told"]


def total(rows) -> int:
    return rows.aggregate(sum=Sum("amount_minor"))["sum"] or 0


def state() -> list[object]:
    receivables = Receivable.objects.order_by("invoice__number")
    receipts = Receipt.objects.order_by("received_on", "amount_minor")
    lines = Line.objects.order_by("booked_on", "amount_minor", "end_to_end_id")
    return [
        list(receivables.values_list("invoice__number", "open_minor")),
        list(receipts.values_list("amount_minor", "available_minor", "returned_minor")),
        list(lines.values_list("booked_on", "amount_minor", "state", "provisional")),
        list(Return.objects.order_by("line__booked_on").values_list("amount_minor")),
    ]


def person(books: papers.Books, verb: str, one: int, other: int) -> None:
    """Somebody does something to some line; what may not be is refused."""
    by = {"actor": CLERK, "at": AT, "on": books.today}
    money = list(Line.objects.filter(amount_minor__gt=0).order_by("pk"))
    backs = list(Line.objects.filter(amount_minor__lt=0).order_by("pk"))
    rows = list(Receivable.objects.filter(open_minor__gt=0).order_by("pk"))
    if verb == "undo" and money:
        actions.undo_match(receipt_id=money[one % len(money)].receipt_id, **by)
    elif verb == "accept" and money and rows:
        row, receipt = rows[other % len(rows)], money[one % len(money)].receipt
        share = Share(row.pk, max(min(row.open_minor, receipt.available_minor), 1))
        actions.accept_match(receipt_id=receipt.pk, shares=[share], **by)
    elif verb == "say" and backs and money:
        back, paid = backs[one % len(backs)], money[other % len(money)]
        actions.say_returned(line_id=back.pk, receipt_id=paid.receipt_id, **by)
    elif verb == "counts again" and backs:
        actions.undo_return(line_id=backs[one % len(backs)].pk, **by)


numbers = st.integers(0, 6)
verbs = st.sampled_from(["undo", "accept", "say", "counts again"])
files = st.tuples(st.just("file"), st.integers(0, len(TELLINGS) - 1), numbers)
deeds = st.lists(st.one_of(files, files, st.tuples(verbs, numbers, numbers)), max_size=9)


@IN_TURN
@given(deeds)
def test_after_each_deed_every_balance_is_what_its_facts_come_to(owed, deeds):
    with transaction.atomic():
        for verb, one, other in deeds:
            try:
                with transaction.atomic():
                    if verb == "file":
                        owed.must_take(TELLINGS[one])
                    else:
                        person(owed, verb, one, other)
            except Refusal:
                pass
            nothing_is_lost()
        transaction.set_rollback(True)


@IN_TURN
@given(
    st.permutations(range(len(LINES))),
    st.lists(st.sampled_from(range(len(LINES))), max_size=3),
)
def test_in_whatever_order_the_lines_are_told_the_books_are_the_same(owed, order, early):
    with transaction.atomic():
        for number in early:
            owed.must_take(TELLINGS[len(LINES) + number])
        for number in order:
            owed.must_take(TELLINGS[number])
        nothing_is_lost()
        assert state() == EXPECTED
        transaction.set_rollback(True)


def test_that_is_one_paid_again_one_returned_of_a_batch_and_a_part_that_waits(owed):
    for number in range(len(LINES)):
        owed.must_take(TELLINGS[number])
    opened = [owed.open_minor(f"2026-00{n}") for n in (1, 2, 3, 4)]
    assert opened == [0, 7_000, 10_000, 0]
    assert state() == EXPECTED
    waiting = Line.objects.filter(state="OPEN").values_list("amount_minor", flat=True)
    assert sorted(waiting) == [-2_000, 6_000]
