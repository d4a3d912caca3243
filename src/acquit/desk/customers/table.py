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
from acquit.desk.customers.standing import NOTHING, Standing
from acquit.dunning.models import Outlook
from acquit.ledger import queries as ledger
from acquit.ledger.models import Customer
from acquit.organisation.models import Person
from acquit.web.cells import Amounts, Cell, Day, Link, Next, Text
from acquit.web.tables import Column, Empty, Filter, Table, Total

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.desk.doors import DeskRequest

Customers = QuerySet[Customer]


class CustomerList:
    """The list for one request: it keeps the standings of the rows that are shown."""

    def __init__(self, request: DeskRequest) -> None:
        self.scope = request.scope
        self.desk = request.desk
        self.as_of, self.today = request.desk.as_of, request.desk.today
        self.found: dict[int, Standing] = {}

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

    def _of(self, row: Customer) -> Standing:
        return self.found.get(row.pk, NOTHING)

    def _sortable(self, rows: Customers) -> Customers:
        """What a list can be sorted by, in the customer's own currency; unused, it costs nothing."""
        theirs = standing.owed(self.scope, as_of=self.as_of, today=self.today).filter(
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
            Column(name="name", label=_("Name"), sort="search_key", cell=_name),
            Column(name="code", label=_("Code"), sort="code", cell=lambda c: Text(c.code), phone=False),
            Column(name="country", label=_("Country"), sort="country", cell=lambda c: Text(c.country), phone=False),
            Column(name="city", label=_("City"), sort="city", cell=lambda c: Text(c.city), shown=False, phone=False),
            Column(name="company", label=_("Company"), sort="company__name", cell=lambda c: Text(c.company.name), shown=False, phone=False),
            Column(name="unit", label=_("Unit"), sort="unit__name", cell=lambda c: Text(c.unit.name if c.unit else ""), shown=False, phone=False),
            Column(name="segment", label=_("Segment"), sort="segment", cell=lambda c: Text(c.segment), shown=False, phone=False),
            Column(name="party", label=_("Kind"), sort="party_type", cell=lambda c: Text(c.get_party_type_display()), shown=False, phone=False),
            Column(name="collector", label=_("Collector"), sort="collector__name", cell=lambda c: Text(c.collector.name if c.collector else ""), phone=False),
            Column(name="open", label=_("Open"), sort="sort_open", numeric=True, cell=lambda c: Amounts(self._of(c).open)),
            Column(name="overdue", label=_("Overdue"), sort="sort_overdue", numeric=True, cell=lambda c: Amounts(self._of(c).overdue, "bad")),
            Column(name="oldest", label=_("Oldest"), sort="sort_oldest", cell=lambda c: Day(self._of(c).oldest, self.as_of, due=True)),
            Column(name="next", label=_("Next"), sort="sort_next", cell=self._next),
        ]  # fmt: skip

    def _next(self, row: Customer) -> Cell:
        return next_cell(self._of(row).next, today=self.today)

    def _filters(self, seen: Customers) -> list[Filter[Customer]]:
        places = self.desk.places
        people = Person.objects.filter(pk__in=seen.values("collector")).order_by("name")
        segments = seen.exclude(segment="").values_list("segment", flat=True).distinct()
        return [
            Filter(name="q", label=_("Name, code or VAT number"), kind="search", apply=_search),
            Filter(name="overdue", label=_("Overdue only"), kind="flag", apply=self._overdue),
            Filter(name="next", label=_("Next"), options=_next_options(), apply=_by_next),
            Filter(name="company", label=_("Company"), apply=partial(_by, "company"), options=[(str(c.pk), c.name) for c in places.companies]),
            Filter(name="unit", label=_("Unit"), apply=partial(_by, "unit"), options=[(str(u.pk), u.name) for u in places.units]),
            Filter(name="collector", label=_("Collector"), apply=partial(_by, "collector"), options=[(str(p.pk), p.name) for p in people]),
            Filter(name="segment", label=_("Segment"), apply=partial(_by, "segment"), options=[(s, s) for s in sorted(segments)]),
            Filter(name="party", label=_("Kind"), apply=partial(_by, "party_type"), options=Customer.PARTIES),
        ]  # fmt: skip

    def _overdue(self, rows: Customers, _value: str) -> Customers:
        owed = standing.owed(self.scope, as_of=self.as_of, today=self.today)
        late = owed.filter(due_on__lt=self.as_of, customer=OuterRef("pk"))
        return rows.filter(Exists(late))

    def _totals(self, rows: Customers) -> list[Total]:
        owed = standing.owed(self.scope, as_of=self.as_of, today=self.today)
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
        under=row.city,
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
