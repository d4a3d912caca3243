"""How old the bank data of each company are, and what that means for reminders."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max, OuterRef, Subquery

from acquit.bank.models import Account
from acquit.core import dunning
from acquit.core.days import working_days_between
from acquit.core.dunning import STANDARD_POLICY, Guard
from acquit.dunning.models import Policy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.organisation.models import Company


@dataclass(frozen=True, slots=True, kw_only=True)
class BankState:
    """fresh_on: until when the account that is furthest behind speaks, None = it never did.

    behind_days: working days since then, None likewise; allowed_days: how many may pass.
    """

    company: Company
    guard: Guard
    accounts: int
    fresh_on: date | None
    behind_days: int | None
    allowed_days: int


def bank_states(companies: Sequence[Company], *, as_of: date) -> list[BankState]:
    """The state of each company, in the order given. One query."""
    allowed = Policy.objects.filter(company=OuterRef("company")).values("freshness_days")
    newest: dict[int, list[date | None]] = defaultdict(list)
    limits: dict[int, int] = {}
    for company_id, fresh_on, freshness_days in (
        Account.objects.filter(company__in=companies)
        .order_by("pk")
        .annotate(newest=Max("statements__fresh_on"), allowed=Subquery(allowed))
        .values_list("company_id", "newest", "allowed")
    ):
        newest[company_id].append(fresh_on)
        if freshness_days is not None:
            limits[company_id] = freshness_days
    return [
        _state(
            one, newest[one.pk], limits.get(one.pk, STANDARD_POLICY.freshness_days), as_of
        )
        for one in companies
    ]


def _state(
    company: Company, newest: Sequence[date | None], allowed_days: int, as_of: date
) -> BankState:
    known = [day for day in newest if day is not None]
    fresh_on = min(known) if known and len(known) == len(newest) else None
    return BankState(
        company=company,
        guard=dunning.guard(
            newest, as_of=as_of, country=company.country, freshness_days=allowed_days
        ),
        accounts=len(newest),
        fresh_on=fresh_on,
        behind_days=None
        if fresh_on is None
        else working_days_between(fresh_on, as_of, company.country),
        allowed_days=allowed_days,
    )
