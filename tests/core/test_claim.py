"""What a late receivable has come to beside its amount."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from acquit.core.claim import Claim, Used, beside, law_of
from acquit.core.interest import Owed
from acquit.core.law import Fee, MissingRate, Notice, Rates, Refused, Sent, Why
from acquit.core.money import Money
from acquit.core.party import Party

RATES = Rates.published()
DUE = date(2025, 5, 31)
PAID = date(2025, 7, 31)


def claim(**other: Any) -> Claim:
    """1,000.00 EUR of a Belgian business."""
    told: dict[str, Any] = {
        "country": "BE",
        "party": Party.BUSINESS,
        "principal": Money(100_000, "EUR"),
        "due_on": DUE,
    }
    return Claim(**(told | other))


def interest(one: Claim, as_of: date = PAID) -> Owed:
    found = beside(one, as_of=as_of, rates=RATES)
    assert found is not None
    assert isinstance(found.interest, Owed)
    return found.interest


def test_the_example_of_the_guide():
    found = interest(claim())
    assert found.interest_minor == 1837
    assert [(line.days, line.quote.percent) for line in found.lines] == [
        (30, Decimal("11.50")),
        (31, Decimal("10.50")),
    ]


def test_nothing_is_late_on_the_due_day():
    assert beside(claim(), as_of=DUE, rates=RATES) is None


def test_what_was_paid_in_time_has_come_to_nothing():
    paid = claim(used=(Used(DUE, 100_000),))
    assert beside(paid, as_of=PAID, rates=RATES) is None


def test_interest_ends_with_the_money():
    paid = claim(used=(Used(PAID, 100_000),))
    assert interest(paid, as_of=date(2026, 3, 1)).interest_minor == 1837


def test_a_part_payment_goes_to_the_invoice_that_it_names():
    part = claim(used=(Used(date(2025, 6, 30), 50_000),))
    found = interest(part)
    assert [line.base for line in found.lines] == [100_000, 50_000]


def test_what_a_credit_note_corrects_was_never_owed():
    corrected = claim(used=(Used(date(2025, 7, 15), 40_000, credit=True, corrects=True),))
    assert {line.base for line in interest(corrected).lines} == {60_000}


def test_other_credit_counts_from_its_day():
    credited = claim(used=(Used(date(2025, 6, 30), 40_000, credit=True),))
    assert [line.base for line in interest(credited).lines] == [100_000, 60_000]


def test_what_is_not_yet_known_does_not_count():
    later = claim(used=(Used(date(2025, 8, 15), 100_000),))
    assert interest(later).interest_minor == 1837


def test_a_late_invoice_of_a_business_owes_the_flat_sum():
    found = beside(claim(), as_of=PAID, rates=RATES)
    assert found is not None
    assert isinstance(found.fee, Fee)
    assert found.fee.amount == Money(4000, "EUR")


@pytest.mark.parametrize("country", ["BE", "FR", "NL", "DE", "LU", "GB"])
def test_no_consumer_owes_a_flat_sum(country: str):
    found = beside(
        claim(country=country, party=Party.CONSUMER), as_of=date(2026, 3, 1), rates=RATES
    )
    assert found is not None
    assert isinstance(found.fee, Refused)
    assert found.fee.why is Why.NEVER


def test_a_consumer_owes_interest_after_the_letter_that_the_law_asks_for():
    consumer = claim(party=Party.CONSUMER)
    found = beside(consumer, as_of=PAID, rates=RATES)
    assert found is not None
    assert isinstance(found.interest, Refused)
    assert found.interest.why is Why.NO_NOTICE
    reminded = claim(
        party=Party.CONSUMER,
        notice=Notice(sent_on=date(2025, 6, 10), by=Sent.ELECTRONIC),
    )
    assert interest(reminded).interest_minor > 0


def test_a_rate_that_is_missing_is_not_guessed():
    found = beside(claim(country="LU"), as_of=date(2027, 3, 1), rates=RATES)
    assert found is not None
    assert isinstance(found.interest, MissingRate)
    assert isinstance(found.fee, Fee)


@pytest.mark.parametrize(
    ("party", "law"),
    [(Party.BUSINESS, "BE"), (Party.PUBLIC, "BE"), (Party.CONSUMER, "FR")],
)
def test_a_consumer_keeps_the_law_of_its_home(party: Party, law: str):
    assert law_of(party, creditor="BE", debtor="FR") == law
