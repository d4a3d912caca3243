"""How customers are followed up changes: it is written down, and those whom it touches are
assigned and decided for anew. Many of them are left to the worker.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from acquit.cycle import queries
from acquit.cycle.actions.daily import SHARD
from acquit.cycle.actions.facts import decide_for
from acquit.dunning import actions as dunning
from acquit.dunning.actions import drafts, pins, rules
from acquit.dunning.models import Policy as Kept
from acquit.dunning.queries.policies import policy_of
from acquit.ledger.models import Customer

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from acquit.audit.actions import Actor
    from acquit.core.dunning.assigning import Condition
    from acquit.dunning.models import AssignmentRule, Pin, Policy, Version
    from acquit.organisation.models import Company

# A company with more customers than this is decided for by the worker: a page waits for no
# more than a second or two.
AT_ONCE = 2_000


@transaction.atomic
def publish_scenario(
    scenario_id: int,
    *,
    note: str,
    moves: bool,
    on: date,
    actor: Actor,
    at: datetime,
) -> Version:
    """See dunning.actions.drafts.publish_scenario."""
    version = drafts.publish_scenario(
        scenario_id, note=note, moves=moves, actor=actor, at=at
    )
    have_followed(version.scenario.company_id, on=on, at=at)
    return version


@transaction.atomic
def add_rule(  # noqa: PLR0913  # what a rule says, and who says it when
    company: Company,
    *,
    name: str,
    conditions: Sequence[Condition],
    scenario_id: int,
    on: date,
    actor: Actor,
    at: datetime,
) -> AssignmentRule:
    """See dunning.actions.rules.add_rule."""
    rule = rules.add_rule(
        company,
        name=name,
        conditions=conditions,
        scenario_id=scenario_id,
        actor=actor,
        at=at,
    )
    have_followed(company.pk, on=on, at=at)
    return rule


@transaction.atomic
def change_rule(  # noqa: PLR0913  # what a rule says, and who says it when
    rule_id: int,
    *,
    name: str,
    conditions: Sequence[Condition],
    scenario_id: int,
    on: date,
    actor: Actor,
    at: datetime,
) -> AssignmentRule:
    """See dunning.actions.rules.change_rule."""
    rule = rules.change_rule(
        rule_id,
        name=name,
        conditions=conditions,
        scenario_id=scenario_id,
        actor=actor,
        at=at,
    )
    have_followed(rule.company_id, on=on, at=at)
    return rule


@transaction.atomic
def move_rule(
    rule_id: int, *, place: int, on: date, actor: Actor, at: datetime
) -> AssignmentRule:
    """See dunning.actions.rules.move_rule."""
    rule = rules.move_rule(rule_id, place=place, actor=actor, at=at)
    have_followed(rule.company_id, on=on, at=at)
    return rule


@transaction.atomic
def remove_rule(rule: AssignmentRule, *, on: date, actor: Actor, at: datetime) -> None:
    """See dunning.actions.rules.remove_rule."""
    rules.remove_rule(rule.pk, actor=actor, at=at)
    have_followed(rule.company_id, on=on, at=at)


@transaction.atomic
def set_policy(
    company: Company,
    given: Mapping[str, int | None],
    *,
    scenario_id: int | None = None,
    on: date,
    actor: Actor,
    at: datetime,
) -> Policy:
    """See dunning.actions.set_policy."""
    before = _held(company.pk)
    policy = dunning.set_policy(company, given, scenario_id=scenario_id, actor=actor, at=at)
    if _held(company.pk) != before:
        if given.get("strategic") is not None:
            dunning.survey()
        have_followed(company.pk, on=on, at=at)
    return policy


@transaction.atomic
def pin_customer(  # what was chosen, why, by whom and when
    customer_id: int,
    *,
    scenario_id: int,
    reason: str,
    on: date,
    actor: Actor,
    at: datetime,
) -> Pin:
    """See dunning.actions.pins.pin_customer."""
    pin = pins.pin_customer(
        customer_id, scenario_id=scenario_id, reason=reason, on=on, actor=actor, at=at
    )
    decide_for([customer_id], as_of=on, at=at)
    return pin


@transaction.atomic
def unpin_customer(customer_id: int, *, on: date, actor: Actor, at: datetime) -> None:
    """See dunning.actions.pins.unpin_customer."""
    pins.unpin_customer(customer_id, actor=actor, at=at)
    decide_for([customer_id], as_of=on, at=at)


@transaction.atomic
def take_newest(
    version_id: int,
    *,
    customers: Collection[int] | None = None,
    on: date,
    actor: Actor,
    at: datetime,
) -> list[int]:
    """See dunning.actions.pins.take_newest."""
    moved = pins.take_newest(version_id, customers=customers, on=on, actor=actor, at=at)
    if len(moved) == 1:
        decide_for(moved, as_of=on, at=at)
    else:
        company_id = Customer.objects.values_list("company_id", flat=True).get(pk=moved[0])
        have_followed(company_id, on=on, at=at)
    return moved


def _held(company_id: int) -> dict[str, int | None]:
    """All that the policy says now."""
    chosen = Kept.objects.filter(company=company_id).values_list("scenario", flat=True)
    return {**policy_of(company_id), "scenario": chosen.first()}


def have_followed(company_id: int, *, on: date, at: datetime) -> None:
    """Have the customers of a company assigned and decided for anew: here and now, or by
    the worker when they are many.
    """
    if Customer.objects.of(company_id).count() <= AT_ONCE:
        follow_anew(company_id, on=on, at=at)
        return
    waiting = app.configure_task(
        "cycle.follow_anew", queue="cycle", queueing_lock=f"follow {company_id}"
    )
    with suppress(AlreadyEnqueued), transaction.atomic():
        waiting.defer(company_id=company_id, day=on.isoformat())


def follow_anew(company_id: int, *, on: date, at: datetime) -> int:
    """Assign and decide anew for a whole company, shard by shard; gives how many customers
    came to another version.
    """
    moved = 0
    for shard in queries.shards(SHARD, company_id):
        with transaction.atomic():
            moved += dunning.assign(shard, as_of=on, at=at)
            dunning.decide(shard, as_of=on, at=at)
    return moved
