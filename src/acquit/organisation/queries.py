"""Questions to our side: what a company takes for granted, and its tree of units."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from acquit.organisation.models import Unit, WriteOffLimit

if TYPE_CHECKING:
    from decimal import Decimal

    from acquit.organisation.models import Company

# Where a country has several, the one that most of its people read.
COUNTRY_LANGUAGE = {"BE": "nl", "FR": "fr", "NL": "nl", "LU": "fr", "DE": "de", "AT": "de"}


def usual_language(company: Company, country: str) -> str:
    """In which language to write to a stranger: our own at home, else the country's, else
    English.
    """
    if country == company.country:
        return company.language
    return COUNTRY_LANGUAGE.get(country, "en")


def with_units_below(company_id: int, unit_id: int) -> frozenset[int]:
    """The unit and all units below it, by id."""
    children: dict[int, list[int]] = defaultdict(list)
    rows = Unit.objects.filter(company=company_id, parent__isnull=False)
    for child, parent in rows.values_list("pk", "parent_id"):
        children[parent or 0].append(child)
    found: set[int] = set()
    waiting = [unit_id]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += children[one]
    return frozenset(found)


def write_off_limits(company_id: int) -> dict[str, Decimal]:
    """What the company decided for some roles, in units of the currency."""
    rows = WriteOffLimit.objects.filter(company=company_id)
    return dict(rows.values_list("role", "units"))
