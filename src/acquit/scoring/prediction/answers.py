"""What a predictor says of receivables on a morning, column by column."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from acquit.scoring.prediction import conditions, processes, tier0
from acquit.scoring.prediction.arrays import OPEN, weekday
from acquit.scoring.prediction.calibration import AS_SAID, Line
from acquit.scoring.prediction.conditions import START, Experience
from acquit.scoring.prediction.trained import MUCH_LATER_DAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.scoring.prediction.arrays import Ints, Reals
    from acquit.scoring.prediction.distribution import Distribution
    from acquit.scoring.prediction.mornings import Looks
    from acquit.scoring.prediction.past import Known, Past
    from acquit.scoring.prediction.trained import Trained

# The rest of this week and the next twelve.
WEEKS = 13
# So much of the chance to be late is what the distribution says of the due day; the rest
# says the model that was made for the question.
_BLEND = 0.4
# The probability that an interval must hold when the books cannot tell yet how much holds
# 80 % of the payments: the distribution is taken at its word.
USUAL_SHARE = 0.8
# The expected day may be so much further from the payment, on average, than the median.
NEARLY = 0.06


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """One row for each look. Days: expected, median, low and high (the 80 % interval).

    late, much_later (more than 30 days), within_7, days_30: probabilities, the last two
    that it is paid on that morning's day or the 6, or 29, after it. weeks: of each of WEEKS
    calendar weeks, the first one from the morning to its Sunday.
    """

    expected: Ints
    median: Ints
    low: Ints
    high: Ints
    late: Reals
    much_later: Reals
    within_7: Reals
    days_30: Reals
    weeks: Reals


@dataclass(frozen=True, slots=True, kw_only=True)
class Predictor:
    """Tier 0 by one of its histograms, or a trained model. nearly: see
    `Distribution.expected`; share: what an interval must hold, see USUAL_SHARE; line: puts
    the chance to be late right, where no model was made for the question; experience: with
    promises, disputes, debits and reminders.
    """

    trained: Trained | None = None
    histogram: str = tier0.HISTOGRAMS[0]
    nearly: float = NEARLY
    share: float = USUAL_SHARE
    line: Line = AS_SAID
    experience: Experience = START

    def answers(self, past: Past, looks: Looks) -> Answers:
        """In the order of the looks."""
        blocks = processes.each(
            past, looks, lambda places, known: (places, self.answer(past, known))
        )
        order = [np.zeros(0, np.int64), *(places for places, _ in blocks)]
        return _in_order([answer for _, answer in blocks], np.concatenate(order))

    def answer(self, past: Past, known: Known) -> Answers:
        """Of rows about which it is known already what was known."""
        return self.read(past, known, self.distribution(past, known))

    def read(self, past: Past, known: Known, found: Distribution) -> Answers:
        """The same, where their distribution was asked for already."""
        late, much_later = self.chances(past, known, found)
        expected, median = found.expected(self._nearly(known)), found.quantile(0.5)
        low, high = interval(found, self.share, expected, median)
        sunday = known.morning + 6 - weekday(known.morning)
        until = [found.by(sunday + 7 * week) for week in range(WEEKS)]
        return Answers(
            expected=expected,
            median=median,
            low=low,
            high=high,
            late=late,
            much_later=np.minimum(much_later, late),
            within_7=found.by(known.morning + 6),
            days_30=found.by(known.morning + 29),
            weeks=np.diff(np.column_stack(until), prepend=0.0),
        )

    def _nearly(self, known: Known) -> float | Reals:
        """The closest day where one was appointed: a run nearby is no better guess."""
        if known.said is None:
            return self.nearly
        return np.where(known.said.appointed < OPEN, 0.0, self.nearly)

    def distribution(self, past: Past, known: Known) -> Distribution:
        """When each will be paid, by its payer's habit and by what was said of it."""
        books, calendar = past.books, past.calendar
        if self.trained:
            found = self.trained.distribution(books, calendar, known)
        else:
            found = tier0.distribution(books, calendar, known, self.histogram)
        return conditions.applied(found, known, self.experience)

    def chances(self, past: Past, known: Known, found: Distribution) -> tuple[Reals, Reals]:
        """Late and much later; certain where the day has passed already."""
        due = past.books.due[known.rows]
        by_days = 1 - found.by(due), 1 - found.by(due + MUCH_LATER_DAYS)
        late, much_later = by_days
        if self.trained:
            own_late, much_later = self.trained.chances(known)
            late = _BLEND * late + (1 - _BLEND) * own_late
        late = self.line.of(late)
        if known.said:
            # The models know habits alone.
            said = conditions.governed(known.said)
            late = np.where(said, by_days[0], late)
            much_later = np.where(said, by_days[1], much_later)
        late = np.where(known.morning > due, 1.0, late)
        return late, np.where(known.morning > due + MUCH_LATER_DAYS, 1.0, much_later)


def interval(
    found: Distribution, share: float, expected: Ints, median: Ints
) -> tuple[Ints, Ints]:
    """The fewest days that hold the share, with the expected and the median day in them."""
    low, high = found.narrowest(share)
    low = np.minimum(low, np.minimum(expected, median))
    return low, np.maximum(high, np.maximum(expected, median))


def _in_order(parts: Sequence[Answers], places: Ints) -> Answers:
    back = np.argsort(places, kind="stable")
    columns: dict[str, Any] = {}
    for one in fields(Answers):
        values = [getattr(part, one.name) for part in parts]
        joined = np.concatenate(values) if values else _nothing(one.name)
        columns[one.name] = joined[back]
    return Answers(**columns)


def _nothing(name: str) -> Reals:
    return np.zeros((0, WEEKS) if name == "weeks" else 0)
