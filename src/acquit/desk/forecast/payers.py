"""The largest payers, and what it would do if they paid late."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from acquit.core import risk
from acquit.desk.customers import payer
from acquit.web import reading
from acquit.web.cells import Amounts, Link, Text
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from acquit.core.risk import Stress
    from acquit.desk.cockpit.stand import Stand
    from acquit.web.cells import Cell


def largest(stand: Stand) -> Lines:
    """Who they are, what they owe, which part of it all that is, and what comes of it."""
    payers = stand.ahead.largest.payers
    whole = max(stand.ahead.largest.open_minor, 1)
    together = accumulate(one.open_minor for one in payers)
    rows: list[Sequence[Cell]] = [
        [
            Link(
                one.name,
                reverse("desk:customer", args=[one.customer_id]),
                under=payer.class_name(one.score_class) if one.score_class else "",
                row=True,
            ),
            Amounts([stand.money(one.open_minor)]),
            Text(reading.percent(one.open_minor / whole)),
            Text(reading.percent(so_far / whole)),
            Amounts([stand.money(one.days_30)]),
        ]
        for one, so_far in zip(payers, together, strict=True)
    ]
    heads = [
        Head(_("Customer")),
        Head(_("Open"), numeric=True),
        Head(_("Share"), numeric=True),
        Head(_("Added up"), numeric=True, phone=False),
        Head(_("Expected in 30 days"), numeric=True),
    ]
    return Lines(heads, rows)


def how_largest() -> str:
    """How the shares and the payers alike are computed."""
    return _(
        "Shares of what is open in this currency. So many payers alike: 1 divided by the "
        "sum of the squared shares; the fewer there are, the more hangs on each."
    )


def stressed(stand: Stand, found: Stress, due: Mapping[int, int]) -> Lines:
    """What the stress does, a line for each figure, and for each of the payers."""
    three = stand.ahead.largest.payers[: risk.STRESSED_PAYERS]
    rows: list[Sequence[Cell]] = [
        [
            Link(one.name, reverse("desk:customer", args=[one.customer_id]), row=True),
            Amounts([stand.money(one.days_30)]),
            Amounts([stand.money(due.get(one.customer_id, 0))]),
        ]
        for one in three
    ]
    rows.append(
        [
            Text(_("Together")),
            Amounts([stand.money(found.falls_minor)], "bad"),
            Amounts([stand.money(found.late_minor)], "bad"),
        ]
    )
    heads = [
        Head(_("Pays %(days)d days later") % {"days": risk.STRESSED_DAYS}),
        Head(_("Less cash"), numeric=True),
        Head(_("Overdue then"), numeric=True),
    ]
    return Lines(heads, rows)


def how_stress() -> str:
    """What the stress takes for granted."""
    return _(
        "All that is expected of these payers in the next %(days)d days comes after them. "
        "Overdue then: what they owe that falls due meanwhile. The DSO grows by what is "
        "missing, divided by what was sold in 91 days, times 91."
    ) % {"days": risk.STRESSED_DAYS}
