"""The pictures of the behaviour tab. Each has its numbers as a table beside it."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from babel import dates
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquit.core.behaviour.pictures import BANDS, banded, by_month
from acquit.desk.customers.behaviour import habits
from acquit.desk.customers.behaviour.habits import shares_of, signed
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


class Pictures(NamedTuple):
    """All of the tab; there is one payment at least. spread: how late how often."""

    over_time: Picture
    spread: Sequence[Picture]
    habits: Sequence[Picture]


def all_of(behaved: Behaved) -> Pictures:
    """Drawn from the same payments."""
    return Pictures(
        over_time(behaved),
        (histogram(behaved), habits.seasons(behaved)),
        (habits.weekdays(behaved), habits.month_parts(behaved)),
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
            Text(signed(one.median_days)),
            Text(f"{signed(one.soonest_days)} … {signed(one.slowest_days)}"),
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
    mine, theirs = shares_of(own), shares_of(others)
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
    first = f"< {signed(BANDS[0] + 1)}"
    between = [
        signed(low + 1) if low + 1 == high else f"{signed(low + 1)} … {signed(high)}"
        for low, high in pairwise(BANDS)
    ]
    return [first, *between, f"> {BANDS[-1]}"]


def _month(first: date) -> str:
    return str(dates.format_skeleton("yMMM", first, locale=reading.locale()))


def _hundreds(shares: Sequence[float]) -> list[float]:
    """For the height of a bar."""
    return [round(100 * share, 1) for share in shares]
