"""What was known of each payer on a morning: only what happened before it.

`Past` is built once from the books and asked for any rows on any mornings. That later
facts never change an answer is not a filter someone might forget: every question goes to a
tally, and a tally counts what came before the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from acquit.scoring.prediction import delays
from acquit.scoring.prediction.arrays import OPEN, month_position, weekday
from acquit.scoring.prediction.runs import RECENT_DAYS, Payments
from acquit.scoring.prediction.said import Said
from acquit.scoring.prediction.tallies import Broad, Seen, Still, Tally, keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.scoring.prediction.arrays import Floats, Ints
    from acquit.scoring.prediction.books import Books
    from acquit.scoring.prediction.calendar import Calendar
    from acquit.scoring.prediction.said import InForce

BLOCK = 8_192
# So many first payments of a payer tell what a stranger will do: else the largest payer
# would speak for those nobody knows yet.
FIRST_PAYMENTS = 20
MOST_TERMS = 32
# How many payments of the wider histogram the narrower one leans on.
COMPANY_WEIGHT, TERMS_WEIGHT, PAYER_WEIGHT = 10, 20, 1
LATELY_WEIGHT, WEEKDAY_WEIGHT = 20, 10
MONTH_PARTS = 7  # of five days, the last one shorter


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was known of some rows, each on its morning.

    payer, lately, same_weekday: shares by delay. counts: payments behind payer. weekdays,
    month_parts: shares of the payer's payments by weekday and part of the month. seen: one
    column for each of NAMES. said: what was in force of what people told; None where the
    books tell nothing.
    """

    rows: Ints
    morning: Ints
    payer: Floats
    lately: Floats
    same_weekday: Floats
    weekdays: Floats
    month_parts: Floats
    counts: Floats
    seen: Floats
    said: InForce | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Priors:
    """What the other payers of a company showed until one morning, for books that hold a
    few of its payers only. ranks: of the numbers of the books' terms; company: counts by
    delay; terms: the same for each rank.
    """

    ranks: Ints
    company: Floats
    terms: Floats


