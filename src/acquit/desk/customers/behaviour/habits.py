"""The pictures of a habit: by weekday, by part of the month, by season."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import dates
from django.utils.translation import gettext as _

from acquit.desk.pictures import Picture
from acquit.web import reading
from acquit.web.cells import Cell, Number, Text
from acquit.web.charts import Series, chart
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.desk.customers.behaviour.behaved import Behaved

WORKING_DAYS = 5
# The first and last day of each part of a month.
PARTS = ("1-5", "6-10", "11-15", "16-20", "21-25", "26-30", "31")


def weekdays(behaved: Behaved) -> Picture:
    """On which days of the week it pays."""
    counts = list(behaved.figures.weekdays)
    shown = 7 if any(counts[WORKING_DAYS:]) else WORKING_DAYS
    named = dates.get_day_names("wide", locale=reading.locale())
    brief = dates.get_day_names("abbreviated", locale=reading.locale())
    return _counted(
        name="weekdays",
        title=_("On which weekday?"),
        how=_("Payments by the day of the week on which the money was there."),
        heads=(_("Weekday"), _("Payments")),
        labels=[brief[day] for day in range(shown)],
        names=[named[day] for day in range(shown)],
        counts=counts[:shown],
    )


def month_parts(behaved: Behaved) -> Picture:
    """In which part of the month it pays."""
    labels = [part.replace("-", "\N{EN DASH}") for part in PARTS]
    return _counted(
        name="month-parts",
        title=_("In which part of the month?"),
        how=_("Payments by the day of the month on which the money was there."),
        heads=(_("Days of the month"), _("Payments")),
        labels=labels,
        names=labels,
        counts=list(behaved.figures.parts),
    )


def seasons(behaved: Behaved) -> Picture:
    """In which months what is due is paid later."""
    told = behaved.figures
    brief = dates.get_month_names("abbreviated", "stand-alone", locale=reading.locale())
    named = dates.get_month_names("wide", "stand-alone", locale=reading.locale())
    means = [
        round(days / count, 1) if count else None
        for days, count in zip(told.month_days, told.months, strict=True)
    ]
    return Picture(
        name="seasons",
        title=_("In which season?"),
        option=chart(
            [brief[month] for month in range(1, 13)],
            [Series(name=_("Mean days after due"), values=means, tone="2")],
            unit=_("days"),
        ),
        how=_(
            "Mean days after due by the month of the due day, over two years. A month with "
            "few payments says little."
        ),
        table=Lines(
            [
                Head(_("Due in")),
                Head(_("Payments"), numeric=True),
                Head(_("Mean days after due"), numeric=True),
            ],
            [
                [
                    Text(named[month]),
                    Number(told.months[month - 1]),
                    Text("" if mean is None else signed(mean)),
                ]
                for month, mean in enumerate(means, start=1)
            ],
        ),
    )


def _counted(  # noqa: PLR0913  # the words of a picture
    *,
    name: str,
    title: str,
    how: str,
    heads: tuple[str, str],
    labels: Sequence[str],
    names: Sequence[str],
    counts: Sequence[int],
) -> Picture:
    shares = shares_of(counts)
    rows: list[list[Cell]] = [
        [Text(words), Number(count), Text(reading.percent(share))]
        for words, count, share in zip(names, counts, shares, strict=True)
    ]
    return Picture(
        name=name,
        title=title,
        option=chart(
            labels, [Series(name=heads[1], values=counts, tone="1", written=True)]
        ),
        how=how,
        table=Lines(
            [Head(heads[0]), Head(heads[1], numeric=True), Head(_("Share"), numeric=True)],
            rows,
        ),
    )


def signed(days: float) -> str:
    """With a sign that is as wide as a digit."""
    return reading.number(days).replace("-", "\N{MINUS SIGN}")


def shares_of(counts: Sequence[int]) -> list[float]:
    """Of their sum, 0..1."""
    whole = sum(counts) or 1
    return [count / whole for count in counts]
