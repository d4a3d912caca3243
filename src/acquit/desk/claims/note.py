"""The lines of one debit note, each with the rule that it rests on."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquit.claims.models import Ask
from acquit.core.interest import half_up
from acquit.core.law import Certainty
from acquit.core.money import Money
from acquit.core.party import Party
from acquit.desk.claims.told import law_page
from acquit.desk.law.told import percent
from acquit.desk.law.views import certainty
from acquit.web import reading
from acquit.web.cells import Amounts, Cell, Link, Text
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acquit.claims.models import DebitLine, DebitNote


def lines(note: DebitNote) -> Lines:
    """A row for each charge: its days, its rates, its rule, and how sure that is."""
    heads = [
        Head(_("Invoice")),
        Head(_("What")),
        Head(_("Rule")),
        Head(_("How surely")),
        Head(_("Amount"), numeric=True),
    ]
    rows = note.lines.select_related("invoice").order_by("pk")
    return Lines(heads, [_row(one, note.invoice.currency) for one in rows])


def _row(one: DebitLine, currency: str) -> list[Cell]:
    return [
        Link(
            one.invoice.number,
            reverse("desk:invoice", args=[one.invoice_id]),
            code=True,
        ),
        Text(str(Ask(one.charge).label), under=_days(one)),
        _rule(one),
        certainty(Certainty(one.certainty)),
        Amounts([Money(one.amount_minor, currency)]),
    ]


def _days(one: DebitLine) -> str:
    """From when until when, and how many of the days at which rate on which sum."""
    if one.first_on is None or one.last_on is None:
        return ""
    first, last = reading.short_day(one.first_on), reading.short_day(one.last_on)
    period = _("%(first)s to %(last)s") % {"first": first, "last": last}
    return "; ".join([period, *_rates(one)])


def _rule(one: DebitLine) -> Cell:
    """Where it stands, on the page of the law."""
    href = law_page(one.computation["country"], Party(one.computation["party"]))
    laws = "; ".join(one.computation["laws"])
    return Link(laws, href) if href else Text(laws)


def _rates(one: DebitLine) -> list[str]:
    """`31 days at 10.50 % on 1,200.00 EUR`."""
    return [_rate(line, one.computation["currency"]) for line in one.computation["lines"]]


def _rate(line: Mapping[str, Any], currency: str) -> str:
    words = ngettext(
        "%(days)d day at %(rate)s on %(base)s",
        "%(days)d days at %(rate)s on %(base)s",
        line["days"],
    )
    base = Money(half_up(Fraction(line["base"])), currency)
    return words % {
        "days": line["days"],
        "rate": percent(Decimal(line["percent"])),
        "base": reading.amount_and_currency(base),
    }
