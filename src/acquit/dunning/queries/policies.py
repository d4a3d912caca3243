"""How a company follows up, and what its bank data allow."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Max

from acquit.bank.models import Account
from acquit.core import dunning
from acquit.core.dunning import STANDARD, Guard, Scenario
from acquit.dunning.models import Policy
from acquit.organisation.models import Company

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class Rules(NamedTuple):
    """What a company's receivables are decided by."""

    company: Company
    scenario: Scenario
    guard: Guard


def rules(company_ids: Iterable[int], *, as_of: date) -> dict[int, Rules]:
    """The scenario and the guard of each company on the morning of `as_of`."""
    ids = set(company_ids)
    policies = {
        policy.company_id: policy for policy in Policy.objects.filter(company__in=ids)
    }
    newest: dict[int, list[date | None]] = {}
    accounts = Account.objects.filter(company__in=ids).annotate(
        newest=Max("statements__fresh_on")
    )
    for company_id, day in accounts.values_list("company_id", "newest"):
        newest.setdefault(company_id, []).append(day)
    found = {}
    for company in Company.objects.filter(pk__in=ids):
        scenario = _scenario(policies.get(company.pk))
        bank = dunning.guard(
            newest.get(company.pk, []),
            as_of=as_of,
            country=company.country,
            freshness_days=scenario.freshness_days,
        )
        found[company.pk] = Rules(company, scenario, bank)
    return found


def _scenario(policy: Policy | None) -> Scenario:
    if policy is None:
        return STANDARD
    return Scenario(
        minimum_minor=policy.minimum_minor, freshness_days=policy.freshness_days
    )
