"""A scenario from outside: plain values that nobody has looked at yet.

The form is that of `written`, told in docs/reference/scenarios.md. Nothing is guessed: what
is not known there is refused, with its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from acquit.core.dunning.scenario import numbered
from acquit.core.dunning.steps import (
    Approval,
    Approver,
    Channel,
    Enclosed,
    ItemKind,
    Kind,
    Role,
    Step,
    Tone,
)
from acquit.core.dunning.written import of_data
from acquit.core.errors import Refusal
from acquit.core.sentences import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

    from acquit.core.dunning.scenario import Scenario
    from acquit.core.sentences import Sentence

MOST_STEPS = 40


class NotAScenario(Refusal):
    """Plain values that do not have the form of a scenario."""

    def __init__(self, where: Sentence, saw: object, wanted: Sentence) -> None:
        super().__init__(
            "%(where)s: %(saw)s is not %(wanted)s.",
            where=where,
            saw=_shown(saw),
            wanted=wanted,
        )


def read(kept: Any) -> Scenario:
    """The scenario that the values tell, its steps numbered as they come. Raises
    NotAScenario.
    """
    whole = say("The scenario")
    if not isinstance(kept, dict):
        raise NotAScenario(whole, kept, say("an object with places"))
    _known(kept, {"places", "thanks"}, whole)
    places = kept.get("places")
    if not isinstance(places, list) or len(places) > MOST_STEPS:
        wanted = say("a list of at most %(most)s steps", most=MOST_STEPS)
        raise NotAScenario(say("places"), places, wanted)
    for number, one in enumerate(places, start=1):
        _check(one, say("Step %(number)s", number=number))
    thanks = kept.get("thanks")
    if thanks is not None:
        _check(thanks, say("The thank-you"))
        if Step(thanks["step"]).kind is not Kind.THANK_YOU:
            raise NotAScenario(
                say("The thank-you"),
                thanks["step"],
                say("one of %(names)s", names=Step.THANK_YOU),
            )
    scenario = of_data(kept)
    return type(scenario)(places=numbered(scenario.places), thanks=scenario.thanks)


def _known(kept: dict[str, Any], names: set[str], where: Sentence) -> None:
    for name in kept:
        if name not in names:
            allowed = ", ".join(sorted(names))
            raise NotAScenario(where, name, say("one of %(names)s", names=allowed))


def _check(one: Any, where: Sentence) -> None:
    """Raises NotAScenario for a step that is none."""
    if not isinstance(one, dict):
        raise NotAScenario(where, one, say("an object with a step and its days"))
    _known(one, set(_FORMS), where)
    for name in ("step", "days"):
        if name not in one:
            raise NotAScenario(where, "—", say("its %(name)s", name=name))
    for name, value in one.items():
        holds, wanted = _FORMS[name]
        if not holds(value):
            place = say("%(where)s, %(name)s", where=where, name=name)
            raise NotAScenario(place, value, wanted())


_Form = tuple["Callable[[Any], bool]", "Callable[[], Sentence]"]


def _one_of(codes: type[StrEnum]) -> _Form:
    known = {one.value for one in codes}
    named = ", ".join(one.value or '""' for one in codes)
    return (
        lambda value: isinstance(value, str) and value in known,
        lambda: say("one of %(names)s", names=named),
    )


def _some_of(codes: type[StrEnum]) -> _Form:
    known = {one.value for one in codes}
    named = ", ".join(one.value for one in codes)
    return (
        lambda value: (
            isinstance(value, list)
            and all(isinstance(one, str) and one in known for one in value)
            and len(set(value)) == len(value)
        ),
        lambda: say("a list of %(names)s, each once at most", names=named),
    )


def _whole(value: Any, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


def _count(least: int, most: int, *, empty: bool = False) -> _Form:
    return (
        lambda value: (empty and value is None) or _whole(value, least, most),
        lambda: say("a whole number of %(least)s to %(most)s", least=least, most=most),
    )


def _hours(value: Any) -> bool:
    return value is None or (
        isinstance(value, list) and len(value) == 2 and all(_whole(h, 0, 24) for h in value)
    )


def _weekdays(value: Any) -> bool:
    return isinstance(value, list) and all(_whole(one, 0, 6) for one in value)


_MOST_MINOR = 10**15
_FORMS: dict[str, _Form] = {
    "step": _one_of(Step),
    "days": _count(-999, 9999),
    "follows": (lambda value: isinstance(value, bool), lambda: say("true or false")),
    "channels": _some_of(Channel),
    "tone": _one_of(Tone),
    "role": _one_of(Role),
    "floor_minor": _count(0, _MOST_MINOR, empty=True),
    "ceiling_minor": _count(0, _MOST_MINOR, empty=True),
    "kinds": _some_of(ItemKind),
    "weekdays": (_weekdays, lambda: say("a list of weekdays, 0 is Monday")),
    "hours": (_hours, lambda: say("two full hours such as [9, 17]")),
    "approval": _one_of(Approval),
    "approval_minor": _count(0, _MOST_MINOR),
    "approver": _one_of(Approver),
    "enclose": _some_of(Enclosed),
}


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
