"""Money of ours that comes back is no customer's payment before a person has said so."""

from __future__ import annotations

from dataclasses import replace

import papers
import pytest
from papers import Paid, invoices, statement

from acquit.bank.models import LineState
from acquit.matching.models import Match, MatchState

REFUND_BACK = Paid("100.00", "2026-001", iban=papers.THEIR_IBAN, reversal=True)


@pytest.fixture
def owed(books) -> papers.Books:
    books.must_take(invoices("2026-001 | C1 | 2026-01-05 | 100.00 |"))
    return books


def test_a_refund_that_came_back_pays_no_invoice_though_it_names_one(owed):
    owed.must_take(statement(REFUND_BACK))
    assert owed.open_minor("2026-001") == 10_000
    match = Match.objects.get()
    assert (match.state, match.evidence["why"]) == (MatchState.PROPOSED, "reversal")
    assert owed.line("2026-001").state == LineState.OPEN


def test_neither_does_one_with_a_reason_for_its_return(owed):
    owed.must_take(statement(replace(REFUND_BACK, reversal=False, return_reason="AC04")))
    assert owed.open_minor("2026-001") == 10_000


def test_it_is_told_by_no_later_invoice_either(owed):
    owed.must_take(statement(replace(REFUND_BACK, text="2026-002", amount="50.00")))
    owed.must_take(invoices("2026-002 | C1 | 2026-01-05 | 50.00 |"))
    assert owed.open_minor("2026-002") == 5_000
