"""What was in force on a morning: promises, disputes, direct debits and reminders.

Asked like `past`: for any rows on any mornings, and answered by what was told until then.
Of several promises or disputes of a row the last one counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from acquit.scoring.prediction.arrays import OPEN
from acquit.scoring.prediction.tallies import Seen, keys

if TYPE_CHECKING:
    from acquit.scoring.prediction.arrays import Flags, Ints, Reals
    from acquit.scoring.prediction.books import Books
    from acquit.scoring.prediction.calendar import Calendar

# A reminder is answered within so many days, or it was not the reason.
REMINDED_DAYS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """Columns for some rows, each on its morning; OPEN = none.

    promised: the working day of the promise; kept of judged: earlier promises of the payer
    whose day has passed. disputed_since, disputed_share: an open dispute, and 0 to 1 of the
    amount. debited: the working day of the direct debit. reminded: the last REMINDED_DAYS
    held a reminder, on this day; reminders: all that there were.
    """

    promised: Ints
    kept: Ints
    judged: Ints
    disputed_since: Ints
    disputed_share: Reals
    debited: Ints
    reminded: Ints
    reminders: Ints

    @property
    def appointed(self) -> Ints:
        """The working day before which nothing is paid: promised, or of the debit."""
        return np.minimum(self.promised, self.debited)

    @property
    def disputed(self) -> Flags:
        """Whether a dispute is open."""
        return self.disputed_since < OPEN


class Said:
    """What the books tell, ready to be asked what was in force."""

    def __init__(self, books: Books, calendar: Calendar) -> None:
        told = books.told
        self._books, self._calendar, self._told = books, calendar, told
        self._promises = _Last(told.promises.row, told.promises.day)
        self._disputes = _Last(told.disputes.row, told.disputes.day)
        self._reminders = _Last(told.reminders.row, told.reminders.day)
        self._reminded = Seen(told.reminders.row, told.reminders.day)
        self._debited_from = np.full(max(len(books.customers), 1), OPEN)
        np.minimum.at(self._debited_from, told.debits.customer, told.debits.day)
        of, on, kept = judged(books, calendar)
        self._judged, self._kept = Seen(of, on), Seen(of[kept], on[kept])

    def in_force(self, rows: Ints, t: Ints) -> InForce:
        """On the mornings `t`."""
        customer, country = self._books.customer[rows], self._books.country[rows]
        said_on, promised = self._promised(rows, country, t)
        since, share = self._contested(rows, t)
        # What was promised after it was contested is contested no longer, in effect.
        settled = (promised < OPEN) & (said_on >= since)
        since = np.where(settled, OPEN, since)
        promised = np.where(since < OPEN, OPEN, promised)
        debited = self._working_day(country, self._books.due[rows])
        drawn = (self._debited_from[customer] <= t) & (debited >= t)
        drawn &= (promised == OPEN) & (since == OPEN)
        return InForce(
            promised=promised,
            kept=self._kept.count(customer, t + 1),
            judged=self._judged.count(customer, t + 1),
            disputed_since=since,
            disputed_share=np.where(since < OPEN, share, 0.0),
            debited=np.where(drawn, debited, OPEN),
            reminded=self._reminded_lately(rows, t),
            reminders=self._reminded.count(rows, t + 1),
        )

    def _promised(self, rows: Ints, country: Ints, t: Ints) -> tuple[Ints, Ints]:
        """When it was said, and for which working day; OPEN = no promise in force."""
        promises, last = self._told.promises, self._promises.until(rows, t)
        day = self._working_day(country, _of(promises.promised, last))
        holds = (_of(promises.ended, last) > t) & (day >= t)
        return _of(promises.day, last), np.where(holds, day, OPEN)

    def _contested(self, rows: Ints, t: Ints) -> tuple[Ints, Reals]:
        disputes, last = self._told.disputes, self._disputes.until(rows, t)
        opened = _of(disputes.day, last)
        share = _of(disputes.share, last).astype(np.float64)
        return np.where(_of(disputes.ended, last) > t, opened, OPEN), share

    def _reminded_lately(self, rows: Ints, t: Ints) -> Ints:
        day = _of(self._told.reminders.day, self._reminders.until(rows, t))
        return np.where(day >= t - REMINDED_DAYS, day, OPEN)

    def _working_day(self, country: Ints, day: Ints) -> Ints:
        on = self._calendar.day(country, self._calendar.place_from(country, day))
        return np.where(day < OPEN, on, OPEN)


def judged(books: Books, calendar: Calendar) -> tuple[Ints, Ints, Flags]:
    """Of all promises that stood until their day: the payer, the morning after that day,
    and whether it was paid by then.
    """
    promises = books.told.promises
    stood = promises.where(promises.ended > promises.promised)
    country, customer = books.country[stood.row], books.customer[stood.row]
    day = calendar.day(country, calendar.place_from(country, stood.promised))
    return customer, day + 1, books.paid[stood.row] <= day


class _Last:
    """The last fact of each row until the end of a day."""

    def __init__(self, row: Ints, day: Ints) -> None:
        unsorted = keys(row, day)
        self._order = np.argsort(unsorted, kind="stable")
        self._keys = unsorted[self._order]

    def until(self, rows: Ints, t: Ints) -> Ints:
        """The place of each among the facts; -1 = none."""
        if not len(self._keys):
            return np.full(len(rows), -1)
        end = np.searchsorted(self._keys, keys(rows, t + 1))
        own = end > np.searchsorted(self._keys, keys(rows, 0))
        return np.where(own, self._order[np.maximum(end - 1, 0)], -1)


def _of(column: Ints | Reals, place: Ints) -> Any:
    """The values at these places; OPEN at -1."""
    if not len(column):
        return np.full(len(place), OPEN)
    return np.where(place >= 0, column[np.maximum(place, 0)], OPEN)
