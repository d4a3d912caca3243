"""Champion and challenger: a trained model answers only where it beats tier 0.

The judge is the company's own last weeks: a model that learnt before them and tier 0 both
answer on the day of issue, with what was known on it, and what came of it decides. The same
weeks tell how much probability an interval must hold for 80 % of the payments to fall in,
and put right what tier 0 says of being late. A winner learns again, from all that is known.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from acquit.scoring.prediction import backtest, experience, processes, tier0, trained
from acquit.scoring.prediction.answers import USUAL_SHARE, Predictor
from acquit.scoring.prediction.backtest import CLEARLY, Backtest
from acquit.scoring.prediction.past import Past

if TYPE_CHECKING:
    from acquit.scoring.prediction.books import Books
    from acquit.scoring.prediction.calendar import Calendar
    from acquit.scoring.prediction.mornings import Looks
    from acquit.scoring.prediction.trained import Trained

# Fewer payments than this before the judging weeks teach nothing that the payer's own
# histogram does not say better; fewer to judge by prove nothing.
LEAST_PAYMENTS, LEAST_JUDGED = 500, 100
JUDGED_DAYS = 60
# Nearer days are worth a Brier score that differs by no more than chance makes it.
_NO_WORSE = 1.02

TIER0 = Predictor()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """promoted: the trained model answers. judged: receivables in the back-test; the mean
    absolute errors and Brier scores (late) of both; share: see Predictor; why: in a word.
    """

    promoted: bool
    why: str
    judged: int = 0
    mae_trained: float | None = None
    mae_tier0: float | None = None
    brier_trained: float | None = None
    brier_tier0: float | None = None
    share: float = USUAL_SHARE

    def as_json(self) -> dict[str, Any]:
        """As commands print it."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """predictor: the best one, from all that is known; verdict: why it is. tried: the one
    that was judged: of the same kind, learnt from what was known on the morning of `begin`.
    """

    predictor: Predictor
    verdict: Verdict
    tried: Predictor
    begin: int


def learn(books: Books, calendar: Calendar, today: int) -> tuple[Predictor, Verdict]:
    """The best predictor from what is known on the morning of `today`, and why it is."""
    learnt = learn_and_try(books, calendar, today)
    return learnt.predictor, learnt.verdict


def learn_and_try(books: Books, calendar: Calendar, today: int) -> Learnt:
    """The same, with the predictor that was judged."""
    books = books.known_on(today)
    begin = today - JUDGED_DAYS - usual_term(books)
    asked = backtest.looks(books, begin, today)
    if len(asked.rows) < LEAST_JUDGED:
        few = Verdict(promoted=False, why="few to judge by")
        learnt = Learnt(predictor=TIER0, verdict=few, tried=TIER0, begin=begin)
        return _experienced(learnt, Past(books, calendar), today)
    past = Past(books, calendar)
    enough = int((books.paid < begin).sum()) >= LEAST_PAYMENTS
    # What is learnt from all takes as long as what is judged: it is learnt meanwhile.
    worth = enough and processes.worth_two(len(books))
    with processes.Beside(lambda: trained.learn(past, today), worth=worth) as model:
        judged = _Judged(past, asked, begin, today)
        try:
            learnt = judged.best(model) if enough else judged.champion("few payments")
        except trained.LibraryMissing:
            learnt = judged.champion("library missing")
        return _experienced(learnt, past, today)


def _experienced(learnt: Learnt, past: Past, today: int) -> Learnt:
    """With what all of the books teach about what people say."""
    known = experience.learnt(past, learnt.predictor, today)
    return replace(learnt, predictor=replace(learnt.predictor, experience=known))


class _Judged:
    """The predictors and how they did in the last weeks."""

    def __init__(self, past: Past, asked: Looks, begin: int, today: int) -> None:
        self._past, self._begin, self._today = past, begin, today
        self._before = past.books.known_on(begin)
        self._asked = [known for _, known in past.known(*asked)]
        self._start = replace(
            TIER0, experience=experience.of_books(self._before, past.calendar, begin)
        )
        self._old = self._best_histogram()
        self._champion = replace(
            self._old.predictor, share=self._old.share(), line=self._old.line()
        )
        self._verdict = Verdict(
            promoted=False,
            why="",
            judged=len(asked.rows),
            mae_tier0=self._old.mae,
            brier_tier0=self._old.brier,
            share=self._champion.share,
        )

    def champion(self, why: str) -> Learnt:
        """Tier 0 answers."""
        return Learnt(
            predictor=self._champion,
            verdict=replace(self._verdict, why=why),
            tried=self._champion,
            begin=self._begin,
        )

    def best(self, model: processes.Beside[Trained]) -> Learnt:
        """The better one; `model` is learnt from all. Raises LibraryMissing."""
        past = Past(self._before, self._past.calendar)
        new = self._tried(replace(self._start, trained=trained.learn(past, self._begin)))
        self._verdict = replace(self._verdict, mae_trained=new.mae, brier_trained=new.brier)
        if not _beats(new, self._old):
            return self.champion("no better than tier 0")
        # Its chances stay as they were said: trees learn to be right on average, and what a
        # month differed from that says little of the next one.
        tried = replace(new.predictor, share=new.share())
        return Learnt(
            predictor=replace(tried, trained=model.result()),
            verdict=replace(self._verdict, promoted=True, why="better", share=tried.share),
            tried=tried,
            begin=self._begin,
        )

    def _best_histogram(self) -> Backtest:
        """Tier 0 by its narrowest histogram, unless a wider one is clearly nearer."""
        narrowest, *wider = (
            self._tried(replace(self._start, histogram=one)) for one in tier0.HISTOGRAMS
        )
        best = min(wider, key=lambda one: one.mae)
        return best if best.mae < narrowest.mae * CLEARLY else narrowest

    def _tried(self, predictor: Predictor) -> Backtest:
        return Backtest(self._past, self._asked, self._today, predictor)


def _beats(new: Backtest, old: Backtest) -> bool:
    return new.mae < old.mae and new.brier <= old.brier * _NO_WORSE


def usual_term(books: Books) -> int:
    """Days from issue to due that four of five keep within."""
    terms = np.clip(books.due - books.issued, 0, 120)
    return int(np.quantile(terms, 0.8)) if len(terms) else 0
