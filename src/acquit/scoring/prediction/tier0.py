"""Tier 0: the shrunk histogram of the payer's delays, without training.

Payments of the same weekday of due lean on the payer's latest, these on all of the payer's,
these on the company's for such terms; spread over the working days that are still to come.
A new company has it from the first day, and a trained model must beat it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.scoring.prediction.distribution import of_hazards
from acquit.scoring.prediction.grid import Habit, grid

# From the narrowest to the widest; where a payer's weekdays and last months tell nothing,
# the wider ones are nearer.
HISTOGRAMS = ("same_weekday", "lately", "payer")

if TYPE_CHECKING:
    from acquit.scoring.prediction.books import Books
    from acquit.scoring.prediction.calendar import Calendar
    from acquit.scoring.prediction.distribution import Distribution
    from acquit.scoring.prediction.past import Known


def distribution(
    books: Books, calendar: Calendar, known: Known, histogram: str = HISTOGRAMS[0]
) -> Distribution:
    """When each will be paid, as its payer paid before by one of HISTOGRAMS."""
    on = grid(books, calendar, known)
    habit = Habit(getattr(known, histogram), books.due[known.rows], on)
    return of_hazards(on.day, habit.hazard())
