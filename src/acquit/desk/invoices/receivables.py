"""The list of receivables.

A row is one instalment, with its own due day and open amount: so the sum below the list is
the figure that led to it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet, Sum, Value
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from acquit.core.dunning import Reason, Step
from acquit.core.figures import Bucket
from acquit.core.money import Money
from acquit.desk import words
from acquit.desk.customers import expected
from acquit.desk.customers.table import next_cell
from acquit.desk.invoices.parts import (
    NONE,
    asked_currency,
    customer_cell,
    details,
    places,
    search,
)
from acquit.desk.invoices.tabs import ALL, OVERDUE, SETTLED, chosen_tab
from acquit.insight import queries as insight
from acquit.ledger import queries as ledger
from acquit.ledger.models import Invoice, Receivable
from acquit.web.cells import Amounts, Badge, Cell, Day, Link, Number
from acquit.web.tables import Column, Empty, Filter, Option, Table, Total

if TYPE_CHECKING:
    from acquit.desk.doors import DeskRequest


class InvoiceList:
    """The receivables of one tab, for one request."""

    def __init__(self, request: DeskRequest) -> None:
        self.scope, self.desk = request.granted, request.desk
        self.as_of, self.today = request.desk.as_of, request.desk.today
        self.tab = chosen_tab(request)
        self.currency = asked_currency(request)

    def table(self) -> Table[Receivable]:
        """Oldest due first; what is settled, newest first."""
        return Table(
            name="invoices",
            rows=self._rows()
            .select_related(
                *("invoice", "customer__company", "customer__unit"),
                *("outlook", "prediction"),
            )
            .defer("prediction__evidence"),
            columns=self._columns(),
            filters=self._filters(),
            sort="-settled" if self.tab == SETTLED else "due",
            keeps=["state"],
            totals=self._totals,
            empty=self._empty(),
        )

    def _rows(self) -> QuerySet[Receivable]:
        every = ledger.receivables_within(self.scope)
        if self.tab == SETTLED:
            settled = every.filter(settled_on__lte=self.as_of)
            return settled.annotate(balance_minor=Value(0))
        if self.tab == ALL and not self.desk.in_the_past:
            return every.annotate(balance_minor=F("open_minor"))
        owed = insight.owed(self.scope, as_of=self.as_of, today=self.today)
        return owed.filter(due_on__lt=self.as_of) if self.tab == OVERDUE else owed

    def _columns(self) -> list[Column[Receivable]]:
        return [
            Column("number", gettext_lazy("Number"), _number, sort="invoice__number"),
            Column(
                "customer",
                gettext_lazy("Customer"),
                lambda row: customer_cell(row.customer),
                sort="customer__search_key",
            ),
            Column(
                "issued",
                gettext_lazy("Issued"),
                lambda row: Day(row.invoice.issued_on, self.as_of, alone=True),
                sort="invoice__issued_on",
                phone=False,
            ),
            Column("due", gettext_lazy("Due"), self._due, sort="due_on"),
            Column(
                "late",
                gettext_lazy("Days late"),
                self._days_late,
                sort="due_on",
                numeric=True,
                shown=False,
            ),
            Column(
                "amount",
                gettext_lazy("Amount"),
                lambda row: Amounts([Money(row.amount_minor, row.currency)]),
                sort="amount_minor",
                numeric=True,
                phone=self.tab == SETTLED,
            ),
            Column(
                "open",
                gettext_lazy("Open"),
                self._open,
                sort="balance_minor",
                numeric=True,
                shown=self.tab != SETTLED,
            ),
            Column(
                "settled",
                gettext_lazy("Settled"),
                lambda row: Day(row.settled_on, self.today),
                sort="settled_on",
                shown=self.tab == SETTLED,
            ),
            *self._coming_columns(),
            *details("invoice__", _of_receivable),
        ]

    def _coming_columns(self) -> list[Column[Receivable]]:
        """What is expected and what comes next is known for today only."""
        if self.desk.in_the_past:
            return []
        return [
            *expected.columns(today=self.today, shown=self.tab != SETTLED),
            Column(
                "next",
                gettext_lazy("Next"),
                self._next,
                sort="outlook__next_on",
                shown=self.tab != SETTLED,
            ),
        ]

    def _due(self, row: Receivable) -> Cell:
        return Day(row.due_on, self.as_of, due=not _settled(row))

    def _days_late(self, row: Receivable) -> Cell:
        late = (self.as_of - row.due_on).days
        return Number(late if late > 0 and not _settled(row) else None)

    def _open(self, row: Receivable) -> Cell:
        return Amounts([_balance(row)], "bad" if row.due_on < self.as_of else "")

    def _next(self, row: Receivable) -> Cell:
        if row.settled_on:
            return Badge(gettext("Settled"), "circle-check", "good")
        outlook = getattr(row, "outlook", None)
        return next_cell(outlook, today=self.today) if outlook else words.undecided_badge()

    def _filters(self) -> list[Filter[Receivable]]:
        return [
            Filter(
                "q",
                gettext_lazy("Number, reference, order or customer"),
                partial(search, "invoice"),
                kind="search",
            ),
            Filter(
                "bucket",
                gettext_lazy("How late"),
                self._by_bucket,
                options=[(str(one), words.bucket(one)) for one in Bucket],
            ),
            Filter("next", gettext_lazy("Next"), self._by_next, options=_next_options()),
            Filter(
                "due_from",
                gettext_lazy("Due from"),
                lambda rows, day: rows.filter(due_on__gte=day),
                kind="day",
            ),
            Filter(
                "due_until",
                gettext_lazy("Due until"),
                lambda rows, day: rows.filter(due_on__lte=day),
                kind="day",
            ),
            *([] if self.desk.in_the_past else expected.filters()),
            *places(self.desk, self.currency),
        ]

    def _by_bucket(self, rows: QuerySet[Receivable], value: str) -> QuerySet[Receivable]:
        return rows.filter(insight.is_in(Bucket(value), self.as_of))

    def _by_next(self, rows: QuerySet[Receivable], value: str) -> QuerySet[Receivable]:
        if value == NONE:
            return rows.filter(insight.neglected(today=self.today), open_minor__gt=0)
        outlook = Q(outlook__next_action=value) | Q(outlook__reason=value)
        return rows.filter(outlook, open_minor__gt=0)

    def _totals(self, rows: QuerySet[Receivable]) -> list[Total]:
        by_currency = rows.order_by("currency").values_list("currency")
        if self.tab == SETTLED:
            paid = by_currency.annotate(amount=Sum("amount_minor"))
            amounts = [Money(minor, code) for code, minor in paid]
            return [Total(label=gettext_lazy("Amount"), amounts=amounts)]
        late = Q(due_on__lt=self.as_of)
        sums = list(
            by_currency.annotate(
                open=Sum("balance_minor"),
                overdue=Sum("balance_minor", filter=late, default=0),
            )
        )
        still_open = [Money(minor, code) for code, minor, _late in sums]
        overdue = [Money(minor, code) for code, _open, minor in sums if minor]
        return [
            Total(label=gettext_lazy("Open"), amounts=still_open),
            Total(label=gettext_lazy("Overdue"), amounts=overdue),
        ]

    def _empty(self) -> Empty:
        if self.tab == OVERDUE:
            return Empty(
                title=gettext_lazy("Nothing is late"),
                words=gettext_lazy("Every open invoice is still within its terms."),
                icon="circle-check",
            )
        return Empty(
            title=gettext_lazy("No invoice here"),
            words=gettext_lazy(
                "Invoices come with the imports of your accounting. "
                "With a scope chosen above, only those within it are shown."
            ),
            icon="file-invoice",
        )


def _number(row: Receivable) -> Cell:
    part = gettext("part %(part)d") % {"part": row.instalment}
    return Link(
        row.invoice.number,
        reverse("desk:invoice", args=[row.invoice_id]),
        under=part if row.instalment > 1 else "",
        row=True,
        code=True,
    )


def _of_receivable(row: Receivable) -> Invoice:
    return row.invoice


def _settled(row: Receivable) -> bool:
    return _balance(row).minor == 0


def _balance(row: Receivable) -> Money:
    return Money(row.balance_minor, row.currency)  # type: ignore[attr-defined]  # annotated


def _next_options() -> list[Option]:
    steps = [(str(one), words.step(one)) for one in Step if one is not Step.THANK_YOU]
    reasons = [(str(one), words.reason(one)) for one in Reason]
    return [*steps, *reasons, (NONE, gettext_lazy("Nothing, and no reason"))]
