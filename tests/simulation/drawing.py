"""Random scenarios, all of them valid, and random rules for who follows which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

WAYS = (
    ("EMAIL",),
    ("EMAIL",),
    ("EMAIL", "LETTER"),
    ("EMAIL", "LETTER"),
    ("SMS", "EMAIL"),
    ("EMAIL", "SMS", "LETTER"),
    ("LETTER", "EMAIL"),
    ("LETTER",),
    ("SMS",),
    ("WEBHOOK",),
)
TONES = ("FRIENDLY", "NEUTRAL", "FIRM")
MOST_ASIDES = 4
USUAL = "standard"


def scenario(chance: Random) -> dict[str, Any]:
    """One as docs/reference/scenarios.md writes it, from before the due day to the
    hand-over, of one step at least.
    """
    places: list[dict[str, Any]] = []
    day = -chance.randint(3, 12)
    for step, share in (("INVOICE", 0.1), ("NOTICE", 0.6)):
        if day < 0 and chance.random() < share:
            places.append(_place(chance, step, day))
            day += chance.randint(1, 4)
    day = max(day, 0)
    steps = [f"REMINDER_{n}" for n in range(1, chance.randint(1, 6) + 1)]
    steps += ["FORMAL_NOTICE"] * (chance.random() < 0.7)
    steps += ["HANDOVER_NOTICE"] * (chance.random() < 0.4)
    asides = {"CALL": 0, "CHASE": 0}
    for step in steps:
        aside = chance.choice(("CALL", "CHASE"))
        if chance.random() < 0.3 and asides[aside] < MOST_ASIDES:
            asides[aside] += 1
            day = _after(chance, places, f"{aside}_{asides[aside]}", day)
        day = _after(chance, places, step, day)
    form: dict[str, Any] = {"places": places}
    if chance.random() < 0.75:
        ways = chance.choice((("EMAIL",), ("EMAIL",), ("EMAIL", "SMS"), ("SMS", "EMAIL")))
        form["thanks"] = {"step": "THANK_YOU", "days": 0, "channels": [*ways]}
    return form


def _after(chance: Random, places: list[dict[str, Any]], step: str, day: int) -> int:
    """One step more, some days after that day; the day it falls on."""
    gap = chance.choice((1, 2, 3, 5, 7, 8, 10, 14))
    counted = bool(places) and places[-1]["step"] not in {"INVOICE", "NOTICE"}
    if counted and chance.random() < 0.3:
        places.append(_place(chance, step, gap) | {"follows": True})
    else:
        places.append(_place(chance, step, day + gap))
    return day + gap


def _place(chance: Random, step: str, day: int) -> dict[str, Any]:
    place: dict[str, Any] = {"step": step, "days": day, "tone": chance.choice(TONES)}
    kind = step.partition("_")[0]
    place["channels"] = ["PHONE"] if kind == "CALL" else [*chance.choice(WAYS)]
    if kind == "CHASE":
        place["channels"] = ["EMAIL"]
    elif chance.random() < 0.2:
        place["role"] = chance.choice(("MANAGEMENT", "ACCOUNTING", "PURCHASING"))
    return place | _conditions(chance) | _approval(chance, kind)


def _conditions(chance: Random) -> dict[str, Any]:
    """What passes a place over, or moves it."""
    place: dict[str, Any] = {}
    if chance.random() < 0.12:
        place["floor_minor"] = chance.randint(5_000, 100_000)
    if chance.random() < 0.08:
        place["ceiling_minor"] = chance.randint(100_000, 1_000_000)
    if chance.random() < 0.08:
        place["kinds"] = [chance.choice(("INVOICE", "INSTALMENT"))]
    if chance.random() < 0.12:
        place["weekdays"] = sorted(chance.sample(range(5), chance.randint(1, 3)))
    if chance.random() < 0.1:
        place["hours"] = [*chance.choice(((8, 20), (9, 12), (13, 18)))]
    if chance.random() < 0.03:
        place["enclose"] = ["STATEMENT"]
    return place


def _approval(chance: Random, kind: str) -> dict[str, Any]:
    """Whether a person agrees first."""
    always, above = (0.7, 0.8) if kind in {"FORMAL", "HANDOVER"} else (0.04, 0.12)
    said = chance.random()
    if said < always:
        return {"approval": "ALWAYS"}
    if said < above:
        return {"approval": "ABOVE", "approval_minor": chance.randint(50_000, 400_000)}
    return {}


def conditions(chance: Random) -> tuple[dict[str, Any], ...]:
    """What a rule asks: one thing, or two."""
    asked: list[dict[str, Any]] = [
        {"trait": "COUNTRY", "values": [chance.choice(("BE", "FR", "NL", "DE"))]},
        {"trait": "LANGUAGE", "values": chance.sample(("en", "fr", "nl", "de"), 2)},
        {"trait": "PARTY", "values": [chance.choice(("BUSINESS", "consumer", "public"))]},
        {"trait": "SEGMENT", "values": [chance.choice(("key", "craft"))]},
        {"trait": "PAYMENT_METHOD", "values": ["DIRECT_DEBIT"]},
        {"trait": "SHARE", "at_least": chance.choice((5, 10, 20))},
        {"trait": "SHARE", "at_most": chance.choice((1, 3))},
    ]
    first, second = chance.sample(asked, 2)
    if first["trait"] == second["trait"] or chance.random() < 0.6:
        return (first,)
    return first, second


def policy(chance: Random) -> dict[str, int]:
    """Numbers that differ from the usual ones now and then."""
    return {
        "minimum_minor": chance.choice((1_000, 1_000, 0, 2_500)),
        "freshness_days": chance.choice((3, 3, 2, 5)),
        "thanks_days": chance.choice((10, 10, 5, 0)),
        "per_day": chance.choice((1, 1, 1, 2)),
        "per_week": chance.choice((3, 3, 2, 4)),
        "debit_days": chance.choice((10, 10, 5, 0)),
        "strategic": chance.choice((10, 10, 0, 1)),
        "approval_minor": chance.choice((0, 0, 0, 800_000)),
    }
