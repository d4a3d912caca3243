"""How a company follows up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.core.dunning import STANDARD_POLICY
from acquit.dunning.models import Policy

if TYPE_CHECKING:
    from datetime import datetime

    from acquit.organisation.models import Company


@transaction.atomic
def set_policy(
    company: Company,
    *,
    minimum_minor: int | None,
    freshness_days: int | None,
    actor: Actor,
    at: datetime,
) -> Policy:
    """Take over what is given; None leaves a thing as it is, at first the standard."""
    standard = {
        "minimum_minor": STANDARD_POLICY.minimum_minor,
        "freshness_days": STANDARD_POLICY.freshness_days,
    }
    policy, _ = Policy.objects.get_or_create(company=company, defaults=standard)
    given = {"minimum_minor": minimum_minor, "freshness_days": freshness_days}
    changed = {
        name: {"from": getattr(policy, name), "to": value}
        for name, value in given.items()
        if value is not None and value != getattr(policy, name)
    }
    if changed:
        for name in changed:
            setattr(policy, name, given[name])
        policy.save(update_fields=list(changed))
        fact = Fact(
            event="policy_changed",
            subject=policy,
            company_id=company.pk,
            details=changed,
        )
        record(fact, actor=actor, at=at)
    return policy
