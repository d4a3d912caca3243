"""What kind of payer somebody is, and how safe: by example and by property."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquit.core.behaviour.figures import Deeds, Figures, figures, of_json
from acquit.core.behaviour.habits import Settled
from acquit.core.behaviour.priors import STANDARD_PRIOR, Seen
from acquit.core.party import Party
from acquit.core.profiles import Payer, Profile, Thresholds, profile
from acquit.core.score import (
    BASE,
    Factor,
    Position,
    ScoreClass,
    class_of,
    score,
    usual_probability,
)

TODAY = date(2026, 3, 2)
FIRST = date(2025, 1, 6)


def payments(*delays: int, every: int = 14, first: date = FIRST) -> list[Settled]:
    """One payment every so many days of due, each with its delay."""
    dues = (first + timedelta(every * place) for place in range(len(delays)))
    return [
        Settled(due, due + timedelta(delay), 100_00)
        for due, delay in zip(dues, delays, strict=True)
    ]


def known(*delays: int, deeds: Deeds | None = None, **more: int) -> Figures:
    return figures(payments(*delays, **more), deeds or Deeds(), before=TODAY)


def called(one: Figures, *, before: Profile | None = None, **more: object) -> Profile:
    payer = Payer(figures=one, **more)  # type: ignore[arg-type]
    return profile(payer, before=before).profile


PROMPT = known(*[0, 1, -1, 0, 2, 0, 1, 0])
SLOW = known(*[12, 14, 13, 12, 15, 13, 12, 14])


def test_each_profile_has_its_payer():
    reminded = [FIRST + timedelta(14 * n + 8) for n in range(6)]
    assert called(known()) is Profile.NEW
    assert called(known(0, 5)) is Profile.NEW
    assert called(PROMPT) is Profile.PROMPT
    assert called(SLOW) is Profile.SLOW_BUT_STEADY
    assert called(known(*[12] * 6, deeds=Deeds(reminders=reminded))) is (
        Profile.AFTER_REMINDER
    )
    assert called(known(*[0, 40, 5, 28, -3, 22, 12, 2])) is Profile.ERRATIC
    assert called(known(*[35, 40, 33, 38, 41, 36])) is Profile.CHRONICALLY_LATE
    assert called(known(*[2] * 20, *[20] * 7)) is Profile.DETERIORATING
    assert called(known(*[20] * 20, *[2] * 7)) is Profile.IMPROVING


def test_what_was_said_and_done_names_a_payer_too():
    day = date(2025, 6, 2)
    broken = Deeds(promises=[(day, False), (day, False), (day, True)])
    disputes = Deeds(disputes=[day] * 3)
    assert called(known(*[12] * 8, deeds=broken)) is Profile.PROMISE_BREAKER
    assert called(known(*[12] * 8, deeds=disputes)) is Profile.DISPUTE_PRONE


def test_what_the_register_says_comes_before_what_is_counted():
    assert called(SLOW, party=Party.PUBLIC) is Profile.PUBLIC_BODY
    assert called(SLOW, party=Party.PUBLIC, insolvent=True) is Profile.INSOLVENT


def test_the_evidence_tells_the_figures_it_rests_on():
    found = profile(Payer(figures=known(*[35, 40, 33, 38, 41, 36])))
    assert str(found.evidence[0]) == "6 of 6 payments came more than 30 days late."
    assert str(found.evidence[1]) == "It usually pays 36 days after due."


def test_a_company_that_waits_longer_moves_its_thresholds():
    patient = Thresholds(prompt_days=15)
    assert profile(Payer(figures=SLOW), patient).profile is Profile.PROMPT


def test_three_late_payments_long_ago_are_forgotten():
    old = figures(payments(*[40] * 6, first=date(2022, 1, 3)), before=TODAY)
    assert old.payments == 0
    assert called(old) is Profile.NEW


@given(st.lists(st.integers(-5, 60), max_size=30))
def test_looked_at_again_a_payer_is_called_the_same(delays: list[int]):
    one = known(*delays)
    assert called(one, before=called(one)) is called(one)


def test_names_do_not_flutter():
    """100 payers whose habit lies near a threshold, and who do not change, over 30 more
    payments of each: what they were called is held on to.
    """
    chance = random.Random(7)  # noqa: S311 - the same payers at every run
    remembered = forgotten = 0
    for _ in range(100):
        usual = chance.choice((3, 4, 30))
        delays = [max(-3, round(chance.gauss(usual, 5))) for _ in range(50)]
        name = other = called(known(*delays[:20], every=7))
        for count in range(21, 51):
            one = known(*delays[:count], every=7)
            after, anew = called(one, before=name), called(one)
            remembered += after is not name
            forgotten += anew is not other
            name, other = after, anew
    assert remembered * 3 < forgotten


def test_a_payer_on_the_threshold_keeps_its_name():
    """A median of three days is prompt, of four it is slow; once slow, three is not enough
    to be prompt again.
    """
    at_three, at_four = known(*[3] * 9), known(*[4] * 9)
    assert called(at_three) is Profile.PROMPT
    assert called(at_four, before=Profile.PROMPT) is Profile.SLOW_BUT_STEADY
    assert called(at_three, before=Profile.SLOW_BUT_STEADY) is Profile.SLOW_BUT_STEADY
    assert called(known(*[2] * 9), before=Profile.SLOW_BUT_STEADY) is Profile.PROMPT


def test_whoever_pays_in_time_and_owes_nothing_is_safe():
    found = score(PROMPT)
    assert found.score_class is ScoreClass.A
    assert {one.factor for one in found.contributions} == {
        Factor.LATE,
        Factor.SLOWEST,
        Factor.HISTORY,
    }


def test_the_points_add_up_and_are_told():
    found = score(SLOW, Position(open_minor=500, overdue_minor=300, oldest_days=20))
    told = {one.factor: (one.points, str(one.said)) for one in found.contributions}
    assert told[Factor.BEYOND] == (
        -10,
        "its oldest open item is 20 days overdue; three of four payments came within 14",
    )
    assert found.value == BASE + sum(points for points, _ in told.values())


def test_twenty_days_overdue_say_less_of_one_who_always_takes_them():
    late = Position(open_minor=500, overdue_minor=300, oldest_days=20)
    drop_of_slow = score(known(*[20] * 8)).value - score(known(*[20] * 8), late).value
    drop_of_prompt = score(PROMPT).value - score(PROMPT, late).value
    assert drop_of_slow < drop_of_prompt


def test_insolvency_leaves_nothing():
    assert score(PROMPT, Position(insolvent=True)).value == 0


def test_a_stranger_has_the_score_of_those_like_it():
    trusted = STANDARD_PRIOR.narrowed(Seen(payments=500, late=10))
    doubted = STANDARD_PRIOR.narrowed(Seen(payments=500, late=450))
    assert score(known(), prior=trusted).value > score(known(), prior=doubted).value


any_payer = st.builds(known, st.integers(-9, 90), st.integers(-9, 90), st.integers(-9, 90))
any_position = st.builds(
    Position,
    open_minor=st.integers(0, 10**9),
    oldest_days=st.integers(0, 400),
    limit_minor=st.none() | st.integers(0, 10**9),
)


@given(any_payer, any_position, st.integers(1, 60))
def test_nothing_gets_safer_by_waiting_longer(one: Figures, position: Position, days: int):
    later = Position(
        open_minor=position.open_minor,
        oldest_days=position.oldest_days + days,
        limit_minor=position.limit_minor,
    )
    assert score(one, later).value <= score(one, position).value


@given(any_payer, any_position)
def test_a_score_is_what_its_points_say(one: Figures, position: Position):
    found = score(one, position)
    points = BASE + sum(part.points for part in found.contributions)
    assert found.value == max(0, min(100, points))
    assert class_of(found.value) is found.score_class


def test_seven_points_less_make_the_odds_about_twice_as_bad():
    assert usual_probability(62) == 0.5
    better, worse = usual_probability(90), usual_probability(83)
    assert worse / (1 - worse) == pytest.approx(2 * better / (1 - better), rel=0.02)


@given(st.lists(st.integers(-20, 90), max_size=12), st.booleans())
def test_figures_that_are_kept_come_back_as_they_were(delays: list[int], kept: bool):
    deeds = Deeds(
        reminders=[FIRST], promises=[(FIRST, kept)], disputes=[FIRST], returned=[FIRST]
    )
    one = known(*delays, deeds=deeds)
    assert of_json(one.as_json()) == one


def test_money_that_follows_a_reminder_is_counted_to_it():
    reminders = [FIRST + timedelta(3), FIRST + timedelta(40)]
    one = known(8, 0, 20, deeds=Deeds(reminders=reminders))
    # Due on day 0, reminded on day 3, paid on day 8; due on 28, reminded on 40, paid on 48.
    assert (one.reactions.reminders, one.reactions.answered) == (2, 2)
    assert (one.reactions.late, one.reactions.after_reminder) == (2, 2)


@given(
    st.lists(st.integers(-5, 60), max_size=20),
    st.lists(st.integers(-5, 60), max_size=20),
)
def test_later_facts_change_no_earlier_figure(early: list[int], late: list[int]):
    first = payments(*early)
    after = payments(*late, first=TODAY + timedelta(10))
    deeds = Deeds(disputes=[FIRST])
    more = Deeds(disputes=[FIRST, TODAY + timedelta(3)], reminders=[TODAY])
    assert figures([*first, *after], more, before=TODAY) == figures(
        first, deeds, before=TODAY
    )
