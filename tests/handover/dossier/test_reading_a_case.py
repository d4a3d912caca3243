"""What a File holds: everything of the case as of a day, and nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import factories
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from acquit.core.interest import Owed
from acquit.core.law import Fee, Limitation
from acquit.handover.dossier.file import Used
from acquit.handover.dossier.reading import NothingDue, NotOfCustomer, read
from dossier.world import AS_OF, SECRET, World, world


@pytest.fixture
def case(db: None) -> World:
    return world()


def test_what_is_open_and_late_is_claimed_and_nothing_else(case: World) -> None:
    file = read(case.customer, as_of=AS_OF)
    assert [(one.place, one.number, one.open_minor) for one in file.claims] == [
        (1, "F-1", 100_000),
        (2, "F-2", 140_000),
        (3, "F-3", 30_000),
    ]


def test_the_invoices_that_are_named_are_claimed_even_before_they_are_due(
    case: World,
) -> None:
    row = case.customer.receivables.get(invoice__number="F-9")
    (claim,) = read(case.customer, as_of=AS_OF, receivables=[row.pk]).claims
    assert claim.number == "F-9"
    assert not claim.is_due(AS_OF)
    assert claim.interest_minor == 0


def test_a_case_is_read_as_it_stood(case: World) -> None:
    before = read(case.customer, as_of=date(2026, 9, 28))
    assert [one.open_minor for one in before.claims] == [100_000, 200_000]
    assert before.disputes == ()
    (promise,) = before.promises
    assert promise.closed_on is None
    assert promise.kept is None


def test_interest_is_counted_line_by_line_and_told_with_what_the_next_day_adds(
    case: World,
) -> None:
    """1,000.00 for 30 days of June at 10.50 %, then 145 days at 10.50 %."""
    claim = read(case.customer, as_of=AS_OF).claims[0]
    interest = claim.extra.interest
    assert isinstance(interest, Owed)
    assert [(line.days, line.quote.percent) for line in interest.lines] == [
        (30, Decimal("10.5")),
        (145, Decimal("10.5")),
    ]
    assert claim.interest_minor == 5_034
    assert claim.extra.per_day is not None
    assert claim.extra.per_day * 365 == 10_500
    assert isinstance(claim.extra.fee, Fee)
    assert claim.extra.fee.amount.minor == 4_000
    assert isinstance(claim.limitation, Limitation)
    assert claim.limitation.until == date(2036, 5, 31)


def test_what_lowered_a_claim_is_told_by_its_value_day(case: World) -> None:
    claim = read(case.customer, as_of=AS_OF).claims[1]
    assert [(one.sort, one.on, one.minor, one.corrects) for one in claim.lowered] == [
        (Used.PAYMENT, date(2026, 9, 29), 50_000, False),
        (Used.CREDIT_NOTE, date(2026, 10, 20), 10_000, True),
    ]


def test_messages_about_other_invoices_and_what_is_ours_alone_stay_out(
    case: World,
) -> None:
    file = read(case.customer, as_of=AS_OF)
    assert [one.message_id for one in file.sent] == [case.mail.pk, case.letter.pk]
    assert SECRET not in repr(file)
    assert SECRET in repr(read(case.customer, as_of=AS_OF, notes=True))


def test_totals_are_told_per_currency(case: World) -> None:
    factories.receivable(
        case.customer, "F-4", minor=500, currency="JPY", due_on=date(2026, 11, 1)
    )
    totals = {one.currency: one for one in read(case.customer, as_of=AS_OF).totals}
    assert totals["EUR"].principal_minor == 270_000
    assert totals["EUR"].contested_minor == 30_000
    assert totals["EUR"].fee_minor == 4 * 4_000
    assert totals["JPY"].principal_minor == 500
    assert totals["JPY"].fee_minor == 0


def test_nothing_open_is_no_case(case: World) -> None:
    with pytest.raises(NothingDue, match="Brasserie du Lac"):
        read(case.customer, as_of=date(2026, 4, 1))


def test_nobody_is_asked_for_what_another_owes(case: World) -> None:
    other = factories.customer(case.company, "C-98", "Other")
    row = factories.receivable(other, "X-1")
    with pytest.raises(NotOfCustomer):
        read(case.customer, as_of=AS_OF, receivables=[case.late.pk, row.pk])


def test_many_claims_take_as_many_questions_as_one(case: World) -> None:
    def questions(**what: Any) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            read(case.customer, as_of=AS_OF, **what)
        return len(asked)

    one = questions(receivables=[case.late.pk])
    for number in range(20):
        row = factories.receivable(
            case.customer, f"G-{number}", due_on=date(2026, 9, 1 + number)
        )
        factories.sent(row, on=date(2026, 10, 1))
    assert questions() <= one + 4
