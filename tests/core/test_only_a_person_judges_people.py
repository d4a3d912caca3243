"""Profile and score of a natural person choose no scenario: they propose one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from acquit.core.dunning.assigning import Condition, Proposed, Rule, Trait, Traits, assign

STANDARD, FIRM, GENTLE, FRENCH = 1, 2, 3, 4
LATE = Condition(trait=Trait.PROFILE, values=frozenset({"chronically_late"}))
SAFE = Condition(trait=Trait.SCORE, at_least=80.0)
IN_FRANCE = Condition(trait=Trait.COUNTRY, values=frozenset({"fr"}))
RULES = [
    Rule(id=1, name="Late", conditions=(LATE,), scenario_id=FIRM),
    Rule(id=2, name="Safe in France", conditions=(SAFE, IN_FRANCE), scenario_id=GENTLE),
    Rule(id=3, name="France", conditions=(IN_FRANCE,), scenario_id=FRENCH),
]


def traits(**known: object) -> Traits:
    return Traits(**({"party": "CONSUMER", "by_person": True} | known))


def test_of_a_business_the_profile_decides():
    found = assign(traits(profile="CHRONICALLY_LATE", by_person=False), RULES, STANDARD)
    assert (found.scenario_id, found.proposed) == (FIRM, None)


def test_of_a_natural_person_it_only_proposes_and_says_why():
    found = assign(traits(profile="CHRONICALLY_LATE"), RULES, STANDARD)
    assert (found.scenario_id, found.rule_id) == (STANDARD, None)
    assert isinstance(found.proposed, Proposed)
    assert found.proposed.scenario_id == FIRM
    assert "profile CHRONICALLY_LATE" in str(found.proposed.why)


def test_what_is_no_judgement_goes_on_deciding():
    found = assign(traits(country="FR", score=90), RULES, STANDARD)
    assert found.scenario_id == FRENCH
    assert found.proposed is not None
    assert found.proposed.scenario_id == GENTLE


def test_nothing_is_proposed_where_it_is_followed_so_already():
    assert assign(traits(country="FR", score=10), RULES, STANDARD).proposed is None


@given(
    profile=st.sampled_from(["", "CHRONICALLY_LATE", "PROMPT"]),
    score=st.none() | st.integers(0, 100),
    country=st.sampled_from(["BE", "FR"]),
)
def test_whatever_the_profile_and_score_the_same_scenario_is_followed(
    profile, score, country
):
    unknown = assign(traits(country=country), RULES, STANDARD)
    judged = assign(traits(country=country, profile=profile, score=score), RULES, STANDARD)
    assert (judged.scenario_id, judged.rule_id) == (unknown.scenario_id, unknown.rule_id)
