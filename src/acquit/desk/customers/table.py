"""The list of customers: its columns, filters and sums."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from acquit.core.dunning import Reason, Step
from acquit.core.money import Money
from acquit.core.text import fold
from acquit.desk import words
from acquit.desk.customers import standing
from acquit.desk.customers.payers import Payers
from acquit.desk.customers.standing import NOTHING, Standing
from acquit.desk.scenarios import said
from acquit.dunning.models import Outlook, Scenario
from acquit.insight import queries as insight
from acquit.ledger import queries as ledger
from acquit.ledger.models import Customer
from acquit.organisation.models import Person
from acquit.web.cells import Amounts, Cell, Day, Link, Next, Text
from acquit.web.tables import Column, Empty, Filter, Table, Total

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.desk.doors import DeskRequest
    from acquit.organisation.models import Company

Customers = QuerySet[Customer]


class CustomerList:
    """The list for one request: it keeps the standings of the rows that are shown."""

    def __init__(self, request: DeskRequest) -> None:
        self.scope = request.granted
        self.desk = request.desk
        self.as_of, self.today = request.desk.as_of, request.desk.today
        self.found: dict[int, Standing] = {}
        self.payers = Payers(known=not request.desk.in_the_past)

    def table(self) -> Table[Customer]:
        """Most overdue first: where the money waits."""
        seen = ledger.customers_within(self.scope)
        return Table(
            name="customers",
            rows=self._sortable(seen).select_related("collector", "unit", "company"),
            columns=self._columns(),
            filters=self._filters(seen),
            sort="-overdue",
            load=self._load,
            totals=self._totals,
            empty=Empty(
                title=_("No customer yet"),
                words=_(
                    "Customers come with the first import of your accounting. "
                    "With a scope chosen above, only those within it are shown."
                ),
                icon="users",
            ),
        )

    def _load(self, rows: Sequence[Customer]) -> None:
        keys = [row.pk for row in rows]
        self.found = dict(
            standing.standings(keys, scope=self.scope, as_of=self.as_of, today=self.today)
        )
        self.payers.load(keys)

    def _of(self, row: Customer) -> Standing:
        return self.found.get(row.pk, NOTHING)

    def _sortable(self, rows: Customers) -> Customers:
        """What to sort by, in the customer's own currency; unused, it costs nothing."""
        theirs = insight.owed(self.scope, as_of=self.as_of, today=self.today).filter(
            customer=OuterRef("pk"), currency=OuterRef("currency")
        )
        late = theirs.filter(due_on__lt=self.as_of)
        outlooks = Outlook.objects.filter(customer_id=OuterRef("pk"))
        return rows.annotate(
            sort_open=_one(theirs, Sum("balance_minor"), by="customer"),
            sort_overdue=_one(late, Sum("balance_minor"), by="customer"),
            sort_oldest=_one(late, Min("due_on"), by="customer"),
            sort_next=_one(outlooks, Min("next_on"), by="customer_id"),
        )

    def _columns(self) -> list[Column[Customer]]:
        return [
            Column("name", _("Name"), _name, sort="search_key"),
            Column(
                "code",
                _("Code"),
                lambda c: Text(c.code),
                sort="code",
                shown=False,
                phone=False,
            ),
            Column(
                "country",
                _("Country"),
                lambda c: Text(c.country),
                sort="country",
                shown=False,
                phone=False,
            ),
            Column(
                "city",
                _("City"),
                lambda c: Text(c.city),
                sort="city",
                shown=False,
                phone=False,
            ),
            Column(
                "company",
                _("Company"),
                lambda c: Text(c.company.name),
                sort="company__name",
                shown=False,
                phone=False,
            ),
            Column(
                "unit",
                _("Unit"),
                lambda c: Text(c.unit.name if c.unit else ""),
                sort="unit__name",
                shown=False,
                phone=False,
            ),
            Column(
                "segment",
                _("Segment"),
                lambda c: Text(c.segment),
                sort="segment",
                shown=False,
                phone=False,
            ),
            Column(
                "party",
                _("Kind"),
                lambda c: Text(c.get_party_type_display()),
                sort="party_type",
                shown=False,
                phone=False,
            ),
            Column(
                "collector",
                _("Collector"),
                lambda c: Text(c.collector.name if c.collector else ""),
                sort="collector__name",
                phone=False,
            ),
            Column(
                "open",
                _("Open"),
                lambda c: Amounts(self._of(c).open),
                sort="sort_open",
                numeric=True,
            ),
            Column(
                "overdue",
                _("Overdue"),
                lambda c: Amounts(self._of(c).overdue, "bad"),
                sort="sort_overdue",
                numeric=True,
            ),
            Column(
                "oldest",
                _("Oldest"),
                lambda c: Day(self._of(c).oldest, self.as_of, due=True),
                sort="sort_oldest",
            ),
            *self.payers.columns(),
            Column("next", _("Next"), self._next, sort="sort_next"),
        ]

    def _next(self, row: Customer) -> Cell:
        return next_cell(self._of(row).next, today=self.today)

    def _filters(self, seen: Customers) -> list[Filter[Customer]]:
        places = self.desk.places
        people = Person.objects.filter(pk__in=seen.values("collector")).order_by("name")
        segments = seen.exclude(segment="").values_list("segment", flat=True).distinct()
        return [
            Filter("q", _("Name, code or VAT number"), _search, kind="search"),
            Filter("overdue", _("Overdue only"), self._overdue, kind="flag"),
            Filter("next", _("Next"), _by_next, options=_next_options()),
            Filter(
                "company",
                _("Company"),
                partial(_by, "company"),
                options=[(str(c.pk), c.name) for c in places.companies],
            ),
            Filter(
                "unit",
                _("Unit"),
                partial(_by, "unit"),
                options=[(str(u.pk), u.name) for u in places.units],
            ),
            Filter(
                "collector",
                _("Collector"),
                partial(_by, "collector"),
                options=[(str(p.pk), p.name) for p in people],
            ),
            Filter(
                "segment",
                _("Segment"),
                partial(_by, "segment"),
                options=[(s, s) for s in sorted(segments)],
            ),
            Filter(
                "party", _("Kind"), partial(_by, "party_type"), options=Customer.PARTIES
            ),
            Filter(
                "scenario",
                _("Scenario"),
                partial(_by, "following__version__scenario"),
                options=_scenarios(places.companies),
            ),
            *self.payers.filters(),
        ]

    def _overdue(self, rows: Customers, _value: str) -> Customers:
        owed = insight.owed(self.scope, as_of=self.as_of, today=self.today)
        late = owed.filter(due_on__lt=self.as_of, customer=OuterRef("pk"))
        return rows.filter(Exists(late))

    def _totals(self, rows: Customers) -> list[Total]:
        owed = insight.owed(self.scope, as_of=self.as_of, today=self.today)
        sums = list(
            owed.filter(customer__in=rows.order_by().values("pk"))
            .order_by("currency")
            .values_list("currency")
            .annotate(
                open=Sum("balance_minor"),
                overdue=Sum("balance_minor", filter=Q(due_on__lt=self.as_of), default=0),
            )
        )
        return [
            Total(label=_("Open"), amounts=[Money(n, code) for code, n, _late in sums]),
            Total(
                label=_("Overdue"), amounts=[Money(n, code) for code, _all, n in sums if n]
            ),
        ]


