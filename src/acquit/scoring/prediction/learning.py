"""Champion and challenger: a trained model answers only where it beats tier 0.

The judge is the company's own last weeks: a model that learnt before them and tier 0 both
answer on the day of issue, with what was known on it, and what came of it decides. The same
weeks tell how much probability an interval must hold for 80 % of the payments to fall in.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from acquit.scoring.prediction import mornings, trained
from acquit.scoring.prediction.answers import USUAL_SHARE, Predictor, interval
from acquit.scoring.prediction.arrays import OPEN
from acquit.scoring.prediction.past import Past

if TYPE_CHECKING:
    from acquit.scoring.prediction.arrays import Ints, Reals
    from acquit.scoring.prediction.books import Books
    from acquit.scoring.prediction.calendar import Calendar
    from acquit.scoring.prediction.distribution import Distribution

# Fewer payments than this before the judging weeks teach nothing that the payer's own
# histogram does not say better; fewer to judge by prove nothing.
LEAST_PAYMENTS, LEAST_JUDGED = 500, 100
JUDGED_DAYS = 60
# What is not paid so long after due counts as paid on the day of judging, not as unknown.
SETTLING_DAYS = 14
MOST_JUDGED = 20_000
# Of the payments; a little more than is promised, as the next weeks differ from the last.
COVERED = 0.805
# Nearer days are worth a Brier score that differs by no more than chance makes it.
_NO_WORSE = 1.02
_SHARES = np.arange(0.5, 0.98, 0.02)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """promoted: the trained model answers. judged: receivables in the back-test; the mean
    absolute errors and Brier scores (late) of both; why: in a word.
    """

    promoted: bool
    why: str
    judged: int = 0
    mae_trained: float = 0.0
    mae_tier0: float = 0.0
    brier_trained: float = 0.0
    brier_tier0: float = 0.0
    share: float = USUAL_SHARE

    def as_json(self) -> dict[str, Any]:
        """As commands print it."""
        return asdict(self)


def learn(books: Books, calendar: Calendar, today: int) -> tuple[Predictor, Verdict]:
    """The best predictor from what is known on the morning of `today`, and why it is."""
    books = books.known_on(today)
    begin = today - JUDGED_DAYS - _usual_term(books)
    if int((books.paid < begin).sum()) < LEAST_PAYMENTS:
        return _tier0(books, calendar, today, begin, "few payments")
    try:
        challenger = trained.learn(books, calendar, begin)
        verdict = _judged(books, calendar, today, begin, challenger)
        if not verdict.promoted:
            return Predictor(share=verdict.share), verdict
        model = trained.learn(books, calendar, today)
    except trained.LibraryMissing:
        return _tier0(books, calendar, today, begin, "library missing")
    return Predictor(trained=model, share=verdict.share), verdict


def _usual_term(books: Books) -> int:
    """Days from issue to due that four of five keep within."""
    terms = np.clip(books.due - books.issued, 0, 120)
    return int(np.quantile(terms, 0.8)) if len(terms) else 0


def _looks(books: Books, today: int, begin: int) -> mornings.Looks:
    looks = mornings.at_issue(books, begin, today)
    ripe = books.due[looks.rows] + SETTLING_DAYS < today
    looks = mornings.Looks(looks.rows[ripe], looks.mornings[ripe])
    return mornings.drawn(looks, MOST_JUDGED / max(len(looks.rows), 1), salt=2)


def _tier0(
    books: Books, calendar: Calendar, today: int, begin: int, why: str
) -> tuple[Predictor, Verdict]:
    looks = _looks(books, today, begin)
    share = USUAL_SHARE
    if len(looks.rows) >= LEAST_JUDGED:
        share = _Judged(books, calendar, looks, today, Predictor()).share()
    return Predictor(share=share), Verdict(promoted=False, why=why, share=share)


def _judged(
    books: Books, calendar: Calendar, today: int, begin: int, challenger: trained.Trained
) -> Verdict:
    looks = _looks(books, today, begin)
    if len(looks.rows) < LEAST_JUDGED:
        return Verdict(promoted=False, why="few to judge by")
    new = _Judged(books, calendar, looks, today, Predictor(trained=challenger))
    old = _Judged(books, calendar, looks, today, Predictor())
    promoted = new.mae < old.mae and new.brier <= old.brier * _NO_WORSE
    return Verdict(
        promoted=promoted,
        why="better" if promoted else "no better than tier 0",
        judged=len(looks.rows),
        mae_trained=new.mae,
        mae_tier0=old.mae,
        brier_trained=new.brier,
        brier_tier0=old.brier,
        share=(new if promoted else old).share(),
    )


class _Judged:
    """The answers of one predictor in the judging weeks, beside what came."""

    def __init__(
        self,
        books: Books,
        calendar: Calendar,
        looks: mornings.Looks,
        today: int,
        predictor: Predictor,
    ) -> None:
        past = Past(books, calendar)
        self._found: list[Distribution] = []
        self._paid: list[Ints] = []
        errors: list[Reals] = []
        misses: list[Reals] = []
        for _, known in past.known(*looks):
            found = predictor.distribution(past, known)
            answer = predictor.answer(past, known)
            paid, due = books.paid[known.rows], books.due[known.rows]
            # Open still: it is known to be paid today or later, and no more.
            off = np.abs(answer.expected - np.minimum(paid, today))
            spared = (paid == OPEN) & (answer.expected >= today)
            errors.append(np.where(spared, 0, off).astype(np.float64))
            misses.append((answer.late - (paid > due)) ** 2)
            self._found.append(found)
            self._paid.append(paid)
        self._today = today
        self.mae = float(np.concatenate(errors).mean())
        self.brier = float(np.concatenate(misses).mean())

    def share(self) -> float:
        """What an interval must hold for COVERED of the payments to fall into it."""
        covered = np.array([self._coverage(share) for share in _SHARES])
        return float(np.interp(COVERED, np.maximum.accumulate(covered), _SHARES))

    def _coverage(self, share: float) -> float:
        inside = []
        for found, paid in zip(self._found, self._paid, strict=True):
            low, high = interval(found, share)
            open_still = (paid == OPEN) & (high >= self._today)
            inside.append(((low <= paid) & (paid <= high)) | open_still)
        return float(np.concatenate(inside).mean())
