"""How a company follows up, whatever the scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.core.errors import Refusal
from acquit.dunning.actions.rules import followable
from acquit.dunning.models import Policy
from acquit.dunning.queries.policies import policy_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from acquit.organisation.models import Company

# The least and the most that makes sense of each.
WITHIN: dict[str, tuple[int, int]] = {
    "minimum_minor": (0, 100_000_000),
    "freshness_days": (1, 30),
    "thanks_days": (0, 90),
    "per_day": (1, 10),
    "per_week": (1, 50),
    "from_hour": (0, 23),
    "until_hour": (1, 24),
    "debit_days": (0, 90),
    "strategic": (0, 1000),
    "approval_minor": (0, 100_000_000_000),
}


class NotAPolicy(Refusal):
    """A number of the policy that makes no sense."""

    def __init__(self, name: str, value: int) -> None:
        least, most = WITHIN[name]
        super().__init__(
            "%(name)s: %(value)s lies outside of %(least)s to %(most)s.",
            name=name,
            value=value,
            least=least,
            most=most,
        )


class HoursEndBeforeTheyBegin(Refusal):
    """Contact hours without an hour in them."""

    def __init__(self) -> None:
        super().__init__("The contact hours end before they begin.")


@transaction.atomic
def set_policy(
    company: Company,
    given: Mapping[str, int | None],
    *,
    scenario_id: int | None = None,
    actor: Actor,
    at: datetime,
) -> Policy:
    """Take over what is given, by the names of the fields; None leaves a thing as it is, at
    first the standard. scenario_id: for customers that no rule takes. Raises NotAPolicy,
    HoursEndBeforeTheyBegin, and what a rule raises of a scenario.
    """
    held = policy_of(company.pk)
    policy, _ = Policy.objects.get_or_create(company=company, defaults=held)
    wanted = {name: value for name, value in given.items() if value is not None}
    for name, value in wanted.items():
        least, most = WITHIN[name]
        if not least <= value <= most:
            raise NotAPolicy(name, value)
    hours = {**held, **wanted}
    if hours["from_hour"] >= hours["until_hour"]:
        raise HoursEndBeforeTheyBegin
    changed: dict[str, dict[str, object]] = {
        name: {"from": held[name], "to": value}
        for name, value in wanted.items()
        if value != held[name]
    }
    for name in changed:
        setattr(policy, name, wanted[name])
    if scenario_id is not None and scenario_id != policy.scenario_id:
        scenario = followable(scenario_id, company.pk)
        before = policy.scenario.name if policy.scenario else ""
        changed["scenario"] = {"from": before, "to": scenario.name}
        policy.scenario = scenario
    if changed:
        policy.save(update_fields=list(changed))
        fact = Fact(
            event="policy_changed",
            subject=policy,
            company_id=company.pk,
            details=changed,
        )
        record(fact, actor=actor, at=at)
    return policy
