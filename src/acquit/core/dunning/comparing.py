"""In what two scenarios differ, step by step: what a new version changes."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from acquit.core.dunning.written import as_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.core.dunning.scenario import Scenario
    from acquit.core.dunning.steps import Place, Step

# What is told of a step, in this order; the day is told apart.
FIELDS = (
    "channels",
    "tone",
    "role",
    "floor_minor",
    "ceiling_minor",
    "kinds",
    "weekdays",
    "hours",
    "approval",
    "approval_minor",
    "approver",
    "enclose",
)


class What(StrEnum):
    """How a step differs."""

    ADDED = "ADDED"
    GONE = "GONE"
    CHANGED = "CHANGED"


class Difference(NamedTuple):
    """field: "days" (counted from the due day) or one of FIELDS, "" for a step that was
    added or is gone; before, after: what stands in it.
    """

    step: Step
    what: What
    field: str = ""
    before: Any = None
    after: Any = None


def differences(before: Scenario, after: Scenario) -> list[Difference]:
    """What differs, in the order of the newer scenario, what is gone at the end."""
    old, new = _by_step(before), _by_step(after)
    found: list[Difference] = []
    for step, (place, day) in new.items():
        if step not in old:
            found.append(Difference(step, What.ADDED, after=day))
            continue
        was, was_on = old[step]
        if was_on != day:
            found.append(Difference(step, What.CHANGED, "days", was_on, day))
        found += _of_place(step, was, place)
    gone = [step for step in old if step not in new]
    return [*found, *(Difference(step, What.GONE, before=old[step][1]) for step in gone)]


def same(before: Scenario, after: Scenario) -> bool:
    """True when both do the same, however they were written down."""
    return as_data(before) == as_data(after)


def _by_step(scenario: Scenario) -> dict[Step, tuple[Place, int | None]]:
    days: list[int | None] = [*scenario.nominal]
    places = [*scenario.places]
    if scenario.thanks is not None:
        places.append(scenario.thanks)
        days.append(None)
    return {place.step: (place, day) for place, day in zip(places, days, strict=True)}


def _of_place(step: Step, was: Place, now: Place) -> Iterator[Difference]:
    for field in FIELDS:
        before, after = getattr(was, field), getattr(now, field)
        if before != after:
            yield Difference(step, What.CHANGED, field, before, after)
