"""The receivables of one customer: what is open, what was done, and what comes next."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import CharField, F, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquit.core.dunning.endless import ENDLESS
from acquit.core.money import Money
from acquit.desk import returned, words
from acquit.desk.customers import expected
from acquit.desk.customers.table import next_cell
from acquit.dunning.models import ActionItem
from acquit.insight import queries as insight
from acquit.ledger import queries as ledger
from acquit.ledger.models import Customer, Dispute, Hold, Promise, Receivable
from acquit.web import reading
from acquit.web.cells import Amounts, Badge, Cell, Day, Link, Stacked, Text, Verb, Verbs
from acquit.web.tables import Column, Empty, Filter, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from acquit.desk.doors import DeskRequest

# What was said about a receivable and still holds: its key by kind.
Said = dict[str, int]


class ReceivableList:
    """The list for one request; what the shown rows need is fetched once for all."""

    def __init__(self, request: DeskRequest, customer: Customer) -> None:
        self.request = request
        self.customer = customer
        self.as_of, self.today = request.desk.as_of, request.desk.today
        self.steps: Mapping[int, list[ActionItem]] = {}
        self.said: Mapping[int, Said] = {}

    def table(self) -> Table[Receivable]:
        """Oldest first; what is settled only when asked for."""
        return Table(
            name="receivables",
            rows=self._rows()
            .select_related("invoice", "outlook", "prediction")
            .defer("prediction__evidence"),
            columns=[
                Column(
                    "invoice", gettext_lazy("Invoice"), _invoice, sort="invoice__number"
                ),
                Column(
                    "issued",
                    gettext_lazy("Issued"),
                    lambda r: Text(reading.short_day(r.invoice.issued_on)),
                    sort="invoice__issued_on",
                    shown=False,
                    phone=False,
                ),
                Column("due", gettext_lazy("Due"), self._due, sort="due_on"),
                Column(
                    "amount",
                    gettext_lazy("Amount"),
                    lambda r: Amounts([Money(r.amount_minor, r.currency)]),
                    sort="amount_minor",
                    numeric=True,
                    phone=False,
                ),
                Column(
                    "open",
                    gettext_lazy("Open"),
                    self._open,
                    sort="balance_minor",
                    numeric=True,
                ),
                *self._coming_columns(),
            ],
            filters=[
                Filter(
                    "q",
                    gettext_lazy("Invoice number"),
                    lambda rows, value: rows.filter(invoice__number__icontains=value),
                    kind="search",
                ),
                Filter(
                    "late",
                    gettext_lazy("Overdue only"),
                    lambda rows, _value: rows.filter(due_on__lt=self.as_of),
                    kind="flag",
                ),
                Filter(
                    "all",
                    gettext_lazy("Settled ones too"),
                    lambda rows, _value: rows,
                    kind="flag",
                ),
                *([] if self.request.desk.in_the_past else expected.filters()),
            ],
            sort="due",
            load=self._load,
            empty=Empty(
                title=gettext_lazy("Nothing is open"),
                words=gettext_lazy(
                    "This customer owes nothing. Settled invoices stand in the timeline."
                ),
                icon="circle-check",
            ),
        )

    def _rows(self) -> QuerySet[Receivable]:
        scope = self.request.granted
        if self.request.GET.get("all") == "1" and not self.request.desk.in_the_past:
            every = ledger.receivables_within(scope).filter(customer=self.customer)
            return returned.with_last(every.annotate(balance_minor=F("open_minor")))
        owed = insight.owed(scope, as_of=self.as_of, today=self.today)
        return returned.with_last(owed.filter(customer=self.customer))

    def _coming_columns(self) -> list[Column[Receivable]]:
        """What is expected, was done and comes next is known for today only."""
        if self.request.desk.in_the_past:
            return []
        return [
            *expected.columns(today=self.today, shown=True),
            Column("steps", gettext_lazy("Steps taken"), self._steps, phone=False),
            Column("next", gettext_lazy("Next"), self._next, sort="outlook__next_on"),
            Column("verbs", "", self._verbs),
        ]

    def _load(self, rows: Sequence[Receivable]) -> None:
        keys = [row.pk for row in rows]
        self.steps = steps_taken(keys)
        self.said = what_holds(keys)

    def _due(self, row: Receivable) -> Cell:
        if self._settled(row):
            return Day(row.due_on, self.as_of)
        return Day(row.due_on, self.as_of, due=True)

    def _settled(self, row: Receivable) -> bool:
        """On the day of the page; it may be settled since."""
        return row.settled_on is not None and row.settled_on <= self.as_of

    def _open(self, row: Receivable) -> Cell:
        late = row.due_on < self.as_of and not self._settled(row)
        balance = Money(row.balance_minor, row.currency)  # type: ignore[attr-defined]  # annotated
        return Amounts([balance], "bad" if late else "")

    def _steps(self, row: Receivable) -> Cell:
        return Stacked(
            [
                Badge(
                    words.step(one.step),
                    "check",
                    under=reading.short_day(one.sent_on, today=self.today),
                )
                for one in self.steps.get(row.pk, ())
                if one.sent_on
            ]
        )

    def _next(self, row: Receivable) -> Cell:
        if row.settled_on:
            return Badge(
                _("Settled"), "circle-check", "good", reading.short_day(row.settled_on)
            )
        outlook = next_cell(getattr(row, "outlook", None), today=self.today)
        return returned.below(outlook, self._went_back(row), today=self.today)

    def _went_back(self, row: Receivable) -> returned.Back | None:
        return returned.last_of_row(row)

    def _verbs(self, row: Receivable) -> Cell:
        may = self.request.desk.may_do
        if row.settled_on:
            return Text("")
        said = self.said.get(row.pk, {})
        verbs = []
        if may["PROMISE"]:
            verbs.append(_promise_verb(row, said))
        if may["DISPUTE"]:
            verbs.append(_dispute_verb(row, said))
        if may["HOLD"]:
            verbs += _hold_verbs(row, said)
        if may["MATCH"]:
            href = reverse("desk:write_off", args=[row.pk])
            verbs.append(Verb(_("Write off"), "eraser", href))
        return Verbs(
            verbs, _("What to do about %(number)s") % {"number": row.invoice.number}
        )


def steps_taken(keys: Sequence[int]) -> Mapping[int, list[ActionItem]]:
    """The steps that left for each of these receivables, oldest first."""
    found = defaultdict(list)
    for one in ActionItem.objects.filter(receivable__in=keys, counts=True).order_by(
        "sent_on"
    ):
        found[one.receivable_id].append(one)
    return found


def what_holds(keys: Sequence[int]) -> Mapping[int, Said]:
    """The open promise, dispute and hold of each of these receivables, in one query."""
    by_fact = Hold.objects.filter(until_on__in=ENDLESS)
    by_day = Hold.objects.exclude(until_on__in=ENDLESS)
    kinds = (
        ("promise", Promise.objects.filter(receivable__in=keys, closed_on=None)),
        ("dispute", Dispute.objects.filter(receivable__in=keys, closed_on=None)),
        ("hold", by_day.filter(receivable__in=keys, ended_on=None)),
        ("case", by_fact.filter(receivable__in=keys, ended_on=None)),
    )
    parts = [
        rows.annotate(what=Value(kind, CharField())).values_list(
            "receivable_id", "what", "pk"
        )
        for kind, rows in kinds
    ]
    found: dict[int, Said] = defaultdict(dict)
    for receivable_id, kind, key in parts[0].union(*parts[1:], all=True):
        found[receivable_id][kind] = key
    return found


def _invoice(row: Receivable) -> Cell:
    part = _("part %(part)d") % {"part": row.instalment} if row.instalment > 1 else ""
    href = reverse("desk:invoice", args=[row.invoice_id])
    return Link(row.invoice.number, href, under=part, code=True)


def _promise_verb(row: Receivable, said: Said) -> Verb:
    if key := said.get("promise"):
        href = reverse("desk:withdraw_promise", args=[key])
        return Verb(_("Withdraw the promise"), "calendar-off", href)
    href = reverse("desk:record_promise", args=[row.pk])
    return Verb(_("Record a promise"), "calendar-check", href)


def _dispute_verb(row: Receivable, said: Said) -> Verb:
    if key := said.get("dispute"):
        href = reverse("desk:close_dispute", args=[key])
        return Verb(_("Close the dispute"), "message-check", href)
    return Verb(
        _("Open a dispute"),
        "message-exclamation",
        reverse("desk:open_dispute", args=[row.pk]),
    )


def _hold_verbs(row: Receivable, said: Said) -> list[Verb]:
    """The hold of a case ends with the case, not here."""
    if "case" in said:
        return []
    if key := said.get("hold"):
        href = reverse("desk:end_hold", args=[key])
        return [Verb(_("End the hold"), "player-play", href)]
    href = reverse("desk:hold_receivable", args=[row.pk])
    return [Verb(_("Put on hold"), "player-pause", href)]
