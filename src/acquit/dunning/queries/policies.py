"""How a company follows up, and what its bank data allow."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import connection

from acquit.core import dunning
from acquit.core.dunning import STANDARD, STANDARD_POLICY, Guard, Policy, Scenario
from acquit.core.dunning.written import of_data
from acquit.dunning.models import Policy as Kept
from acquit.dunning.models import Version

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

# An account without any statement counts as one that has been silent for ever.
QUESTION = """
    SELECT p.id, p.country,
           ARRAY(SELECT max(s.fresh_on)
                   FROM bank_account a LEFT JOIN bank_statement s ON s.account_id = a.id
                  WHERE a.company_id = p.id
                  GROUP BY a.id),
           d.minimum_minor, d.freshness_days, d.thanks_days, d.per_day, d.per_week,
           d.from_hour, d.until_hour, d.debit_days, d.strategic, d.approval_minor
      FROM organisation_company p
      LEFT JOIN dunning_policy d ON d.company_id = p.id
     WHERE p.id = ANY(%s)
"""


class Rules(NamedTuple):
    """What a company's receivables are decided by, whatever the scenario."""

    policy: Policy
    guard: Guard


def rules(company_ids: Iterable[int], *, as_of: date) -> dict[int, Rules]:
    """The policy and the guard of each company on the morning of `as_of`."""
    with connection.cursor() as cursor:
        cursor.execute(QUESTION, [list(set(company_ids))])
        rows = cursor.fetchall()
    found = {}
    for company_id, country, newest, *own in rows:
        policy = STANDARD_POLICY if own[0] is None else _policy(*own)
        bank = dunning.guard(
            newest, as_of=as_of, country=country, freshness_days=policy.freshness_days
        )
        found[company_id] = Rules(policy, bank)
    return found


def _policy(  # noqa: PLR0913, PLR0917  # one column of the question each
    minimum: int,
    freshness: int,
    thanks: int,
    per_day: int,
    per_week: int,
    from_hour: int,
    until_hour: int,
    debit: int,
    strategic: int,
    approval: int,
) -> Policy:
    return Policy(
        minimum_minor=minimum,
        freshness_days=freshness,
        thanks_days=thanks,
        per_day=per_day,
        per_week=per_week,
        hours=(from_hour, until_hour),
        debit_days=debit,
        strategic=strategic,
        approval_minor=approval,
    )


def policy_of(company_id: int) -> dict[str, int]:
    """The numbers of a company's policy by the names of its fields; at first those of the
    standard.
    """
    standard = {
        "minimum_minor": STANDARD_POLICY.minimum_minor,
        "freshness_days": STANDARD_POLICY.freshness_days,
        "thanks_days": STANDARD_POLICY.thanks_days,
        "per_day": STANDARD_POLICY.per_day,
        "per_week": STANDARD_POLICY.per_week,
        "from_hour": STANDARD_POLICY.hours[0],
        "until_hour": STANDARD_POLICY.hours[1],
        "debit_days": STANDARD_POLICY.debit_days,
        "strategic": STANDARD_POLICY.strategic,
        "approval_minor": STANDARD_POLICY.approval_minor,
    }
    kept = Kept.objects.filter(company=company_id).values(*standard).first()
    return standard if kept is None else kept


def scenarios(version_ids: Iterable[int | None]) -> dict[int | None, Scenario]:
    """The scenarios of these versions; None is the standard, for whom no rule has looked
    at yet.
    """
    found: dict[int | None, Scenario] = {None: STANDARD}
    wanted = {one for one in version_ids if one is not None}
    if wanted:
        rows = Version.objects.filter(pk__in=wanted).values_list("pk", "content")
        found |= {pk: of_data(content, version=pk) for pk, content in rows}
    return found
