"""How a company follows up, and what its bank data allow."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import connection

from acquit.core import dunning
from acquit.core.dunning import STANDARD, Guard, Scenario

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

# An account without any statement counts as one that has been silent for ever.
QUESTION = """
    SELECT p.id, p.country, d.minimum_minor, d.freshness_days,
           ARRAY(SELECT max(s.fresh_on)
                   FROM bank_account a LEFT JOIN bank_statement s ON s.account_id = a.id
                  WHERE a.company_id = p.id
                  GROUP BY a.id)
      FROM organisation_company p
      LEFT JOIN dunning_policy d ON d.company_id = p.id
     WHERE p.id = ANY(%s)
"""


class Rules(NamedTuple):
    """What a company's receivables are decided by."""

    scenario: Scenario
    guard: Guard


def rules(company_ids: Iterable[int], *, as_of: date) -> dict[int, Rules]:
    """The scenario and the guard of each company on the morning of `as_of`."""
    with connection.cursor() as cursor:
        cursor.execute(QUESTION, [list(set(company_ids))])
        rows = cursor.fetchall()
    found = {}
    for company_id, country, minimum, freshness, newest in rows:
        scenario = STANDARD
        if minimum is not None:
            scenario = Scenario(minimum_minor=minimum, freshness_days=freshness)
        bank = dunning.guard(
            newest, as_of=as_of, country=country, freshness_days=scenario.freshness_days
        )
        found[company_id] = Rules(scenario, bank)
    return found
