"""How a company follows up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.core.dunning import STANDARD
from acquit.dunning.models import Policy

if TYPE_CHECKING:
    from acquit.organisation.models import Company


def set_policy(
    company: Company, *, minimum_minor: int | None, freshness_days: int | None
) -> Policy:
    """Take over what is given; None leaves a thing as it is, at first the standard."""
    standard = {
        "minimum_minor": STANDARD.minimum_minor,
        "freshness_days": STANDARD.freshness_days,
    }
    policy, _ = Policy.objects.get_or_create(company=company, defaults=standard)
    if minimum_minor is not None:
        policy.minimum_minor = minimum_minor
    if freshness_days is not None:
        policy.freshness_days = freshness_days
    policy.save()
    return policy
