"""The list of claims that come near the day on which they are lost."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from acquit.core import sentences
from acquit.core.law import Certainty
from acquit.core.money import Money
from acquit.core.text import fold, reference_key
from acquit.desk import words
from acquit.desk.law.views import NAMES, certainty
from acquit.desk.limitation import told
from acquit.ledger import queries as ledger
from acquit.limitation.models import STAGES, Watched
from acquit.web.cells import Amounts, Badge, Cell, Day, Link, Stacked, Text
from acquit.web.tables import Column, Empty, Filter, Table

if TYPE_CHECKING:
    from acquit.desk.doors import DeskRequest
    from acquit.organisation.rights import Scope

Claims = QuerySet[Watched]
UNKNOWN = "unknown"


def claims_within(scope: Scope) -> Claims:
    """What is still open of them, as far as it may be seen."""
    seen = ledger.reach(scope, customer="customer__", company="company_id")
    return Watched.objects.filter(seen, receivable__open_minor__gt=0)


def claim_table(request: DeskRequest) -> Table[Watched]:
    """Next to fall first; what has no day that is known stands last."""
    today = request.desk.today
    return Table(
        name="limitation",
        rows=claims_within(request.granted)
        .select_related("customer__company", "receivable__invoice")
        .annotate(amount=F("receivable__open_minor")),
        columns=[
            Column(
                "until",
                gettext_lazy("Until"),
                lambda r: Day(r.until, today, alone=True),
                sort="until",
            ),
            Column("stage", gettext_lazy("How near"), _stage),
            Column(
                "invoice",
                gettext_lazy("Invoice"),
                _invoice,
                sort="receivable__invoice__number",
            ),
            Column(
                "customer", gettext_lazy("Customer"), _customer, sort="customer__search_key"
            ),
            Column(
                "open",
                gettext_lazy("Open"),
                lambda r: Amounts([Money(r.receivable.open_minor, r.receivable.currency)]),
                sort="amount",
                numeric=True,
            ),
            Column("rule", gettext_lazy("By which rule"), _rule, phone=False),
            Column("moved", gettext_lazy("Moved by"), _moved, phone=False),
        ],
        filters=[
            Filter("q", gettext_lazy("Customer or invoice"), _search, kind="search"),
            Filter(
                "company",
                gettext_lazy("Company"),
                partial(_by, "company"),
                options=[(str(one.pk), one.name) for one in request.desk.places.companies],
            ),
            Filter(
                "stage",
                gettext_lazy("How near"),
                _by_stage,
                options=[*STAGES, (UNKNOWN, gettext_lazy("No day is known"))],
            ),
        ],
        sort="until",
        empty=Empty(
            title=_("No claim is near the day on which it is lost"),
            words=_(
                "Whatever comes within a year of it stands here, and in the list of what "
                "is to do."
            ),
            icon="hourglass",
        ),
    )


def _stage(row: Watched) -> Cell:
    if row.until is None:
        return Badge(_("No day is known"), "help-circle", "warn")
    return told.stage_badge(row.stage)


def _invoice(row: Watched) -> Cell:
    invoice = row.receivable.invoice
    href = reverse("desk:invoice", args=[invoice.pk])
    return Link(invoice.number, href, row=True, code=True)


def _customer(row: Watched) -> Cell:
    customer = row.customer
    href = reverse("desk:customer", args=[customer.pk])
    return Link(customer.name, href, under=f"{customer.code} · {customer.company.name}")


def _rule(row: Watched) -> Cell:
    if row.until is None:
        return Text(words.told(sentences.of_json(row.said)))
    rule = ngettext(
        "%(count)d year, law: %(country)s",
        "%(count)d years, law: %(country)s",
        row.years or 0,
    ) % {"count": row.years, "country": NAMES[row.country]}
    sure = certainty(Certainty(row.certainty))
    return Stacked([Text(rule), Text(row.source), sure])


def _moved(row: Watched) -> Cell:
    return Text(told.moved(row.moved_by, row.moved_on))


def _by(field: str, rows: Claims, value: str) -> Claims:
    return rows.filter(**{field: value})


def _by_stage(rows: Claims, value: str) -> Claims:
    return rows.filter(until=None) if value == UNKNOWN else rows.filter(stage=value)


def _search(rows: Claims, typed: str) -> Claims:
    return rows.filter(
        Q(customer__search_key__contains=fold(typed))
        | Q(customer__code__istartswith=typed)
        | Q(receivable__invoice__number_key__contains=reference_key(typed) or "-")
    )
