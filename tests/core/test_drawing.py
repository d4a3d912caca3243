"""Scenarios being drawn, compared, and read from outside."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquit.core.dunning import STANDARD, Channel, Place, Scenario, Step, Tone
from acquit.core.dunning.comparing import What, differences, same
from acquit.core.dunning.drawing import by_letter, put, take_out
from acquit.core.dunning.reading import NotAScenario, read
from acquit.core.dunning.written import as_data, faults
from acquit.dunning.library import READY


def days(scenario: Scenario) -> list[tuple[str, int]]:
    return [
        (place.step.value, day)
        for place, day in zip(scenario.places, scenario.nominal, strict=True)
    ]


def test_a_step_stands_where_its_day_says_and_reminders_are_numbered_anew():
    more = put(STANDARD, Place(step=Step.REMINDER_1, days=9))
    assert days(more) == [
        ("NOTICE", -5),
        ("REMINDER_1", 3),
        ("REMINDER_2", 9),
        ("REMINDER_3", 15),
        ("REMINDER_4", 30),
        ("FORMAL_NOTICE", 45),
    ]
    assert not faults(more)


def test_a_step_that_is_moved_past_another_changes_places_with_it():
    moved = put(STANDARD, replace(STANDARD.places[1], days=20), 1)
    assert [day for _, day in days(moved)] == [-5, 15, 20, 30, 45]
    assert moved.places[2].tone is Tone.FRIENDLY


def test_what_follows_another_step_keeps_its_day_when_that_one_is_taken_out():
    follows = put(STANDARD, Place(step=Step.CALL_1, days=4, follows=True))
    assert days(follows)[-1] == ("CALL_1", 49)
    shorter = take_out(follows, 4)
    assert days(shorter)[-1] == ("CALL_1", 49)
    assert shorter.places[-1].days == 19


def test_the_twin_for_customers_without_e_mail_writes_letters_and_still_calls():
    key = next(one.scenario for one in READY if one.code == "key")
    twin = by_letter(key)
    written = [p for p in twin.places if p.step.kind not in {"CALL", "CHASE"}]
    assert all(p.channels == (Channel.LETTER,) for p in written)
    assert any(p.channels == (Channel.PHONE,) for p in twin.places)
    assert twin.nominal == key.nominal


def test_what_differs_is_told_step_by_step():
    later = replace(STANDARD.places[1], days=5, tone=Tone.FIRM)
    changed = put(take_out(STANDARD, 0), later, 0)
    told = differences(STANDARD, changed)
    assert [(d.step, d.what, d.field, d.before, d.after) for d in told] == [
        (Step.REMINDER_1, What.CHANGED, "days", 3, 5),
        (Step.REMINDER_1, What.CHANGED, "tone", Tone.FRIENDLY, Tone.FIRM),
        (Step.NOTICE, What.GONE, "", -5, None),
    ]


def test_a_scenario_does_not_differ_from_itself():
    assert differences(STANDARD, STANDARD) == []
    assert same(STANDARD, read(as_data(STANDARD)))


@pytest.mark.parametrize("ready", READY, ids=[one.code for one in READY])
def test_every_ready_made_scenario_reads_back_as_it_was_written(ready):
    assert read(as_data(ready.scenario)) == ready.scenario


@given(st.lists(st.integers(-30, 120), min_size=1, max_size=8), st.integers(-30, 120))
def test_days_never_fall_and_no_step_is_lost(on, more):
    drawn = Scenario(places=())
    for day in [*on, more]:
        drawn = put(drawn, Place(step=Step.REMINDER_1, days=day))
    assert list(drawn.nominal) == sorted([*on, more])


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ([], "The scenario: [] is not an object with places."),
        ({"places": None}, "places: None is not a list of at most 40 steps."),
        (
            {"places": [{"step": "REMINDER_1"}]},
            "Step 1: — is not its days.",
        ),
        (
            {"places": [{"step": "REMINDER_1", "days": "3"}]},
            "Step 1, days: 3 is not a whole number of -999 to 9999.",
        ),
        (
            {"places": [{"step": "REMINDER_1", "days": 3, "channels": ["FAX"]}]},
            "Step 1, channels: ['FAX'] is not a list of EMAIL, SMS, LETTER, PHONE, "
            "WEBHOOK, each once at most.",
        ),
        (
            {"places": [{"step": "REMINDER_1", "days": 3, "day": 4}]},
            "Step 1: day is not one of",
        ),
        (
            {"places": [], "thanks": {"step": "NOTICE", "days": 0}},
            "The thank-you: NOTICE is not one of THANK_YOU.",
        ),
    ],
)
def test_what_has_not_the_form_is_refused_with_its_place(kept, told):
    with pytest.raises(NotAScenario) as refused:
        read(kept)
    assert str(refused.value).startswith(told)
