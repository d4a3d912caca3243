"""The lists of prepared steps: what waits for a person, and what is about to leave."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Count, Min, OuterRef, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from acquit.core.dunning.grouping import Ground
from acquit.core.money import Money
from acquit.core.text import fold
from acquit.desk import words
from acquit.desk.dunning import asking
from acquit.desk.following_words import STEPS
from acquit.dunning.models import Action, ActionItem, ActionState
from acquit.dunning.queries.approving import approvable, approvable_flag, may_approve
from acquit.ledger import queries as ledger
from acquit.web.cells import (
    Amounts,
    Cell,
    Day,
    Link,
    Number,
    Text,
    Tick,
    Verb,
    Verbs,
)
from acquit.web.tables import Column, Empty, Filter, Table, Total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from acquit.desk.doors import DeskRequest
    from acquit.organisation.rights import Scope

Actions = QuerySet[Action]
# The form that the ticks belong to.
TICKED_FORM = "ticked"


def actions_within(scope: Scope) -> Actions:
    """The steps for customers that may be seen."""
    return Action.objects.filter(ledger.reach(scope, customer="customer__"))


class ActionList:
    """Prepared steps in one state; what they ask for is summed once for the shown ones."""

    def __init__(self, request: DeskRequest, state: ActionState) -> None:
        self.request = request
        self.state = state
        self.today = request.desk.today
        self.may = request.desk.may_do
        self.asked: dict[int, list[Money]] = {}
        self.numbers: dict[int, int] = {}

    def table(self) -> Table[Action]:
        """The largest sum first."""
        rows = actions_within(self.request.granted).filter(state=self.state)
        rows = rows.annotate(approvable=approvable_flag(self.request.user))
        return Table(
            name=f"dunning-{self.state.lower()}",
            rows=_sortable(rows).select_related(
                "customer__collector", "approved_by", "company"
            ),
            columns=self._columns(),
            filters=self._filters(),
            sort="-asked",
            load=self._load,
            totals=_asked_in_all,
            empty=self._empty(),
        )

    @cached_property
    def approves(self) -> bool:
        """True when something of it may be approved by whoever looks."""
        waits = self.state == ActionState.WAITING and self.may["APPROVE_OWN"]
        return waits and approvable(self.request.user).exists()

    @property
    def holds(self) -> bool:
        """True when it may be put on hold."""
        return self.may["HOLD"]

    def _load(self, rows: Sequence[Action]) -> None:
        sums: dict[int, list[Money]] = defaultdict(list)
        for key, currency, total, count in _sums(rows):
            sums[key].append(Money(total, currency))
            self.numbers[key] = self.numbers.get(key, 0) + count
        self.asked = sums

    def _columns(self) -> list[Column[Action]]:
        ticks = [Column("tick", "", _tick)] if self.approves or self.holds else []
        verbs = [Column("verbs", "", self._verbs)] if self.holds else []
        return [
            *ticks,
            Column("customer", _("Customer"), _customer, sort="customer__search_key"),
            Column("step", _("Step"), lambda a: words.step_badge(a.step), sort="step"),
            Column(
                "channel",
                _("Channel"),
                lambda a: words.channel_badge(a.channel),
                sort="channel",
                phone=False,
            ),
            Column(
                "invoices",
                _("Invoices"),
                lambda a: Number(self.numbers.get(a.pk)),
                numeric=True,
                phone=False,
            ),
            Column(
                "asked",
                _("Asked for"),
                lambda a: Amounts(self.asked.get(a.pk, ())),
                sort="sort_asked",
                numeric=True,
            ),
            Column("oldest", _("Oldest"), self._oldest, sort="sort_oldest"),
            *self._waits_for(),
            Column(
                "for",
                _("For"),
                lambda a: Day(a.for_day, self.today),
                sort="for_day",
                shown=self.state == ActionState.WAITING,
            ),
            Column(
                "approved",
                _("Approved by"),
                lambda a: Text(a.approved_by.name if a.approved_by else ""),
                shown=False,
                phone=False,
            ),
            *verbs,
        ]

    def _waits_for(self) -> list[Column[Action]]:
        """Whose word it waits for, and why."""
        if self.state != ActionState.WAITING:
            return []
        return [Column("ground", _("Waits for"), self._asking, sort="ground")]

    def _asking(self, row: Action) -> Cell:
        return Text(
            asking.whom(row, mine=row.approvable),  # type: ignore[attr-defined]  # annotated
            under=asking.why(row, self.asked.get(row.pk, ())),
        )

    def _filters(self) -> list[Filter[Action]]:
        """What waits is found by who may let it leave, and by why it waits."""
        if self.state != ActionState.WAITING:
            return _action_filters()
        mine = may_approve(self.request.user)
        return [
            *_action_filters(),
            Filter(
                "ground",
                _("Why it waits"),
                lambda rows, value: rows.filter(ground=value),
                options=[(code, asking.GROUNDS[code]) for code in Ground],
            ),
            Filter("mine", _("I may approve"), lambda r, _v: r.filter(mine), kind="flag"),
        ]

    def _oldest(self, row: Action) -> Cell:
        return Day(row.sort_oldest, self.today, due=True)  # type: ignore[attr-defined]  # annotated

    def _verbs(self, row: Action) -> Cell:
        href = hold_href("hold_customer", row.customer_id, self.state)
        hold = Verb(gettext("Put on hold"), "player-pause", href)
        name = gettext("What to do about %(name)s") % {"name": row.customer.name}
        return Verbs([hold], name)

    def _empty(self) -> Empty:
        if self.state == ActionState.WAITING:
            return Empty(
                title=_("Nothing waits for approval"),
                words=_(
                    "What a scenario wants read first, or goes to one of the largest "
                    "debtors, waits here."
                ),
                icon="circle-check",
            )
        return Empty(
            title=_("Nothing is about to leave"),
            words=_("The daily cycle prepares messages and sends them at once."),
            icon="send-off",
        )


def hold_href(view: str, key: int, state: str) -> str:
    """The address of a hold that leads back to the list of the steps in this state."""
    return f"{reverse(f'desk:{view}', args=[key])}?from={state.lower()}"


def asked_by(steps: Iterable[Action]) -> list[Money]:
    """What these steps ask for together, one sum for each currency."""
    sums: dict[str, int] = defaultdict(int)
    for _key, currency, total, _count in _sums(steps):
        sums[currency] += total
    return [Money(minor, currency) for currency, minor in sorted(sums.items())]


def _sums(steps: Iterable[Action]) -> QuerySet[ActionItem, tuple[int, str, int, int]]:
    return (
        ActionItem.objects.filter(action__in=steps)
        .order_by("receivable__currency")
        .values_list("action_id", "receivable__currency")
        .annotate(total=Sum("open_minor") - Sum("contested_minor"), count=Count("pk"))
    )


def _sortable(rows: Actions) -> Actions:
    items = (
        ActionItem.objects.filter(action=OuterRef("pk"))
        .order_by()
        .values("action")
        .annotate(asked=Sum("open_minor"), oldest=Min("receivable__due_on"))
    )
    return rows.annotate(
        sort_asked=Subquery(items.values("asked")),
        sort_oldest=Subquery(items.values("oldest")),
    )


def _tick(row: Action) -> Cell:
    return Tick(TICKED_FORM, "action", str(row.pk), row.customer.name)


def _customer(row: Action) -> Cell:
    href = reverse("desk:dunning_step", args=[row.pk])
    under = f"{row.customer.code} · {row.company.name}"
    return Link(row.customer.name, href, under=under, row=True)


def _action_filters() -> list[Filter[Action]]:
    return [
        Filter("q", _("Customer"), _search, kind="search"),
        Filter(
            "step",
            _("Step"),
            lambda rows, value: rows.filter(step=value),
            options=[(code, told[0]) for code, told in STEPS.items()],
        ),
    ]


def _search(rows: Actions, typed: str) -> Actions:
    by_name = rows.filter(customer__search_key__contains=fold(typed))
    return by_name | rows.filter(customer__code__istartswith=typed)


def _asked_in_all(rows: Actions) -> list[Total]:
    return [Total(label=_("Asked for"), amounts=asked_by(rows))]
