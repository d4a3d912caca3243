"""The last twelve months, as a picture and as a table."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from babel.dates import format_date
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from acquit.desk.pictures import Picture
from acquit.matching.queries.accuracy import proof
from acquit.web import reading
from acquit.web.cells import Cell, Link, Number, Text
from acquit.web.charts import Series, chart
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from acquit.core.matching import Record

A_MONTH = timedelta(days=31)


def by_month(months: Mapping[date, Record], *, trail: bool) -> Picture:
    """What was posted, taken back, accepted and answered otherwise. trail: may the audit be
    looked at, which says who took back what?
    """
    records = list(months.values())
    hrefs = [_taken_back(month) if trail else "" for month in months]
    return Picture(
        name="months",
        title=_("Month by month"),
        option=chart(
            [format_date(month, "MMM yy", reading.locale()) for month in months],
            [
                Series(
                    name=_("Posted"),
                    values=[max(one.posted - one.undone, 0) for one in records],
                    tone="good",
                    stack="month",
                ),
                Series(
                    name=_("Accepted"),
                    values=[one.accepted for one in records],
                    tone="2",
                    stack="month",
                ),
                Series(
                    name=_("Otherwise"),
                    values=[one.declined for one in records],
                    tone="warn",
                    stack="month",
                ),
                Series(
                    name=pgettext("matches", "Taken back"),
                    values=[one.undone for one in records],
                    tone="bad",
                    stack="month",
                    hrefs=hrefs,
                ),
            ],
        ),
        how=_(
            "Payments that were posted by themselves and not taken back; proposals that a "
            "person accepted, or answered otherwise; and what a person took back, in the "
            "month in which that happened."
        ),
        table=_table(months, hrefs),
    )


def _table(months: Mapping[date, Record], hrefs: list[str]) -> Lines:
    rows = [
        _row(month, record, href)
        for (month, record), href in zip(months.items(), hrefs, strict=True)
    ]
    return Lines(
        [
            Head(_("Month")),
            Head(_("Posted"), numeric=True),
            Head(pgettext("matches", "Taken back"), numeric=True),
            Head(_("Right"), numeric=True),
            Head(_("Accepted"), numeric=True),
            Head(_("Otherwise"), numeric=True),
        ],
        rows[::-1],
    )


def _row(month: date, record: Record, href: str) -> list[Cell]:
    share = proof(record).share
    back = reading.number(record.undone)
    return [
        Text(format_date(month, "MMMM yyyy", reading.locale())),
        Number(record.posted),
        Link(back, href) if href and record.undone else Text(back),
        Text("" if share is None else reading.exact_percent(share)),
        Number(record.accepted),
        Number(record.declined),
    ]


def _taken_back(month: date) -> str:
    """Where the trail tells of what was taken back in that month."""
    last = (month + A_MONTH).replace(day=1) - timedelta(days=1)
    asked = {"what": "allocation_reversed", "from": str(month), "to": str(last)}
    return f"{reverse('desk:audit')}?{urlencode(asked)}"
