"""What the cockpit shows, asked for once: how it stands, and stood a month ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode

from acquit.core import figures
from acquit.core.money import Money
from acquit.desk import scopes
from acquit.desk.customers.standing import next_steps
from acquit.insight import queries as insight
from acquit.insight.queries import Position
from acquit.organisation import rights
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from acquit.core.figures import SalesOutstanding
    from acquit.cycle.models import Cycle
    from acquit.desk.doors import DeskRequest
    from acquit.dunning.models import Outlook
    from acquit.insight.queries import Ahead, BankState, Late, LooseEnds, Sold
    from acquit.organisation.models import Company

NOTHING = Q(pk__in=[])
CAME_IN_WEEKS = 8
LARGEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What is known of the present only; there is none of it for a day in the past."""

    ends: LooseEnds
    banks: Sequence[BankState]
    cycle: Cycle | None
    next: Mapping[int, Outlook]
    sees_bank: bool
    part_of_company: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """The figures of one currency. `before`: the same day a month earlier."""

    as_of: date
    before_on: date
    currency: str
    currencies: Sequence[str]
    now: Position
    before: Position
    dso: SalesOutstanding
    dso_before: SalesOutstanding
    came_in: Mapping[date, int]
    largest: Sequence[Late]
    ahead: Ahead
    today: Today | None
    past: str

    def invoices(self, **asked: str | int | date | None) -> str:
        """The list of the receivables behind a figure, in this currency, as of this day."""
        words = {"currency": self.currency} if len(self.currencies) > 1 else {}
        words |= {name: str(value) for name, value in asked.items() if value is not None}
        if self.past:
            words["as_of"] = self.past
        query = urlencode(words)
        return reverse("desk:invoices") + (f"?{query}" if query else "")

    @property
    def empty(self) -> bool:
        """There is nothing to show: no invoice is open, and none was a month ago."""
        return not (self.now.count or self.before.count or self.came_in)

    def money(self, minor: int) -> Money:
        return Money(minor, self.currency)

    @property
    def week(self) -> date:
        """The Monday of this week."""
        return figures.week_of(self.as_of)


def read(request: DeskRequest, *, work: bool = True) -> Stand:
    """work: with what nobody has dealt with yet, and who is late with most.

    Fifteen questions for today, eight for a day in the past; without work ten, seven.
    """
    scope, as_of, today = request.granted, request.desk.as_of, request.desk.today
    before_on = figures.month_before(as_of)
    now, before = insight.positions(scope, days=(as_of, before_on), today=today)
    currency = _currency(request, [*now, *before])
    here = now.get(currency) or Position(currency, as_of)
    there = before.get(currency) or Position(currency, before_on)
    sold = insight.sold(
        scope,
        currency=currency,
        since=_first_sale(before_on),
        until=as_of,
        closes=(as_of, before_on),
        today=today,
    )
    since = figures.week_of(as_of) - timedelta(weeks=CAME_IN_WEEKS)
    largest = (
        insight.largest_overdue(
            scope, as_of=as_of, today=today, currency=currency, most=LARGEST
        )
        if work
        else []
    )
    return Stand(
        as_of=as_of,
        before_on=before_on,
        currency=currency,
        currencies=list(now),
        now=here,
        before=there,
        dso=_dso(here, sold, as_of),
        dso_before=_dso(there, sold, before_on),
        came_in=insight.came_in(scope, currency=currency, since=since, until=as_of),
        largest=largest,
        ahead=insight.what_is_ahead(
            scope,
            currency=currency,
            as_of=as_of,
            today=today,
            past_weeks=[since + timedelta(weeks=n) for n in range(CAME_IN_WEEKS)],
        ),
        today=_today(request, largest) if work and not request.desk.in_the_past else None,
        past=as_of.isoformat() if request.desk.in_the_past else "",
    )


def _today(request: DeskRequest, largest: Sequence[Late]) -> Today:
    day = request.desk.today
    may_bank = rights.scope(request.user, Act.SEE_BANK)
    lines = scopes.companies(may_bank, "account__company") if may_bank.reaches else NOTHING
    if may_bank.reaches and request.desk.choice:
        lines &= scopes.companies(request.granted, "account__company")
    return Today(
        ends=insight.loose_ends(request.granted, lines, today=day),
        banks=insight.bank_states(_companies(request), as_of=day),
        cycle=request.desk.cycle,
        next=_next(largest, day),
        sees_bank=bool(may_bank.reaches),
        part_of_company=request.desk.part_of_company,
    )


def _next(largest: Sequence[Late], day: date) -> dict[int, Outlook]:
    """What comes next for the late invoices of these customers, by customer."""
    steps = next_steps(one.customer_id for one in largest)
    late = steps.filter(receivable__due_on__lt=day)
    return {one.customer_id: one for one in late}


def _companies(request: DeskRequest) -> list[Company]:
    """Those of the scope switch."""
    kind, _, key = request.desk.choice.partition(":")
    places = request.desk.places
    if kind == "company":
        return [one for one in places.companies if str(one.pk) == key]
    if kind == "unit":
        owner = next((u.company_id for u in places.units if str(u.pk) == key), None)
        return [one for one in places.companies if one.pk == owner]
    return list(places.companies)


def _currency(request: DeskRequest, known: Sequence[str]) -> str:
    """The one asked for, else the one in which most is open, else that of the company."""
    asked = request.GET.get("currency", "")
    if asked in known:
        return asked
    ours = (company.currency for company in request.desk.places.companies)
    return next(iter(known), next(ours, "EUR"))


def _first_sale(before_on: date) -> date:
    """Early enough to count back from a month ago over a year of sales."""
    return (before_on - timedelta(days=365)).replace(day=1)


def _dso(position: Position, sold: Sold, as_of: date) -> SalesOutstanding:
    """Of what was sold: debit notes for late payment are owed, and no sales."""
    unsold = sold.unsold.get(as_of, insight.Unsold())
    return figures.sales_outstanding(
        position.open.minor - unsold.open_minor,
        position.not_due.minor - unsold.not_due_minor,
        sold.by_day,
        as_of,
    )
