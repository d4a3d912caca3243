"""The pictures of the behaviour tab. Each has its numbers as a table beside it."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from babel import dates
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquit.core.behaviour.pictures import BANDS, banded, by_month
from acquit.desk.customers.payer import after_due
from acquit.desk.pictures import Picture
from acquit.web import reading
from acquit.web.cells import Cell, Number, Text
from acquit.web.charts import Point, Points, Series, chart, timeline
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.core.behaviour.habits import Settled
    from acquit.desk.customers.behaviour.behaved import Behaved

# More dots than this are a cloud, and a heavy page.
MOST_DOTS = 600
WORKING_DAYS = 5
# The first day of each part of a month.
PARTS = ("1-5", "6-10", "11-15", "16-20", "21-25", "26-30", "31")


class Pictures(NamedTuple):
    """All of the tab; there is one payment at least."""

    over_time: Picture
    histogram: Picture
    habits: Sequence[Picture]


def all_of(behaved: Behaved) -> Pictures:
    """Drawn from the same payments."""
    return Pictures(
        over_time(behaved),
        histogram(behaved),
        (weekdays(behaved), month_parts(behaved), seasons(behaved)),
    )


def over_time(behaved: Behaved) -> Picture:
    """Each payment a dot, the middle of each month a line, what was asked of it beside."""
    dots, months = behaved.payments[-MOST_DOTS:], by_month(behaved.payments)
    first = dots[0].settled_on
    middles = [one for one in months if one.first >= first.replace(day=1)]
    kinds = [
        Points(
            name=_("Payment"),
            points=[
                Point(on=one.settled_on, value=one.delay_days, said=_dot(one))
                for one in dots
            ],
            tone="1",
        ),
        Points(
            name=_("Middle of the month"),
            points=[
                Point(
                    on=one.first.replace(day=15),
                    value=one.median_days,
                    said=f"{_month(one.first)}: {after_due(one.median_days)}",
                )
                for one in middles
            ],
            tone="4",
            mark="line",
        ),
        *_marks(behaved, first),
    ]
    rows: list[list[Cell]] = [
        [
            Text(_month(one.first)),
            Number(one.payments),
            Text(_days(one.median_days)),
            Text(f"{_days(one.soonest_days)} … {_days(one.slowest_days)}"),
        ]
        for one in reversed(months)
    ]
    return Picture(
        name="over-time",
        title=_("How late, over time?"),
        option=timeline([one for one in kinds if one.points], zero=_("Due day")),
        how=_how_over_time(behaved),
        table=Lines(
            [
                Head(_("Paid in")),
                Head(_("Payments"), numeric=True),
                Head(_("Middle, days after due"), numeric=True),
                Head(_("Eight in ten, days after due"), numeric=True),
            ],
            rows,
        ),
    )


def histogram(behaved: Behaved) -> Picture:
    """How often it is how late, beside all customers of the company."""
    names, own, others = _bands(), banded(behaved.delays), banded(behaved.others)
    mine, theirs = _shares(own), _shares(others)
    return Picture(
        name="histogram",
        title=_("How often how late?"),
        option=chart(
            names,
            [
                Series(name=_("All customers"), values=_hundreds(theirs), tone="faint"),
                Series(name=_("This customer"), values=_hundreds(mine), tone="1"),
            ],
            unit="%",
        ),
        how=_(
            "Share of the payments by days after due: this customer's of two years, and "
            "those of all customers of the company in the last year."
        ),
        table=Lines(
            [
                Head(_("Days after due")),
                Head(_("Payments"), numeric=True),
                Head(_("This customer"), numeric=True),
                Head(_("All customers"), numeric=True),
            ],
            [
                [
                    Text(name),
                    Number(count),
                    Text(reading.percent(share)),
                    Text(reading.percent(other)),
                ]
                for name, count, share, other in zip(names, own, mine, theirs, strict=True)
            ],
        ),
    )


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
                    Text("" if mean is None else _days(mean)),
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
    shares = _shares(counts)
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


def _marks(behaved: Behaved, first: date) -> list[Points]:
    """Reminders and broken promises, on the line of the due day."""
    deeds = behaved.deeds
    reminded = [day for day in deeds.reminders if day >= first]
    broken = [day for day, kept in deeds.promises if not kept and day >= first]
    return [
        Points(
            name=_("Reminder"),
            points=[_mark(day, _("Reminder"), count) for day, count in _on(reminded)],
            tone="3",
            mark="triangle",
        ),
        Points(
            name=_("Promise not kept"),
            points=[_mark(day, _("Promise not kept"), count) for day, count in _on(broken)],
            tone="worst",
            mark="diamond",
        ),
    ]


def _on(days: Sequence[date]) -> list[tuple[date, int]]:
    return sorted(Counter(days).items())


def _mark(day: date, words: str, count: int) -> Point:
    times = f" ({count})" if count > 1 else ""
    return Point(on=day, value=0, said=f"{words}{times} · {reading.short_day(day)}")


def _dot(one: Settled) -> str:
    paid_on = reading.short_day(one.settled_on)
    return _("%(late)s · paid on %(day)s") % {
        "late": after_due(one.delay_days),
        "day": paid_on,
    }


def _how_over_time(behaved: Behaved) -> str:
    words = _(
        "Each dot is a receivable that was paid in full, on the day of the payment, as "
        "many days above the line as it came after due; below it is before due. Two years "
        "are looked at."
    )
    left_out = len(behaved.payments) - MOST_DOTS
    if left_out <= 0:
        return words
    told = ngettext(
        "The oldest payment is in the table only.",
        "The oldest %(count)s payments are in the table only.",
        left_out,
    )
    return f"{words} {told % {'count': reading.number(left_out)}}"


def _bands() -> list[str]:
    """Each band in days after due, such as `1 … 7` and `> 90`."""
    first = f"< {_days(BANDS[0] + 1)}"
    between = [
        _days(low + 1) if low + 1 == high else f"{_days(low + 1)} … {_days(high)}"
        for low, high in pairwise(BANDS)
    ]
    return [first, *between, f"> {BANDS[-1]}"]


def _month(first: date) -> str:
    return str(dates.format_skeleton("yMMM", first, locale=reading.locale()))


def _days(days: float) -> str:
    """With a sign that is as wide as a digit."""
    return reading.number(days).replace("-", "\N{MINUS SIGN}")


def _shares(counts: Sequence[int]) -> list[float]:
    whole = sum(counts) or 1
    return [count / whole for count in counts]


def _hundreds(shares: Sequence[float]) -> list[float]:
    """For the height of a bar."""
    return [round(100 * share, 1) for share in shares]
