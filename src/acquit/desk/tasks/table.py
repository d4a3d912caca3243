"""The list of tasks that are open, with what each is about."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypedDict

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from acquit.agenda.models import Task, TaskKind, TaskQuerySet
from acquit.core.money import Money
from acquit.core.text import fold
from acquit.desk import scopes, words
from acquit.desk.calling_hours import not_before
from acquit.ledger import queries as ledger
from acquit.ledger.models import Receivable
from acquit.organisation import rights
from acquit.organisation.rights import Act
from acquit.web.cells import Amounts, Cell, Day, Instant, Link, Text, Verb, Verbs
from acquit.web.tables import Column, Empty, Filter, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from acquit.desk.doors import DeskRequest

Tasks = QuerySet[Task]


# Tasks about no customer, and the act of those who can do something about them.
MENDED_BY = {
    TaskKind.SOURCE_FAILS: Act.ADMINISTER,
    TaskKind.FILE_REFUSED: Act.IMPORT,
    TaskKind.ENDLESS_HOLDS: Act.SET_RULES,
    TaskKind.PRIVACY_REQUEST: Act.PERSONAL_DATA,
    TaskKind.RETENTION: Act.PERSONAL_DATA,
}


def tasks_of(request: DeskRequest) -> TaskQuerySet:
    """The open tasks about customers that may be seen, and those about the sources of files
    that this person may mend.
    """
    about = ledger.reach(request.granted, customer="customer__")
    mine = about & Q(customer__isnull=False)
    for kind, act in MENDED_BY.items():
        scope = request.desk.narrowed(rights.scope(request.user, act))
        mine |= Q(kind=kind) & scopes.companies(scope, "company")
    return Task.objects.filter(mine, done_at=None)


# Tasks with a page of their own, and what of their `why` it is found by.
_PAGES: dict[str, tuple[str, str]] = {
    TaskKind.ANSWER: ("desk:answer", "incoming"),
    TaskKind.CALL: ("desk:call", "action"),
    TaskKind.CASE_STEP: ("desk:case", "case"),
}


class _Now(TypedDict):
    on: date
    at: datetime


class TaskList:
    """The list for one request; what is owed late is summed for the shown customers."""

    def __init__(self, request: DeskRequest) -> None:
        """What was put off stands in it only when the address asks for it."""
        self.request = request
        self.today = request.desk.today
        self.later = request.GET.get("later") == "1"
        self.late: dict[int, list[Money]] = {}

    def table(self) -> Table[Task]:
        """The oldest first."""
        return Table(
            name="tasks",
            rows=self._sortable().select_related(
                "customer__company", "customer__collector", "company"
            ),
            columns=[
                Column("customer", _("Customer"), _customer, sort="customer__search_key"),
                Column("kind", _("What"), lambda t: words.task_badge(t.kind), sort="kind"),
                Column("why", _("Why?"), self._why, phone=False),
                Column(
                    "late",
                    _("Overdue"),
                    lambda t: Amounts(self.late.get(t.customer_id or 0, ()), "bad"),
                    sort="sort_late",
                    numeric=True,
                ),
                Column(
                    "due",
                    _("Not before") if self.later else _("Since"),
                    lambda t: (
                        Instant(t.not_before) if self.later else Day(t.due_on, self.today)
                    ),
                    sort="due_on",
                ),
                Column(
                    "collector",
                    _("Collector"),
                    _collector,
                    sort="customer__collector__name",
                    phone=False,
                ),
                Column("verbs", "", self._verbs),
            ],
            filters=[
                Filter("q", _("Customer"), _search, kind="search"),
                Filter("kind", _("What"), partial(_by, "kind"), options=TaskKind.choices),
                Filter("later", _("Put off until later"), _as_it_is, kind="flag"),
            ],
            sort="due,-late",
            load=self._load,
            empty=Empty(
                title=_("Nothing is left to do"),
                words=_(
                    "Broken promises and messages that need a person appear here by "
                    "themselves."
                ),
                icon="circle-check",
            ),
        )

    def _sortable(self) -> Tasks:
        late = (
            Receivable.objects.filter(
                customer=OuterRef("customer"),
                open_minor__gt=0,
                due_on__lt=self.today,
                currency=OuterRef("customer__currency"),
            )
            .order_by()
            .values("customer")
            .annotate(total=Sum("open_minor"))
        )
        rows = tasks_of(self.request)
        shown = self.put_off if self.later else rows.at_hand(**self._now)
        return shown.annotate(sort_late=Subquery(late.values("total")))

    @property
    def put_off(self) -> TaskQuerySet:
        """What stands on the list of a later day, or hour."""
        return tasks_of(self.request).put_off(**self._now)

    @property
    def _now(self) -> _Now:
        return {"on": self.today, "at": self.request.desk.at}

    def _load(self, rows: Sequence[Task]) -> None:
        keys = [row.customer_id for row in rows]
        sums = (
            Receivable.objects.filter(customer__in=keys, open_minor__gt=0)
            .filter(due_on__lt=self.today)
            .order_by("currency")
            .values_list("customer_id", "currency")
            .annotate(total=Sum("open_minor"))
        )
        self.late = {}
        for customer_id, currency, total in sums:
            self.late.setdefault(customer_id, []).append(Money(total, currency))

    def _why(self, row: Task) -> Cell:
        told = _why(row)
        if row.kind != TaskKind.CALL or row.customer is None or not isinstance(told, Link):
            return told
        return replace(told, under=not_before(row.customer, self.request.desk.at))

    def _verbs(self, row: Task) -> Cell:
        name = gettext("What to do about this task")
        may = self.request.desk.may_do
        if row.kind == TaskKind.SETTLE_MESSAGE and may["SETTLE_MESSAGE"]:
            href = reverse("desk:settle_message", args=[row.why["message"]])
            told = Verb(gettext("Say whether it arrived"), "help-circle", href)
            return Verbs([told], name)
        if row.kind == TaskKind.CALL:
            href = reverse("desk:call", args=[row.why["action"]])
            make = Verb(gettext("Make the call"), "phone", href, page=True)
            return Verbs([make] if may["NOTE"] else [], name)
        if row.kind == TaskKind.ANSWER:
            href = reverse("desk:finish_answer", args=[row.why["incoming"]])
            verbs = [Verb(gettext("Done"), "check", href)] if may["NOTE"] else []
            return Verbs(verbs, name)
        if row.kind in _BY_VERB:
            return Verbs(_verb_of(row, may), name)
        if row.kind == TaskKind.SETTLE_MESSAGE or not may["NOTE"]:
            return Verbs([], name)
        href = reverse("desk:finish_task", args=[row.pk])
        return Verbs([Verb(gettext("Done"), "check", href)], name)


# Tasks that a verb takes off the list: its address, its act, its icon and its name.
_BY_VERB = {
    TaskKind.PRIVACY_REQUEST: (
        *("desk:answer_request", "request", "PERSONAL_DATA", "check"),
        _("Answered"),
    ),
    TaskKind.CLAIM_FILING: (
        *("desk:file_claim", "insolvency", "HOLD", "file-upload"),
        _("Say that it was filed"),
    ),
    TaskKind.WRITE_OFF: (
        *("desk:approve_write_off", "wish", "MATCH", "check"),
        _("Approve or decline"),
    ),
}


def _verb_of(row: Task, may: Mapping[str, bool]) -> list[Verb]:
    view, key, act, icon, label = _BY_VERB[TaskKind(row.kind)]
    if not may[act]:
        return []
    return [Verb(str(label), icon, reverse(view, args=[row.why[key]]))]


def _customer(row: Task) -> Cell:
    if row.kind == TaskKind.ENDLESS_HOLDS:
        return Link(row.company.name, reverse("desk:cases"), row=True)
    if row.kind == TaskKind.PRIVACY_REQUEST:
        href = reverse("desk:data_requests")
        return Link(row.why["name"], href, under=row.company.name, row=True)
    if row.kind == TaskKind.RETENTION:
        return Link(row.company.name, reverse("desk:data_past"), row=True)
    if row.customer is None:
        return _source(row)
    href = reverse("desk:customer", args=[row.customer.pk])
    return Link(row.customer.name, href, under=row.customer.code, row=True)


def _source(row: Task) -> Cell:
    href = reverse("desk:source", args=[row.why["source"]])
    if "run" in row.why:
        href = reverse("desk:import_run", args=[row.why["run"]])
    return Link(row.why["name"], href, under=row.company.name, row=True)


def _collector(row: Task) -> Cell:
    who = row.customer.collector if row.customer else None
    return Text(who.name if who else "")


def _why(row: Task) -> Cell:
    if row.kind == TaskKind.LIMITATION and row.customer is not None:
        href = f"{reverse('desk:limitation')}?{urlencode({'q': row.customer.code})}"
        return Link(words.task_why(row.kind, row.why), href)
    if row.kind in _PAGES:
        view, key = _PAGES[row.kind]
        href = reverse(view, args=[row.why[key]])
        return Link(words.task_why(row.kind, row.why), href)
    return Text(words.task_why(row.kind, row.why))


def _as_it_is(rows: Tasks, _value: str) -> Tasks:
    """The rows of the list are chosen by the same word of the address."""
    return rows


def _search(rows: Tasks, typed: str) -> Tasks:
    by_name = rows.filter(customer__search_key__contains=fold(typed))
    return by_name | rows.filter(customer__code__istartswith=typed)


def _by(field: str, rows: Tasks, value: str) -> Tasks:
    return rows.filter(**{field: value})
