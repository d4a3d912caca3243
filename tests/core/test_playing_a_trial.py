"""A trial goes from day to day by what was known, and by what it sent itself."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st

from acquit.core.dunning import (
    STANDARD,
    STANDARD_POLICY,
    Approver,
    Channel,
    ItemKind,
    Place,
    Reason,
    Scenario,
    Step,
)
from acquit.core.dunning.trial import Past, Taken, play
from acquit.core.dunning.trial.facts import (
    Account,
    Dead,
    Debtor,
    Disputed,
    Ended,
    Money,
    Moved,
    Owed,
    Promised,
    Stopped,
    Suspected,
    Written,
)
from acquit.core.party import Party

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.core.dunning.trial import Fact, Played

BAKERY, GARAGE = 1, 2
# Due on Monday 2 March 2026; tried from the Monday before it.
DUE, FIRST = date(2026, 3, 2), date(2026, 2, 23)
DAYS = [FIRST + timedelta(days=n) for n in range(70)]


def debtor(key: int, **more: object) -> Debtor:
    known = Debtor(
        customer_id=key,
        party=Party.BUSINESS,
        country="BE",
        direct_debit=False,
        represented=False,
        group=key,
        emails=frozenset({f"{key}@example.org"}),
        phones=(),
        street="",
    )
    return replace(known, **more)  # type: ignore[arg-type]  # what a story says of it


def owed(key: int = BAKERY, item: int = 11, minor: int = 120_000) -> Owed:
    return Owed(key, item, "EUR", DUE, minor, ItemKind.INVOICE, has_document=False)


def paid(on: date, item: int = 11, minor: int = 120_000, key: int = BAKERY) -> Moved:
    return Moved(key, item, minor, on, is_money=True, returned=False)


def past(
    told: dict[date, Sequence[Fact]],
    debtors: Sequence[Debtor] = (),
    taken: dict[int, Taken] | None = None,
) -> Past:
    by_day: dict[date, list[Fact]] = defaultdict(list)
    for day, facts in told.items():
        by_day[day] += facts
    return Past(
        company_id=1,
        country="BE",
        currency="EUR",
        policy=STANDARD_POLICY,
        days=DAYS,
        told=[by_day[day] for day in DAYS],
        debtors={one.customer_id: one for one in debtors or [debtor(BAKERY)]},
        taken=taken or {},
        contacted={},
        scenarios={None: STANDARD},
    )


def sent(played: Played) -> list[tuple[date, Step]]:
    return [(one.day, one.step) for one in played.sent]


def test_an_unpaid_invoice_gets_every_step_on_the_days_that_the_explanation_names() -> None:
    played = play(past({FIRST: [owed()]}), STANDARD)

    assert sent(played) == [
        (date(2026, 2, 25), Step.NOTICE),
        (date(2026, 3, 5), Step.REMINDER_1),
        (date(2026, 3, 17), Step.REMINDER_2),
        (date(2026, 4, 1), Step.REMINDER_3),
        (date(2026, 4, 16), Step.FORMAL_NOTICE),
    ]
    assert [one.approver for one in played.sent][-1] is Approver.CREDIT_MANAGER
    assert {one.reason for one in played.held} == {Reason.SCENARIO_ENDED}


def test_who_has_paid_is_thanked_and_not_reminded() -> None:
    played = play(past({FIRST: [owed()], date(2026, 3, 12): [paid(DUE)]}), STANDARD)

    assert sent(played)[2:] == [(date(2026, 3, 12), Step.THANK_YOU)]


def test_a_payment_that_was_recorded_late_comes_too_late_in_the_trial_as_well() -> None:
    """It was booked on 4 March, and known on the 6th: on the 5th it was reminded."""
    played = play(
        past({FIRST: [owed()], date(2026, 3, 6): [paid(date(2026, 3, 4))]}), STANDARD
    )

    assert (date(2026, 3, 5), Step.REMINDER_1) in sent(played)


def test_what_had_really_left_before_the_first_day_goes_on_from_there() -> None:
    taken = {11: Taken(100, date(2026, 2, 20), reminded=True)}

    played = play(past({FIRST: [owed()]}, taken=taken), STANDARD)

    assert sent(played)[0] == (date(2026, 3, 17), Step.REMINDER_2)


def test_a_hold_holds_until_its_day_and_the_steps_go_on_after_it() -> None:
    held = Stopped(BAKERY, None, 1, date(2026, 3, 10))

    played = play(past({FIRST: [owed()], date(2026, 3, 3): [held]}), STANDARD)

    assert (date(2026, 3, 11), Step.REMINDER_1) in sent(played)
    assert Reason.HELD in {one.reason for one in played.held}


def test_a_dispute_that_is_over_holds_no_longer() -> None:
    disputed = Disputed(BAKERY, 11, 1, None)
    told = {
        FIRST: [owed(), disputed],
        date(2026, 3, 20): [Ended(disputed)],
    }

    assert sent(play(past(told), STANDARD))[0] == (date(2026, 3, 20), Step.REMINDER_1)


def test_stale_bank_data_hold_all_and_are_counted() -> None:
    told: dict[date, Sequence[Fact]] = {
        FIRST: [owed(), Account(1, date(2026, 2, 20))],
        date(2026, 3, 30): [Account(1, date(2026, 5, 1))],
    }

    played = play(past(told), STANDARD)

    assert (date(2026, 3, 30), Step.REMINDER_1) in sent(played)
    assert len(played.stale) > 20


def test_two_of_one_group_share_what_one_debtor_may_get_in_a_day() -> None:
    both = [debtor(BAKERY, group=1), debtor(GARAGE, group=1)]
    told = {FIRST: [owed(), owed(GARAGE, 21)]}

    played = play(past(told, both), STANDARD)

    days = [one.day for one in played.sent]
    assert len(days) == len(set(days))


def test_a_call_is_no_message_and_uses_up_nothing() -> None:
    bakery = replace(debtor(BAKERY), phones=("+3225550100",))
    later = owed(item=12)._replace(due_on=DUE + timedelta(days=12))
    calling = Scenario(
        places=(
            Place(step=Step.REMINDER_1, days=3),
            Place(step=Step.CALL_1, days=15, channels=(Channel.PHONE,)),
        )
    )
    played = play(past({FIRST: [owed(), later]}, [bakery]), calling)
    day = DUE + timedelta(days=15)
    assert [step for on, step in sent(played) if on == day] == [
        Step.CALL_1,
        Step.REMINDER_1,
    ]


def test_others_follow_their_own_when_a_scenario_is_tried_for_some() -> None:
    both = [debtor(BAKERY), debtor(GARAGE)]
    told = {FIRST: [owed(), owed(GARAGE, 21)]}
    silent = replace(STANDARD, places=())

    played = play(past(told, both), silent, for_whom=[BAKERY])

    assert {one.customer_id for one in played.sent} == {GARAGE}
    assert {one.reason for one in played.held if one.customer_id == BAKERY} == {
        Reason.NOT_FOLLOWED
    }


def test_an_address_that_was_refused_is_not_tried_again() -> None:
    dead = Dead(BAKERY, Channel.EMAIL, "1@example.org")

    played = play(past({FIRST: [owed()], date(2026, 3, 9): [dead]}), STANDARD)

    assert [step for _, step in sent(played)] == [Step.NOTICE, Step.REMINDER_1]
    assert Reason.NO_ADDRESS in {one.reason for one in played.held}


days = st.sampled_from(DAYS)
facts = st.one_of(
    st.builds(paid, days, minor=st.sampled_from([40_000, 120_000])),
    st.builds(Promised, st.just(BAKERY), st.just(11), st.integers(1, 3), days),
    st.builds(Disputed, st.just(BAKERY), st.just(11), st.integers(4, 6), st.none()),
    st.builds(Stopped, st.just(BAKERY), st.none(), st.integers(7, 9), days),
    st.builds(Suspected, st.just(BAKERY), st.just(10)),
    st.builds(Written, st.just(BAKERY), days),
    st.builds(Account, st.just(1), st.none() | days),
    st.builds(
        Money, st.just(BAKERY), st.just("EUR"), st.integers(0, 150_000), st.booleans()
    ),
    st.builds(
        Owed,
        st.just(BAKERY),
        st.integers(12, 15),
        st.just("EUR"),
        days,
        st.integers(1, 90_000),
        st.sampled_from(ItemKind),
        st.booleans(),
    ),
)


@given(st.lists(st.tuples(days, facts), max_size=8), st.lists(facts, max_size=4), days)
def test_what_becomes_known_later_changes_nothing_of_what_was_sent(
    before: list[tuple[date, Fact]], later: list[Fact], day: date
) -> None:
    told: dict[date, list[Fact]] = defaultdict(list)
    told[FIRST].append(owed())
    for on, fact in before:
        told[on].append(fact)
    # A receivable is told once.
    known: dict[date, Sequence[Fact]] = {on: once(some) for on, some in told.items()}
    more = {**known}
    for on in DAYS:
        if on > day:
            more[on] = [*known.get(on, ()), *(f for f in later if not isinstance(f, Owed))]

    until = [one for one in play(past(known), STANDARD).sent if one.day <= day]

    assert [one for one in play(past(more), STANDARD).sent if one.day <= day] == until


@given(st.lists(st.tuples(days, facts), max_size=8))
def test_nobody_is_asked_for_what_is_known_to_be_paid(
    told: list[tuple[date, Fact]],
) -> None:
    """Whatever happens, from the day on which all is paid nothing is asked for."""
    by_day: dict[date, list[Fact]] = defaultdict(list)
    by_day[FIRST].append(owed())
    for on, fact in told:
        if not isinstance(fact, Moved | Owed):
            by_day[on].append(fact)
    by_day[date(2026, 3, 20)].append(paid(date(2026, 3, 19)))

    played = play(past(dict(by_day)), STANDARD)

    asked = [one for one in played.sent if one.day >= date(2026, 3, 20)]
    assert {one.step for one in asked} <= {Step.THANK_YOU}


def once(some: list[Fact]) -> list[Fact]:
    seen: set[int] = set()
    kept: list[Fact] = []
    for fact in some:
        if isinstance(fact, Owed):
            if fact.receivable_id in seen:
                continue
            seen.add(fact.receivable_id)
        kept.append(fact)
    return kept


@given(st.lists(st.tuples(days, facts), max_size=8))
@example([(FIRST, Written(1, date(2026, 4, 30))), (FIRST, Account(1, FIRST))])
def test_looking_only_where_something_changes_misses_nothing(
    told: list[tuple[date, Fact]],
) -> None:
    """Where amounts matter everybody is looked at each day; from 0 on they let all pass."""
    by_day: dict[date, list[Fact]] = defaultdict(list)
    by_day[FIRST].append(owed())
    for on, fact in told:
        by_day[on].append(fact)
    known = past({on: once(some) for on, some in by_day.items()})
    places = tuple(replace(one, floor_minor=0) for one in STANDARD.places)

    seldom, daily = play(known, STANDARD), play(known, replace(STANDARD, places=places))

    assert seldom.sent == daily.sent
    assert seldom.held == daily.held
    assert seldom.decided <= daily.decided
