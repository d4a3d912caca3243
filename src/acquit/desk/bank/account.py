"""The page of one bank account: its statements, and whether they follow each other."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquit.bank.models import Account, Statement, Telling
from acquit.bank.queries import continuity
from acquit.core.continuity import (
    BalanceBreak,
    DaysMissing,
    Finding,
    NumbersMissing,
    Overlap,
    PagesMissing,
    SumBreak,
)
from acquit.core.money import Money
from acquit.desk import lists
from acquit.desk.bank import standing
from acquit.desk.bank.lines import accounts_within
from acquit.desk.doors import DeskRequest, door
from acquit.organisation.rights import Act
from acquit.web import reading
from acquit.web.cells import Amounts, Cell, Day, Number, Text
from acquit.web.tables import Column, Empty, Table

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

# What lies further back has been looked at, or never will be.
LOOKED_BACK = timedelta(days=400)
TELLINGS = {
    Telling.STATEMENT: gettext_lazy("Statement"),
    Telling.REPORT: gettext_lazy("Report within the day"),
    Telling.NOTICE: gettext_lazy("Notice"),
}


@door(Act.SEE_BANK)
def account(request: DeskRequest, pk: int) -> HttpResponse:
    """How the statements of the account follow each other."""
    seen = accounts_within(request.granted).select_related("company")
    one = get_object_or_404(seen, pk=pk)
    today = request.desk.today
    fresh = next(
        found
        for found in standing.freshness(request.granted, today=today)
        if found.account.pk == one.pk
    )
    found = continuity(one, since=today - LOOKED_BACK)
    context = {
        "account": one,
        "fresh": fresh,
        "findings": [_told(finding, one.currency) for finding in reversed(found)],
        "since": today - LOOKED_BACK,
        "last": _last_balance(one),
    }
    return lists.show(request, _table(one, today), "desk/bank/account.html", context)


def _last_balance(one: Account) -> Money | None:
    newest = (
        Statement.objects.filter(
            account=one, telling=Telling.STATEMENT, closing_minor__isnull=False
        )
        .order_by("-fresh_on", "-pk")
        .first()
    )
    if newest is None or newest.closing_minor is None:
        return None
    return Money(newest.closing_minor, one.currency)


def _table(one: Account, today: date) -> Table[Statement]:
    """The newest first."""
    rows: QuerySet[Statement] = Statement.objects.filter(account=one)
    return Table(
        name="statements",
        rows=rows.annotate(count=Count("lines")),
        columns=[
            Column("until", _("Until"), lambda r: Day(r.fresh_on, today), sort="fresh_on"),
            Column("number", _("Number"), lambda r: Text(r.number), sort="number"),
            Column("kind", _("What it is"), _kind, sort="telling", phone=False),
            Column(
                "opening",
                _("Opened with"),
                lambda r: _money(r.opening_minor, one.currency),
                numeric=True,
            ),
            Column(
                "closing",
                _("Closed with"),
                lambda r: _money(r.closing_minor, one.currency),
                numeric=True,
            ),
            Column(
                "lines",
                _("Lines"),
                lambda r: Number(getattr(r, "count", None)),
                numeric=True,
                sort="count",
            ),
        ],
        sort="-until",
        empty=Empty(
            title=_("No statement yet"),
            words=_("Drop the statements of this account on the page Imports."),
            icon="building-bank",
        ),
    )


def _kind(row: Statement) -> Cell:
    return Text(str(TELLINGS.get(Telling(row.telling), row.telling)))


def _money(minor: int | None, currency: str) -> Cell:
    return Text("") if minor is None else Amounts([Money(minor, currency)])


def _told(finding: Finding, currency: str) -> tuple[str, str]:
    """What is not as it should be, and what to do about it."""
    return _what(finding, currency), _remedy(finding)


def _remedy(finding: Finding) -> str:
    match finding:
        case Overlap():
            return _(
                "Lines that are alike count once. Look whether all the others belong here."
            )
        case SumBreak():
            return _("Compare it with the bank's own view: lines may be missing.")
        case _:
            return _("Download the missing statement from the bank and import it.")


def _what(finding: Finding, currency: str) -> str:
    match finding:
        case BalanceBreak():
            return _(
                "The statement of %(after)s opens with %(amount)s more or less than the "
                "one of %(before)s closed with."
            ) % {
                "after": _day(finding.after.first_on),
                "before": _day(finding.before.last_on),
                "amount": _amount(finding.differs_minor, currency),
            }
        case NumbersMissing():
            return _(
                "The statements %(first)s to %(last)s of the bank's count are missing."
            ) % {"first": finding.first, "last": finding.last}
        case DaysMissing():
            return _("No statement tells of %(first)s to %(last)s.") % {
                "first": _day(finding.days[0]),
                "last": _day(finding.days[-1]),
            }
        case Overlap():
            return _("Two statements tell of %(first)s to %(last)s.") % {
                "first": _day(finding.first_on),
                "last": _day(finding.last_on),
            }
        case PagesMissing():
            return _("Of the statement of %(day)s pages are missing.") % {
                "day": _day(finding.statement.last_on)
            }
        case SumBreak():
            return _(
                "The lines of the statement of %(day)s come to %(found)s, not to its "
                "closing balance."
            ) % {
                "day": _day(finding.statement.last_on),
                "found": _amount(finding.found_minor, currency),
            }


def _day(day: date) -> str:
    return reading.long_day(day)


def _amount(minor: int, currency: str) -> str:
    return reading.amount_and_currency(Money(minor, currency))
