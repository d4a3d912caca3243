"""Which receivables a payment settles: the cases of docs/explanation/matching.md."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquit.core.matching import (
    Candidate,
    OpenItems,
    Payer,
    Payment,
    Post,
    Propose,
    Unmatched,
    Who,
    match,
    readings,
    words,
)

DAY = date(2026, 3, 16)
OGM = "090933755493"
RF = "RF18539007547034"


def invoice(key: int, number: str, minor: int = 10_000, **more: Any) -> Candidate:
    facts = {
        "customer_id": 1,
        "reference": "",
        "currency": "EUR",
        "issued_on": date(2026, 2, 1),
        "due_on": date(2026, 3, 1),
    }
    return Candidate(key, number_key=number, open_minor=minor, **(facts | more))


def paid(minor: int = 10_000, text: str = "", *references: str, **more: Any) -> Payment:
    facts = {"amount_minor": minor, "currency": "EUR", "booked_on": DAY}
    return Payment(text=text, references=references, **(facts | more))


def uses(outcome: object) -> dict[int, int]:
    assert isinstance(outcome, Post | Propose)
    return {use.receivable_id: use.amount_minor for use in outcome.uses}


def why(outcome: object) -> str:
    assert isinstance(outcome, Propose)
    return outcome.why


@pytest.mark.parametrize("reference", [OGM, RF])
def test_a_structured_reference_with_its_amount_is_posted(reference):
    items = OpenItems.of([invoice(1, "2026001", reference=reference)])
    outcome = match(paid(10_000, "", reference), items)
    assert isinstance(outcome, Post)
    assert (outcome.uses[0].how, outcome.uses[0].found) == ("reference", reference)


@pytest.mark.parametrize(
    "text",
    ["invoice 2026-001", "2026/001", "FACT.2026-001 merci", "n°2026001", "V/FACT 2026_001"],
)
def test_an_exact_number_with_its_amount_is_posted(text):
    outcome = match(paid(10_000, text), OpenItems.of([invoice(1, "2026001")]))
    assert isinstance(outcome, Post)
    assert outcome.uses[0].how == "number"


def test_an_unequal_amount_is_only_proposed():
    for minor in (9_999, 10_001):
        items = OpenItems.of([invoice(1, "2026001")])
        assert why(match(paid(minor, "2026-001"), items)) == "amount"
        assert items.left == {1: 10_000}


def test_several_numbers_with_their_sum_are_posted_together():
    items = OpenItems.of([invoice(1, "2026001", 6_000), invoice(2, "2026002", 4_000)])
    outcome = match(paid(10_000, "2026-001, 2026-002"), items)
    assert isinstance(outcome, Post)
    assert uses(outcome) == {1: 6_000, 2: 4_000}


def test_several_numbers_without_their_sum_are_proposed_in_the_order_of_the_text():
    items = OpenItems.of([invoice(1, "2026001", 6_000), invoice(2, "2026002", 4_000)])
    outcome = match(paid(7_000, "2026-002 2026-001"), items)
    assert (why(outcome), uses(outcome)) == ("amount", {2: 4_000, 1: 3_000})


def test_a_second_payment_of_one_invoice_finds_it_paid_and_names_its_customer():
    items = OpenItems.of([invoice(1, "2026001")])
    assert isinstance(match(paid(10_000, "2026-001"), items), Post)
    assert match(paid(10_000, "2026-001"), items) == Unmatched(1)


def test_a_short_number_never_matches_a_text():
    assert match(paid(9_000, "inv 123"), OpenItems.of([invoice(1, "123")])) == Unmatched()


def test_part_of_a_number_is_no_number():
    items = OpenItems.of([invoice(1, "4711"), invoice(2, "004711")])
    for text in ("F26-004711", "12004711", "4711-2026"):
        assert match(paid(9_000, text), items) == Unmatched()


def test_a_label_falls_away_only_where_the_whole_word_is_no_number():
    items = OpenItems.of([invoice(1, "F2026001"), invoice(2, "2026001")])
    outcome = match(paid(10_000, "F-2026001"), items)
    assert uses(outcome) == {1: 10_000}


def test_of_equal_instalments_the_earliest_due_is_paid():
    items = OpenItems.of(
        [
            invoice(2, "2026001", 5_000, due_on=date(2026, 4, 1)),
            invoice(1, "2026001", 5_000, due_on=date(2026, 3, 1)),
        ]
    )
    assert uses(match(paid(5_000, "2026-001"), items)) == {1: 5_000}


def test_one_number_of_two_customers_is_left_to_a_person():
    items = OpenItems.of([invoice(1, "2026001"), invoice(2, "2026001", customer_id=2)])
    assert why(match(paid(10_000, "2026-001"), items)) == "customers"


def test_a_list_of_several_customers_is_paid_by_whoever_lists_it_and_by_no_customer():
    rows = [invoice(1, "2026001", 6_000), invoice(2, "2026002", 4_000, customer_id=2)]
    listed = paid(10_000, "2026-001 2026-002")
    assert uses(match(listed, OpenItems.of(rows))) == {1: 6_000, 2: 4_000}
    a_third = replace(listed, payers=(Payer(3, Who.NAME, "Bakkerij Claes"),))
    assert why(match(a_third, OpenItems.of(rows))) == "customers"
    rows.append(invoice(3, "2026003", 700, customer_id=2))
    more = paid(10_000, "2026-001 2026-002 2026-003")
    assert isinstance(match(more, OpenItems.of(rows)), Propose)


def test_a_payment_that_the_accounting_gives_another_customer_is_left_to_a_person():
    items = OpenItems.of([invoice(1, "2026001")])
    assert why(match(paid(10_000, "2026-001", payer_id=2), items)) == "payer"


def test_a_payment_before_the_invoice_was_issued_is_left_to_a_person():
    items = OpenItems.of([invoice(1, "2026001", issued_on=date(2026, 3, 17))])
    assert why(match(paid(10_000, "2026-001"), items)) == "not issued yet"


def test_another_currency_is_another_thing():
    items = OpenItems.of([invoice(1, "2026001", currency="USD")])
    assert match(paid(10_000, "2026-001"), items) == Unmatched()


def test_a_reference_goes_before_a_number_in_the_text():
    items = OpenItems.of([invoice(1, "2026001"), invoice(2, "2026002", reference=OGM)])
    assert uses(match(paid(10_000, "2026-001", OGM), items)) == {2: 10_000}


def test_a_batch_is_posted_when_every_part_is_sure():
    items = OpenItems.of([invoice(1, "2026001", 6_000), invoice(2, "2026002", 4_000)])
    parts = (paid(6_000, "2026-001"), paid(4_000, "2026-002"))
    assert isinstance(match(paid(10_000, parts=parts), items), Post)
    assert items.left == {1: 0, 2: 0}


def test_a_batch_of_many_kinds_has_one_short_name():
    numbers = [f"20260{n:02}" for n in range(1, 9)]
    items = OpenItems.of([invoice(n, key, 1_000 + n) for n, key in enumerate(numbers, 1)])
    texts = ["2026-001", "2026 002", "inv 2026003", "nr 2026.004", "2026/005", "2026006"]
    parts = tuple(paid(1_000 + n, text) for n, text in enumerate(texts, 1))
    outcome = match(paid(sum(part.amount_minor for part in parts), parts=parts), items)
    assert isinstance(outcome, Post)
    assert outcome.kind == "batch"


def test_a_batch_with_one_unsure_part_is_left_to_a_person_as_a_whole():
    items = OpenItems.of([invoice(1, "2026001", 6_000), invoice(2, "2026002", 4_000)])
    parts = (paid(6_000, "2026-001"), paid(3_000, "2026-002"))
    assert why(match(paid(9_000, parts=parts), items)) == "batch"
    assert items.left == {1: 6_000, 2: 4_000}


def settled(minor: int, opened: int = 0, **more: Any) -> Candidate:
    """An invoice of which the accounting says that so much is paid, as of 18 March."""
    word = {"stated_minor": minor, "stated_on": date(2026, 3, 18)}
    return invoice(1, "2026001", opened, stated_until=date(2026, 3, 18), **word, **more)


def test_what_the_accounting_had_settled_is_not_paid_twice():
    outcome = match(paid(10_000, "2026-001"), OpenItems.of([settled(10_000)]))
    assert isinstance(outcome, Post)
    assert [(use.amount_minor, use.stated_minor) for use in outcome.uses] == [
        (10_000, 10_000)
    ]


def test_part_of_what_it_had_settled_takes_that_part():
    items = OpenItems.of([settled(10_000)])
    assert uses(match(paid(4_000, "2026-001"), items)) == {1: 4_000}
    assert items.stated == {1: 6_000}


def test_money_after_its_word_is_new_money():
    late = paid(10_000, "2026-001", booked_on=date(2026, 3, 19))
    assert match(late, OpenItems.of([settled(10_000)])) == Unmatched(1)
    outcome = match(
        paid(4_000, "2026-001", booked_on=date(2026, 3, 19)),
        OpenItems.of([settled(6_000, 4_000)]),
    )
    assert isinstance(outcome, Post)
    assert outcome.uses[0].stated_minor == 0


def test_the_rest_that_is_open_is_paid_by_its_amount():
    outcome = match(paid(4_000, "2026-001"), OpenItems.of([settled(6_000, 4_000)]))
    assert isinstance(outcome, Post)
    assert outcome.uses[0].stated_minor == 0


def test_the_whole_amount_takes_both_parts():
    outcome = match(paid(10_000, "2026-001"), OpenItems.of([settled(6_000, 4_000)]))
    assert isinstance(outcome, Post)
    assert (outcome.uses[0].amount_minor, outcome.uses[0].stated_minor) == (10_000, 6_000)


def test_the_accounting_says_what_is_paid_in_its_order_and_as_far_as_it_goes():
    items = OpenItems.of([invoice(1, "1", 6_000), invoice(2, "2", 6_000)])
    outcome = match(paid(8_000, pays=("2", "1", "3")), items)
    assert isinstance(outcome, Post)
    assert uses(outcome) == {2: 6_000, 1: 2_000}


TEXTS = st.text(alphabet="AB12 -/.", max_size=40)


@given(TEXTS)
def test_every_reading_is_long_enough_and_bare(text):
    for reading in readings(text):
        for key in reading:
            assert len(key) >= 4
            assert key.isalnum()
    assert words(text) >= {key for reading in readings(text) for key in reading}


@given(
    st.lists(st.integers(1, 5_000), min_size=1, max_size=4),
    st.lists(st.integers(0, 5_000), min_size=4, max_size=4),
    st.lists(st.tuples(st.integers(1, 9_000), st.integers(0, 3)), max_size=6),
)
def test_no_payment_ever_takes_more_than_there_is(opened, stated, payments):
    items = OpenItems.of(
        invoice(
            key,
            f"900{key}",
            minor,
            stated_minor=word,
            stated_on=DAY,
            stated_until=DAY,
        )
        for key, (minor, word) in enumerate(zip(opened, stated, strict=False))
    )
    for minor, named in payments:
        outcome = match(paid(minor, f"900{named} 9000"), items)
        if isinstance(outcome, Post):
            assert sum(use.amount_minor for use in outcome.uses) == minor
        assert min([*items.left.values(), *items.stated.values()]) >= 0
