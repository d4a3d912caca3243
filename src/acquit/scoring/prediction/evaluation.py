"""Try the prediction on past months of books whose end is known, beside simple guesses.

For each cutoff a predictor learns from what was known on that morning. Then it is asked
about each receivable issued in the next 31 days, on the day of its issue, and each Monday
about all that is open. What is known of the payers rolls on from day to day; what was
learnt stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from acquit.scoring.prediction import baselines, bootstrap, learning, metrics, mornings
from acquit.scoring.prediction.answers import Answers
from acquit.scoring.prediction.arrays import OPEN, day_of
from acquit.scoring.prediction.baselines import Guesses
from acquit.scoring.prediction.calendar import calendar_of
from acquit.scoring.prediction.past import Past
from acquit.scoring.prediction.trained import MUCH_LATER_DAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from acquit.scoring.prediction.answers import Predictor
    from acquit.scoring.prediction.arrays import Flags, Ints, Reals
    from acquit.scoring.prediction.books import Books
    from acquit.scoring.prediction.learning import Verdict
    from acquit.scoring.prediction.mornings import Looks

WINDOW_DAYS = 31
# Weeks from each Monday whose cash is compared.
WEEKS = 4
FEW_PAYMENTS = 3
HISTORIES = ((0, 0), (1, 2), (3, 9), (10, 29), (30, 99), (100, None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """Answers and guesses about the same looks, and what came. cutoff: of each look."""

    answers: Answers
    guesses: Guesses
    morning: Ints
    cutoff: Ints
    due: Ints
    paid: Ints
    customer: Ints
    amount: Reals
    currency: Ints

    def where(self, chosen: Flags) -> Tried:
        """Some of the looks."""
        some: Tried = _mapped([self], lambda values: values[0][chosen])
        return some


def evaluate(
    books: Books,
    cutoffs: Sequence[int],
    *,
    told: Callable[[str], object] = lambda _: None,
) -> dict[str, Any]:
    """All figures, as `docs/reference/commands.md` describes them."""
    issue, waiting, verdicts = [], [], []
    for cutoff in cutoffs:
        calendar = calendar_of(books, cutoff)
        past = Past(books, calendar)
        predictor, verdict = learning.learn(books, calendar, cutoff)
        who = "trained" if verdict.promoted else "tier 0"
        told(f"{day_of(cutoff)}: {who}, {verdict.why}.")
        end = cutoff + WINDOW_DAYS
        issue.append(_tried(past, predictor, mornings.at_issue(books, cutoff, end), cutoff))
        days = mornings.mondays(cutoff, end)
        waiting.append(_tried(past, predictor, mornings.open_on(books, days), cutoff))
        verdicts.append(verdict)
    return _figures(_joined(issue), _joined(waiting), cutoffs, verdicts)


def _figures(
    issue: Tried, waiting: Tried, cutoffs: Sequence[int], verdicts: Sequence[Verdict]
) -> dict[str, Any]:
    ended, ended_waiting = _ended(issue), _ended(waiting)
    largest = _largest(issue.customer)
    smaller = ended.where(ended.customer != largest)
    smaller_waiting = ended_waiting.where(ended_waiting.customer != largest)
    return {
        "cutoffs": [day_of(one).isoformat() for one in cutoffs],
        "at_issue": at_issue(ended) | {"unresolved": len(issue.due) - len(ended.due)},
        "open_book": open_book(ended_waiting)
        | {"unresolved": len(waiting.due) - len(ended_waiting.due)}
        | {"wape": weekly(waiting)["ours"]},
        "baselines": {
            "at_issue": baselines_at_issue(ended),
            "open_book": baselines_open(ended_waiting)
            | {"wape": weekly(waiting)["theirs"]},
        },
        "differences": differences(ended, ended_waiting),
        "by_history": [group for one in HISTORIES if (group := _history(ended, *one))],
        "few_payments": _history(ended, 0, FEW_PAYMENTS - 1),
        "without_largest": {
            "at_issue": at_issue(smaller),
            "open_book": open_book(smaller_waiting),
            "baselines": {
                "at_issue": baselines_at_issue(smaller),
                "open_book": baselines_open(smaller_waiting),
            },
        },
        "by_cutoff": [
            _month(ended, ended_waiting, cutoff, verdict)
            for cutoff, verdict in zip(cutoffs, verdicts, strict=True)
        ],
        "calibration": metrics.calibration(ended.answers.late, ended.paid > ended.due),
    }


def at_issue(tried: Tried) -> dict[str, Any]:
    """The prediction on the day of issue."""
    answers, paid = tried.answers, tried.paid
    much_later = metrics.of_chances(answers.much_later, paid > tried.due + MUCH_LATER_DAYS)
    return {
        "n": len(paid),
        **metrics.of_days(answers.expected - paid),
        "mae_median": metrics.of_days(answers.median - paid)["mae"],
        **metrics.of_chances(answers.late, paid > tried.due),
        **{f"{name}_30": value for name, value in much_later.items()},
        **metrics.of_intervals(answers.low, answers.high, paid),
    }


def open_book(tried: Tried) -> dict[str, Any]:
    """The prediction of all that was open on Mondays."""
    answers, paid = tried.answers, tried.paid
    overdue = tried.due < tried.morning
    waiting = tried.where(~overdue)
    within_7 = metrics.of_chances(answers.within_7, paid < tried.morning + 7)
    return {
        "n": len(paid),
        "n_overdue": int(overdue.sum()),
        **metrics.of_days(answers.expected - paid),
        "mae_median": metrics.of_days(answers.median - paid)["mae"],
        **_by_state(answers.expected - paid, overdue),
        **metrics.of_chances(waiting.answers.late, waiting.paid > waiting.due),
        **{f"{name}_within_7": value for name, value in within_7.items()},
        **metrics.of_intervals(answers.low, answers.high, paid),
    }


def baselines_at_issue(tried: Tried) -> dict[str, Any]:
    """The simple guesses about the same rows."""
    guesses, paid = tried.guesses, tried.paid
    much_later = metrics.of_chances(guesses.much_later, paid > tried.due + MUCH_LATER_DAYS)
    return {
        "due_date": metrics.of_days(guesses.due - paid),
        "customer_median": metrics.of_days(guesses.median - paid),
        "customer_late_ratio": metrics.of_chances(guesses.late, paid > tried.due)
        | {f"{name}_30": value for name, value in much_later.items()},
        "customer_quantiles": metrics.of_intervals(guesses.low, guesses.high, paid),
    }


def baselines_open(tried: Tried) -> dict[str, Any]:
    """The simple guesses about all that was open, none before its Monday."""
    overdue = tried.due < tried.morning
    return {
        name: metrics.of_days(guess - tried.paid) | _by_state(guess - tried.paid, overdue)
        for name, guess in (
            ("due_date", tried.guesses.due),
            ("customer_median", tried.guesses.median),
        )
    }


def differences(ended: Tried, waiting: Tried) -> dict[str, Any]:
    """Ours less the guess, with 95 % intervals over payers drawn anew."""
    late = ended.paid > ended.due
    return {
        "at_issue_mae_less_customer_median": bootstrap.difference(
            _away(ended.answers.expected, ended),
            _away(ended.guesses.median, ended),
            ended.customer,
        ),
        "at_issue_brier_less_late_ratio": bootstrap.difference(
            (ended.answers.late - late) ** 2,
            (ended.guesses.late - late) ** 2,
            ended.customer,
        ),
        "open_book_mae_less_customer_median": bootstrap.difference(
            _away(waiting.answers.expected, waiting),
            _away(waiting.guesses.median, waiting),
            waiting.customer,
        ),
    }


def weekly(tried: Tried) -> dict[str, Any]:
    """WAPE of the cash of weeks 1 to 4 after each Monday, in the commonest currency: ours
    by the probabilities and by the expected days, theirs by their days.
    """
    if not len(tried.currency):
        return {"ours": {}, "theirs": {}}
    tried = tried.where(tried.currency == _largest(tried.currency))
    came = _cash(tried, tried.paid)
    answers, guesses = tried.answers, tried.guesses
    by_chance = _by_morning(tried, answers.weeks[:, :WEEKS] * tried.amount[:, None])
    days = {"by_days": answers.expected}
    theirs = {"due_date": guesses.due, "customer_median": guesses.median.astype(np.int64)}
    return {
        "ours": {"by_chances": metrics.weekly_error(by_chance, came)}
        | {
            name: metrics.weekly_error(_cash(tried, day), came)
            for name, day in days.items()
        },
        "theirs": {
            name: metrics.weekly_error(_cash(tried, day), came)
            for name, day in theirs.items()
        },
    }


def _cash(tried: Tried, day: Ints) -> Reals:
    week = (day - tried.morning) // 7
    falls = week[:, None] == np.arange(WEEKS)
    return _by_morning(tried, falls * tried.amount[:, None])


def _by_morning(tried: Tried, amounts: Reals) -> Reals:
    mornings_, place = np.unique(tried.morning, return_inverse=True)
    sums = np.zeros((len(mornings_), WEEKS))
    np.add.at(sums, place, amounts)
    return sums


def _history(ended: Tried, least: int, most: int | None) -> dict[str, Any]:
    """Payers of whom so many payments were known; {} where there are none."""
    count = ended.guesses.payments
    some = ended.where((count >= least) & (count <= (most if most is not None else OPEN)))
    if not len(some.due):
        return {}
    due = bootstrap.difference(
        _away(some.answers.expected, some), _away(some.guesses.due, some), some.customer
    )
    return {
        "payments": f"{least}+" if most is None else f"{least}-{most}",
        "n": len(some.due),
        "mae": metrics.of_days(some.answers.expected - some.paid)["mae"],
        "due_date": metrics.of_days(some.guesses.due - some.paid)["mae"],
        "customer_median": metrics.of_days(some.guesses.median - some.paid)["mae"],
        "less_due_date": due,
    }


def _month(ended: Tried, waiting: Tried, cutoff: int, verdict: Verdict) -> dict[str, Any]:
    issue, waits = (
        ended.where(ended.cutoff == cutoff),
        waiting.where(waiting.cutoff == cutoff),
    )
    return {
        "cutoff": day_of(cutoff).isoformat(),
        "gate": verdict.as_json(),
        "at_issue": at_issue(issue),
        "open_book": open_book(waits),
        "customer_median": metrics.of_days(issue.guesses.median - issue.paid)["mae"],
        "customer_median_open": metrics.of_days(waits.guesses.median - waits.paid)["mae"],
    }


def _tried(past: Past, predictor: Predictor, looks: Looks, cutoff: int) -> Tried:
    parts = [
        Tried(
            answers=predictor.answer(past, known),
            guesses=baselines.guesses(past, known),
            morning=known.morning,
            cutoff=np.full(len(known.rows), cutoff),
            due=past.books.due[known.rows],
            paid=past.books.paid[known.rows],
            customer=past.books.customer[known.rows],
            amount=past.books.amount[known.rows],
            currency=past.books.currency[known.rows],
        )
        for _, known in past.known(*looks)
    ]
    return _joined(parts)


def _joined(parts: Sequence[Tried]) -> Tried:
    joined: Tried = _mapped(parts, np.concatenate)
    return joined


def _mapped(parts: Sequence[Any], change: Callable[[list[Any]], Any]) -> Any:
    """Columns of several changed into those of one, also those of answers and guesses."""
    kind = type(parts[0])
    return kind(
        **{
            name: change(values)
            if isinstance((values := [getattr(one, name) for one in parts])[0], np.ndarray)
            else _mapped(values, change)
            for name in kind.__dataclass_fields__
        }
    )


def _ended(tried: Tried) -> Tried:
    return tried.where(tried.paid < OPEN)


def _by_state(error: Ints | Reals, overdue: Flags) -> dict[str, float]:
    return {
        "mae_not_due": metrics.of_days(error[~overdue])["mae"],
        "mae_overdue": metrics.of_days(error[overdue])["mae"],
    }


def _away(day: Ints | Reals, tried: Tried) -> Reals:
    return np.abs(day - tried.paid).astype(np.float64)


def _largest(numbers: Ints) -> int:
    return int(np.bincount(numbers).argmax()) if len(numbers) else -1
