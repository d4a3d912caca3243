"""Which lines of two messages of a bank are the same booking."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from acquit.core.same_line import Bundle, meet
from acquit.core.told_line import Told

DAY = date(2026, 3, 16)


def told(key: int, amount: int = 1000, **more: object) -> Told:
    facts = {"currency": "EUR", "booked_on": DAY}
    return Told(key, amount, **(facts | more))  # type: ignore[arg-type]  # a mapping of facts


def paired(one: Told, *others: Told) -> dict[int, int]:
    return meet([one], others).same


def same_lines(fresh, known, alike=()) -> dict[int, int]:
    return meet(fresh, known, alike=alike).same


def bundles(wholes, parts) -> list[Bundle]:
    """Told as one by the fresh message; the other way round it comes to the same."""
    found = meet(wholes, parts).wholes
    assert meet(parts, wholes).parts == found
    return found


def later(days: int) -> date:
    return DAY + timedelta(days=days)


def test_the_amount_and_the_day_are_enough_where_nothing_speaks_against_it():
    assert paired(told(1, text="credit transfer"), told(7)) == {1: 7}


def test_another_amount_currency_or_day_is_another_line():
    assert paired(told(1), told(7, 1001)) == {}
    assert paired(told(1), told(7, currency="USD")) == {}
    assert paired(told(1), told(7, booked_on=later(1))) == {}
    assert paired(told(1), told(7, -1000)) == {}


def test_the_banks_reference_binds_over_ten_days():
    one = told(1, bank_reference="BANK-00017")
    assert paired(one, told(7, bank_reference="BANK-00017", booked_on=later(10))) == {1: 7}
    assert paired(one, told(7, bank_reference="BANK-00017", booked_on=later(11))) == {}


def test_the_payers_reference_binds_over_three_days_for_it_may_come_every_week():
    one = told(1, end_to_end_id="RENT-0001")
    assert paired(one, told(7, end_to_end_id="RENT-0001", booked_on=later(3))) == {1: 7}
    assert paired(one, told(7, end_to_end_id="RENT-0001", booked_on=later(7))) == {}


def test_a_running_number_is_no_reference():
    for number in ("1", "00002", "NOTPROVIDED", "NONREF"):
        one = told(1, bank_reference=number)
        assert paired(one, told(7, bank_reference=number, booked_on=later(1))) == {}


def test_account_reference_or_words_bind_over_three_days():
    for words in ({"iban": "BE1"}, {"structured_reference": "090"}, {"text": "inv 1"}):
        assert paired(told(1, **words), told(7, booked_on=later(3), **words)) == {1: 7}
        assert paired(told(1, **words), told(7, booked_on=later(4), **words)) == {}


def test_what_differs_on_both_sides_speaks_against_it():
    assert paired(told(1, iban="BE1"), told(7, iban="BE2")) == {}
    one = told(1, end_to_end_id="PAYER-1")
    assert paired(one, told(7, end_to_end_id="PAYER-2")) == {}
    assert (
        paired(told(1, structured_reference="1"), told(7, structured_reference="2")) == {}
    )
    assert paired(told(1, name="menuiserie dupre"), told(7, name="van loo bv")) == {}


def test_a_name_may_be_written_shorter():
    assert paired(told(1, name="dupre"), told(7, name="menuiserie dupre sa")) == {1: 7}


def test_other_references_at_the_bank_do_not_speak_against_the_same_day():
    one = told(1, bank_reference="0000017/2026")
    assert paired(one, told(7, bank_reference="CODA-17-2026")) == {1: 7}


def test_they_do_where_the_two_messages_write_them_alike():
    known = [told(7, bank_reference="BANK-00017"), told(8, bank_reference="BANK-00018")]
    fresh = [told(1, bank_reference="BANK-00017"), told(2, bank_reference="BANK-00019")]
    assert same_lines(fresh, known) == {1: 7}
    assert same_lines(fresh[1:], known[1:], alike={0}) == {}


def test_each_line_stands_for_one_booking():
    assert same_lines([told(1), told(2)], [told(7)]) == {1: 7}
    assert same_lines([told(1), told(2)], [told(7), told(8)]) == {1: 7, 2: 8}


def test_what_binds_most_is_asked_first():
    fresh = [told(1), told(2, bank_reference="BANK-00017")]
    assert same_lines(fresh, [told(7, bank_reference="BANK-00017")]) == {2: 7}


def test_the_nearest_day_wins():
    one = told(1, iban="BE1", booked_on=later(1))
    known = [told(7, iban="BE1"), told(8, iban="BE1", booked_on=later(2))]
    assert same_lines([one, told(2, iban="BE1", booked_on=later(2))], known) == {1: 7, 2: 8}


def test_two_messages_of_one_kind_tell_of_two_payments_unless_a_reference_binds():
    assert paired(told(1), told(7, told_alike=True)) == {}
    one = told(1, bank_reference="BANK-00017")
    assert paired(one, told(7, bank_reference="BANK-00017", told_alike=True)) == {1: 7}


PARTS = (told(0, 600, text="inv 1"), told(1, 400, text="inv 2"))


def test_a_batch_is_its_payments_when_each_is_there():
    whole = told(1, parts=PARTS, batch=True)
    assert bundles([whole], [told(7, 600), told(8, 400)]) == [Bundle(1, (7, 8))]
    assert bundles([whole], [told(7, 600), told(8, 500)]) == []
    assert bundles([whole], [told(7, 600)]) == []


def test_a_batch_without_its_payments_is_what_carries_its_reference():
    whole = told(1, bank_reference="BATCH-17")
    parts = [
        told(7, 600, bank_reference="BATCH-17"),
        told(8, 400, bank_reference="BATCH-17"),
    ]
    assert bundles([whole], [*parts, told(9, 300)]) == [Bundle(1, (7, 8))]
    assert bundles([whole], [*parts, told(9, 1, bank_reference="BATCH-17")]) == []


def test_a_batch_is_all_that_one_message_tells_of_its_day():
    parts = [told(7, 600, message=3), told(8, 400, message=3), told(9, 5, message=4)]
    assert bundles([told(1, batch=True)], parts) == [Bundle(1, (7, 8))]
    assert bundles([told(1)], parts) == []
    other_day = [told(7, 600, message=3), told(8, 400, message=3, booked_on=later(1))]
    assert bundles([told(1, batch=True)], other_day) == []


def test_a_single_line_is_no_bundle():
    assert bundles([told(1, batch=True)], [told(7)]) == []


def test_two_batches_do_not_share_a_payment():
    wholes = [told(1, parts=PARTS), told(2, parts=PARTS)]
    assert bundles(wholes, [told(7, 600), told(8, 400)]) == [Bundle(1, (7, 8))]


amounts = st.sampled_from([1000, 2500, -500])
words = st.sampled_from(["", "a", "b"])
lines = st.lists(
    st.builds(
        told,
        key=st.just(0),
        amount=amounts,
        iban=words,
        text=words,
        bank_reference=st.sampled_from(["", "BANK-00017", "BANK-00018"]),
        booked_on=st.sampled_from([DAY, later(1), later(5)]),
    ),
    max_size=8,
)


@settings(max_examples=200)
@given(lines, lines)
def test_pairs_are_one_to_one_and_of_one_amount(fresh, known):
    fresh = [one._replace(key=number) for number, one in enumerate(fresh)]
    known = [one._replace(key=100 + number) for number, one in enumerate(known)]
    pairs = same_lines(fresh, known)
    assert len(set(pairs.values())) == len(pairs)
    for ours, theirs in pairs.items():
        assert fresh[ours].amount_minor == known[theirs - 100].amount_minor


@settings(max_examples=100)
@given(lines)
def test_a_message_that_comes_again_meets_itself(told_once):
    fresh = [one._replace(key=number) for number, one in enumerate(told_once)]
    known = [one._replace(key=100 + number) for number, one in enumerate(told_once)]
    assert len(same_lines(fresh, known)) == len(fresh)
