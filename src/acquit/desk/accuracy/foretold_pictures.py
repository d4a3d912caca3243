"""How right the predictions of payment days were: as pictures, each with its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date
from django.utils.translation import gettext as _

from acquit.desk.accuracy import months_judged
from acquit.desk.accuracy.foretold import PROMISED, days
from acquit.desk.accuracy.months_judged import BINS
from acquit.desk.cockpit.tiles import NOT_AVAILABLE
from acquit.desk.pictures import Picture
from acquit.web import reading
from acquit.web.cells import Badge, Cell, Number, Text
from acquit.web.charts import Series, chart
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from acquit.desk.accuracy.months_judged import Judged


def by_month(months: Mapping[date, Judged]) -> Picture:
    """How far off, month by month, beside the guess."""
    return Picture(
        name="judged",
        title=_("Days off, month by month"),
        option=chart(
            _labels(months),
            [
                Series(
                    name=_("Guessed"),
                    values=[round(one.naive_mae, 1) for one in months.values()],
                    tone="faint",
                ),
                Series(
                    name=_("Predicted"),
                    values=[round(one.mae, 1) for one in months.values()],
                    tone="1",
                ),
            ],
            unit=_("days"),
        ),
        how=_(
            "Each month's invoices as they were predicted on their day of issue, by what "
            "the books could teach before."
        ),
        table=_table(months),
        open_table=True,
    )


def calibration(months: Mapping[date, Judged]) -> Picture:
    """Of what was said to be late with such a chance, how much was."""
    bins = months_judged.together(list(months.values())).bins if months else {}
    rows: list[list[Cell]] = [
        [
            Text(_tenth(place)),
            Number(one.n),
            Text(reading.percent(one.said)),
            Text(reading.percent(one.happened)),
        ]
        for place, one in bins.items()
    ]
    return Picture(
        name="calibration",
        title=_("Said to be late, and was late"),
        option=chart(
            [_tenth(place) for place in bins],
            [
                Series(
                    name=_("Was late"),
                    values=[round(one.happened * 100, 1) for one in bins.values()],
                    tone="1",
                ),
                Series(
                    name=_("Said"),
                    values=[round(one.said * 100, 1) for one in bins.values()],
                    tone="warn",
                    kind="line",
                ),
            ],
            unit="%",
        ),
        how=_(
            "All invoices of these months by the chance to be late that was said on the "
            "day of issue. Where bar and line agree, a chance of 30 % means that 30 of 100 "
            "come late."
        ),
        table=Lines(
            [
                Head(_("Said")),
                Head(_("Invoices"), numeric=True),
                Head(_("Said, on average"), numeric=True),
                Head(_("Was late"), numeric=True),
            ],
            rows,
        ),
    )


def coverage(months: Mapping[date, Judged]) -> Picture:
    """How many payments fell into their interval, month by month."""
    rows: list[list[Cell]] = [
        [
            Text(_month(month)),
            Text(reading.percent(one.covered)),
            Text(days(one.width)),
        ]
        for month, one in months.items()
    ]
    return Picture(
        name="coverage",
        title=_("Does the 80 % interval hold?"),
        option=chart(
            _labels(months),
            [
                Series(
                    name=_("Payments within it"),
                    values=[round(one.covered * 100, 1) for one in months.values()],
                    tone="1",
                ),
                Series(
                    name=_("Promised"),
                    values=[PROMISED * 100 for _one in months],
                    tone="warn",
                    kind="line",
                ),
            ],
            unit="%",
        ),
        how=_(
            "Eight payments of ten should fall between the first and the last day that "
            "were said; more is too careful, fewer is too sure."
        ),
        table=Lines(
            [
                Head(_("Month")),
                Head(_("Payments within it"), numeric=True),
                Head(_("Width in days"), numeric=True),
            ],
            rows[::-1],
        ),
    )


def _table(months: Mapping[date, Judged]) -> Lines:
    return Lines(
        [
            Head(_("Month")),
            Head(_("Invoices"), numeric=True, phone=False),
            Head(_("Days off"), numeric=True),
            Head(_("Guessed"), numeric=True),
            Head(_("Within three days"), numeric=True, phone=False),
            Head(_("Guessed"), numeric=True, phone=False),
            Head(_("Late told apart"), numeric=True, phone=False),
            Head(_("What answered")),
        ],
        [_row(month, one) for month, one in list(months.items())[::-1]],
    )


def _row(month: date, one: Judged) -> list[Cell]:
    return [
        Text(_month(month)),
        Number(one.n),
        Text(days(one.mae)),
        Text(days(one.naive_mae)),
        Text(reading.percent(one.within_3)),
        Text(reading.percent(one.naive_within_3)),
        Text(NOT_AVAILABLE if one.auc is None else reading.percent(one.auc)),
        _answered(one),
    ]


def _answered(one: Judged) -> Badge:
    """What answered, and whether it was nearer than the guess."""
    name = {
        True: _("Learnt model"),
        False: _("Payers' history"),
        None: _("Some of each"),
    }[one.trained]
    if one.better:
        return Badge(name, "circle-check", "good", _("nearer than guessing"))
    return Badge(name, "circle-minus", "neutral", _("no better than guessing"))


def _labels(months: Mapping[date, Judged]) -> list[str]:
    return [format_date(month, "MMM yy", reading.locale()) for month in months]


def _month(month: date) -> str:
    return str(format_date(month, "MMMM yyyy", reading.locale()))


def _tenth(place: int) -> str:
    low, high = place / BINS, (place + 1) / BINS
    return _("%(low)s to %(high)s") % {
        "low": reading.whole_percent(low),
        "high": reading.whole_percent(high),
    }
