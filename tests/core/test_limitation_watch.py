"""When somebody is told that a claim will soon be lost, and by whose law."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquit.core.law import COUNTRIES, Event, Happened, NoRule, UnknownCountry
from acquit.core.limitation_watch import (
    Claim,
    Near,
    Stage,
    Told,
    lapses,
    months_before,
    old_enough,
    stage,
    telling,
)
from acquit.core.party import Party

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2014, 1, 1), date(2026, 11, 23))


def german(due_on: date, **more: object) -> Claim:
    told = {"creditor": "DE", "debtor": "DE", "party": Party.BUSINESS, "due_on": due_on}
    return Claim(**(told | more))


def test_a_german_claim_of_2023_is_told_of_at_the_end_of_2025_already():
    day = lapses(german(date(2023, 3, 15)))
    assert day.until == date(2026, 12, 31)
    assert stage(day, as_of=date(2025, 12, 30)) is None
    assert stage(day, as_of=date(2025, 12, 31)) is Stage.YEAR
    assert stage(day, as_of=date(2026, 6, 30)) is Stage.HALF_YEAR
    assert stage(day, as_of=date(2026, 11, 29)) is Stage.HALF_YEAR
    assert stage(day, as_of=date(2026, 11, 30)) is Stage.MONTH
    assert stage(day, as_of=date(2026, 12, 31)) is Stage.MONTH
    assert stage(day, as_of=date(2027, 1, 1)) is Stage.PAST


def test_of_a_claim_that_lives_a_year_nobody_is_told_on_its_first_day():
    claim = german(date(2026, 1, 31), creditor="BE", debtor="BE", party=Party.CONSUMER)
    day = lapses(claim)
    assert day.until == date(2027, 1, 31)
    assert stage(day, as_of=date(2026, 2, 1)) is None
    assert stage(day, as_of=date(2026, 7, 31)) is Stage.HALF_YEAR


def test_a_consumer_is_under_the_law_of_where_he_lives_and_a_business_under_ours():
    home = {"creditor": "BE", "debtor": "FR", "due_on": date(2025, 1, 31)}
    assert lapses(Claim(party=Party.CONSUMER, **home)).until == date(2027, 1, 31)
    assert lapses(Claim(party=Party.BUSINESS, **home)).until == date(2035, 1, 31)


def test_a_part_payment_moves_the_day_in_germany_and_not_in_france():
    paid = [Happened(Event.PART_PAYMENT, date(2024, 5, 2))]
    moved = lapses(german(date(2023, 3, 15)), paid)
    assert (moved.until, moved.moved_by) == (date(2027, 5, 2), paid[0])
    french = lapses(german(date(2023, 3, 15), creditor="FR"), paid)
    assert (french.until, french.moved_by) == (date(2028, 3, 15), None)


def test_where_no_rule_is_written_down_nothing_is_guessed():
    with pytest.raises(UnknownCountry):
        lapses(german(TODAY, creditor="US"))
    with pytest.raises(NoRule):
        lapses(german(date(2010, 1, 1), creditor="ES"))


def test_months_end_where_the_month_does():
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 15), 1) == date(2025, 12, 15)
    assert months_before(date(2024, 2, 29), 12) == date(2023, 2, 28)


@given(
    country=st.sampled_from(COUNTRIES),
    party=st.sampled_from([Party.BUSINESS, Party.CONSUMER, Party.PUBLIC]),
    due_on=DAYS,
    later=st.lists(st.tuples(st.sampled_from(list(Event)), DAYS), max_size=3),
    as_of=DAYS,
)
def test_what_is_near_is_never_too_young_to_be_looked_at(
    country, party, due_on, later, as_of
):
    claim = german(due_on, creditor=country, debtor=country, party=party)
    events = [Happened(event, on) for event, on in later]
    try:
        day = lapses(claim, events)
    except NoRule:
        return
    if stage(day, as_of=as_of) is not None:
        assert due_on <= old_enough(country, party, as_of=as_of)


@given(due_on=DAYS, gone=st.integers(0, 4000))
def test_the_stages_come_in_their_order(due_on, gone):
    order = [None, Stage.YEAR, Stage.HALF_YEAR, Stage.MONTH, Stage.PAST]
    day = lapses(german(due_on))
    now = stage(day, as_of=due_on + timedelta(gone))
    assert order.index(now) <= order.index(stage(day, as_of=due_on + timedelta(gone + 1)))


UNTIL = date(2026, 12, 31)
ONE = Near(7, 1, UNTIL, Stage.MONTH)


def told(*receivables: int, done: bool = False) -> Told:
    items = frozenset((key, UNTIL) for key in receivables)
    return Told("LIMITATION:7:MONTH:x", 7, Stage.MONTH, items, done)


def test_a_customer_is_told_of_once_for_each_stage():
    first = telling([ONE, ONE._replace(receivable_id=2)], [])
    assert first.new == {(7, Stage.MONTH): {(1, UNTIL), (2, UNTIL)}}
    assert telling([ONE], [told(1)]) == telling([], [])


def test_a_task_follows_what_it_is_about():
    more = telling([ONE, ONE._replace(receivable_id=2)], [told(1)])
    assert more.other == {"LIMITATION:7:MONTH:x": {(1, UNTIL), (2, UNTIL)}}
    assert telling([], [told(1)]).over == ["LIMITATION:7:MONTH:x"]


def test_what_a_person_has_seen_to_is_not_told_again_unless_its_day_moved():
    assert telling([ONE], [told(1, done=True)]).new == {}
    moved = ONE._replace(until=date(2029, 12, 31))
    assert telling([moved], [told(1, done=True)]).new == {
        (7, Stage.MONTH): {(1, date(2029, 12, 31))}
    }


def test_what_has_lapsed_is_no_task():
    assert telling([ONE._replace(stage=Stage.PAST)], []) == telling([], [])
