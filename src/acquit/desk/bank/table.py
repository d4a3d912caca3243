"""The list of bank lines: what came in, and for what."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from acquit.bank.models import Line, LineState
from acquit.bank.queries import is_parked
from acquit.core.money import Money
from acquit.core.text import reference_key
from acquit.desk import words
from acquit.desk.bank import lines
from acquit.desk.bank.lines import NOTHING, Use
from acquit.desk.bank.marks import Marked
from acquit.desk.bank.settled import Invoices
from acquit.desk.bank.standing import PARKED
from acquit.desk.bank.whose import WHOSE, by_whose, chosen_whose, whose_query
from acquit.web import reading
from acquit.web.cells import Amounts, Badge, Cell, Link, Text
from acquit.web.forms import typed_amounts
from acquit.web.tables import Column, Empty, Filter, Table, Total

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from acquit.bank.models import Account
    from acquit.desk.doors import DeskRequest

Lines = QuerySet[Line]
ALL = "ALL"


def chosen_state(request: DeskRequest) -> str:
    """The tab: a state, or ALL; what is to be looked at when the address names none."""
    asked = request.GET.get("state", "")
    return asked if asked in {*LineState.values, PARKED, ALL} else LineState.OPEN


class LineList:
    """The list for one request; what the shown lines were used for is fetched once."""

    def __init__(self, request: DeskRequest, accounts: Sequence[Account]) -> None:
        self.scope = request.granted
        self.desk = request.desk
        self.accounts = sorted(accounts, key=str)
        self.state = chosen_state(request)
        self.person = request.user
        self.whose = chosen_whose(request)
        self.query = whose_query(request)
        self.uses: Mapping[int, Use] = {}

    def table(self) -> Table[Line]:
        """Newest first."""
        return Table(
            name="bank",
            rows=self._rows().select_related(
                "account__company", "receipt__customer", "care__assignee"
            ),
            columns=self._columns(),
            filters=self._filters(),
            sort="-day",
            keeps=["state"],
            load=self._load,
            totals=_totals,
            empty=self._empty(),
        )

    def _rows(self) -> Lines:
        today = self.desk.today
        rows = lines.lines_within(self.scope)
        if self.state == LineState.OPEN:
            return lines.waiting_lines(self.scope, today=today)
        if self.state == PARKED:
            return rows.filter(is_parked(today=today), state=LineState.OPEN)
        return rows if self.state == ALL else rows.filter(state=self.state)

    def _load(self, rows: Sequence[Line]) -> None:
        self.uses = lines.uses(row.receipt_id for row in rows)

    def use(self, row: Line) -> Use:
        return self.uses.get(row.receipt_id or 0, NOTHING)

    def _columns(self) -> list[Column[Line]]:
        today = self.desk.today
        return [
            Column("payer", _("Payer"), self._payer, sort="name"),
            Column(
                "day",
                _("Day"),
                lambda row: Text(_day_words(row.booked_on, today)),
                sort="booked_on",
            ),
            Column("text", _("What the bank wrote"), self._text, phone=False),
            Column(
                "amount",
                _("Amount"),
                lambda row: Amounts([Money(row.amount_minor, row.currency)]),
                sort="amount_minor",
                numeric=True,
            ),
            Column("state", _("State"), self._state, shown=self.state == ALL, sort="state"),
            Column("for", _("For what"), self._for_what),
            Column(
                "assignee",
                _("Assigned to"),
                _assignee,
                sort="care__assignee__name",
                shown=self.whose == "others",
                phone=False,
            ),
            Column(
                "parked",
                _("Parked until"),
                lambda row: _parked(row, today),
                sort="care__parked_until",
                shown=self.state == PARKED,
            ),
            Column(
                "account",
                _("Account"),
                lambda row: Text(row.account.number, under=row.account.company.name),
                sort="account__number",
                shown=False,
                phone=False,
            ),
        ]

    def _text(self, row: Line) -> Cell:
        found = self.use(row).found or [row.structured_reference, *row.references]
        return Marked(lines.words_of(row), found)

    def _state(self, row: Line) -> Cell:
        return words.line_badge(row.state)

    def _for_what(self, row: Line) -> Cell:
        use = self.use(row)
        if use.allocations:
            return Invoices.settled(use.allocations)
        if row.state == LineState.ON_ACCOUNT and row.receipt and row.receipt.customer:
            return Badge(
                gettext("On account"), "wallet", "info", under=row.receipt.customer.name
            )
        if use.proposals:
            return Invoices.proposed(use.proposals)
        return _nothing_known(row)

    def _filters(self) -> list[Filter[Line]]:
        companies = self.desk.places.companies
        return [
            Filter("q", _("Payer, text, account or amount"), search, kind="search"),
            Filter(
                "account",
                _("Account"),
                partial(_by, "account"),
                options=[(str(one.pk), str(one)) for one in self.accounts],
            ),
            Filter(
                "company",
                _("Company"),
                partial(_by, "account__company"),
                options=[(str(one.pk), one.name) for one in companies]
                if len(companies) > 1
                else (),
            ),
            Filter("whose", _("Whose"), self._by_whose, options=WHOSE),
            Filter("from", _("From"), partial(_day, "booked_on__gte"), kind="day"),
            Filter("to", _("Until"), partial(_day, "booked_on__lte"), kind="day"),
        ]

    def _by_whose(self, rows: Lines, value: str) -> Lines:
        return by_whose(rows, value, self.person)

    def _payer(self, row: Line) -> Cell:
        """The line opens as one of those that the list shows."""
        name = row.name or (gettext("Not named") if not row.iban else row.iban)
        care = lines.care_of(row)
        whose = care.assignee if care else None
        told = [
            row.iban if row.name else "",
            gettext("for %(name)s") % {"name": whose.name} if whose else "",
        ]
        under = " · ".join(one for one in told if one)
        here = reverse("desk:bank_line", args=[row.pk]) + self.query
        return Link(name, here, under=under, row=True)

    def _empty(self) -> Empty:
        if self.state == LineState.OPEN:
            return Empty(
                title=_("Nothing is to be looked at"),
                words=_("Every payment is matched. Drop the next statement above."),
                icon="circle-check",
            )
        if self.state == PARKED:
            return Empty(
                title=_("Nothing is parked"),
                words=_("A line can be parked until a day, on its page."),
                icon="player-pause",
            )
        return Empty(
            title=_("No line here"),
            words=_("Bank statements bring lines: drop one above."),
            icon="building-bank",
        )


def search(rows: Lines, typed: str) -> Lines:
    """By payer, text, account number, or amount as people write it."""
    wanted = Q(name__icontains=typed) | Q(text__icontains=typed)
    key = reference_key(typed)
    if len(key) > 3:
        wanted |= Q(iban__startswith=key) | Q(structured_reference__contains=key)
    for money in typed_amounts(typed, rows.values_list("currency").distinct()):
        wanted |= Q(amount_minor__in=[money.minor, -money.minor], currency=money.currency)
    return rows.filter(wanted)


def _assignee(row: Line) -> Cell:
    care = lines.care_of(row)
    return Text(care.assignee.name if care and care.assignee else "")


def _parked(row: Line, today: date) -> Cell:
    care = lines.care_of(row)
    if care is None or care.parked_until is None:
        return Text("")
    return Text(_day_words(care.parked_until, today), under=care.note)


def _nothing_known(row: Line) -> Cell:
    if row.receipt_id is None and row.state == LineState.OPEN:
        return Badge(gettext("Money returned"), "arrow-back-up", "warn")
    if row.state == LineState.OPEN and row.receipt and row.receipt.customer:
        return Badge(
            gettext("Payer known"), "user-search", "info", under=row.receipt.customer.name
        )
    if row.state == LineState.OPEN:
        return Badge(gettext("Nothing found"), "help-circle", "warn")
    return Text("")


def _day_words(day: date, today: date) -> str:
    return reading.short_day(day, today=today).replace(" ", "\N{NO-BREAK SPACE}")


def _by(field: str, rows: Lines, value: str) -> Lines:
    return rows.filter(**{field: value})


def _day(field: str, rows: Lines, value: str) -> Lines:
    return rows.filter(**{field: reading.day(value)})


def _totals(rows: Lines) -> list[Total]:
    sums = rows.values_list("currency").annotate(total=Sum("amount_minor"))
    amounts = [Money(minor, currency) for currency, minor in sums.order_by("currency")]
    return [Total(label=_("Amount"), amounts=amounts)]
