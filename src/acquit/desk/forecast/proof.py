"""How right the forecast was: what it told of the weeks that are over, and what came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from acquit.desk.cockpit.cash import between
from acquit.insight.queries import LEADS, PROVEN_WEEKS, Proven
from acquit.web import reading
from acquit.web.cells import Amounts, Badge, Text
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.desk.cockpit.stand import Stand
    from acquit.web.cells import Cell


def summary(found: Sequence[Proven]) -> Lines:
    """A row for each lead of which anything is known."""
    rows: list[Sequence[Cell]] = [
        [
            Text(lead(one.lead)),
            Text(reading.number(one.test.weeks)),
            Text("" if one.test.wape is None else reading.percent(one.test.wape)),
            Text("" if one.test.bias is None else _signed(one.test.bias)),
            Text("" if one.test.held is None else reading.percent(one.test.held)),
        ]
        for one in found
        if one.weeks
    ]
    heads = [
        Head(_("Made")),
        Head(_("Weeks"), numeric=True),
        Head(_("Error"), numeric=True),
        Head(_("Too much, too little"), numeric=True, phone=False),
        Head(_("Interval held"), numeric=True),
    ]
    return Lines(heads, rows)


def weeks(stand: Stand, one: Proven) -> Lines:
    """Week by week, the newest first, what was told and what came."""
    rows: list[Sequence[Cell]] = [
        [
            Text(_("Week of %(day)s") % {"day": reading.short_day(monday)}),
            Amounts([stand.money(told.expected.minor)]),
            Text(between(stand, told.expected)),
            Amounts([stand.money(told.came_minor)]),
            Badge(_("Within"), "circle-check", "good")
            if told.expected.interval.holds(told.came_minor)
            else Badge(_("Outside"), "circle-x", "warn"),
        ]
        for monday, told in sorted(one.weeks.items(), reverse=True)
    ]
    heads = [
        Head(_("Week")),
        Head(_("Expected"), numeric=True),
        Head(_("In 8 cases of 10"), numeric=True),
        Head(_("Came in"), numeric=True),
        Head(_("Interval")),
    ]
    return Lines(heads, rows)


def lead(weeks_before: int) -> str:
    """When the forecast was made."""
    if not weeks_before:
        return _("on the Monday of the week")
    return _("%(weeks)d weeks before") % {"weeks": weeks_before}


def how() -> str:
    """What is held against what, and what the error is."""
    return _(
        "Each forecast is kept on the day on which it is made. Of the last %(weeks)d "
        "weeks: what was expected on the Monday of the week, and %(lead)d weeks before, "
        "beside what then came of the invoices that were known. Error: the differences, "
        "up and down alike, divided by what came (WAPE). The interval should hold in "
        "about 80 %% of the weeks."
    ) % {"weeks": PROVEN_WEEKS, "lead": max(LEADS)}


def _signed(share: float) -> str:
    return ("+" if share > 0 else "") + reading.percent(share)
