"""Which receivables are looked at on which mornings, to learn from and to be judged on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from acquit.scoring.prediction.arrays import share_of, weekday

if TYPE_CHECKING:
    from acquit.scoring.prediction.arrays import Ints
    from acquit.scoring.prediction.books import Books


class Looks(NamedTuple):
    """Rows of the books, each with the morning on which it is looked at."""

    rows: Ints
    mornings: Ints


def at_issue(books: Books, first: int, last: int) -> Looks:
    """Each row on the day of its issue, for those from `first` to before `last`; what was
    paid before that, in advance, is no question any more.
    """
    within = (books.issued >= first) & (books.issued < last)
    rows = np.flatnonzero(within & (books.paid >= books.issued))
    return Looks(rows, books.issued[rows])


def open_on(books: Books, days: Ints) -> Looks:
    """All that was open on each of these mornings: issued before it, not paid before it."""
    rows, mornings = [], []
    for day in days:
        waiting = np.flatnonzero((books.issued < day) & (books.paid >= day))
        rows.append(waiting)
        mornings.append(np.full(len(waiting), day))
    none = [np.zeros(0, np.int64)]
    return Looks(np.concatenate(rows or none), np.concatenate(mornings or none))


def mondays(first: int, last: int) -> Ints:
    """The Mondays from `first` to before `last`."""
    days = np.arange(first, last)
    found: Ints = days[weekday(days) == 0]
    return found


def drawn(looks: Looks, share: float, *, salt: int = 0) -> Looks:
    """About this share of them, drawn by row and morning, never by what became of them."""
    mixed = looks.rows * 100_003 + looks.mornings
    kept = share_of(mixed, salt=salt) < share
    return Looks(looks.rows[kept], looks.mornings[kept])


def together(*several: Looks) -> Looks:
    """One after the other."""
    return Looks(
        np.concatenate([one.rows for one in several]),
        np.concatenate([one.mornings for one in several]),
    )
