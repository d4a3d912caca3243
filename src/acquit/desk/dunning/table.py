"""The lists of the dunning pages: prepared steps, and receivables that are held."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Count, Min, OuterRef, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from acquit.core.money import Money
from acquit.core.text import fold
from acquit.desk import words
from acquit.dunning.models import Action, ActionItem, ActionState
from acquit.ledger import queries as ledger
from acquit.ledger.models import Receivable
from acquit.web.cells import (
    Amounts,
    Cell,
    Day,
    Link,
    Next,
    Number,
    Text,
    Tick,
)
from acquit.web.tables import Column, Empty, Filter, Table, Total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from acquit.desk.doors import DeskRequest
    from acquit.organisation.rights import Scope

Actions = QuerySet[Action]
Receivables = QuerySet[Receivable]
# The form that the ticks belong to.
APPROVE_FORM = "approve"


def actions_within(scope: Scope) -> Actions:
    """The steps for customers that may be seen."""
    return Action.objects.filter(ledger.reach(scope, customer="customer__"))


def held_within(scope: Scope) -> Receivables:
    """Open receivables for which nothing is sent, and the reason stands in the outlook."""
    seen = ledger.receivables_within(scope)
    return seen.filter(open_minor__gt=0, outlook__reason__gt="")


def held_by_reason(scope: Scope) -> list[tuple[str, int]]:
    """How many receivables are held for each reason, the most first."""
    rows = held_within(scope).order_by().values_list("outlook__reason")
    counted = rows.annotate(count=Count("pk"))
    return sorted(counted, key=lambda row: (-row[1], row[0]))


class ActionList:
    """Prepared steps in one state; what they ask for is summed once for the shown ones."""

    def __init__(self, request: DeskRequest, state: ActionState) -> None:
        self.request = request
        self.state = state
        self.today = request.desk.today
        self.asked: dict[int, list[Money]] = {}
        self.numbers: dict[int, int] = {}

    def table(self) -> Table[Action]:
        """The largest sum first."""
        rows = actions_within(self.request.scope).filter(state=self.state)
        return Table(
            name=f"dunning-{self.state.lower()}",
            rows=_sortable(rows).select_related("customer", "approved_by", "company"),
            columns=self._columns(),
            filters=_action_filters(),
            sort="-asked",
            load=self._load,
            totals=_asked_in_all,
            empty=self._empty(),
        )

    @property
    def ticks(self) -> bool:
        return self.state == ActionState.WAITING and self.request.desk.may_do["APPROVE"]

    def _load(self, rows: Sequence[Action]) -> None:
        sums: dict[int, list[Money]] = defaultdict(list)
        for key, currency, total, count in _sums(rows):
            sums[key].append(Money(total, currency))
            self.numbers[key] = self.numbers.get(key, 0) + count
        self.asked = sums

    def _columns(self) -> list[Column[Action]]:
        ticks = [Column("tick", "", _tick)] if self.ticks else []
        return [
            *ticks,
            Column("customer", _("Customer"), _customer, sort="customer__search_key"),
            Column("step", _("Step"), lambda a: words.step_badge(a.step), sort="step"),
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
            Column("for", _("For"), lambda a: Day(a.for_day, self.today), sort="for_day"),
            Column(
                "approved",
                _("Approved by"),
                lambda a: Text(a.approved_by.name if a.approved_by else ""),
                shown=self.state == ActionState.READY,
                phone=False,
            ),
        ]

    def _oldest(self, row: Action) -> Cell:
        return Day(row.sort_oldest, self.today, due=True)  # type: ignore[attr-defined]  # annotated

    def _empty(self) -> Empty:
        if self.state == ActionState.WAITING:
            return Empty(
                title=_("Nothing waits for approval"),
                words=_("Formal notices wait here until somebody has read them."),
                icon="circle-check",
            )
        return Empty(
            title=_("Nothing is about to leave"),
            words=_("The daily cycle prepares messages and sends them at once."),
            icon="send-off",
        )


class HeldList:
    """Receivables for which nothing is sent, and why."""

    def __init__(self, request: DeskRequest, reasons: Sequence[tuple[str, int]]) -> None:
        self.request = request
        self.today = request.desk.today
        self.reasons = reasons

    def table(self) -> Table[Receivable]:
        """The most overdue first."""
        return Table(
            name="held",
            rows=held_within(self.request.scope).select_related(
                "invoice", "customer", "outlook"
            ),
            columns=[
                Column("customer", _("Customer"), _debtor, sort="customer__search_key"),
                Column(
                    "invoice",
                    _("Invoice"),
                    lambda r: Text(r.invoice.number),
                    sort="invoice__number",
                ),
                Column(
                    "open",
                    _("Open"),
                    lambda r: Amounts([Money(r.open_minor, r.currency)]),
                    sort="open_minor",
                    numeric=True,
                ),
                Column(
                    "due",
                    _("Due"),
                    lambda r: Day(r.due_on, self.today, due=True),
                    sort="due_on",
                ),
                Column("why", _("Held because"), self._why, sort="outlook__reason"),
                Column(
                    "until",
                    _("Until"),
                    lambda r: Day(r.outlook.until_on, self.today),
                    sort="outlook__until_on",
                    phone=False,
                ),
            ],
            filters=[
                Filter("q", _("Customer or invoice number"), _search_held, kind="search"),
                Filter(
                    "reason",
                    _("Reason"),
                    lambda rows, value: rows.filter(outlook__reason=value),
                    options=[
                        (code, f"{words.reason(code)} ({count})")
                        for code, count in self.reasons
                    ],
                ),
            ],
            sort="due",
            totals=_open_in_all,
            empty=Empty(
                title=_("Nothing is held"),
                words=_("Every open invoice has its next step."),
                icon="circle-check",
            ),
        )

    def _why(self, row: Receivable) -> Cell:
        code = row.outlook.reason
        return Next(words.reason_badge(code), None, self.today, words.why(code))


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
    return Tick(APPROVE_FORM, "action", str(row.pk), row.customer.name)


def _customer(row: Action) -> Cell:
    href = reverse("desk:dunning_step", args=[row.pk])
    under = f"{row.customer.code} · {row.company.name}"
    return Link(row.customer.name, href, under=under, row=True)


def _debtor(row: Receivable) -> Cell:
    href = reverse("desk:customer", args=[row.customer_id])
    return Link(row.customer.name, href, under=row.customer.code, row=True)


def _action_filters() -> list[Filter[Action]]:
    return [
        Filter("q", _("Customer"), _search, kind="search"),
        Filter(
            "step",
            _("Step"),
            lambda rows, value: rows.filter(step=value),
            options=[(code, told[0]) for code, told in words.STEPS.items()],
        ),
    ]


def _search(rows: Actions, typed: str) -> Actions:
    by_name = rows.filter(customer__search_key__contains=fold(typed))
    return by_name | rows.filter(customer__code__istartswith=typed)


def _search_held(rows: Receivables, typed: str) -> Receivables:
    by_name = rows.filter(customer__search_key__contains=fold(typed))
    return by_name | rows.filter(invoice__number__icontains=typed)


def _asked_in_all(rows: Actions) -> list[Total]:
    return [Total(label=_("Asked for"), amounts=asked_by(rows))]


def _open_in_all(rows: Receivables) -> list[Total]:
    sums = rows.order_by().values_list("currency").annotate(total=Sum("open_minor"))
    amounts = [Money(minor, currency) for currency, minor in sorted(sums)]
    return [Total(label=_("Open"), amounts=amounts)]
