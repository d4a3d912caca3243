"""The customers of whom interest and flat sums may be claimed, and why others are left out.

A kept sum for each customer (`claims.models.ToClaim`): nothing is computed to show it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquit.claims.models import LEFT_OUT, ToClaim
from acquit.core.money import Money
from acquit.core.text import fold
from acquit.core.to_claim import LeftOut
from acquit.ledger import queries as ledger
from acquit.web.cells import Amounts, Badge, Cell, Day, Link, Number, Text, Tick
from acquit.web.tables import Column, Empty, Filter, Table, Total

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.desk.doors import DeskRequest
    from acquit.desk.following_words import Words
    from acquit.organisation.rights import Scope

Sums = QuerySet[ToClaim]
# The form that the ticks belong to.
TICKED_FORM = "ticked"
WHY: dict[LeftOut, tuple[Words, str]] = {
    LeftOut.TERMS: (
        gettext_lazy("By its terms of interest the company claims nothing."),
        "percentage",
    ),
    LeftOut.HELD: (
        gettext_lazy(
            "It is contested, was given up, is with a lawyer or an administrator, or is "
            "missing from the accounting's list."
        ),
        "hand-stop",
    ),
    LeftOut.LAW: (
        gettext_lazy(
            "Such as towards consumers, before the letter of their law has left. The tab "
            "Interest of the customer says it in full."
        ),
        "scale",
    ),
    LeftOut.UNKNOWN: (
        gettext_lazy("No rule or no rate is written down for their country and days."),
        "help-circle",
    ),
    LeftOut.SMALL: (
        gettext_lazy("It waits until more has come to it, or the terms say otherwise."),
        "coins",
    ),
    LeftOut.DONE: (
        gettext_lazy("Debit notes ask for all of it, or it was let go."),
        "circle-check",
    ),
}


# For these nothing is computed, or nothing of it may be asked for.
WITHOUT_AMOUNTS = {LeftOut.TERMS, LeftOut.HELD, LeftOut.LAW, LeftOut.UNKNOWN}


class Reason(NamedTuple):
    """Why so many customers are left out, and where they stand."""

    badge: Badge
    why: Words
    href: str
    customers: int


class Stand(NamedTuple):
    """as_of: the day of the oldest sum; None = nothing was summed up yet."""

    as_of: date | None
    reasons: Sequence[Reason]


def sums_within(scope: Scope) -> Sums:
    """Those of the customers that may be seen."""
    seen = ledger.reach(scope, customer="customer__", company="company_id")
    return ToClaim.objects.filter(seen)


def stand(scope: Scope) -> Stand:
    """How many are left out and why, in one question."""
    rows = sums_within(scope).order_by().values_list("why")
    counted = rows.annotate(customers=Count("customer", distinct=True), oldest=Min("as_of"))
    found = {why: (count, oldest) for why, count, oldest in counted}
    reasons = [
        Reason(Badge(str(label), WHY[one][1]), WHY[one][0], f"?why={one}", found[one][0])
        for one, label in LEFT_OUT
        if one in found
    ]
    days = [oldest for _count, oldest in found.values()]
    return Stand(min(days, default=None), reasons)


def to_claim_table(request: DeskRequest) -> Table[ToClaim]:
    """The most first; of those left out only where one reason is asked for."""
    asked = request.GET.get("why", "")
    rows = sums_within(request.granted)
    listed = asked not in set(LeftOut)
    ticks = [Column("tick", "", _tick)] if listed and request.desk.may_do["CHARGE"] else []
    return Table(
        name="to-claim",
        rows=(rows if asked in set(LeftOut) else rows.filter(why="")).select_related(
            "customer", "company"
        ),
        columns=[*ticks, *_columns(request, amounts=asked not in WITHOUT_AMOUNTS)],
        filters=_filters(request),
        sort="-left",
        totals=_totals,
        empty=Empty(
            title=_("Nothing is left to claim"),
            words=_(
                "Customers stand here once interest or a flat sum has come to what they "
                "paid late, or have not paid yet."
            ),
            icon="file-plus",
        ),
    )


def _columns(request: DeskRequest, *, amounts: bool) -> list[Column[ToClaim]]:
    """amounts: what was computed is known of these rows."""
    today = request.desk.today
    return [
        Column(
            "customer", gettext_lazy("Customer"), _customer, sort="customer__search_key"
        ),
        Column("why", gettext_lazy("Left out"), _why, shown=not amounts),
        Column(
            "left",
            gettext_lazy("Still to claim"),
            lambda r: _amount(r, r.left_minor),
            sort="left_minor",
            numeric=True,
            shown=amounts,
        ),
        Column(
            "since",
            gettext_lazy("Since"),
            lambda r: Day(r.since_on, today, alone=True),
            sort="since_on",
            shown=amounts,
        ),
        Column(
            "invoices",
            gettext_lazy("Invoices"),
            lambda r: Number(r.invoices or None),
            sort="invoices",
            numeric=True,
            shown=amounts,
            phone=False,
        ),
        *[
            Column(
                name,
                label,
                partial(_of, field),
                sort=field,
                numeric=True,
                shown=amounts,
                phone=False,
            )
            for name, label, field in (
                ("computed", gettext_lazy("Computed"), "computed_minor"),
                ("claimed", gettext_lazy("Claimed"), "claimed_minor"),
                ("waived", gettext_lazy("Waived"), "waived_minor"),
            )
        ],
        Column(
            "as_of",
            gettext_lazy("As of"),
            lambda r: Day(r.as_of, today, alone=True),
            sort="as_of",
            shown=False,
            phone=False,
        ),
    ]


def _filters(request: DeskRequest) -> list[Filter[ToClaim]]:
    return [
        Filter("q", gettext_lazy("Customer"), _search, kind="search"),
        Filter(
            "company",
            gettext_lazy("Company"),
            lambda rows, value: rows.filter(company=value),
            options=[(str(one.pk), one.name) for one in request.desk.places.companies],
        ),
        Filter(
            "why",
            gettext_lazy("Left out"),
            lambda rows, value: rows.filter(why=value),
            options=LEFT_OUT,
        ),
    ]


def _search(rows: Sums, typed: str) -> Sums:
    return rows.filter(
        Q(customer__search_key__contains=fold(typed)) | Q(customer__code__istartswith=typed)
    )


def _tick(row: ToClaim) -> Cell:
    return Tick(TICKED_FORM, "customer", str(row.customer_id), row.customer.name)


def _customer(row: ToClaim) -> Cell:
    href = reverse("desk:customer_interest", args=[row.customer_id])
    under = f"{row.customer.code} · {row.company.name}"
    return Link(row.customer.name, href, under=under, row=True)


def _why(row: ToClaim) -> Cell:
    if not row.why:
        return Text("")
    why = LeftOut(row.why)
    return Badge(str(dict(LEFT_OUT)[why]), WHY[why][1])


def _of(field: str, row: ToClaim) -> Cell:
    return _amount(row, getattr(row, field))


def _amount(row: ToClaim, minor: int) -> Cell:
    return Amounts([Money(minor, row.currency)])


def _totals(rows: Sums) -> list[Total]:
    return [Total(label=_("Still to claim"), amounts=left_of(rows))]


def left_of(rows: Sums) -> list[Money]:
    """What is left of these together, one sum for each currency."""
    sums = rows.order_by("currency").values_list("currency").annotate(Sum("left_minor"))
    return [Money(minor, currency) for currency, minor in sums if minor]
