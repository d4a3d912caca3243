"""A scenario as it is drawn on the page: its steps in the order of their days, with the due
day among them, and what is wrong beside the step.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from acquit.core.dunning.written import faults
from acquit.desk import words
from acquit.desk.scenarios import said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.core.dunning import Place, Scenario
    from acquit.core.sentences import Sentence
    from acquit.web.cells import Badge


@dataclass(frozen=True, slots=True)
class Chip:
    """A means, and whether it is only taken when those before it fail."""

    words: str
    icon: str
    otherwise: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One step. number: from 1; day: counted from the due day; typed: the days as they are
    kept, from the step before it when it follows.
    """

    number: int
    day: int
    typed: int
    follows: bool
    when: str
    badge: Badge
    tone: str
    tone_icon: str
    chips: Sequence[Chip]
    more: Sequence[str]
    faults: Sequence[str]
    new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """before, after: the steps before the due day, and from it on. faults: those of no one
    step. notes_first: a debit note is sent although no step sends invoices.
    """

    before: Sequence[Drawn] = ()
    after: Sequence[Drawn] = ()
    thanks: Drawn | None = None
    faults: Sequence[str] = ()
    steps: int = field(default=0)
    notes_first: bool = False

    @property
    def sound(self) -> bool:
        """True when it can be published."""
        every = (*self.before, *self.after)
        return not self.faults and not any(one.faults for one in every)


def picture(scenario: Scenario, currency: str, *, than: Scenario | None = None) -> Picture:
    """than: what is in force, so that what is new can be marked."""
    apart: dict[int, list[str]] = {}
    for one in faults(scenario):
        apart.setdefault(_number(one), []).append(words.told(one))
    old = dict(zip(than.places, than.nominal, strict=True)) if than else None
    drawn = [
        _drawn(
            place,
            number,
            day,
            currency,
            wrong=apart.get(number, ()),
            new=old is not None and old.get(place) != day,
        )
        for number, (place, day) in enumerate(
            zip(scenario.places, scenario.nominal, strict=True), start=1
        )
    ]
    thanks = scenario.thanks
    return Picture(
        before=[one for one in drawn if one.day < 0],
        after=[one for one in drawn if one.day >= 0],
        thanks=_drawn(thanks, 0, 0, currency) if thanks else None,
        faults=apart.get(0, ()),
        steps=len(drawn),
        notes_first=scenario.for_debit_notes is not scenario,
    )


def _number(fault: Sentence) -> int:
    """The step that a fault is about; 0 = none alone."""
    told = dict(fault.words).get("number", "0")
    return int(str(told)) if str(told).isdecimal() else 0


def _drawn(  # what is known of a step
    place: Place,
    number: int,
    day: int,
    currency: str,
    *,
    wrong: Sequence[str] = (),
    new: bool = False,
) -> Drawn:
    tone_words, tone_icon = said.TONES[place.tone]
    return Drawn(
        number=number,
        day=day,
        typed=place.days,
        follows=place.follows,
        when=said.day(day),
        badge=words.step_badge(place.step),
        tone=str(tone_words),
        tone_icon=tone_icon,
        chips=[
            Chip(said.channel(code), said.CHANNEL_ICONS[code], at > 0)
            for at, code in enumerate(place.channels)
        ],
        more=said.conditions(place, currency),
        faults=wrong,
        new=new,
    )
