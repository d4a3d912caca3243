"""A month that is over: what was said on the days of issue, and what came of it.

The predictor is the one that the company would have had: it learnt on the morning of the
month's first day, from what was known then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from acquit.scoring.prediction import baselines, learning, metrics, mornings
from acquit.scoring.prediction.arrays import OPEN
from acquit.scoring.prediction.calendar import calendar_of
from acquit.scoring.prediction.past import Past

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from acquit.scoring.prediction.answers import Predictor
    from acquit.scoring.prediction.arrays import Flags, Ints, Reals
    from acquit.scoring.prediction.books import Books
    from acquit.scoring.prediction.learning import Verdict
    from acquit.scoring.prediction.mornings import Looks

# What is still open so long after due counts as paid on the day of judging.
LONG_OVERDUE_DAYS = 30
LEAST, MOST = 20, 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One month. n: how many were judged. naive: due day and the payer's median delay, the
    payer's late ratio, its 10 % and 90 % quantiles. Errors in days, shares 0 to 1; an area
    under the curve is None where all or none were late. bins: of the chance to be late.
    """

    trained: bool
    n: int
    mae: float
    naive_mae: float
    within_3: float
    naive_within_3: float
    brier: float
    naive_brier: float
    auc: float | None
    naive_auc: float | None
    covered: float
    naive_covered: float
    width: float
    naive_width: float
    bins: list[dict[str, float]]


def judged_months(
    books: Books, months: Sequence[tuple[int, int]], today: int, relearnt_each: int
) -> Iterator[Judged | None]:
    """For each month, from its first day to before the next one's: how it went; None where
    it is not over yet, too few were issued in it, or too few were paid before to say
    anything of. relearnt_each: the predictor of a month serves so many months.
    """
    served, answering = 0, None
    for begin, end in months:
        looks = _looks(books, begin, end, today)
        if looks is None:
            yield None
            continue
        if answering is None or served >= relearnt_each:
            calendar = calendar_of(books, begin)
            answering = (Past(books, calendar), *learning.learn(books, calendar, begin))
            served = 0
        served += 1
        yield _judged(*answering, looks, today)


def _looks(books: Books, begin: int, end: int, today: int) -> Looks | None:
    """What was issued in the month and is settled or long overdue, on its day of issue."""
    # Four of five are due so long ago that they are settled, or long overdue.
    ripe = end + learning.usual_term(books) + LONG_OVERDUE_DAYS <= today
    if not ripe or int((books.paid < begin).sum()) < LEAST:
        return None
    looks = mornings.at_issue(books, begin, end)
    paid, due = books.paid[looks.rows], books.due[looks.rows]
    over = (paid < OPEN) | (due + LONG_OVERDUE_DAYS < today)
    looks = mornings.Looks(looks.rows[over], looks.mornings[over])
    looks = mornings.drawn(looks, MOST / max(len(looks.rows), 1), salt=4)
    return looks if len(looks.rows) >= LEAST else None


def _judged(
    past: Past, predictor: Predictor, verdict: Verdict, looks: Looks, today: int
) -> Judged:
    books, parts = past.books, []
    for _, known in past.known(*looks):
        answer, guess = predictor.answer(past, known), baselines.guesses(past, known)
        parts.append(
            np.column_stack(
                [
                    np.minimum(books.paid[known.rows], today),
                    *(books.due[known.rows], answer.expected, answer.low, answer.high),
                    *(answer.late, guess.median, guess.low, guess.high, guess.late),
                ]
            )
        )
    return _figures(np.concatenate(parts), verdict)


def _figures(rows: Reals, verdict: Verdict) -> Judged:
    paid, due, expected, low, high, late, naive, naive_low, naive_high, naive_late = rows.T
    happened = paid > due
    ours, theirs = metrics.of_days(expected - paid), metrics.of_days(naive - paid)
    width = metrics.of_intervals(_whole(low), _whole(high), _whole(paid))
    naive_width = metrics.of_intervals(_whole(naive_low), _whole(naive_high), _whole(paid))
    return Judged(
        trained=verdict.promoted,
        n=len(rows),
        mae=ours["mae"],
        naive_mae=theirs["mae"],
        within_3=ours["within3"],
        naive_within_3=theirs["within3"],
        brier=metrics.of_chances(late, happened)["brier"],
        naive_brier=metrics.of_chances(naive_late, happened)["brier"],
        auc=_auc(late, happened),
        naive_auc=_auc(naive_late, happened),
        covered=width["cover80"],
        naive_covered=naive_width["cover80"],
        width=width["width80"],
        naive_width=naive_width["width80"],
        bins=[
            {"said": one["said"], "happened": one["came"], "n": one["n"]}
            for one in metrics.calibration(late, happened)
        ],
    )


def _whole(days: Reals) -> Ints:
    return days.astype(np.int64)


def _auc(chance: Reals, happened: Flags) -> float | None:
    found = metrics.auc(chance, happened)
    return None if np.isnan(found) else found
