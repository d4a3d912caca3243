"""What a payment settles when its payer is known: docs/explanation/matching.md."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquit.core.matching import (
    Candidate,
    Fit,
    Found,
    Hypothesis,
    Judge,
    Kind,
    Note,
    OpenItems,
    Payer,
    Payment,
    Post,
    Propose,
    Record,
    Rules,
    Unmatched,
    Use,
    Who,
    WriteOff,
    match,
    suggested,
)
from acquit.core.matching.judging import Verdict, by_hand, disproved, kind_of, verdict

DAY = date(2026, 3, 16)
PEETERS, SISTER, STRANGER = 1, 2, 9
BY_IBAN = (Payer(PEETERS, Who.IBAN),)
BY_NAME = (Payer(PEETERS, Who.NAME, "Bakkerij Peeters"),)


def owed(key: int, number: str, minor: int = 10_000, **more: Any) -> Candidate:
    facts = {
        "customer_id": PEETERS,
        "reference": "",
        "currency": "EUR",
        "issued_on": date(2026, 2, 1),
        "due_on": date(2026, 3, key % 27 + 1),
        "amount_minor": minor,
    }
    return Candidate(key, number_key=number, open_minor=minor, **(facts | more))


def paid(minor: int, text: str = "", payers: tuple[Payer, ...] = BY_IBAN) -> Payment:
    return Payment(
        amount_minor=minor, currency="EUR", booked_on=DAY, text=text, payers=payers
    )


def posted(outcome: object) -> tuple[str, dict[int, int]]:
    assert isinstance(outcome, Post), outcome
    return outcome.kind, of_the_payment(outcome)


def proposed(outcome: object) -> tuple[str, dict[int, int]]:
    assert isinstance(outcome, Propose), outcome
    return outcome.why, of_the_payment(outcome)


def of_the_payment(outcome: Post | Propose) -> dict[int, int]:
    return {one.receivable_id: one.amount_minor for one in outcome.uses if one.is_paid}


def kinds(outcome: object) -> list[str]:
    assert isinstance(outcome, Propose), outcome
    return list(outcome.kinds)


def used(outcome: object) -> list[tuple[int, int, WriteOff | None]]:
    assert isinstance(outcome, Post | Propose), outcome
    return [(one.receivable_id, one.amount_minor, one.written_off) for one in outcome.uses]


def test_one_item_of_the_amount_is_the_one():
    items = OpenItems.of([owed(1, "F1", 10_000), owed(2, "F2", 7_300)])
    assert posted(match(paid(7_300), items)) == ("single/iban/exact", {2: 7_300})


def test_two_items_of_the_amount_are_a_question_and_both_are_proposed():
    items = OpenItems.of([owed(1, "F1"), owed(2, "F2")])
    outcome = match(paid(10_000), items)
    assert proposed(outcome) == ("rival", {1: 10_000})
    assert [use.receivable_id for uses in outcome.others for use in uses] == [2]


def test_a_month_that_is_named_tells_equal_amounts_apart():
    months = [
        owed(n, f"ABO{n}", 3_630, issued_on=date(2026, n, 1), due_on=date(2026, n, 28))
        for n in (1, 2, 3)
    ]
    for text in ("abonnement februari 2026", "Abo Feb.", "mois de février", "huur 02/2026"):
        outcome = match(paid(3_630, text), OpenItems.of(months))
        assert posted(outcome) == ("month/iban/exact", {2: 3_630}), text


def test_two_of_the_month_that_is_named_are_a_question():
    both = [owed(n, f"ABO{n}", 3_630, issued_on=date(2026, 2, n)) for n in (1, 2)]
    later = owed(3, "ABO3", 3_630, issued_on=date(2026, 3, 1))
    outcome = match(paid(3_630, "Abo Februar 2026"), OpenItems.of([*both, later]))
    assert proposed(outcome) == ("rival", {1: 3_630})
    assert kinds(outcome) == ["month/iban/exact"] * 2


@pytest.mark.parametrize("text", ["Faktura RG 090731 / 15/11", "RG 090731 vom 02/12"])
def test_a_day_and_month_beside_a_number_make_no_list(text):
    others = [owed(n, f"RG0907{n}", 500) for n in (11, 15, 12)]
    items = OpenItems.of([owed(1, "RG090731"), *others])
    assert posted(match(paid(10_000, text), items)) == ("pieces/iban/exact", {1: 10_000})


def test_what_german_banks_call_money_in_is_no_refund():
    item = owed(1, "F26001")
    for text in ("GUTSCHRIFT", "SEPA-GUTSCHRIFT Danke"):
        assert isinstance(match(paid(10_000, text), OpenItems.of([item])), Post)
    for text in ("GUTSCHRIFT Gutschrift 406686", "Gutschrift zu Rechnung"):
        outcome = match(paid(10_000, text), OpenItems.of([item]))
        assert proposed(outcome)[0] == "refund"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("betaling 4711", "tail"),
        ("uw factuur F26-0047", "cut"),
        ("F26-005711", "slip"),
        ("F26-007411", "slip"),
        ("F 26 / 004711", "pieces"),
        ("FACTUURF26004711", "tail"),
        ("PO 4500005459", "order"),
    ],
)
def test_a_number_in_part_or_with_a_slip_is_enough_from_a_known_payer(text, kind):
    items = OpenItems.of(
        [owed(1, "F26004711", order_key="4500005459"), owed(2, "F26009999", 1)]
    )
    assert posted(match(paid(10_000, text), items))[0] == f"{kind}/iban/exact"


def test_the_same_from_nobody_knows_whom_is_proposed():
    items = OpenItems.of([owed(1, "F26004711")])
    assert proposed(match(paid(10_000, "betaling 4711", ()), items)) == (
        "unsure",
        {1: 10_000},
    )


@pytest.mark.parametrize(
    "text",
    [
        "F26-101, 102 en 104",
        "F26/101,102,+104",
        "factures F26 101 + 102 + 104",
        "F26-101 F26-102 F26-104",
    ],
)
def test_a_list_names_each_of_its_numbers(text):
    rows = [owed(n, f"F26{n}", n) for n in (101, 102, 103, 104)]
    _, uses = posted(match(paid(101 + 102 + 104, text, ()), OpenItems.of(rows)))
    assert uses == {101: 101, 102: 102, 104: 104}


def test_a_range_names_the_payers_open_numbers_between_its_ends():
    rows = [owed(n, str(n), n) for n in (1201, 1203, 1207, 1250)]
    rows.append(owed(1204, "1204", 5, customer_id=STRANGER))
    outcome = match(paid(1201 + 1203 + 1207, "1201 t/m 1207"), OpenItems.of(rows))
    assert posted(outcome) == ("range/iban/exact", {1201: 1201, 1203: 1203, 1207: 1207})


def test_all_between_two_numbers_needs_no_payer_where_the_sum_is_right():
    rows = [owed(n, f"RG0{n}", n) for n in (1201, 1203, 1207)]
    for text in ("RG 01201-RG 01207", "RG01201 bis RG01207"):
        outcome = match(paid(1201 + 1203 + 1207, text, ()), OpenItems.of(rows))
        assert posted(outcome)[0] == "range/nobody/exact", text
    assert isinstance(
        match(paid(5_000, "RG 01201-RG 01207", ()), OpenItems.of(rows)), Propose
    )


def test_of_a_list_that_was_cut_off_the_next_items_are_proposed():
    rows = [owed(n, f"RG0{n}", n) for n in range(1201, 1209)]
    rows += [owed(n, f"RG0{n}", 7, customer_id=STRANGER) for n in (1301, 1302)]
    said = "RG 01202, RG 01203, RG 01204,"
    outcome = match(paid(sum(range(1202, 1207)), said, ()), OpenItems.of(rows))
    assert proposed(outcome) == ("cut off", {n: n for n in range(1202, 1207)})
    short = match(paid(sum(range(1202, 1205)) + 5, said, ()), OpenItems.of(rows))
    assert set(proposed(short)[1]) == {1202, 1203, 1204}


def test_a_slip_of_the_pen_is_seen_though_letters_stand_apart():
    rows = [owed(1, "RG095902"), owed(2, "RG095145", customer_id=STRANGER, minor=700)]
    outcome = match(paid(10_000, "RG 095912"), OpenItems.of(rows))
    assert posted(outcome) == ("slip/iban/exact", {1: 10_000})


def test_a_sum_that_comes_about_in_one_way_is_posted_and_in_two_ways_is_not():
    rows = [owed(1, "A1", 1_013), owed(2, "A2", 2_509), owed(3, "A3", 4_727)]
    assert posted(match(paid(7_236), OpenItems.of(rows))) == (
        "set/iban/exact",
        {2: 2_509, 3: 4_727},
    )
    rows.append(owed(4, "A4", 6_223))
    assert proposed(match(paid(7_236), OpenItems.of(rows)))[0] == "rival"


def test_a_sum_that_comes_about_by_chance_is_not_posted():
    """Of round amounts every sum is round, of many items there are more sums than cents."""
    rows = [owed(1, "A1", 10_000), owed(2, "A2", 25_000), owed(3, "A3", 50_000)]
    assert proposed(match(paid(75_000), OpenItems.of(rows)))[0] == "many"
    rows = [owed(n, f"A{n}", 1_001 + n * n * 37) for n in range(1, 12)]
    assert proposed(match(paid(3 * 1_001 + 37 * (4 + 25 + 81)), OpenItems.of(rows)))[0]


def test_all_that_is_due_is_posted_when_the_payer_says_so_though_sums_are_many():
    rows = [owed(n, f"B{n}", 2_900, due_on=date(2026, 3, n)) for n in (1, 2, 3)]
    rows.append(owed(4, "B4", 2_900, due_on=date(2026, 4, 1)))
    silent = match(paid(8_700), OpenItems.of(rows))
    assert proposed(silent)[0] == "rival"
    said = match(paid(8_700, "solde factures échues"), OpenItems.of(rows))
    assert posted(said) == ("due/iban/exact", {1: 2_900, 2: 2_900, 3: 2_900})


def test_a_name_like_the_payers_is_no_match_for_a_number():
    close = (Payer(PEETERS, Who.CLOSE, "Bakkerij Peters"),)
    items = OpenItems.of([owed(1, "B1")])
    assert proposed(match(paid(10_000, "Beleg 90552", close), items))[0] == "names another"
    assert (
        posted(match(paid(10_000, "dank u", close), items))[0] == "single/close name/exact"
    )


def test_all_that_is_due_comes_before_one_item_of_the_same_amount():
    rows = [owed(1, "B1", 35_000, due_on=date(2026, 3, 1))]
    rows.append(owed(2, "B2", 10_000, due_on=date(2026, 3, 2)))
    rows.append(owed(3, "B3", 45_000, due_on=date(2026, 4, 1)))
    said = match(paid(45_000, "tout l'échu"), OpenItems.of(rows))
    assert posted(said) == ("due/iban/exact", {1: 35_000, 2: 10_000})
    silent = match(paid(45_000), OpenItems.of(rows))
    assert posted(silent) == ("single/iban/exact", {3: 45_000})


def test_of_credit_notes_of_one_amount_the_one_that_is_named_is_used():
    rows = [owed(1, "F26001"), owed(2, "F26002", 35_000)]
    notes = [Note(n, PEETERS, f"CN90{n}", "EUR", 25_000, date(2026, 2, 10)) for n in (1, 2)]
    outcome = match(paid(20_000, "F26001 + F26002 - CN902"), OpenItems.of(rows, notes))
    assert isinstance(outcome, Post)
    assert {use.note_id for use in outcome.uses if use.note_id} == {2}


def test_a_sum_is_no_match_for_a_number_that_stands_there():
    rows = [owed(1, "A1", 1_013), owed(2, "A2", 2_509), owed(3, "A3", 4_727)]
    outcome = match(paid(7_236, "vorab 4005-11"), OpenItems.of(rows))
    assert proposed(outcome)[0] == "names another"


def test_a_credit_note_that_was_kept_back_lowers_the_invoice():
    note = Note(70, PEETERS, "CN1", "EUR", 2_000, date(2026, 2, 10))
    items = OpenItems.of([owed(1, "F26001")], [note])
    outcome = match(paid(8_000, "F26-001"), items)
    assert isinstance(outcome, Post)
    assert [(u.receivable_id, u.amount_minor, u.note_id) for u in outcome.uses] == [
        (1, 8_000, None),
        (1, 2_000, 70),
    ]
    assert (items.left[1], items.credit[70]) == (0, 0)


def test_a_discount_in_time_is_told_from_a_late_one():
    def items(last: date) -> OpenItems:
        return OpenItems.of([owed(1, "F26001", discounts=((last, 200),))])

    in_time = match(paid(9_800, "F26-001"), items(DAY))
    assert kinds(in_time) == ["number/iban/discount"]
    assert used(in_time) == [(1, 9_800, None), (1, 200, WriteOff.DISCOUNT)]
    late = match(paid(9_800, "F26-001"), items(date(2026, 3, 15)))
    assert kinds(late) == ["number/iban/late discount"]
    assert used(late) == [(1, 9_800, None)]
    silent = match(paid(9_800), items(DAY))
    assert kinds(silent) == ["single/iban/discount"]
    assert used(silent) == [(1, 9_800, None), (1, 200, WriteOff.DISCOUNT)]


def test_another_amount_than_was_asked_for_is_left_to_a_person_whoever_pays():
    for minor, fit in ((4_000, "short"), (9_000, "fee"), (12_000, "over")):
        outcome = match(paid(minor, "F26-001"), OpenItems.of([owed(1, "F26001")]))
        assert proposed(outcome)[0] == "amount"
        assert kinds(outcome) == [f"number/iban/{fit}"]


def test_cents_that_are_missing_are_written_off_when_the_payer_is_known():
    few = match(paid(9_996, "F26-001"), OpenItems.of([owed(1, "F26001")]))
    assert posted(few) == ("number/iban/rounding", {1: 9_996})
    assert used(few)[1:] == [(1, 4, WriteOff.ROUNDING)]
    unknown = match(paid(9_996, "F26-001", ()), OpenItems.of([owed(1, "F26001")]))
    assert isinstance(unknown, Propose)


def test_a_structured_reference_is_enough_to_write_cents_off():
    item = owed(1, "F26001", reference="090933755493")
    payment = replace(paid(9_996, "", ()), references=("090933755493",))
    assert posted(match(payment, OpenItems.of([item])))[0] == "reference/nobody/rounding"
    payment = replace(payment, amount_minor=9_500)
    assert isinstance(match(payment, OpenItems.of([item])), Propose)


def test_too_much_for_what_is_partly_paid_may_be_paid_twice():
    rest = owed(1, "F26001", 100, amount_minor=10_000)
    outcome = match(paid(10_000, "F26-001"), OpenItems.of([rest]))
    assert proposed(outcome)[0] == "paid in part"


def test_an_own_account_outweighs_another_customers_number_and_a_name_does_not():
    rows = [owed(1, "F26001"), owed(2, "F26778", 5_000, customer_id=STRANGER)]
    assert posted(match(paid(10_000, "F26-778"), OpenItems.of(rows)))[1] == {1: 10_000}
    by_name = match(paid(10_000, "F26-778", BY_NAME), OpenItems.of(rows))
    assert isinstance(by_name, Propose)


@pytest.mark.parametrize("text", ["Faktura RG 090731 / 02/12", "VIR REF RG 090731"])
def test_anothers_number_in_pieces_is_anothers_number(text):
    rows = [owed(1, "RG090384"), owed(2, "RG090731", 5_000, customer_id=STRANGER)]
    outcome = match(paid(10_000, text, BY_NAME), OpenItems.of(rows))
    assert proposed(outcome) == ("names another", {1: 10_000})


def test_a_group_pays_for_its_sister():
    group = (Payer(PEETERS, Who.IBAN, group=frozenset({SISTER})),)
    rows = [owed(1, "F26001", 700), owed(2, "F26002", 900, customer_id=SISTER)]
    both = match(paid(1_600, "F26-001 F26-002", group), OpenItems.of(rows))
    assert posted(both) == ("number/group/exact", {1: 700, 2: 900})


def test_an_account_of_a_group_needs_a_name_for_an_amount_alone():
    sisters = frozenset({SISTER})
    account = Payer(PEETERS, Who.IBAN, group=sisters)
    nameless = match(paid(10_000, "", (account,)), OpenItems.of([owed(1, "F26001")]))
    assert proposed(nameless)[0] == "group"
    named = match(
        paid(10_000, "", (account._replace(named=True),)), OpenItems.of([owed(1, "F26001")])
    )
    assert posted(named)[1] == {1: 10_000}


def test_too_much_with_more_digits_in_the_text_is_for_something_else_too():
    items = OpenItems.of([owed(1, "12288A", 6_000)])
    assert proposed(match(paid(9_000, "12288/A,+623/L"), items))[0] == "amount"


def test_money_that_is_paid_back_is_no_payment_by_chance():
    items = OpenItems.of([owed(1, "F26001")])
    assert proposed(match(paid(10_000, "remboursement facture 77"), items))[0] == "refund"


def test_a_name_is_no_month():
    rows = [owed(n, f"A{n}", issued_on=date(2026, n, 1)) for n in (1, 2, 3)]
    for text in ("Fleuriste Marchand", "Janssens", "Decock", "Mayeur"):
        outcome = match(paid(10_000, text), OpenItems.of(rows))
        assert proposed(outcome)[0] == "rival", text


def test_what_another_payment_is_proposed_for_waits_with_it():
    rows = [owed(1, "F26001")]
    items = OpenItems.of(rows)
    first = match(paid(9_000, "F26-001", ()), items)
    assert isinstance(first, Propose)
    assert proposed(match(paid(10_000), items))[0] == "claimed"


def test_what_was_invoiced_later_is_never_paid():
    items = OpenItems.of([owed(1, "F26001", issued_on=date(2026, 3, 17))])
    assert isinstance(match(paid(10_000), items), Unmatched)
    assert proposed(match(paid(10_000, "F26-001"), items))[0] == "not issued yet"


def test_whose_money_it_is_is_known_though_nothing_fits():
    assert match(paid(123), OpenItems.of([owed(1, "F26001")])) == Unmatched(PEETERS)


AMOUNTS = st.integers(min_value=1, max_value=400)
TEXTS = st.lists(
    st.sampled_from(
        ["F26001", "F26002", "26", "003", "en", "+", "-", "t/m", "2026", "solde"]
    )
).map(" ".join)


@given(
    st.lists(AMOUNTS, max_size=9),
    st.lists(AMOUNTS, max_size=3),
    st.lists(st.tuples(AMOUNTS, TEXTS), max_size=6),
)
def test_no_cent_is_used_twice_and_none_comes_from_nowhere(opened, noted, payments):
    rows = [owed(n, f"F26{n:03}", minor) for n, minor in enumerate(opened, 1)]
    notes = [
        Note(n, PEETERS, f"CN{n}", "EUR", minor, date(2026, 2, 1))
        for n, minor in enumerate(noted, 100)
    ]
    items = OpenItems.of(rows, notes)
    for minor, text in payments:
        before = sum(items.left.values()), sum(items.credit.values())
        outcome = match(paid(minor, text), items)
        uses = outcome.uses if isinstance(outcome, Post) else ()
        money = sum(use.amount_minor for use in uses if use.is_paid)
        credit = sum(use.amount_minor for use in uses if use.note_id is not None)
        off = sum(use.amount_minor for use in uses if use.written_off)
        assert money <= minor
        assert sum(items.left.values()) == before[0] - money - credit - off
        assert sum(items.credit.values()) == before[1] - credit
        assert min([0, *items.left.values(), *items.credit.values()]) == 0


def judged(kind: str, judge: Judge) -> bool:
    found, who, fit, *doubt = kind.split("/")
    one = Kind(Found(found), Who(who), Fit(fit), *doubt)
    use = Use(receivable_id=1, customer_id=PEETERS, amount_minor=1, how=found, found="")
    return judge(Hypothesis(one, (use,)))


def test_a_habit_answers_some_doubts_and_never_who_it_is_or_whether_it_is_paid_again():
    for kind, posts in (
        ("single/name/exact/rival", True),
        ("run/iban/exact/many", True),
        ("all/close name/exact", True),
        ("single/name/exact/again", False),
        ("number/other/exact/rival", False),
        ("single/nobody/exact", False),
        ("number/iban/short", False),
    ):
        assert judged(kind, Judge(habits={(PEETERS, kind): (3, 0)})) is posts, kind
        assert not judged(kind, Judge(habits={(PEETERS, kind): (2, 0)}))
        assert not judged(kind, Judge(habits={(PEETERS, kind): (9, 1)}))
        assert not judged(kind, Judge(habits={(SISTER, kind): (9, 0)}))


def test_what_people_do_by_hand_ten_times_and_never_otherwise_is_offered_as_a_rule():
    done = {
        "number/iban/discount": Record(accepted=7),
        "single/name/discount": Record(accepted=3),
        "number/iban/short": Record(accepted=20, declined=1),
        "number/iban/over/several": Record(accepted=20),
        "number/nobody/over": Record(accepted=20),
    }
    assert suggested(done, Rules()) == Rules(discounts=True)
    assert suggested({}, Rules(over=True)) == Rules(over=True)


def test_a_kind_that_the_books_disprove_is_asked_and_one_slip_of_many_is_none():
    kind = "number/iban/exact"
    assert judged(kind, Judge(records={kind: Record(posted=5_000, undone=1)}))
    assert not judged(kind, Judge(records={kind: Record(posted=500, undone=3)}))
    lenient = Rules(wanted=0.98)
    assert judged(kind, Judge(lenient, {kind: Record(posted=500, undone=3)}))


@pytest.mark.parametrize(
    ("name", "record", "rules", "becomes"),
    [
        ("number/iban/exact", Record(posted=5), Rules(), Verdict.POSTS),
        ("number/iban/exact", Record(100, 2), Rules(), Verdict.STOPPED),
        ("number/iban/exact", Record(100, 2), Rules(wanted=0.95), Verdict.POSTS),
        ("single/iban/exact/rival", Record(accepted=9), Rules(), Verdict.HABIT),
        ("single/iban/exact/rival", Record(100, 2), Rules(), Verdict.STOPPED),
        ("single/iban/exact/refund", Record(), Rules(), Verdict.ASKED),
        ("number/iban/over", Record(), Rules(), Verdict.ASKED),
        ("number/iban/over", Record(), Rules(over=True), Verdict.POSTS),
        ("number/close name/over", Record(), Rules(over=True), Verdict.ASKED),
        ("batch", Record(posted=1), Rules(), Verdict.POSTS),
    ],
)
def test_what_becomes_of_a_kind_is_told_as_it_is_judged(name, record, rules, becomes):
    assert verdict(name, record, rules) is becomes


def test_a_kind_is_read_from_its_name_and_nothing_else_is():
    kind = Kind(Found.TAIL, Who.SHARED, Fit.LATE, "names another")
    assert kind_of(str(kind)) == kind
    assert kind_of("batch") is None
    assert kind_of("tail/somebody/exact") is None


def test_one_that_was_undone_stops_nothing_and_what_is_accepted_since_counts():
    assert not disproved(Record(posted=5, undone=1), 0.999)
    assert disproved(Record(posted=100, undone=2), 0.999)
    assert not disproved(Record(posted=100, undone=2, accepted=600), 0.999)
    assert disproved(Record(posted=100, undone=2, accepted=600, declined=9), 0.999)


def test_more_undone_than_posted_disproves_nothing_where_nothing_was_counted():
    assert not disproved(Record(posted=0, undone=1), 0.999)
    assert disproved(Record(posted=3, undone=4), 0.999)


def test_what_people_do_by_hand_is_counted_for_the_rule_that_would_do_it():
    records = {
        "number/iban/over": Record(accepted=7, declined=1),
        "reference/name/over": Record(accepted=2),
        "number/other/over": Record(accepted=50),
        "single/iban/discount": Record(accepted=4),
        "single/iban/short": Record(accepted=40),
    }
    assert by_hand(records) == {"discounts": (4, 0), "shorter": (0, 0), "over": (9, 1)}
