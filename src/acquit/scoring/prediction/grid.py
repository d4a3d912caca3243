"""The working days on which a receivable may be paid, and what each day is like for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from acquit.scoring.prediction import delays
from acquit.scoring.prediction.arrays import OPEN, month_position, weekday
from acquit.scoring.prediction.past import NAMES as SEEN

if TYPE_CHECKING:
    from acquit.scoring.prediction.arrays import Flags, Floats, Ints
    from acquit.scoring.prediction.books import Books
    from acquit.scoring.prediction.calendar import Calendar
    from acquit.scoring.prediction.past import Known

# Working days that are looked at one by one: a quarter of a year. Later ones are the tail.
PLACES = 64
# Days before this share of the payer's payments are left out: nothing is paid there.
_NEVER_BEFORE = 0.01
# A hazard stays possible where nobody was seen to pay: so much of a payment, spread over
# three weeks.
_DOUBT, _DOUBT_HAZARD = 0.004, 0.06

# See `habits`.
BY_WEEKDAY = 4

_FROM = tuple(SEEN.index(f"{one}_median") for one in ("payer", "same_weekday", "leaned"))
_LAST = tuple(SEEN.index(one) for one in ("last_run_delay", "last_5_delay"))
# The whole row says these of the receivable; the day adds its own.
_OF_THE_ROW = tuple(
    SEEN.index(name)
    for name in (
        "payer_spread", "payer_late", "payer_median", "payer_mean",
        "same_weekday_median", "same_weekday_late", "same_weekday_spread",
        "leaned_median", "leaned_mean", "leaned_spread", "leaned_late", "leaned_late_30",
        "lately_median", "lately_late", "terms_mean", "payments", "payments_lately",
        "payments_same_weekday", "last_run_delay", "last_run_days_ago", "last_run_size",
        "last_5_delay", "last_15_delay", "paid_beyond", "unpaid", "overdue",
        "overdue_share", "term", "log_amount", "to_working_day", "from_working_day",
        "due_weekday", "due_month_day", "due_month_left",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """First place, and for each of PLACES working days: the day, and the one before."""

    first: Ints
    day: Ints
    before: Ints


def grid(books: Books, calendar: Calendar, known: Known) -> Grid:
    """The days from the morning on, or from when this payer may begin to pay; from the
    appointed day on, where there is one.
    """
    country, due = books.country[known.rows], books.due[known.rows]
    running = known.same_weekday.cumsum(axis=1)
    earliest = np.argmax(running >= _NEVER_BEFORE, axis=1) + delays.EARLIEST
    begin = np.maximum(known.morning, due + earliest - 1)
    if known.said:
        appointed = known.said.appointed
        begin = np.where(appointed < OPEN, appointed, begin)
    first = calendar.place_from(country, begin)
    places = first[:, None] + np.arange(PLACES)
    return Grid(
        first=first,
        day=calendar.day(country[:, None], places),
        before=calendar.day(country[:, None], places - 1),
    )


def hazards(shares: Floats, due: Ints, on: Grid) -> tuple[Floats, Floats]:
    """Of the delays' histogram: the probability to be paid on each day if still open, and
    the share that is paid by then.
    """
    running = np.concatenate([shares[:, :1] * 0, shares.cumsum(axis=1)], axis=1)
    rows = np.arange(len(due))[:, None]
    until = _columns(on.day - due[:, None])
    earlier = _columns(on.before - due[:, None])
    by, before = running[rows, until], running[rows, earlier]
    open_still = np.maximum(1 - before, 0)
    hazard = (by - before + _DOUBT * _DOUBT_HAZARD) / (open_still + _DOUBT)
    return np.clip(hazard, 0, 1).astype(np.float32), by.astype(np.float32)


def _columns(delay: Ints) -> Ints:
    """How many columns of a histogram lie until this delay."""
    return np.clip(delay - delays.EARLIEST + 1, 0, delays.WIDTH)


def habits(books: Books, known: Known, on: Grid) -> Floats:
    """What the three histograms say of each day of the grid: six columns for each, of which
    BY_WEEKDAY is the hazard by the narrowest.
    """
    due = books.due[known.rows]
    told = [
        one
        for shares in (known.payer, known.lately, known.same_weekday)
        for one in hazards(shares, due, on)
    ]
    return np.stack(told, axis=-1)


def day_features(
    books: Books, known: Known, on: Grid, told: Floats, chosen: Flags
) -> Floats:
    """One row for each chosen day of the grid, row by row: what the day is like, what the
    payer did on such days, and what was known of the payer and the receivable. told: by
    `habits`.
    """
    i, j = np.nonzero(chosen)
    due = books.due[known.rows]
    day, delay = on.day[i, j], on.day[i, j] - due[i]
    since_first, until_next = month_position(day)
    on_weekday = weekday(day)
    columns = [
        delay,
        day - known.morning[i],
        j,
        day - on.before[i, j],
        on_weekday,
        since_first,
        until_next,
        known.weekdays[i, on_weekday],
        known.month_parts[i, since_first // 5],
        *(delay - known.seen[i, one] for one in (*_FROM, *_LAST)),
    ]
    of_the_day = np.column_stack(columns).astype(np.float32)
    return np.concatenate([of_the_day, told[i, j], known.seen[i][:, _OF_THE_ROW]], axis=1)
