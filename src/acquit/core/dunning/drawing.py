"""A scenario being drawn: steps put in, moved and taken out; a new scenario comes out.

Pure. Steps stand in the order of their days and are numbered as they come, so that nobody
has to number them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from acquit.core.dunning.scenario import Scenario, numbered
from acquit.core.dunning.steps import Channel, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.core.dunning.steps import Place

# What a customer without an address for it gets on paper instead.
_WRITTEN = frozenset({Channel.EMAIL, Channel.SMS})


def put(scenario: Scenario, place: Place, number: int | None = None) -> Scenario:
    """The scenario with this step in the place of the one of that number (from 0), or one
    more. Its day says where it stands; what follows another step keeps its day.
    """
    days = list(scenario.nominal)
    places = list(scenario.places)
    if number is None:
        number = _room(scenario, place)
        places.insert(number, place)
        days.insert(number, 0)
    places[number] = place
    before = days[number - 1] if number else 0
    days[number] = before + place.days if place.follows else place.days
    return _in_order(scenario, places, days)


def take_out(scenario: Scenario, number: int) -> Scenario:
    """The scenario without the step of that number (from 0)."""
    places = [one for at, one in enumerate(scenario.places) if at != number]
    days = [one for at, one in enumerate(scenario.nominal) if at != number]
    return _in_order(scenario, places, days)


def by_letter(scenario: Scenario) -> Scenario:
    """Its twin for customers without e-mail: what is written goes by letter; calls and what
    is said to our own people stay.
    """
    thanks = scenario.thanks
    return replace(
        scenario,
        places=tuple(_on_paper(one) for one in scenario.places),
        thanks=_on_paper(thanks) if thanks else None,
        version=None,
    )


def _room(scenario: Scenario, place: Place) -> int:
    """Where one more stands: after the last when it follows, else by its day."""
    if place.follows:
        return len(scenario.places)
    return sum(day <= place.days for day in scenario.nominal)


def _in_order(scenario: Scenario, places: Sequence[Place], days: Sequence[int]) -> Scenario:
    """By day; a step that follows counts from the one that now stands before it."""
    order = sorted(range(len(places)), key=lambda at: days[at])
    put_down: list[Place] = []
    before = 0
    for at in order:
        place = places[at]
        if place.follows and put_down:
            place = replace(place, days=days[at] - before)
        elif place.follows:
            place = replace(place, days=days[at], follows=False)
        put_down.append(place)
        before = days[at]
    return replace(scenario, places=numbered(put_down), version=None)


def _on_paper(place: Place) -> Place:
    if place.kind in {Kind.CALL, Kind.CHASE}:
        return place
    channels = (Channel.LETTER if one in _WRITTEN else one for one in place.channels)
    return replace(place, channels=tuple(dict.fromkeys(channels)))
