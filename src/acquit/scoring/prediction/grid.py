"""The working days on which a receivable may be paid, and what each day is like for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from acquit.scoring.prediction import delays
from acquit.scoring.prediction.arrays import OPEN, month_position, weekday
from acquit.scoring.prediction.past import NAMES as SEEN

if TYPE_CHECKING:
    from collections.abc import Sequence

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


class Habit:
    """What a histogram of delays says of the days of a grid."""

    def __init__(self, shares: Floats, due: Ints, on: Grid) -> None:
        self._running = np.pad(shares.cumsum(axis=1), ((0, 0), (1, 0)))
        self._due, self._on = due, on

    def at(self, i: Ints, j: Ints) -> tuple[Floats, Floats]:
        """Of the rows i on the days j of the grid: the probability to be paid on the day if
        still open, and the share that is paid by then.
        """
        by = self._running[i, _columns(self._on.day[i, j] - self._due[i])]
        before = self._running[i, _columns(self._on.before[i, j] - self._due[i])]
        open_still = np.maximum(1 - before, 0)
        hazard = (by - before + _DOUBT * _DOUBT_HAZARD) / (open_still + _DOUBT)
        return np.clip(hazard, 0, 1).astype(np.float32), by.astype(np.float32)

    def hazard(self) -> Floats:
        """The same probability for the whole grid."""
        rows, places = self._on.day.shape
        return self.at(np.arange(rows)[:, None], np.arange(places)[None, :])[0]


def _columns(delay: Ints) -> Ints:
    """How many columns of a histogram lie until this delay."""
    return np.clip(delay - delays.EARLIEST + 1, 0, delays.WIDTH)


def habits(books: Books, known: Known, on: Grid) -> tuple[Habit, ...]:
    """Of the three histograms, the narrowest last."""
    due = books.due[known.rows]
    histograms = (known.payer, known.lately, known.same_weekday)
    return tuple(Habit(shares, due, on) for shares in histograms)


def day_features(
    books: Books, known: Known, on: Grid, told: Sequence[Habit], chosen: Flags
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
    of_habits = [column for one in told for column in one.at(i, j)]
    of_the_day = np.column_stack([*columns, *of_habits]).astype(np.float32)
    return np.concatenate([of_the_day, known.seen[:, _OF_THE_ROW][i]], axis=1)
