"""What a scenario does: drawn as a draft, then put in force. A draft does nothing until it
is published; what was published is never changed again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from acquit.core.dunning.comparing import same
from acquit.core.dunning.reading import read
from acquit.core.dunning.written import as_data, faults, of_data
from acquit.core.errors import Refusal
from acquit.core.sentences import listed
from acquit.dunning.actions.scenarios import ScenarioArchived, held, record_of
from acquit.dunning.models import Version
from acquit.dunning.queries.drawn import drawn_mark, in_force

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from acquit.audit.actions import Actor
    from acquit.core.sentences import Sentence
    from acquit.dunning.models import Scenario


class NothingDrawn(Refusal):
    """There is no draft."""

    def __init__(self) -> None:
        super().__init__("Nothing is being drawn here: it is in force as it stands.")


class NothingNew(Refusal):
    """The draft does the same as what is in force."""

    def __init__(self) -> None:
        super().__init__("The draft does just what is in force: nothing to publish.")


class DrawnMeanwhile(Refusal):
    """Somebody else changed the draft after it was shown."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody changed this draft meanwhile. Look at it again, then change it."
        )


class NotSound(Refusal):
    """The draft cannot be followed; all that is wrong with it is told."""

    def __init__(self, found: Sequence[Sentence]) -> None:
        super().__init__("%(faults)s", faults=listed(found, " "))


@transaction.atomic
def draw(
    scenario_id: int,
    content: dict[str, Any],
    *,
    seen: str | None = None,
    actor: Actor,
    at: datetime,
) -> Scenario:
    """Let this be the draft; a draft may still have faults. content: the form of
    `core.dunning.written`. seen: `drawn_mark` of the draft that the change was made to.
    Raises NotAScenario, DrawnMeanwhile, ScenarioArchived.
    """
    scenario = held(scenario_id)
    if scenario.archived_at is not None:
        raise ScenarioArchived(scenario.name)
    if seen is not None and seen != drawn_mark(scenario.draft):
        raise DrawnMeanwhile
    kept = as_data(read(content))
    if kept != scenario.draft:
        scenario.draft = kept
        scenario.save(update_fields=["draft"])
        record_of("scenario_drawn", scenario, actor, at, steps=len(kept["places"]))
    return scenario


@transaction.atomic
def discard_draft(scenario_id: int, *, actor: Actor, at: datetime) -> Scenario:
    """Throw the draft away; what is in force stays. Raises NothingDrawn, also for what was
    never in force: archive that.
    """
    scenario = held(scenario_id)
    if scenario.draft is None or in_force(scenario) is None:
        raise NothingDrawn
    scenario.draft = None
    scenario.save(update_fields=["draft"])
    record_of("scenario_discarded", scenario, actor, at)
    return scenario


@transaction.atomic
def publish_scenario(
    scenario_id: int, *, note: str, moves: bool, actor: Actor, at: datetime
) -> Version:
    """Put the draft in force as the next version. moves: whoever is under way moves to it
    as well. Raises NothingDrawn, NothingNew, ScenarioArchived, and NotSound with all that
    is wrong.
    """
    scenario = held(scenario_id)
    if scenario.archived_at is not None:
        raise ScenarioArchived(scenario.name)
    if scenario.draft is None:
        raise NothingDrawn
    content = of_data(scenario.draft)
    if wrong := faults(content):
        raise NotSound(wrong)
    last = in_force(scenario)
    if last is not None and same(of_data(last.content), content):
        raise NothingNew
    version = Version.objects.create(
        scenario=scenario,
        number=last.number + 1 if last else 1,
        content=as_data(content),
        note=note.strip(),
        moves=moves,
        published_at=at,
        published_by_id=actor.person_id,
    )
    scenario.draft = None
    scenario.save(update_fields=["draft"])
    record_of(
        "scenario_published",
        scenario,
        actor,
        at,
        reason=version.note,
        version=version.number,
        moves=moves,
    )
    return version
