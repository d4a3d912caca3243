"""The list of documents that were not in the last list of open items."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from acquit.core.money import Money
from acquit.core.text import fold, reference_key
from acquit.ledger import queries as ledger
from acquit.ledger.actions.missing import Items
from acquit.ledger.models import Invoice, InvoiceKind, Receivable
from acquit.web.cells import Amounts, Cell, Day, Link, Text, Tick
from acquit.web.tables import Column, Empty, Filter, Table, Total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from acquit.desk.doors import DeskRequest
    from acquit.organisation.rights import Scope

Documents = QuerySet[Invoice]
TICKED_FORM = "ticked"
_MISSING = Q(receivables__missing_on__isnull=False, receivables__open_minor__gt=0)
_CREDIT = Q(missing_on__isnull=False, available_minor__gt=0)


def missing_within(scope: Scope) -> Documents:
    """The documents with something missing, each once, of what may be seen."""
    seen = Invoice.objects.filter(ledger.reach(scope, customer="customer__"))
    return seen.filter(_MISSING | _CREDIT).annotate(
        gone_minor=Coalesce(Sum("receivables__open_minor", filter=_MISSING), 0),
        gone_on=Coalesce(Max("receivables__missing_on"), "missing_on"),
        due=Max("receivables__due_on"),
    )


def items_of(documents: Iterable[Invoice]) -> Items:
    """What is missing of these documents."""
    ids: defaultdict[str, list[int]] = defaultdict(list)
    for one in documents:
        ids[one.kind].append(one.pk)
    rows = Receivable.objects.filter(
        invoice__in=ids[InvoiceKind.INVOICE], missing_on__isnull=False, open_minor__gt=0
    )
    return Items(list(rows.values_list("pk", flat=True)), ids[InvoiceKind.CREDIT_NOTE])


def missing_table(request: DeskRequest) -> Table[Invoice]:
    """The largest amount first."""
    today = request.desk.today
    ticks = [Column("tick", "", _tick)] if request.desk.may_do.get("MATCH") else []
    return Table(
        name="missing",
        rows=missing_within(request.granted).select_related("customer__company"),
        columns=[
            *ticks,
            Column("invoice", _("Document"), _document, sort="number"),
            Column("customer", _("Customer"), _customer, sort="customer__name"),
            Column(
                "due",
                _("Due"),
                lambda r: Day(_annotated(r, "due"), today, due=True),
                sort="due",
            ),
            Column(
                "amount",
                _("Open here"),
                lambda r: Amounts([_gone(r)]),
                sort="gone_minor",
                numeric=True,
            ),
            Column(
                "list",
                _("Not in the list of"),
                lambda r: Day(_annotated(r, "gone_on"), today, alone=True),
                sort="gone_on",
            ),
        ],
        filters=[Filter("q", _("Customer or document"), _search, kind="search")],
        sort="-amount",
        totals=_totals,
        empty=Empty(
            title=_("Nothing is missing"),
            words=_(
                "When a list of all open items is imported, what it has not any more is "
                "shown here: it was settled, most likely, and nobody is reminded of it."
            ),
            icon="circle-check",
        ),
    )


def _totals(rows: Documents) -> Sequence[Total]:
    ids = rows.order_by().values("pk")
    owed = Receivable.objects.filter(
        invoice__in=ids, missing_on__isnull=False, open_minor__gt=0
    )
    credit = Invoice.objects.filter(pk__in=ids, kind=InvoiceKind.CREDIT_NOTE)
    sums: Counter[str] = Counter(
        dict(owed.values_list("currency").annotate(Sum("open_minor")))
    )
    sums.subtract(dict(credit.values_list("currency").annotate(Sum("available_minor"))))
    amounts = [Money(minor, currency) for currency, minor in sorted(sums.items())]
    return [Total(label=_("Open here"), amounts=amounts)]


def _tick(row: Invoice) -> Cell:
    return Tick(TICKED_FORM, "document", str(row.pk), row.number)


def _document(row: Invoice) -> Cell:
    href = reverse("desk:invoice", args=[row.pk])
    return Link(row.number, href, under=str(row.get_kind_display()), row=True)


def _customer(row: Invoice) -> Cell:
    return Text(
        row.customer.name, under=f"{row.customer.code} · {row.customer.company.name}"
    )


def _gone(row: Invoice) -> Money:
    if row.kind == InvoiceKind.CREDIT_NOTE:
        return Money(-row.available_minor, row.currency)
    return Money(_annotated(row, "gone_minor"), row.currency)


def _annotated(row: Invoice, name: str) -> Any:
    return getattr(row, name)


def _search(rows: Documents, typed: str) -> Documents:
    return rows.filter(
        Q(customer__search_key__contains=fold(typed))
        | Q(number_key__contains=reference_key(typed) or "-")
    )
