"""The pictures of the cockpit. Each has its numbers as a table of links beside it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquit.core import figures
from acquit.core.figures import Bucket
from acquit.desk import words
from acquit.desk.cockpit.stand import CAME_IN_WEEKS
from acquit.desk.cockpit.tiles import MINUS, PLUS
from acquit.desk.customers.table import next_cell
from acquit.desk.pictures import Picture
from acquit.insight.queries import WEEKS
from acquit.web import reading
from acquit.web.cells import Amounts, Cell, Link, Swatch, Text
from acquit.web.charts import Series, chart
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from acquit.desk.cockpit.stand import Stand
    from acquit.insight.queries import Late

# The tones of bars, as the customer file has them.
COLOURS = {"good": "good", "info": "2", "warn": "3", "bad": "4", "worst": "worst"}
LATE = [bucket for bucket in Bucket if bucket is not Bucket.NOT_DUE]
# With more places than this, a picture by unit is no picture: it is drawn by company.
MOST_PLACES = 14
Place = tuple[int, int | None]


def aged(stand: Stand) -> Picture:
    """How late the open amounts are, against a month ago."""
    now, before = stand.now.by_bucket, stand.before.by_bucket
    hrefs = {one: stand.invoices(bucket=one) for one in Bucket}
    rows: list[list[Cell]] = [
        [
            Swatch(words.BUCKETS[one][1], words.bucket(one), hrefs[one]),
            Amounts([stand.money(now[one])]),
            Text(_percent(now[one], stand.now.open.minor)),
            Text(_change(now[one], before[one])),
        ]
        for one in Bucket
    ]
    return Picture(
        name="aged",
        title=_("How late is it?"),
        option=chart(
            [words.brief_bucket(one) for one in Bucket],
            [
                Series(
                    name=_("A month ago"),
                    values=[_units(stand, before[one]) for one in Bucket],
                    tone="faint",
                ),
                Series(
                    name=_("Now"),
                    values=[_units(stand, now[one]) for one in Bucket],
                    tone="neutral",
                    tones=[COLOURS[words.BUCKETS[one][1]] for one in Bucket],
                    hrefs=list(hrefs.values()),
                    written=True,
                ),
            ],
            unit=stand.currency,
        ),
        how=_(
            "Open amounts by the days that have passed since the due day, at the close of "
            "%(day)s. The grey bars are the same a month earlier."
        )
        % {"day": reading.long_day(stand.as_of)},
        table=Lines(
            [
                Head(_("How late")),
                Head(_("Open"), numeric=True),
                Head(_("Share"), numeric=True, phone=False),
                Head(_("In a month"), numeric=True, phone=False),
            ],
            rows,
        ),
        open_table=True,
    )


def weekly(stand: Stand, *, bank: bool) -> Picture:
    """What came in, week by week, and what falls due. bank: may the bank be looked at?"""
    past = [stand.week - timedelta(weeks=n) for n in range(CAME_IN_WEEKS, 0, -1)]
    ahead = [stand.week + timedelta(weeks=n) for n in range(WEEKS)]
    came, due = stand.came_in, stand.now.by_week
    gap: list[float | None] = [None]
    late_href = stand.invoices(state="overdue")
    money_hrefs = [_bank(week) if bank else "" for week in [*past, stand.week]]
    due_hrefs = [_due_in(stand, week) for week in ahead]
    # The overdue stand between what was and what is to come: nobody knows their week.
    came_values = [_units(stand, came.get(week, 0)) for week in past]
    option = chart(
        [*(_week(one) for one in past), _("Overdue"), *(_week(one) for one in ahead)],
        [
            Series(
                name=_("Came in"),
                values=[
                    *came_values,
                    None,
                    _units(stand, came.get(stand.week, 0)),
                    *gap * (WEEKS - 1),
                ],
                tone="1",
                stack="week",
                hrefs=[*money_hrefs[:-1], "", money_hrefs[-1], *[""] * (WEEKS - 1)],
            ),
            Series(
                name=_("Overdue"),
                values=[
                    *gap * CAME_IN_WEEKS,
                    _units(stand, stand.now.overdue.minor),
                    *gap * WEEKS,
                ],
                tone="bad",
                stack="week",
                written=True,
                hrefs=[*[""] * CAME_IN_WEEKS, late_href, *[""] * WEEKS],
            ),
            Series(
                name=_("Falls due"),
                values=[
                    *gap * (CAME_IN_WEEKS + 1),
                    *(_units(stand, due.get(one, 0)) for one in ahead),
                ],
                tone="2",
                stack="week",
                hrefs=[*[""] * (CAME_IN_WEEKS + 1), *due_hrefs],
            ),
        ],
        unit=stand.currency,
    )
    rows: list[list[Cell]] = [
        [
            Link(_week_words(one), href) if href else Text(_week_words(one)),
            Amounts([stand.money(came.get(one, 0))]),
            Text(""),
        ]
        for one, href in zip(past, money_hrefs, strict=False)
    ]
    rows.append(
        [Link(_("Overdue"), late_href), Text(""), Amounts([stand.now.overdue], "bad")]
    )
    rows += [
        [
            Link(_week_words(one), href),
            Amounts([stand.money(came.get(one, 0))]),
            Amounts([stand.money(due.get(one, 0))]),
        ]
        for one, href in zip(ahead, due_hrefs, strict=True)
    ]
    return Picture(
        name="weekly",
        title=_("What comes in?"),
        option=option,
        how=_(
            "Up to now: payments of known customers in the week in which they came. From "
            "this week on: open amounts in the week of their due day, for %(weeks)d weeks. "
            "It shows what is owed, not when it will be paid; what is overdue stands alone."
        )
        % {"weeks": WEEKS},
        table=Lines(
            [
                Head(_("Week")),
                Head(_("Came in"), numeric=True),
                Head(_("Falls due"), numeric=True),
            ],
            rows,
        ),
    )


def by_place(
    stand: Stand, units: Mapping[int, str], companies: Mapping[int, str]
) -> Picture:
    """Where the late money is: by unit, or by company where there are too many units."""
    places = dict(stand.now.overdue_by_place)
    by_unit = len(places) <= MOST_PLACES
    if not by_unit:
        places = _by_company(places)
    order = sorted(places, key=lambda place: -sum(places[place].values()))[:MOST_PLACES]
    names = [_name(place, units, companies, by_unit=by_unit) for place in order]
    asked = [_asked(place, by_unit=by_unit) for place in order]
    series = [
        Series(
            name=words.bucket(bucket),
            values=[_units(stand, places[place].get(bucket, 0)) for place in order],
            tone=COLOURS[words.BUCKETS[bucket][1]],
            stack="late",
            hrefs=[stand.invoices(bucket=bucket, **one) for one in asked],
        )
        for bucket in LATE
    ]
    rows: list[list[Cell]] = [
        [
            Link(name, stand.invoices(state="overdue", **one)),
            Amounts([stand.money(sum(places[place].values()))]),
            Text(_percent(sum(places[place].values()), stand.now.overdue.minor)),
        ]
        for place, name, one in zip(order, names, asked, strict=True)
    ]
    return Picture(
        name="places",
        title=_("Where is it late?"),
        option=chart(names, series, unit=stand.currency, lying=True),
        how=_(
            "Overdue amounts by the unit to which the customer belongs, cut by how late "
            "they are."
        )
        if by_unit
        else _("Overdue amounts by company: there are too many units for one picture."),
        table=Lines(
            [
                Head(_("Unit") if by_unit else _("Company")),
                Head(_("Overdue"), numeric=True),
                Head(_("Share"), numeric=True),
            ],
            rows,
        ),
        empty=_("Nothing is late anywhere."),
    )


def largest(stand: Stand) -> Lines:
    """The customers that owe most of what is late, and what comes next for them."""
    heads = [
        Head(_("Customer")),
        Head(_("Overdue"), numeric=True),
        Head(_("Oldest"), numeric=True),
    ]
    known = stand.today
    if known is not None:
        heads.append(Head(_("Next")))
    rows: list[list[Cell]] = []
    for one in stand.largest:
        cells: list[Cell] = [
            Link(one.name, _file(stand, one), under=_invoices(one.rows), row=True),
            Amounts([stand.money(one.minor)], "bad"),
            Text(
                reading.lateness(one.oldest_on, today=stand.as_of),
                under=reading.short_day(one.oldest_on, today=stand.as_of),
            ),
        ]
        if known is not None:
            cells.append(next_cell(known.next.get(one.customer_id), today=stand.as_of))
        rows.append(cells)
    return Lines(heads, rows)


def _invoices(count: int) -> str:
    return ngettext("%(count)d invoice", "%(count)d invoices", count) % {"count": count}


def _file(stand: Stand, one: Late) -> str:
    href = reverse("desk:customer", args=[one.customer_id]) + "?late=1"
    return f"{href}&as_of={stand.past}" if stand.past else href


def _bank(week: date) -> str:
    query = {"state": "MATCHED", "from": str(week), "to": str(week + timedelta(days=6))}
    return f"{reverse('desk:bank')}?{urlencode(query)}"


def _due_in(stand: Stand, week: date) -> str:
    """What falls due in that week, and is not late."""
    first = max(week, stand.as_of)
    return stand.invoices(due_from=first, due_until=week + timedelta(days=6))


def _week(monday: date) -> str:
    return reading.short_day(monday, today=monday)


def _week_words(monday: date) -> str:
    return _("Week of %(day)s") % {"day": reading.short_day(monday)}


def _by_company(
    places: Mapping[Place, Mapping[Bucket, int]],
) -> dict[Place, Mapping[Bucket, int]]:
    found: dict[Place, dict[Bucket, int]] = {}
    for (company_id, _unit), late in places.items():
        one = found.setdefault((company_id, None), {})
        for bucket, minor in late.items():
            one[bucket] = one.get(bucket, 0) + minor
    return dict(found)


def _name(
    place: Place, units: Mapping[int, str], companies: Mapping[int, str], *, by_unit: bool
) -> str:
    company_id, unit_id = place
    if unit_id is not None:
        return units.get(unit_id, str(unit_id))
    name = companies.get(company_id, str(company_id))
    return _("%(company)s, without a unit") % {"company": name} if by_unit else name


def _asked(place: Place, *, by_unit: bool) -> dict[str, str | int]:
    company_id, unit_id = place
    if unit_id is not None:
        return {"unit": unit_id}
    return {"company": company_id, "unit": "none"} if by_unit else {"company": company_id}


def _units(stand: Stand, minor: int) -> float:
    """For the height of a bar: a picture needs no cents."""
    return float(stand.money(minor).amount)


def _percent(part: int, whole: int) -> str:
    share = figures.share(part, whole)
    return "" if share is None else reading.percent(share)


def _change(now: int, before: int) -> str:
    if before <= 0:
        return _("new") if now else ""
    moved = (now - before) / before
    return f"{PLUS if moved >= 0 else MINUS}{reading.percent(abs(moved))}"
