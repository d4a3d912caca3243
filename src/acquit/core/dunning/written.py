"""Scenarios as plain values, as they are kept; and what is wrong with one that was drawn.

The form is that of docs/reference/scenarios.md: what is left out is the usual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from acquit.core.dunning.scenario import Scenario
from acquit.core.dunning.steps import (
    RANKS,
    Approval,
    Approver,
    Channel,
    Enclosed,
    ItemKind,
    Kind,
    Place,
    Role,
    Step,
    Tone,
)
from acquit.core.sentences import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from acquit.core.sentences import Sentence

LONGEST_DAYS = 730


def as_data(scenario: Scenario) -> dict[str, Any]:
    """The scenario as plain values, the usual left out."""
    kept: dict[str, Any] = {"places": [_place_as_data(one) for one in scenario.places]}
    if scenario.thanks is not None:
        kept["thanks"] = _place_as_data(scenario.thanks)
    return kept


def of_data(kept: Mapping[str, Any], *, version: int | None = None) -> Scenario:
    """What `as_data` gave."""
    thanks = kept.get("thanks")
    return Scenario(
        places=tuple(place_of_data(one) for one in kept["places"]),
        thanks=place_of_data(thanks) if thanks else None,
        version=version,
    )


_ALWAYS = frozenset({"step", "days", "channels", "tone"})


def _place_as_data(place: Place) -> dict[str, Any]:
    usual = _every(Place(step=place.step, days=place.days))
    every = _every(place)
    return {k: v for k, v in every.items() if k in _ALWAYS or v != usual[k]}


def _every(place: Place) -> dict[str, Any]:
    return {
        "step": place.step.value,
        "days": place.days,
        "follows": place.follows,
        "channels": [one.value for one in place.channels],
        "tone": place.tone.value,
        "role": place.role.value,
        "floor_minor": place.floor_minor,
        "ceiling_minor": place.ceiling_minor,
        "kinds": sorted(one.value for one in place.kinds),
        "weekdays": sorted(place.weekdays),
        "hours": list(place.hours) if place.hours else None,
        "approval": place.approval.value,
        "approval_minor": place.approval_minor,
        "approver": place.approver.value,
        "enclose": sorted(one.value for one in place.enclose),
    }


def place_of_data(kept: Mapping[str, Any]) -> Place:
    """One place from plain values."""
    hours = kept.get("hours")
    return Place(
        step=Step(kept["step"]),
        days=kept["days"],
        follows=kept.get("follows", False),
        channels=tuple(Channel(one) for one in kept.get("channels", ["EMAIL"])),
        tone=Tone(kept.get("tone", Tone.NEUTRAL)),
        role=Role(kept.get("role", Role.ANYONE)),
        floor_minor=kept.get("floor_minor"),
        ceiling_minor=kept.get("ceiling_minor"),
        kinds=frozenset(ItemKind(one) for one in kept.get("kinds", ())),
        weekdays=frozenset(kept.get("weekdays", ())),
        hours=(hours[0], hours[1]) if hours else None,
        approval=Approval(kept.get("approval", Approval.NEVER)),
        approval_minor=kept.get("approval_minor", 0),
        approver=Approver(kept.get("approver", Approver.CREDIT_MANAGER)),
        enclose=frozenset(Enclosed(one) for one in kept.get("enclose", ())),
    )


def faults(scenario: Scenario) -> list[Sentence]:
    """What has to be put right before anybody can be followed up by it; empty = sound."""
    return [*_faults_of_order(scenario), *_faults_of_places(scenario.places)]


def _faults_of_order(scenario: Scenario) -> Iterator[Sentence]:
    nominal = scenario.nominal
    for number in range(1, len(nominal)):
        if nominal[number] <= nominal[number - 1]:
            yield say(
                "Step %(number)s falls on day %(day)s, not after the step before it, which "
                "falls on day %(before)s. Give it a later day.",
                number=number + 1,
                day=nominal[number],
                before=nominal[number - 1],
            )
    ranks = [RANKS[p.step] for p in scenario.places if RANKS[p.step] > 0]
    if ranks != sorted(set(ranks)):
        yield say(
            "The steps are not in order: first the invoice, then the notice, reminders, "
            "the formal notice, and the notice of hand-over last; each once, but for the "
            "reminders."
        )
    if any(abs(day) > LONGEST_DAYS for day in nominal):
        yield say("A step lies more than %(days)s days away.", days=LONGEST_DAYS)


def _faults_of_places(places: Sequence[Place]) -> Iterator[Sentence]:
    for number, place in enumerate(places, start=1):
        if not place.channels:
            yield say("Step %(number)s has no channel. Choose one.", number=number)
        if (place.kind is Kind.CALL) != (Channel.PHONE in place.channels):
            yield say(
                "Step %(number)s: a call goes by phone, and only a call does.",
                number=number,
            )
        if place.kind is Kind.THANK_YOU:
            yield say("Step %(number)s: a thank-you has no day of its own.", number=number)
        low, high = place.floor_minor, place.ceiling_minor
        if low is not None and high is not None and low > high:
            yield say(
                "Step %(number)s: the lowest amount is above the highest.", number=number
            )
        if place.hours and not 0 <= place.hours[0] < place.hours[1] <= 24:
            yield say("Step %(number)s: its hours end before they begin.", number=number)
        if place.weekdays and not place.weekdays & {0, 1, 2, 3, 4}:
            yield say(
                "Step %(number)s falls on weekends only: nothing leaves then.",
                number=number,
            )
        if _BEFORE.get(place.kind) and _day(places, number) >= 0:
            yield say(
                "Step %(number)s comes before the due day or not at all: give it a day "
                "before it, such as -5.",
                number=number,
            )
        if place.kind in _AFTER and _day(places, number) < 1:
            yield say(
                "Step %(number)s asks for money: it comes after the due day. Give it a day "
                "from 1 on.",
                number=number,
            )


_BEFORE = {Kind.INVOICE: True, Kind.NOTICE: True}
_AFTER = frozenset({Kind.REMINDER, Kind.FORMAL_NOTICE, Kind.HANDOVER_NOTICE})


def _day(places: Sequence[Place], number: int) -> int:
    return Scenario(places=tuple(places[:number])).nominal[-1]
