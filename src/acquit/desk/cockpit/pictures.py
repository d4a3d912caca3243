"""The pictures of the cockpit. Each has its numbers as a table of links beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquit.core import figures
from acquit.core.figures import Bucket
from acquit.desk import words
from acquit.desk.cockpit.tiles import MINUS, PLUS
from acquit.desk.customers.table import next_cell
from acquit.desk.pictures import Picture
from acquit.web import reading
from acquit.web.cells import Amounts, Cell, Link, Swatch, Text
from acquit.web.charts import Series, chart
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Mapping

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
