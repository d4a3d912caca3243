"""What of the open amounts will be late or lost, by how late it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from acquit.core import figures, risk
from acquit.core.figures import Bucket
from acquit.desk import words
from acquit.desk.cockpit.tiles import moved, whole
from acquit.web import reading
from acquit.web.cells import Swatch, Text
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from acquit.desk.cockpit.stand import Stand
    from acquit.insight.queries import Foresight
    from acquit.web.cells import Cell


def by_bucket(stand: Stand, ahead: Foresight, *, open_too: bool = True) -> Lines:
    """A row for each bucket, and their sum. open_too: with what is open in it."""
    columns = [
        *([(_("Open"), ahead.open)] if open_too else []),
        (_("Late"), ahead.late),
        (_("Over 30 days late"), ahead.late_30),
    ]
    rows: list[Sequence[Cell]] = [
        [
            Swatch(words.BUCKETS[one][1], words.bucket(one), stand.invoices(bucket=one)),
            *(_about(stand, column[one]) for _name, column in columns),
            _lost(stand, ahead, one),
        ]
        for one in Bucket
    ]
    summed = [*(column for _name, column in columns), stand.ahead.lost]
    sums = (_about(stand, sum(column.values())) for column in summed)
    rows.append([Text(_("Together")), *sums])
    first = _("How late, in %(currency)s") % {"currency": stand.currency}
    names = [*(name for name, _column in columns), _("Lost")]
    heads = [Head(first), *(Head(name, numeric=True) for name in names)]
    return Lines(heads, rows)


def _lost(stand: Stand, ahead: Foresight, bucket: Bucket) -> Cell:
    """With the loss rate below it."""
    minor = stand.ahead.lost[bucket]
    rate = figures.share(minor, ahead.open[bucket])
    under = "" if rate is None else reading.exact_percent(rate)
    return _about(stand, minor, under)


def _about(stand: Stand, minor: int, under: str = "") -> Cell:
    """Without decimals: what is expected has none."""
    return Text(whole(stand.money(minor)), under=under)


def how_by_bucket() -> str:
    """How late and lost amounts are computed."""
    return _(
        "Late: what is overdue, and of what is not due each amount times its chance to be "
        "paid late. Over 30 days late: the same, for being paid more than 30 days after "
        "due. Lost: what of receivables that once were so late was written off, or still "
        "unpaid %(days)d days after due, by the books of the last years; with few of them "
        "it leans on the usual rates, as if those were %(lean)d receivables more."
    ) % {"days": risk.LOST_AFTER_DAYS, "lean": risk.LEAN}


def trend(stand: Stand, ahead: Foresight) -> Lines:
    """The sums now, a month and a quarter before, as they were kept."""
    at = stand.ahead
    then = [(at.month, at.lost_month), (at.quarter, at.lost_quarter)]
    rows = [
        _moved_row(
            stand, _("Late"), ahead.late, [one.late if one else None for one, _lost in then]
        ),
        _moved_row(
            stand,
            _("Over 30 days late"),
            ahead.late_30,
            [one.late_30 if one else None for one, _lost in then],
        ),
        _moved_row(
            stand, _("Lost"), at.lost, [lost if one else None for one, lost in then]
        ),
    ]
    heads = [
        Head(_("Expected to be, in %(currency)s") % {"currency": stand.currency}),
        Head(_("Now"), numeric=True),
        Head(_("A month before"), numeric=True),
        Head(_("A quarter before"), numeric=True),
    ]
    return Lines(heads, rows)


def _moved_row(
    stand: Stand,
    name: str,
    now: Mapping[Bucket, int],
    before: Sequence[Mapping[Bucket, int] | None],
) -> Sequence[Cell]:
    minor = sum(now.values())
    cells: list[Cell] = [Text(name), _about(stand, minor)]
    for one in before:
        if one is None:
            cells.append(Text(_("not kept")))
            continue
        then = sum(one.values())
        change = moved(minor, then, more_is_good=False)
        cells.append(_about(stand, then, _since(change.words) if change else ""))
    return cells


def _since(change: str) -> str:
    return _("%(change)s since") % {"change": change}