def next_cell(outlook: Outlook | None, *, today: date) -> Cell:
    """What comes next with its day, or the reason for nothing with its sentence."""
    if outlook is None:
        return Text("")
    return Next(
        words.outlook(outlook.next_action, outlook.reason),
        outlook.next_on or outlook.until_on,
        today,
        why=words.why(outlook.reason),
    )


def _name(row: Customer) -> Link:
    return Link(
        row.name,
        reverse("desk:customer", args=[row.pk]),
        under=" · ".join(filter(None, (row.code, row.city))),
        row=True,
    )


def _one(rows: QuerySet, aggregate: Sum | Min, *, by: str) -> Subquery:  # type: ignore[type-arg]
    """One aggregate over the rows of an outer row."""
    return Subquery(rows.order_by().values(by).annotate(one=aggregate).values("one"))


def _search(rows: Customers, words_typed: str) -> Customers:
    found = Q(search_key__contains=fold(words_typed)) | Q(code__icontains=words_typed)
    bare = "".join(c for c in words_typed.upper() if c.isalnum())
    if len(bare) > 5:
        found |= Q(vat__contains=bare) | Q(registration__contains=bare)
    return rows.filter(found)


def _by(field: str, rows: Customers, value: str) -> Customers:
    return rows.filter(**{field: value})


def _scenarios(companies: Sequence[Company]) -> list[tuple[str, str]]:
    """Those of these companies; where there are several, with the company."""
    rows = Scenario.objects.filter(company__in=[one.pk for one in companies])
    alone = len(companies) == 1
    found = [
        (str(pk), said.name(name) if alone else f"{said.name(name)} ({code})")
        for pk, name, code in rows.values_list("pk", "name", "company__code")
    ]
    return sorted(found, key=lambda pair: pair[1])


def _next_options() -> list[tuple[str, str]]:
    steps = [(str(one), words.step(one)) for one in Step if one is not Step.THANK_YOU]
    return steps + [(str(one), words.reason(one)) for one in Reason]


def _by_next(rows: Customers, value: str) -> Customers:
    outlooks = Outlook.objects.filter(
        Q(next_action=value) | Q(reason=value),
        customer_id=OuterRef("pk"),
        receivable__open_minor__gt=0,
    )
    return rows.filter(Exists(outlooks))
