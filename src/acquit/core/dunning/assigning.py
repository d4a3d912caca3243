"""Which scenario a customer is followed up by, and why.

Rules are looked at in their order; the first whose conditions all hold decides. A person
may pin another: that wins, until it is taken back. What was computed of a natural person
(profile, score) decides nothing by itself: it only proposes (GDPR, art. 22).
docs/explanation/personal-data.md
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from acquit.core.sentences import listed, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from acquit.core.sentences import Said


class Trait(StrEnum):
    """What a rule may ask about. SHARE: of all that the company is owed, in percent."""

    SEGMENT = "SEGMENT"
    PROFILE = "PROFILE"
    SCORE = "SCORE"
    SHARE = "SHARE"
    COUNTRY = "COUNTRY"
    UNIT = "UNIT"
    PAYMENT_METHOD = "PAYMENT_METHOD"
    LANGUAGE = "LANGUAGE"
    PARTY = "PARTY"


MEASURED = frozenset({Trait.SCORE, Trait.SHARE})
# What a computation says of somebody.
JUDGED = frozenset({Trait.PROFILE, Trait.SCORE})


class Traits(NamedTuple):
    """What is known of a customer. score: 0..100, None = not scored yet; share: percent of
    what its company is owed, 0..100. by_person: a natural person, or who objected to being
    scored: only a person decides by profile and score. The others are codes, "" = not
    known.
    """

    segment: str = ""
    profile: str = ""
    score: int | None = None
    share: float = 0.0
    country: str = ""
    unit: str = ""
    payment_method: str = ""
    language: str = ""
    party: str = ""
    by_person: bool = False

    def of(self, trait: Trait) -> str | float | None:
        """One of them."""
        value: str | float | None = getattr(self, trait.value.lower())
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """values: any of these codes, folded to lower case; or at least, at most: of what is
    measured, both ends included.
    """

    trait: Trait
    values: frozenset[str] = frozenset()
    at_least: float | None = None
    at_most: float | None = None

    def holds(self, traits: Traits) -> bool:
        """True when the customer has it; what is not known never has."""
        if traits.by_person and self.trait in JUDGED:
            return False
        value = traits.of(self.trait)
        if value is None or value == "":
            return False
        if isinstance(value, str):
            return value.casefold() in self.values
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Customers for whom all conditions hold get the scenario; no condition = everybody."""

    id: int
    name: str
    conditions: tuple[Condition, ...]
    scenario_id: int

    def holds(self, traits: Traits) -> bool:
        """True when the customer falls under it."""
        return all(condition.holds(traits) for condition in self.conditions)


class Proposed(NamedTuple):
    """What profile or score would choose, if a person agreed."""

    scenario_id: int
    why: Said


class Assigned(NamedTuple):
    """The scenario, the rule that chose it (None = none did), and what it saw."""

    scenario_id: int
    rule_id: int | None
    why: Said
    proposed: Proposed | None = None


def assign(traits: Traits, rules: Sequence[Rule], default_id: int) -> Assigned:
    """The scenario of a customer that nobody has pinned one for; beside it what is proposed
    of whom only a person may judge.
    """
    decided = _first(traits, rules, default_id)
    if not traits.by_person:
        return decided
    would = _first(traits._replace(by_person=False), rules, default_id)
    if would.scenario_id == decided.scenario_id:
        return decided
    return decided._replace(proposed=Proposed(would.scenario_id, would.why))


def _first(traits: Traits, rules: Sequence[Rule], default_id: int) -> Assigned:
    for rule in rules:
        if rule.holds(traits):
            return Assigned(rule.scenario_id, rule.id, _why(rule, traits))
    return Assigned(default_id, None, say("No rule fits: the standard scenario."))


def _why(rule: Rule, traits: Traits) -> Said:
    if not rule.conditions:
        return say("Rule “%(rule)s”: it takes every customer.", rule=rule.name)
    seen = listed([_seen(one.trait, traits) for one in rule.conditions])
    return say("Rule “%(rule)s”: %(seen)s.", rule=rule.name, seen=seen)


def _seen(trait: Trait, traits: Traits) -> Said:  # one sentence each
    match trait:
        case Trait.SEGMENT:
            return say("segment %(code)s", code=traits.segment)
        case Trait.PROFILE:
            return say("profile %(code)s", code=traits.profile)
        case Trait.SCORE:
            return say("score %(points)s", points=traits.score)
        case Trait.SHARE:
            return say("%(share)s %% of all that is owed", share=f"{traits.share:.1f}")
        case Trait.COUNTRY:
            return say("country %(code)s", code=traits.country)
        case Trait.UNIT:
            return say("unit %(code)s", code=traits.unit)
        case Trait.PAYMENT_METHOD:
            return say("pays by %(code)s", code=traits.payment_method)
        case Trait.LANGUAGE:
            return say("language %(code)s", code=traits.language)
        case Trait.PARTY:
            return say("kind of debtor %(code)s", code=traits.party)


def conditions_as_data(conditions: Sequence[Condition]) -> list[dict[str, Any]]:
    """Conditions as plain values, as they are kept."""
    return [
        {"trait": one.trait.value}
        | ({"values": sorted(one.values)} if one.values else {})
        | ({"at_least": one.at_least} if one.at_least is not None else {})
        | ({"at_most": one.at_most} if one.at_most is not None else {})
        for one in conditions
    ]


def conditions_of_data(kept: Sequence[Mapping[str, Any]]) -> tuple[Condition, ...]:
    """What `conditions_as_data` gave."""
    return tuple(
        Condition(
            trait=Trait(one["trait"]),
            values=frozenset(str(value).casefold() for value in one.get("values", ())),
            at_least=one.get("at_least"),
            at_most=one.get("at_most"),
        )
        for one in kept
    )
