"""Which customers get which scenario: rules in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Max

from acquit.audit.actions import Actor, Fact, record
from acquit.core.dunning.assigning import MEASURED, Condition, conditions_as_data
from acquit.core.errors import Refusal
from acquit.dunning.actions.scenarios import NoName, ScenarioArchived
from acquit.dunning.models import AssignmentRule, Scenario
from acquit.dunning.queries.drawn import in_force

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from acquit.organisation.models import Company

HIGHEST = 100  # Scores and shares are both 0 to 100.


class NeverPublished(Refusal):
    """Nobody can be followed up by a scenario that was only drawn."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "“%(name)s” was never published. Publish it, then let it be followed.",
            name=name,
        )


class OfAnotherCompany(Refusal):
    """The scenario is another company's."""

    def __init__(self) -> None:
        super().__init__("This scenario belongs to another company.")


class EmptyCondition(Refusal):
    """A condition that says nothing, or that nobody can fulfil."""

    def __init__(self, trait: str) -> None:
        super().__init__(
            "The condition on %(trait)s says nothing that a customer could fulfil. Choose "
            "values, or an amount from 0 to 100 and one not below it.",
            trait=trait,
        )


@transaction.atomic
def add_rule(
    company: Company,
    *,
    name: str,
    conditions: Sequence[Condition],
    scenario_id: int,
    actor: Actor,
    at: datetime,
) -> AssignmentRule:
    """One more rule, looked at after all others. Raises NoName, EmptyCondition,
    OfAnotherCompany, NeverPublished, ScenarioArchived.
    """
    scenario = followable(scenario_id, company.pk)
    rows = AssignmentRule.objects.select_for_update().filter(company=company)
    last = max((one.place for one in rows), default=0)
    rule = AssignmentRule.objects.create(
        company=company,
        place=last + 1,
        name=_named(name),
        conditions=_sound(conditions),
        scenario=scenario,
    )
    _record("rule_added", rule, actor, at, scenario=scenario.name)
    return rule


@transaction.atomic
def change_rule(
    rule_id: int,
    *,
    name: str,
    conditions: Sequence[Condition],
    scenario_id: int,
    actor: Actor,
    at: datetime,
) -> AssignmentRule:
    """Let the rule say this instead; its place stays. Raises what `add_rule` raises."""
    rule = _held(rule_id)
    rule.scenario = followable(scenario_id, rule.company_id)
    rule.name, rule.conditions = _named(name), _sound(conditions)
    rule.save(update_fields=["scenario", "name", "conditions"])
    _record("rule_changed", rule, actor, at, scenario=rule.scenario.name)
    return rule


@transaction.atomic
def move_rule(rule_id: int, *, place: int, actor: Actor, at: datetime) -> AssignmentRule:
    """Let it be looked at as the one of that place, from 1; the others make room."""
    rule = _held(rule_id)
    rows = AssignmentRule.objects.filter(company=rule.company_id)
    last = rows.aggregate(last=Max("place"))["last"]
    place, before = min(max(place, 1), last), rule.place
    if place == before:
        return rule
    between = rows.exclude(pk=rule.pk)
    if place < before:
        between.filter(place__gte=place, place__lt=before).update(place=F("place") + 1)
    else:
        between.filter(place__gt=before, place__lte=place).update(place=F("place") - 1)
    rule.place = place
    rule.save(update_fields=["place"])
    _record("rule_moved", rule, actor, at, place=place)
    return rule


@transaction.atomic
def remove_rule(rule_id: int, *, actor: Actor, at: datetime) -> None:
    """Take it away; those below move up. What it chose stands in the trail."""
    rule = _held(rule_id)
    _record("rule_removed", rule, actor, at)
    rows = AssignmentRule.objects.filter(company=rule.company_id, place__gt=rule.place)
    AssignmentRule.objects.filter(pk=rule.pk).delete()
    rows.update(place=F("place") - 1)


def followable(scenario_id: int, company_id: int) -> Scenario:
    """The scenario, when customers of that company can be followed up by it. Raises
    OfAnotherCompany, ScenarioArchived, NeverPublished.
    """
    scenario = Scenario.objects.select_for_update().get(pk=scenario_id)
    if scenario.company_id != company_id:
        raise OfAnotherCompany
    if scenario.archived_at is not None:
        raise ScenarioArchived(scenario.name)
    if in_force(scenario) is None:
        raise NeverPublished(scenario.name)
    return scenario


def _held(rule_id: int) -> AssignmentRule:
    """The rule; all of its company are kept from everybody else meanwhile."""
    company_id = AssignmentRule.objects.values_list("company_id", flat=True).get(pk=rule_id)
    rows = AssignmentRule.objects.select_for_update().filter(company=company_id)
    return next(one for one in rows.order_by("place") if one.pk == rule_id)


def _named(name: str) -> str:
    name = name.strip()
    if not name:
        raise NoName
    return name[:100]


def _sound(conditions: Sequence[Condition]) -> list[dict[str, object]]:
    for one in conditions:
        if one.trait not in MEASURED:
            sound = bool(one.values)
        else:
            least = 0 if one.at_least is None else one.at_least
            most = HIGHEST if one.at_most is None else one.at_most
            said = one.at_least is not None or one.at_most is not None
            sound = said and 0 <= least <= most <= HIGHEST
        if not sound:
            raise EmptyCondition(one.trait.value.lower())
    return conditions_as_data(conditions)


def _record(
    event: str, rule: AssignmentRule, actor: Actor, at: datetime, **details: object
) -> None:
    fact = Fact(
        event=event,
        subject=rule,
        company_id=rule.company_id,
        details={"name": rule.name, **details},
    )
    record(fact, actor=actor, at=at)
