"""The scenarios of a company: begun, copied, renamed, put aside. What they do is drawn in
`drafts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.core.dunning import drawing
from acquit.core.dunning.written import as_data, of_data
from acquit.core.errors import Refusal
from acquit.core.text import fold
from acquit.dunning.library import STANDARD_CODE
from acquit.dunning.models import AssignmentRule, Pin, Policy, Scenario
from acquit.dunning.queries.drawn import in_force

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from acquit.core.dunning import Scenario as Drawn
    from acquit.organisation.models import Company

LONGEST_CODE = 40
EMPTY: dict[str, Any] = {"places": []}


class NoName(Refusal):
    """A scenario or a rule without a name."""

    def __init__(self) -> None:
        super().__init__("Give it a name.")


class ScenarioExists(Refusal):
    """The company has one with this code or name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "There is a scenario “%(name)s” already. Choose another name.", name=name
        )


class ScenarioArchived(Refusal):
    """It was put aside."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "“%(name)s” is archived: nobody can be followed up by it. Take it back first.",
            name=name,
        )


class StillUsed(Refusal):
    """It cannot be archived while rules, pins or the policy name it."""

    def __init__(self, name: str, *, rules: Sequence[str], pins: int, usual: bool) -> None:
        if usual:
            super().__init__(
                "“%(name)s” is for the customers that no rule takes. Choose another for "
                "them first.",
                name=name,
            )
        elif rules:
            super().__init__(
                "“%(name)s” is given by these rules: %(rules)s. Change them first.",
                name=name,
                rules=", ".join(rules),
            )
        else:
            super().__init__(
                "“%(name)s” was chosen by hand for customers: %(count)s. Release them "
                "first.",
                name=name,
                count=pins,
            )


@transaction.atomic
def create_scenario(  # noqa: PLR0913  # what is said of it, by whom and when
    company: Company,
    *,
    name: str,
    about: str = "",
    code: str = "",
    content: Drawn | None = None,
    actor: Actor,
    at: datetime,
) -> Scenario:
    """Begin one: a draft with this content, or with no step yet. Its code is made of its
    name unless given. Raises NoName, ScenarioExists.
    """
    name = _named(name)
    _refuse_twin(company.pk, name)
    made = Scenario.objects.create(
        company=company,
        code=_free_code(company, code, name),
        name=name,
        about=about.strip(),
        draft=EMPTY if content is None else as_data(content),
        recorded_at=at,
    )
    record_of("scenario_created", made, actor, at)
    return made


def copy_scenario(
    scenario: Scenario, *, name: str, letters: bool, actor: Actor, at: datetime
) -> Scenario:
    """Begin another one with what this one does, or is to do; letters: on paper, for
    customers without e-mail. Raises NoName, ScenarioExists.
    """
    content = drawn_or_in_force(scenario)
    return create_scenario(
        scenario.company,
        name=name,
        about=scenario.about,
        content=drawing.by_letter(content) if letters else content,
        actor=actor,
        at=at,
    )


@transaction.atomic
def rename_scenario(
    scenario_id: int, *, name: str, about: str, actor: Actor, at: datetime
) -> Scenario:
    """Call it otherwise; its code stays. Raises NoName, ScenarioExists."""
    scenario, name = held(scenario_id), _named(name)
    _refuse_twin(scenario.company_id, name, but=scenario.pk)
    before = scenario.name
    scenario.name, scenario.about = name, about.strip()
    scenario.save(update_fields=["name", "about"])
    if name != before:
        record_of("scenario_renamed", scenario, actor, at, before=before)
    return scenario


@transaction.atomic
def archive_scenario(scenario_id: int, *, actor: Actor, at: datetime) -> Scenario:
    """Put it aside. Raises StillUsed while a rule, a pin or the policy names it."""
    scenario = held(scenario_id)
    rules = list(
        AssignmentRule.objects.filter(scenario=scenario)
        .order_by("place")
        .values_list("name", flat=True)
    )
    pins = Pin.objects.filter(scenario=scenario).count()
    usual = is_usual(scenario)
    if rules or pins or usual:
        raise StillUsed(scenario.name, rules=rules, pins=pins, usual=usual)
    if scenario.archived_at is None:
        scenario.archived_at = at
        scenario.save(update_fields=["archived_at"])
        record_of("scenario_archived", scenario, actor, at)
    return scenario


@transaction.atomic
def restore_scenario(scenario_id: int, *, actor: Actor, at: datetime) -> Scenario:
    """Take an archived one back: rules and people can choose it again."""
    scenario = held(scenario_id)
    if scenario.archived_at is not None:
        scenario.archived_at = None
        scenario.save(update_fields=["archived_at"])
        record_of("scenario_restored", scenario, actor, at)
    return scenario


def drawn_or_in_force(scenario: Scenario) -> Drawn:
    """The draft; where there is none, what is in force."""
    if scenario.draft is not None:
        return of_data(scenario.draft)
    version = in_force(scenario)
    return of_data(version.content if version else EMPTY)


def held(scenario_id: int) -> Scenario:
    """The scenario, kept from everybody else until the end of the transaction."""
    return Scenario.objects.select_for_update().get(pk=scenario_id)


def _named(name: str) -> str:
    name = name.strip()
    if not name:
        raise NoName
    return name[:100]


def _refuse_twin(company_id: int, name: str, but: int = 0) -> None:
    twins = Scenario.objects.filter(company=company_id, name=name, archived_at=None)
    if twins.exclude(pk=but).exists():
        raise ScenarioExists(name)


def _free_code(company: Company, code: str, name: str) -> str:
    """The code that was given, else one of the name's words that nobody has."""
    taken = set(Scenario.objects.filter(company=company).values_list("code", flat=True))
    if code:
        if code in taken:
            raise ScenarioExists(code)
        return code[:LONGEST_CODE]
    plain = "-".join(fold(name).split())[: LONGEST_CODE - 3] or "scenario"
    numbered = (f"{plain}-{number}" for number in range(2, 1000))
    return plain if plain not in taken else next(c for c in numbered if c not in taken)


def is_usual(scenario: Scenario) -> bool:
    """True when it is for the customers that no rule takes."""
    chosen = Policy.objects.filter(company=scenario.company_id, scenario__isnull=False)
    named = chosen.values_list("scenario", flat=True).first()
    if named is not None:
        return bool(named == scenario.pk)
    return scenario.code == STANDARD_CODE


def record_of(  # what an entry is made of
    event: str,
    scenario: Scenario,
    actor: Actor,
    at: datetime,
    reason: str = "",
    **details: object,
) -> None:
    """Write into the trail what was done to a scenario."""
    fact = Fact(
        event=event,
        subject=scenario,
        company_id=scenario.company_id,
        reason=reason,
        details={"name": scenario.name, **details},
    )
    record(fact, actor=actor, at=at)
