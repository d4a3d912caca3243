"""The list of cases: where each stands, what is awaited, and what has come of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from acquit.core.text import fold
from acquit.desk import case_words
from acquit.handover.models import PROCEDURES, STAGES, Case, CaseStage, Partner
from acquit.handover.queries.cases import Sums, awaited, cases_within, stages_of, sums
from acquit.web.cells import Amounts, Badge, Cell, Day, Link, Stacked, Text
from acquit.web.tables import Column, Empty, Filter, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from acquit.core.money import Money
    from acquit.core.procedures import Deadline
    from acquit.desk.doors import DeskRequest

Cases = QuerySet[Case]


class CaseList:
    """The list for one request; what the shown rows need is fetched once for all."""

    def __init__(self, request: DeskRequest) -> None:
        self.request = request
        self.today = request.desk.today
        self.closed = request.GET.get("closed") == "1"
        self.stages: Mapping[int, list[CaseStage]] = {}
        self.sums: Mapping[int, list[Sums]] = {}

    def table(self) -> Table[Case]:
        """The newest first; closed ones only when asked for."""
        return Table(
            name="cases",
            rows=self._rows().select_related("customer", "partner"),
            columns=[
                Column("case", _("Case"), _case, sort="serial"),
                Column("customer", _("Customer"), _customer, sort="customer__search_key"),
                Column("partner", _("With"), _partner, sort="partner__name"),
                Column("stage", _("Stage"), self._stage, sort="at_stage"),
                Column("next", _("Next day to watch"), self._next),
                self._sum("handed", _("Handed over"), lambda s: s.handed),
                self._sum("collected", _("Collected"), lambda s: s.collected),
                self._sum("left", _("Still open"), lambda s: s.left),
                self._sum("costs", _("Our costs"), lambda s: s.ours, shown=False),
                Column(
                    "opened",
                    _("Since"),
                    lambda r: Day(r.opened_on, self.today, alone=True),
                    sort="opened_on",
                    phone=False,
                ),
            ],
            filters=[
                Filter("q", _("Customer, number or reference"), _search, kind="search"),
                Filter("stage", _("Stage"), partial(_by, "at_stage"), options=STAGES),
                Filter(
                    "procedure",
                    _("Procedure"),
                    partial(_by, "procedure"),
                    options=PROCEDURES,
                ),
                Filter("partner", _("With"), _with, options=self._partners()),
                Filter("closed", _("Closed ones too"), lambda r, _value: r, kind="flag"),
            ],
            sort="-opened,-case",
            load=self._load,
            empty=Empty(
                title=_("Nothing is handed over"),
                words=_(
                    "When reminders do not help, a customer's file has the button "
                    "“Hand over”: to a lawyer, a bailiff or an agency."
                ),
                icon="gavel",
            ),
        )

    def _rows(self) -> Cases:
        rows = cases_within(self.request.granted)
        return rows if self.closed else rows.filter(closed_on=None)

    def _partners(self) -> list[tuple[str, str]]:
        mine = self._rows().order_by().values("partner")
        names = Partner.objects.filter(pk__in=mine).order_by("name")
        return [(str(one.pk), one.name) for one in names]

    def _load(self, rows: Sequence[Case]) -> None:
        keys = [row.pk for row in rows]
        self.stages, self.sums = stages_of(keys), sums(keys)

    def _stage(self, row: Case) -> Cell:
        return outcome_badge(row) if row.closed_on else stage_badge(_last(self.stages, row))

    def _next(self, row: Case) -> Cell:
        day = awaited(row, self.stages.get(row.pk, []), as_of=self.today)
        return awaited_cell(day, self.today)

    def _sum(
        self, name: str, label: object, of: Callable[[Sums], int], *, shown: bool = True
    ) -> Column[Case]:
        def cell(row: Case) -> Cell:
            return Amounts(self._amounts(row, of))

        return Column(
            name, str(label), cell, numeric=True, shown=shown, phone=name == "left"
        )

    def _amounts(self, row: Case, of: Callable[[Sums], int]) -> list[Money]:
        return [one.money(of(one)) for one in self.sums.get(row.pk, ()) if of(one)]


def stage_badge(stage: CaseStage | None) -> Badge:
    """Where a case stands."""
    if stage is None:
        return Badge("", "gavel")
    icon, tone = case_words.STAGES[stage.stage]
    return Badge(stage.get_stage_display(), icon, tone)


def outcome_badge(case: Case) -> Badge:
    """How it ended."""
    icon, tone = case_words.OUTCOMES[case.outcome]
    return Badge(case.get_outcome_display(), icon, tone)


def awaited_cell(day: Deadline | None, today: date) -> Cell:
    """The day to watch, and what is awaited."""
    if day is None:
        return Text("")
    what = capfirst(str(case_words.AWAITED[day.until]))
    return Stacked([Day(day.on, today), Text(what)])


def _last(stages: Mapping[int, list[CaseStage]], row: Case) -> CaseStage | None:
    mine = stages.get(row.pk, [])
    return mine[-1] if mine else None


def _case(row: Case) -> Cell:
    href = reverse("desk:case", args=[row.pk])
    return Link(str(row), href, under=row.reference, row=True, code=True)


def _customer(row: Case) -> Cell:
    href = reverse("desk:customer", args=[row.customer_id])
    return Link(row.customer.name, href, under=row.customer.code)


def _partner(row: Case) -> Cell:
    return Text(row.partner.name, row.partner.get_kind_display())


def _search(rows: Cases, typed: str) -> Cases:
    digits = typed.upper().removeprefix("C-").lstrip("0")
    found = Q(customer__search_key__contains=fold(typed)) | Q(customer__code__iexact=typed)
    found |= Q(reference__icontains=typed)
    return rows.filter(found | Q(serial=int(digits)) if digits.isdecimal() else found)


def _by(field: str, rows: Cases, value: str) -> Cases:
    return rows.filter(**{field: value})


def _with(rows: Cases, value: str) -> Cases:
    return rows.filter(partner=int(value)) if value.isdecimal() else rows.none()
