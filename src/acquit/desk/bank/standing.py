"""The head of the Bank page: how much is matched by itself, how fresh the accounts are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery, Sum

from acquit.bank.models import LineState
from acquit.bank.queries import is_parked
from acquit.core.days import working_days_between
from acquit.core.dunning import STANDARD_POLICY
from acquit.core.money import Money
from acquit.desk.bank.lines import accounts_within, lines_within
from acquit.dunning.models import Policy
from acquit.matching.models import Match, MatchState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.bank.models import Account
    from acquit.organisation.rights import Scope

PARKED = "PARKED"
# Long enough for a rate, short enough to show that it changes.
RATE_DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Of the receipts of the last days: how many were posted by no person."""

    receipts: int
    by_itself: int
    taken_back: int

    @property
    def share(self) -> float | None:
        return self.by_itself / self.receipts if self.receipts else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """An account, and the day until which its newest statement speaks."""

    account: Account
    fresh_on: date | None
    behind_days: int | None
    allowed_days: int

    @property
    def stale(self) -> bool:
        return self.behind_days is None or self.behind_days > self.allowed_days


def by_state(scope: Scope, *, today: date) -> tuple[dict[str, int], list[Money]]:
    """How many lines there are in each state, what is parked by itself; and the money to be
    looked at, one sum for each currency.
    """
    rows = (
        lines_within(scope)
        .annotate(parked=is_parked(today=today))
        .order_by("currency")
        .values_list("state", "parked", "currency")
        .annotate(count=Count("pk"), left=Sum("receipt__available_minor"))
    )
    counts, waiting = dict.fromkeys([*LineState.values, PARKED], 0), []
    for state, parked, currency, count, left in rows:
        if state == LineState.OPEN and parked:
            counts[PARKED] += count
            continue
        counts[state] += count
        if state == LineState.OPEN and left:
            waiting.append(Money(left, currency))
    return counts, waiting


def rate(scope: Scope, *, today: date) -> Rate:
    """The match rate; money that is from no customer is left out."""

    def was(*states: MatchState) -> Exists:
        return Exists(Match.objects.filter(receipt=OuterRef("receipt"), state__in=states))

    recent = lines_within(scope).filter(
        amount_minor__gt=0, booked_on__gt=today - timedelta(days=RATE_DAYS)
    )
    told = (
        recent.exclude(state__in=[LineState.NOT_OURS, LineState.CARRIED])
        .annotate(posted=was(MatchState.POSTED), undone=was(MatchState.UNDONE))
        .aggregate(
            receipts=Count("pk"),
            by_itself=Count("pk", filter=Q(posted=True)),
            taken_back=Count("pk", filter=Q(undone=True)),
        )
    )
    return Rate(**told)


def freshness(scope: Scope, *, today: date) -> Sequence[Freshness]:
    """Every account, the most stale first."""
    allowed = Policy.objects.filter(company=OuterRef("company")).values("freshness_days")
    accounts = (
        accounts_within(scope)
        .select_related("company")
        .annotate(newest=Max("statements__fresh_on"), allowed=Subquery(allowed))
        .order_by("newest", "number")
    )
    return [
        Freshness(
            account=one,
            fresh_on=one.newest,
            behind_days=working_days_between(one.newest, today, one.company.country)
            if one.newest
            else None,
            allowed_days=STANDARD_POLICY.freshness_days
            if one.allowed is None
            else one.allowed,
        )
        for one in accounts
    ]
