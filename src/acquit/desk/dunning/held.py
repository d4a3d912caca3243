"""The list of what is held: receivables for which nothing is sent, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from acquit.core.dunning import Reason
from acquit.core.dunning.endless import is_endless
from acquit.core.money import Money
from acquit.core.text import fold
from acquit.desk import words
from acquit.ledger import queries as ledger
from acquit.ledger.models import Hold, Receivable
from acquit.web.cells import Amounts, Cell, Day, Link, Next, Text, Verb, Verbs
from acquit.web.tables import Column, Empty, Filter, Table, Total

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from acquit.desk.doors import DeskRequest
    from acquit.organisation.rights import Scope

Receivables = QuerySet[Receivable]
_BY_A_HOLD = {Reason.HELD, Reason.HANDED_OVER, Reason.INSOLVENT}


def held_within(scope: Scope) -> Receivables:
    """Open receivables for which nothing is sent, and the reason stands in the outlook."""
    seen = ledger.receivables_within(scope)
    return seen.filter(open_minor__gt=0, outlook__reason__gt="")


def held_by_reason(scope: Scope) -> list[tuple[str, int]]:
    """How many receivables are held for each reason, the most first."""
    rows = held_within(scope).order_by().values_list("outlook__reason")
    counted = rows.annotate(count=Count("pk"))
    return sorted(counted, key=lambda row: (-row[1], row[0]))


class HeldList:
    """Receivables for which nothing is sent, and why."""

    def __init__(self, request: DeskRequest, reasons: Sequence[tuple[str, int]]) -> None:
        self.request = request
        self.today = request.desk.today
        self.reasons = reasons
        self.holds: Mapping[int, Hold] = {}

    def table(self) -> Table[Receivable]:
        """The most overdue first."""
        return Table(
            name="held",
            rows=held_within(self.request.granted).select_related(
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
                    shown=False,
                    phone=False,
                ),
                *self._verbs_column(),
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
            load=self._load,
            totals=_open_in_all,
            empty=Empty(
                title=_("Nothing is held"),
                words=_("Every open invoice has its next step."),
                icon="circle-check",
            ),
        )

    def _load(self, rows: Sequence[Receivable]) -> None:
        held = [row for row in rows if row.outlook.reason in _BY_A_HOLD]
        self.holds = running_holds(held, on=self.today)

    def _why(self, row: Receivable) -> Cell:
        code = row.outlook.reason
        badge = words.reason_badge(code)
        if hold := self.holds.get(row.pk):
            badge = replace(badge, under=_said(hold))
        return Next(badge, row.outlook.until_on, self.today, words.why(code))

    def _verbs_column(self) -> list[Column[Receivable]]:
        if not self.request.desk.may_do["HOLD"]:
            return []
        return [Column("verbs", "", self._verbs)]

    def _verbs(self, row: Receivable) -> Cell:
        hold = self.holds.get(row.pk)
        if hold is None or is_endless(hold.until_on):
            return Text("")
        href = f"{reverse('desk:end_hold', args=[hold.pk])}?from=held"
        end = Verb(gettext("End the hold"), "player-play", href)
        name = gettext("What to do about %(number)s") % {"number": row.invoice.number}
        return Verbs([end], name)


def running_holds(rows: Sequence[Receivable], *, on: date) -> dict[int, Hold]:
    """The hold that stops each of these receivables on that day, the longest of several."""
    if not rows:
        return {}
    customers = {row.customer_id for row in rows}
    wanted = Q(receivable__in=rows) | Q(receivable=None, customer__in=customers)
    running = Hold.objects.filter(ended_on=None, from_on__lte=on, until_on__gte=on)
    holds = running.filter(wanted).select_related("actor").order_by("until_on", "-pk")
    return {
        row.pk: hold
        for hold in holds
        for row in rows
        if hold.customer_id == row.customer_id and hold.receivable_id in {None, row.pk}
    }


def _said(hold: Hold) -> str:
    """The reason of a hold, what was said with it, and by whom."""
    parts = [hold.get_reason_display(), hold.words, hold.actor.name if hold.actor else ""]
    return " · ".join(part for part in parts if part)


def _debtor(row: Receivable) -> Cell:
    href = reverse("desk:customer", args=[row.customer_id])
    return Link(row.customer.name, href, under=row.customer.code, row=True)


def _search_held(rows: Receivables, typed: str) -> Receivables:
    by_name = rows.filter(customer__search_key__contains=fold(typed))
    return by_name | rows.filter(invoice__number__icontains=typed)


def _open_in_all(rows: Receivables) -> list[Total]:
    sums = rows.order_by().values_list("currency").annotate(total=Sum("open_minor"))
    amounts = [Money(minor, currency) for currency, minor in sorted(sums)]
    return [Total(label=_("Open"), amounts=amounts)]
