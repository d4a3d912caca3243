"""What came in week by week, what is expected, and how sure that is: picture and table."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from acquit.core.forecast import Expected
from acquit.desk.cockpit.stand import CAME_IN_WEEKS
from acquit.desk.pictures import Picture
from acquit.insight.queries import WEEKS
from acquit.web import reading
from acquit.web.cells import Amounts, Cell, Link, Text
from acquit.web.charts import Band, Series, chart
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.desk.cockpit.stand import Stand
    from acquit.insight.queries import Foresight

Values = list[float | None]


def weekly(stand: Stand, *, bank: bool) -> Picture:
    """bank: may the bank be looked at? Without a forecast: what falls due instead."""
    weeks = _Weeks(stand, bank=bank)
    ahead = stand.ahead.now
    return Picture(
        name="weekly",
        title=_("What comes in?"),
        option=chart(
            [_week(one) for one in weeks.all],
            weeks.with_forecast(ahead) if ahead else weeks.by_due_day(),
            unit=stand.currency,
        ),
        how=_how(stand),
        table=weeks.table(ahead) if ahead else weeks.table_by_due_day(),
    )


class _Weeks:
    """CAME_IN_WEEKS weeks that are over, and WEEKS from this one on."""

    def __init__(self, stand: Stand, *, bank: bool) -> None:
        self.stand, self.bank = stand, bank
        self.past = [stand.week - timedelta(weeks=n) for n in range(CAME_IN_WEEKS, 0, -1)]
        self.ahead = [stand.week + timedelta(weeks=n) for n in range(WEEKS)]
        self.all = [*self.past, *self.ahead]

    def with_forecast(self, ahead: Foresight) -> list[Series | Band]:
        """Bars for what came and what is expected, its interval, and the due days."""
        hrefs = [
            "" if one in self.past else expected_in(self.stand, one) for one in self.all
        ]
        return [
            self._came(),
            Series(
                name=_("Expected"),
                values=[self._still_to_come(one, ahead) for one in self.all],
                tone="2",
                stack="week",
                hrefs=hrefs,
            ),
            Band(
                name=_("8 cases of 10"),
                values=[self._band(one, ahead) for one in self.all],
                ends=(_("at least"), _("at most")),
                tone="neutral",
            ),
            self._due(_("If all paid on the due day"), kind="line"),
        ]

    def by_due_day(self) -> list[Series | Band]:
        return [self._came(), self._due(_("Falls due"), kind="bar")]

    def table(self, ahead: Foresight) -> Lines:
        """A row for each week: what came or was expected, and the due days."""
        rows: list[Sequence[Cell]] = []
        for one in self.all:
            told = ahead.weeks.get(one) if one in self.ahead else self._told(one)
            rows.append(
                [
                    self._link(one),
                    self._came_cell(one),
                    Amounts([self.stand.money(told.minor)] if told else []),
                    Text(between(self.stand, told) if told else ""),
                    self._due_cell(one),
                ]
            )
        late = Link(_("Overdue"), self.stand.invoices(state="overdue"))
        owed = Amounts([self.stand.now.overdue], "bad")
        rows.append([late, Text(""), Text(""), Text(""), owed])
        heads = [
            Head(_("Week")),
            Head(_("Came in"), numeric=True),
            Head(_("Expected"), numeric=True),
            Head(_("In 8 cases of 10"), numeric=True),
            Head(_("By due day"), numeric=True, phone=False),
        ]
        return Lines(heads, rows)

    def table_by_due_day(self) -> Lines:
        rows: list[Sequence[Cell]] = [
            [self._link(one), self._came_cell(one), self._due_cell(one)] for one in self.all
        ]
        late = Link(_("Overdue"), self.stand.invoices(state="overdue"))
        rows.append([late, Text(""), Amounts([self.stand.now.overdue], "bad")])
        heads = [
            Head(_("Week")),
            Head(_("Came in"), numeric=True),
            Head(_("Falls due"), numeric=True),
        ]
        return Lines(heads, rows)

    def _came(self) -> Series:
        until = self.stand.week
        return Series(
            name=_("Came in"),
            values=[
                self._units(self.stand.came_in.get(one, 0)) if one <= until else None
                for one in self.all
            ],
            tone="1",
            stack="week",
            hrefs=[_bank(one) if self.bank and one <= until else "" for one in self.all],
        )

    def _due(self, name: str, *, kind: str) -> Series:
        due = self.stand.now.by_week
        return Series(
            name=name,
            values=[
                None if one in self.past else self._units(due.get(one, 0))
                for one in self.all
            ],
            tone="3" if kind == "line" else "2",
            kind=kind,
            stack="" if kind == "line" else "week",
            hrefs=["" if one in self.past else due_in(self.stand, one) for one in self.all],
        )

    def _told(self, week: date) -> Expected | None:
        """What was expected of a week that is over."""
        return self.stand.ahead.told.get(week)

    def _still_to_come(self, week: date, ahead: Foresight) -> float | None:
        """What stands on top of what came already."""
        if week in self.past:
            return None
        minor = ahead.weeks.get(week, Expected()).minor
        whole = week == self.stand.week and not self._so_far(week, ahead)
        came = self.stand.came_in.get(week, 0) if whole else 0
        return self._units(max(minor - came, 0))

    def _so_far(self, week: date, ahead: Foresight) -> int:
        """What came in this week before its forecast was made, which is not part of it."""
        known = week == self.stand.week and ahead.made_on > week
        return self.stand.came_in.get(week, 0) if known else 0

    def _band(self, week: date, ahead: Foresight) -> tuple[float, float] | None:
        told = self._told(week) if week in self.past else ahead.weeks.get(week)
        if told is None:
            return None
        low, high = told.interval
        so_far = self._so_far(week, ahead)
        return self._units(so_far + low), self._units(so_far + high)

    def _link(self, week: date) -> Cell:
        words = _("Week of %(day)s") % {"day": reading.short_day(week)}
        if week not in self.past:
            forecast = self.stand.ahead.now is not None
            return Link(words, (expected_in if forecast else due_in)(self.stand, week))
        return Link(words, _bank(week)) if self.bank else Text(words)

    def _came_cell(self, week: date) -> Cell:
        if week > self.stand.week:
            return Text("")
        return Amounts([self.stand.money(self.stand.came_in.get(week, 0))])

    def _due_cell(self, week: date) -> Cell:
        if week in self.past:
            return Text("")
        return Amounts([self.stand.money(self.stand.now.by_week.get(week, 0))])

    def _units(self, minor: int) -> float:
        """For the height of a bar: a picture needs no cents."""
        return float(self.stand.money(minor).amount)


def between(stand: Stand, expected: Expected) -> str:
    """`8,718 to 11,282`, in whole units: an interval has no cents."""
    low, high = (stand.money(minor) for minor in expected.interval)
    return _("%(low)s to %(high)s") % {
        "low": reading.number(round(low.amount)),
        "high": reading.number(round(high.amount)),
    }


def expected_in(stand: Stand, week: date) -> str:
    """The receivables whose day to count on lies in that week; their list knows today."""
    if stand.past:
        return due_in(stand, week)
    last = week + timedelta(days=6)
    return stand.invoices(expected_from=max(week, stand.as_of), expected_until=last)


def due_in(stand: Stand, week: date) -> str:
    """What falls due in that week, and is not late."""
    first = max(week, stand.as_of)
    return stand.invoices(due_from=first, due_until=week + timedelta(days=6))


def _how(stand: Stand) -> str:
    ahead = stand.ahead.now
    if ahead is None:
        return " ".join([_how_by_due_day(), without_forecast(stand)])
    words = _(
        "Up to now: payments of known customers in the week in which they came. From "
        "%(day)s on: what is expected of each payer, added up, for %(weeks)d weeks; in "
        "eight cases of ten what comes lies within the grey veil. Of weeks that are over "
        "the veil is what was expected on their Monday, where it was kept. Invoices that "
        "are not issued yet are not in it. The line tells what would come if everybody "
        "paid on the due day; the overdue are not in the line. A bar adds up chances; the "
        "list behind it shows the invoices whose day to count on lies in the week, so that "
        "the two sums differ."
    )
    return words % {"day": reading.short_day(ahead.made_on), "weeks": WEEKS}


def _how_by_due_day() -> str:
    return _(
        "Up to now: payments of known customers in the week in which they came. From "
        "this week on: open amounts in the week of their due day, for %(weeks)d weeks. "
        "It shows what is owed, not when it will be paid; what is overdue is not in it."
    ) % {"weeks": WEEKS}


def without_forecast(stand: Stand) -> str:
    """Why there is none, in a sentence."""
    if stand.past:
        return _(
            "No forecast was kept of that day. It is kept each day, by company and unit: "
            "of one's own customers alone there is none."
        )
    return _("There is no forecast yet: the daily cycle makes it.")


def _bank(week: date) -> str:
    query = {"state": "MATCHED", "from": str(week), "to": str(week + timedelta(days=6))}
    return f"{reverse('desk:bank')}?{urlencode(query)}"


def _week(monday: date) -> str:
    return reading.short_day(monday, today=monday)