class Past:
    """The books, ready to be asked what was known before a day."""

    def __init__(
        self, books: Books, calendar: Calendar, priors: Priors | None = None
    ) -> None:
        """priors: of one morning, which alone is then asked about."""
        self.books, self.calendar = books, calendar
        paid = books.rows(books.paid < OPEN)
        delay = delays.column(paid.delay)
        self._company: Broad | Still
        self._by_terms: Broad | Still
        if priors:
            self._terms = priors.ranks[books.terms]
            self._company, self._by_terms = Still(priors.company), Still(priors.terms)
        else:
            self._terms = _first_used(books.terms, paid)
            terms = self._terms[np.flatnonzero(books.paid < OPEN)]
            early = _place_in_payer(paid) < FIRST_PAYMENTS
            terms, day, delay_ = terms[early], paid.paid[early], delay[early]
            shape = {"groups": MOST_TERMS, "width": delays.WIDTH}
            self._company = Broad(terms * 0, day, delay_, **shape)
            self._by_terms = Broad(terms, day, delay_, **shape)
        self._by_payer = Tally(paid.customer, paid.paid, delay, delays.WIDTH)
        due_weekday = paid.customer * 7 + weekday(paid.due)
        self._by_weekday = Tally(due_weekday, paid.paid, delay, delays.WIDTH)
        self._weekdays = Tally(paid.customer, paid.paid, weekday(paid.paid), 7)
        part = month_position(paid.paid)[0] // 5
        self._parts = Tally(paid.customer, paid.paid, part, MONTH_PARTS)
        self._payments = Payments(paid)
        self._said = Said(books, calendar) if books.told else None
        self._issued = Seen(books.customer, books.issued)
        self._paid = Seen(paid.customer, np.maximum(paid.paid, paid.issued))
        self._due = Seen(books.customer, np.maximum(books.due, books.issued))
        settled = np.maximum(np.maximum(paid.paid, paid.issued), paid.due)
        self._due_and_paid = Seen(paid.customer, settled)

    def known(
        self, rows: Ints, mornings: Ints, *, part: int = 0, parts: int = 1
    ) -> Iterator[tuple[Ints, Known]]:
        """Yield the answers in blocks, payer by payer, with their places in `rows`; of
        several parts, the blocks of one.
        """
        order = np.lexsort((mornings, self.books.customer[rows]))
        for start in range(part * BLOCK, len(rows), parts * BLOCK):
            places = order[start : start + BLOCK]
            yield places, self._known(rows[places], mornings[places])

    def priors(self, morning: int) -> Priors:
        """What all payers of these books showed until the morning."""
        ranks = np.full(int(self.books.terms.max(initial=-1)) + 1, MOST_TERMS - 1)
        ranks[self.books.terms] = self._terms
        of_all = np.zeros(1, np.int64)
        each = np.arange(MOST_TERMS)
        return Priors(
            ranks=ranks,
            company=self._company.counts(of_all, of_all + morning),
            terms=self._by_terms.counts(each, each * 0 + morning),
        )

    def everybody(self, mornings: Ints) -> Floats:
        """Shares by delay of the first payments of all payers until each morning."""
        counts = self._company.counts(mornings * 0, mornings)
        return delays.shrunk(counts, delays.before_any_payment(), COMPANY_WEIGHT)

    def _known(self, rows: Ints, t: Ints) -> Known:
        customer, due = self.books.customer[rows], self.books.due[rows]
        told, back = self._told_once(customer, self._terms[rows], weekday(due), t)
        seen = [
            told.seen[back],
            *self._payments.seen(customer, due, t),
            *self._unpaid(customer, t),
            *self._invoice(rows, t),
        ]
        return Known(
            rows=rows,
            morning=t,
            payer=told.payer[back],
            lately=told.lately[back],
            same_weekday=told.same_weekday[back],
            weekdays=told.weekdays[back],
            month_parts=told.month_parts[back],
            counts=told.counts[back],
            seen=np.column_stack(seen).astype(np.float32),
            said=self._said.in_force(rows, t) if self._said else None,
        )

    def _told_once(
        self, customer: Ints, terms: Ints, day: Ints, t: Ints
    ) -> tuple[_Told, Ints]:
        """What the payers tell of each kind of row, asked once, and of which kind each is:
        many rows of a payer have the same terms, weekday of due, and morning.
        """
        kind = (keys(customer, t) * MOST_TERMS + terms) * 7 + day
        _, one, back = np.unique(kind, return_index=True, return_inverse=True)
        return self._told(customer[one], terms[one], day[one], t[one]), back

    def _told(self, customer: Ints, terms: Ints, day: Ints, t: Ints) -> _Told:
        company = self.everybody(t)
        by_terms = self._by_terms.counts(terms, t)
        counts = self._by_payer.counts(customer, t)
        late_counts = self._by_payer.counts(customer, t, t - RECENT_DAYS)
        same_counts = self._by_weekday.counts(customer * 7 + day, t)
        payer = delays.shrunk(
            counts, delays.shrunk(by_terms, company, TERMS_WEIGHT), PAYER_WEIGHT
        )
        lately = delays.shrunk(late_counts, payer, LATELY_WEIGHT)
        same = delays.shrunk(same_counts, lately, WEEKDAY_WEIGHT)
        seen = [
            *(
                delays.summary(one)
                for one in (counts, late_counts, same_counts, by_terms, same)
            ),
            np.minimum(counts.sum(axis=1), 50),
            np.minimum(late_counts.sum(axis=1), 50),
            np.minimum(same_counts.sum(axis=1), 20),
        ]
        return _Told(
            payer=payer,
            lately=lately,
            same_weekday=same,
            weekdays=_shares(self._weekdays.counts(customer, t), 0.3),
            month_parts=_shares(self._parts.counts(customer, t), 0.5),
            counts=counts,
            seen=np.column_stack(seen).astype(np.float32),
        )

    def _unpaid(self, customer: Ints, t: Ints) -> list[Ints | Floats]:
        """Open and overdue on that morning: how many, and the overdue share."""
        unpaid = self._issued.count(customer, t) - self._paid.count(customer, t)
        overdue = self._due.count(customer, t) - self._due_and_paid.count(customer, t)
        share = (overdue / np.maximum(unpaid, 1)).astype(np.float32)
        return [np.minimum(unpaid, 100), np.minimum(overdue, 50), share]

    def _invoice(self, rows: Ints, t: Ints) -> list[Ints | Floats]:
        books = self.books
        due, country = books.due[rows], books.country[rows]
        place = self.calendar.place_from(country, due)
        since_first, until_next = month_position(due)
        return [
            due - books.issued[rows],
            np.log1p(books.amount[rows]).astype(np.float32),
            self.calendar.day(country, place) - due,
            due - self.calendar.day(country, place - 1),
            weekday(due),
            since_first,
            until_next,
            t - due,
        ]


NAMES = (
    *(f"{whose}_{what}" for whose in ("payer", "lately", "same_weekday", "terms", "leaned")
      for what in delays.SUMMARY),
    "payments", "payments_lately", "payments_same_weekday",
    "last_run_delay", "last_run_days_ago", "last_run_size", "last_run_weekday",
    "last_5_delay", "last_15_delay", "paid_beyond",
    "unpaid", "overdue", "overdue_share",
    "term", "log_amount", "to_working_day", "from_working_day", "due_weekday",
    "due_month_day", "due_month_left", "age",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """The columns of `Known` that all rows of a kind have in common; the first of seen."""

    payer: Floats
    lately: Floats
    same_weekday: Floats
    weekdays: Floats
    month_parts: Floats
    counts: Floats
    seen: Floats


def _shares(counts: Floats, each: float) -> Floats:
    """Shares of a row, each value counted `each` times before anything was seen."""
    shares: Floats = (counts + each) / (counts + each).sum(axis=1, keepdims=True)
    return shares


def _place_in_payer(paid: Books) -> Ints:
    """0 for the first payment of a payer, 1 for the second, …"""
    order = np.argsort(keys(paid.customer, paid.paid), kind="stable")
    sorted_customers = paid.customer[order]
    starts = np.searchsorted(sorted_customers, sorted_customers)
    place = np.empty(len(paid), np.int64)
    place[order] = np.arange(len(paid)) - starts
    return place


def _first_used(terms: Ints, paid: Books) -> Ints:
    """The terms numbered by when somebody first paid under them; late-comers share the last
    number, so that no later fact renumbers anything.
    """
    most = int(terms.max(initial=0)) + 1
    first = np.full(most, OPEN, np.int64)
    np.minimum.at(first, paid.terms, paid.paid)
    rank = np.empty(most, np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(most)
    ranked: Ints = np.minimum(rank[terms], MOST_TERMS - 1)
    return ranked
