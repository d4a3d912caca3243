"""A scenario as the judge reads it: from its written form, by docs/reference/scenarios.md
and docs/explanation/dunning.md, without a word of the product's code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

BEFORE_DUE = ("invoice", "notice")
FORMAL, LAST, THANKS = "formal_notice", "last_reminder", "thank_you"
# The rungs of the ladder; reminders stand on 100, 200, ...
RUNGS = {"invoice": 10, "notice": 50, FORMAL: 900, "handover_notice": 950}
REMINDED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """day: from the due day, when all before it left on time."""

    step: str
    rank: int
    day: int
    channels: tuple[str, ...] = ("EMAIL",)
    role: str = ""
    floor: int | None = None
    ceiling: int | None = None
    kinds: frozenset[str] = frozenset()
    weekdays: frozenset[int] = frozenset()
    hours: tuple[int, int] | None = None
    approval: str = "NEVER"
    from_minor: int = 0

    @property
    def kind(self) -> str:
        """The step without its number."""
        name, _, last = self.step.rpartition("_")
        return name if last.isdigit() else self.step

    @property
    def before_due(self) -> bool:
        return self.step in BEFORE_DUE

    @property
    def whom(self) -> str:
        """A chase is for our own people, whatever is written."""
        return "OURS" if self.kind == "chase" else self.role


@dataclass(frozen=True, slots=True)
class Plan:
    """Places in their order; by which channels somebody is thanked, none = not at all."""

    places: tuple[Place, ...]
    thanks: tuple[str, ...]

    def gap(self, rank: int, place: Place) -> int:
        """Days between what has that rank and a later place; 0 when this scenario has
        nothing up to that rank.
        """
        before = [one for one in self.places if one.rank <= rank]
        return place.day - before[-1].day if before else 0


def plan(form: dict[str, Any]) -> Plan:
    """What a written scenario says."""
    places: list[Place] = []
    counted: dict[str, int] = {}
    for one in form["places"]:
        last = places[-1] if places else None
        kind = _kind(one["step"].lower())
        counted[kind] = counted.get(kind, 0) + 1
        numbered = kind in {"reminder", "call", "chase"}
        if kind in {"call", "chase"}:
            rank = (last.rank if last else 0) + 10
        else:
            rank = RUNGS.get(kind, 100 * counted[kind])
        before = last.day if last and one.get("follows") else 0
        hours = one.get("hours")
        places.append(
            Place(
                step=f"{kind}_{counted[kind]}" if numbered else kind,
                rank=rank,
                day=before + one["days"],
                channels=tuple(one.get("channels", ["EMAIL"])),
                role=one.get("role", ""),
                floor=one.get("floor_minor"),
                ceiling=one.get("ceiling_minor"),
                kinds=frozenset(one.get("kinds", ())),
                weekdays=frozenset(one.get("weekdays", ())),
                hours=(hours[0], hours[1]) if hours else None,
                approval=one.get("approval", "NEVER"),
                from_minor=one.get("approval_minor", 0),
            )
        )
    thanks = form.get("thanks")
    return Plan(tuple(places), tuple(thanks.get("channels", ["EMAIL"])) if thanks else ())


def _kind(step: str) -> str:
    name, _, last = step.rpartition("_")
    return name if last.isdigit() else step


_BY_MAIL = ["EMAIL", "LETTER"]
# The table in docs/explanation/dunning.md: whom nobody gave another scenario.
STANDARD = plan(
    {
        "places": [
            {"step": "NOTICE", "days": -5},
            {"step": "REMINDER_1", "days": 3, "channels": _BY_MAIL},
            {"step": "REMINDER_2", "days": 15, "channels": _BY_MAIL},
            {"step": "REMINDER_3", "days": 30, "channels": _BY_MAIL},
            {
                "step": "FORMAL_NOTICE",
                "days": 45,
                "channels": _BY_MAIL,
                "approval": "ALWAYS",
            },
        ],
        "thanks": {"step": "THANK_YOU", "days": 0},
    }
)
