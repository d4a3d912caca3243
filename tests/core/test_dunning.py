"""Which step is due, and if none, why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from acquit.core import dunning
from acquit.core.days import is_working_day
from acquit.core.dunning import (
    STANDARD,
    STANDARD_POLICY,
    Channel,
    CustomerFile,
    Guard,
    Item,
    Place,
    Reason,
    Step,
)
from acquit.core.party import Party

DUE = date(2026, 3, 2)  # a Monday


def item(**known) -> Item:
    return Item(
        **{"receivable_id": 1, "currency": "EUR", "due_on": DUE, "open_minor": 120_000}
        | known
    )


def file(*items: Item, **known) -> CustomerFile:
    return CustomerFile(
        **{
            "customer_id": 1,
            "company_id": 1,
            "party": Party.BUSINESS,
            "country": "BE",
            "channels": frozenset({Channel.EMAIL}),
            "items": items or (item(),),
        }
        | known
    )


def decide(customer: CustomerFile, as_of: date, bank: Guard = Guard.FRESH):
    return dunning.decide(customer, STANDARD, STANDARD_POLICY, bank, as_of=as_of)


def only(customer: CustomerFile, as_of: date, bank: Guard = Guard.FRESH):
    (decision,) = decide(customer, as_of, bank)
    return decision


def test_the_notice_leaves_five_days_before_moved_to_a_working_day():
    # 2 March less 5 days is Wednesday 25 February.
    decision = only(file(), date(2026, 2, 25))
    assert (decision.step, decision.due) == (Step.NOTICE, True)
    # Due on Friday 6 March: five days before is Sunday, so Monday.
    decision = only(file(item(due_on=date(2026, 3, 6))), date(2026, 2, 20))
    assert (decision.step, decision.on, decision.due) == (
        Step.NOTICE,
        date(2026, 3, 2),
        False,
    )


def test_a_notice_that_was_missed_is_skipped_once_the_due_day_has_come():
    decision = only(file(), DUE)
    assert (decision.step, decision.on) == (Step.REMINDER_1, date(2026, 3, 5))


def test_a_very_late_invoice_still_begins_with_the_friendly_step():
    decision = only(file(item(due_on=date(2025, 11, 3))), date(2026, 3, 2))
    assert (decision.step, decision.due) == (Step.REMINDER_1, True)


def test_the_next_step_waits_the_scenarios_gap_from_the_real_sending():
    late = item(due_on=date(2025, 11, 3), last_rank=100, last_on=date(2026, 3, 2))
    decision = only(file(late), date(2026, 3, 3))
    assert (decision.step, decision.on) == (
        Step.REMINDER_2,
        date(2026, 3, 16),
    )  # 14th: Saturday


@pytest.mark.parametrize(
    ("party", "step"),
    [
        (Party.BUSINESS, Step.FORMAL_NOTICE),
        (Party.CONSUMER, Step.LAST_REMINDER),
        (Party.PUBLIC, Step.LAST_REMINDER),
        (Party.UNKNOWN, Step.LAST_REMINDER),
    ],
)
def test_only_a_known_business_gets_a_formal_notice(party, step):
    late = item(last_rank=300, last_on=DUE + timedelta(days=30))
    assert only(file(late, party=party), DUE + timedelta(days=45)).step is step


def test_after_the_last_step_the_scenario_has_ended():
    done = item(last_rank=900, last_on=DUE + timedelta(days=45))
    assert only(file(done), DUE + timedelta(days=90)).reason is Reason.SCENARIO_ENDED


def test_a_promise_is_given_until_the_end_of_its_day():
    promised = item(promised_on=date(2026, 3, 10))
    assert only(file(promised), date(2026, 3, 10)).reason is Reason.PROMISED
    assert only(file(promised), date(2026, 3, 11)).step is Step.REMINDER_1


def test_a_disputed_part_is_not_asked_for_and_the_rest_is():
    part = item(contested_minor=20_000)
    customer = file(part)
    (due,) = dunning.actions(decide(customer, date(2026, 3, 5)), customer)
    assert due.decisions[0].item.asked_minor == 100_000
    whole = item(contested_minor=120_000)
    assert only(file(whole), date(2026, 3, 5)).reason is Reason.DISPUTED


def test_a_hold_of_the_customer_ends_by_itself():
    customer = file(held_until=date(2026, 3, 9))
    assert only(customer, date(2026, 3, 9)).reason is Reason.HELD
    assert only(customer, date(2026, 3, 10)).due


@pytest.mark.parametrize(
    ("known", "bank", "reason"),
    [
        ({}, Guard.STALE, Reason.BANK_STALE),
        ({"channels": frozenset()}, Guard.FRESH, Reason.NO_ADDRESS),
        ({"loose_minor": {"EUR": 5_000}}, Guard.FRESH, Reason.UNALLOCATED_MONEY),
        ({"suspected": True}, Guard.FRESH, Reason.UNALLOCATED_MONEY),
        ({"credit_minor": {"EUR": 120_000}}, Guard.FRESH, Reason.COVERED_BY_CREDIT),
        ({"items": (item(open_minor=999),)}, Guard.FRESH, Reason.BELOW_MINIMUM),
        ({"direct_debit": True}, Guard.FRESH, Reason.DIRECT_DEBIT),
    ],
)
def test_what_is_due_may_still_be_held(known, bank, reason):
    assert only(file(**known), date(2026, 3, 5), bank).reason is reason


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        ({}, None),
        ({"loose_minor": {"EUR": 1}}, Reason.UNALLOCATED_MONEY),
        ({"credit_minor": {"EUR": 119_999}}, None),
        ({"credit_minor": {"EUR": 120_000}}, Reason.COVERED_BY_CREDIT),
    ],
)
def test_without_a_minimum_everything_is_asked_for_but_nothing(known, reason):
    policy = replace(STANDARD_POLICY, minimum_minor=0)
    reminded = date(2026, 3, 5)
    (decision,) = dunning.decide(
        file(**known), STANDARD, policy, Guard.FRESH, as_of=reminded
    )
    assert (decision.reason, decision.due) == (reason, reason is None)


def test_money_in_another_currency_holds_nothing():
    assert only(file(loose_minor={"USD": 5_000}), date(2026, 3, 5)).due


def test_the_guard_is_off_without_accounts_and_stale_after_three_working_days():
    ask = {"country": "BE", "freshness_days": 3}
    friday, wednesday = date(2026, 2, 27), date(2026, 3, 4)
    assert dunning.guard([], as_of=wednesday, **ask) is Guard.OFF
    assert dunning.guard([friday], as_of=wednesday, **ask) is Guard.FRESH
    assert dunning.guard([friday], as_of=date(2026, 3, 5), **ask) is Guard.STALE
    assert dunning.guard([friday, None], as_of=wednesday, **ask) is Guard.STALE


def test_one_action_covers_all_items_and_the_formal_notice_waits_apart():
    early = item(receivable_id=1)
    late = item(
        receivable_id=2, last_rank=100, last_on=date(2026, 2, 1), due_on=date(2026, 1, 29)
    )
    formal = item(
        receivable_id=3, last_rank=300, last_on=date(2026, 2, 1), due_on=date(2026, 1, 2)
    )
    customer = file(early, late, formal)
    waits, by_itself = dunning.actions(decide(customer, date(2026, 3, 5)), customer)
    assert by_itself.step is Step.REMINDER_2
    assert [d.item.receivable_id for d in by_itself.decisions] == [2, 1]
    assert (waits.step, waits.needs_approval) == (Step.FORMAL_NOTICE, True)


def test_a_thank_you_waits_for_a_day_without_another_message():
    paid = [dunning.Settled(1, date(2026, 3, 4))]
    day = date(2026, 3, 5)

    def thanked(customer: CustomerFile, as_of: date):
        # Two messages a day are allowed, and still it stands alone.
        policy = replace(STANDARD_POLICY, per_day=2)
        return dunning.thanks(paid, customer, STANDARD, policy, as_of=as_of)

    assert thanked(file(), day) == tuple(paid)
    assert thanked(file(contacted=(day,)), day) == ()
    assert thanked(file(), date(2026, 3, 20)) == ()


days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
maybe_day = st.none() | days
items = st.builds(
    Item,
    receivable_id=st.integers(1, 9),
    currency=st.sampled_from(["EUR", "USD"]),
    due_on=days,
    open_minor=st.integers(1, 500_000),
    last_rank=st.sampled_from([-1, 50, 100, 200, 300, 900]),
    last_on=maybe_day,
    uncertain=st.booleans(),
    promised_on=maybe_day,
    contested_minor=st.integers(0, 500_000),
    held_until=maybe_day,
)
files = st.builds(
    CustomerFile,
    customer_id=st.just(1),
    company_id=st.just(1),
    party=st.sampled_from(Party),
    country=st.sampled_from(["BE", "FR", "NL", "XX"]),
    channels=st.frozensets(st.sampled_from(Channel)),
    items=st.lists(items, max_size=6).map(tuple),
    held_until=maybe_day,
    loose_minor=st.dictionaries(st.sampled_from(["EUR"]), st.integers(0, 10_000)),
    suspected=st.booleans(),
    contacted=st.lists(days, max_size=3).map(lambda some: tuple(sorted(some))),
)


@given(files, days, st.sampled_from(Guard))
def test_every_receivable_has_exactly_a_next_action_or_a_reason(customer, as_of, bank):
    decisions = decide(customer, as_of, bank)
    assert [d.item for d in decisions] == list(customer.items)
    for decision in decisions:
        assert (decision.step is None) != (decision.reason is None)
        assert (decision.step is None) == (decision.on is None)
        assert decision.on is None or decision.on >= as_of


@given(files, days)
def test_nothing_leaves_on_a_day_off_or_for_what_may_not_be_asked(customer, as_of):
    for decision in decide(customer, as_of):
        if decision.due:
            asked = decision.item
            assert is_working_day(as_of, customer.country)
            assert asked.asked_minor > 0
            assert not (asked.promised_on and as_of <= asked.promised_on)
            assert not (asked.held_until and as_of <= asked.held_until)


@given(files, days)
def test_once_a_message_has_left_deciding_again_that_day_sends_nothing(customer, as_of):
    again = customer._replace(contacted=(as_of,))
    assert dunning.actions(decide(again, as_of), again) == []


@given(
    st.lists(
        st.builds(
            item,
            receivable_id=st.integers(1, 9),
            currency=st.sampled_from(["EUR", "USD"]),
            open_minor=st.integers(1, 3_000),
            contested_minor=st.just(0) | st.integers(0, 2_000),
            promised_on=st.none() | st.just(date(2026, 3, 10)),
            held_until=st.none() | st.just(date(2026, 3, 10)),
            uncertain=st.sampled_from([False, False, True]),
            missing=st.sampled_from([False, False, True]),
        ),
        max_size=3,
    ),
    st.dictionaries(st.sampled_from(["EUR", "USD"]), st.integers(1, 3_000)),
    st.sampled_from([False, False, True]),
    st.sampled_from(Guard),
)
@example([item()], {"EUR": 500}, False, Guard.FRESH)
def test_what_holds_a_step_holds_it_too_while_it_can_still_be_called_back(
    items, credit, suspected, bank
):
    monday = DUE + timedelta(days=7)
    known = CustomerFile(
        1,
        1,
        Party.BUSINESS,
        "BE",
        frozenset({Channel.LETTER}),
        items,
        credit_minor=credit,
        suspected=suspected,
    )
    every = dunning.Scenario(
        places=(dunning.Place(step=Step.REMINDER_1, days=0, channels=(Channel.LETTER,)),)
    )
    decisions = dunning.decide(known, every, STANDARD_POLICY, bank, as_of=monday)
    taken = known._replace(
        items=[one._replace(last_rank=900, last_on=monday) for one in items],
        contacted=(monday,),
        channels=frozenset(),
    )
    held = dunning.held(taken, STANDARD_POLICY, bank, as_of=monday)

    assert held == [one.reason for one in decisions]


def test_money_that_came_on_friday_holds_a_letter_that_is_printed_on_saturday():
    known = file(suspected=True)
    saturday = date(2026, 3, 14)

    assert only(known, saturday).reason is None
    assert dunning.held(known, STANDARD_POLICY, Guard.FRESH, as_of=saturday) == [
        Reason.UNALLOCATED_MONEY
    ]


def test_a_message_of_its_own_that_credit_covers_asks_for_nothing_and_stays():
    by_letter = Place(step=Step.REMINDER_2, days=15, channels=(Channel.LETTER,))
    scenario = replace(STANDARD, places=(STANDARD.places[1], by_letter))
    reminded = {"last_rank": 100, "last_on": date(2026, 3, 5)}
    known = file(
        item(receivable_id=1, open_minor=30_000),
        item(receivable_id=2, open_minor=120_000, **reminded),
        channels=frozenset({Channel.EMAIL, Channel.LETTER}),
        credit_minor={"EUR": 40_000},
    )
    first, second = dunning.decide(
        known, scenario, STANDARD_POLICY, Guard.FRESH, as_of=date(2026, 3, 17)
    )
    assert first.reason is Reason.COVERED_BY_CREDIT
    assert (second.step, second.channel, second.due) == (
        Step.REMINDER_2,
        Channel.LETTER,
        True,
    )
