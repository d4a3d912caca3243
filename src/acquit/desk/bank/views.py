"""The list of bank lines, and the page of one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from acquit.bank.models import LineState
from acquit.core.money import Money
from acquit.desk import lists
from acquit.desk.bank import lines, standing
from acquit.desk.bank.page import LinePage
from acquit.desk.bank.table import ALL, LineList, chosen_state
from acquit.desk.bank.whose import waiting, whose_query
from acquit.desk.doors import DeskRequest, door
from acquit.desk.imports.forms import upload_form
from acquit.organisation.rights import Act
from acquit.web import reading

if TYPE_CHECKING:
    from acquit.bank.models import Line
    from acquit.desk.bank.shares import SharesForm

TABS = (
    (LineState.OPEN, LineState.OPEN.label),
    (standing.PARKED, gettext_lazy("Parked")),
    (LineState.MATCHED, LineState.MATCHED.label),
    (LineState.ON_ACCOUNT, LineState.ON_ACCOUNT.label),
    (LineState.NOT_OURS, LineState.NOT_OURS.label),
    (LineState.OUTGOING, LineState.OUTGOING.label),
    (ALL, gettext_lazy("All lines")),
)


@door(Act.SEE_BANK)
def bank(request: DeskRequest) -> HttpResponse:
    """What came in, and for what."""
    scope, today = request.granted, request.desk.today
    counts, waiting = standing.by_state(scope, today=today)
    counts[ALL] = sum(counts.values())
    here = chosen_state(request)
    tabs = [
        (label, f"?state={state}", counts[state], state == here) for state, label in TABS
    ]
    accounts = standing.freshness(scope, today=today)
    context = {
        "tabs": tabs,
        "waiting": waiting,
        "to_look_at": counts[LineState.OPEN],
        "rate": standing.rate(scope, today=today),
        "rate_days": standing.RATE_DAYS,
        "accounts": accounts,
        "stale": [one for one in accounts if one.stale],
        "upload": upload_form(request),
    }
    table = LineList(request, [one.account for one in accounts]).table()
    return lists.show(request, table, "desk/bank/list.html", context)


@door(Act.SEE_BANK)
def bank_line(request: DeskRequest, pk: int) -> HttpResponse:
    """One line: what the bank wrote, and what it is for."""
    return show_line(request, line_of(request, pk))


def line_of(request: DeskRequest, pk: int) -> Line:
    """The line, when it may be seen."""
    seen = lines.lines_within(request.granted).select_related(
        "account__company", "statement", "receipt__customer", "care__assignee"
    )
    return get_object_or_404(seen, pk=pk)


def show_line(
    request: DeskRequest, line: Line, form: SharesForm | None = None, *, status: int = 200
) -> HttpResponse:
    """The page of the line, with what was typed when that was refused."""
    page = LinePage.of(request, line, form)
    return render(request, "desk/bank/line.html", {"page": page}, status=status)


def after_line(request: DeskRequest, line: Line) -> str:
    """Where to go when the line is dealt with: the next one that waits, else the list."""
    before, after = lines.around(line, waiting(request))
    following = after or before
    where = (
        reverse("desk:bank_line", args=[following.pk])
        if following is not None
        else reverse("desk:bank")
    )
    return where + whose_query(request)


def about(line: Line) -> str:
    """The line in a few words: how much, and from whom."""
    amount = reading.amount_and_currency(Money(line.amount_minor, line.currency))
    return f"{amount} · {line.name or line.iban}"
