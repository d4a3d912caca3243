"""From files to answers: what the commands `predict` and `evaluate prediction` do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from acquit.core.sentences import say
from acquit.formats.values import refused
from acquit.formats.writing import write_csv
from acquit.scoring.prediction import (
    evaluation,
    learning,
    mornings,
    processes,
    reading,
    reasons,
)
from acquit.scoring.prediction.arrays import OPEN, day_of, number_of
from acquit.scoring.prediction.calendar import calendar_of
from acquit.scoring.prediction.past import Past

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from acquit.scoring.prediction.answers import Predictor
    from acquit.scoring.prediction.mornings import Looks
    from acquit.scoring.prediction.past import Known

HEADER = (
    "invoice_number", "expected_on", "median_on", "low_on", "high_on",
    "p_late", "p_late_30", "p_within_7", "reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The files and the day of one prediction. country: of payers that no table places."""

    history: Path
    open: Path
    out: Path
    as_of: date
    customers: Path | None = None
    country: str = ""


def predicted(asked: Asked) -> dict[str, Any]:
    """Write the predictions; returns what was done. Raises Refused."""
    history = reading.invoices_of(asked.history)
    waiting = reading.invoices_of(asked.open)
    payers = reading.payers_of(*([asked.customers] if asked.customers else []))
    books = reading.books_of([*history, *waiting], known=payers, country=asked.country)
    wanted = {reading.name_of(row) for row in waiting}
    today = number_of(asked.as_of)
    calendar = calendar_of(books, today)
    predictor, verdict = learning.learn(books, calendar, today)
    known = books.known_on(today)
    rows = [
        row
        for row in np.flatnonzero(known.paid == OPEN).tolist()
        if known.name[row] in wanted
    ]
    looks = mornings.Looks(np.array(rows, np.int64), np.full(len(rows), today))
    try:
        with asked.out.open("w", encoding="utf-8", newline="") as text:
            write_csv(_rows(Past(known, calendar), predictor, looks), HEADER, text)
    except OSError as error:
        raise refused(
            where=str(asked.out),
            saw=str(error.strerror),
            wanted=say("a file that can be written"),
            remedy=say("Choose another place for the predictions."),
        ) from error
    left_out = len(wanted) - len(rows)
    sentence = say(
        "%(count)s invoices predicted by %(by)s (%(why)s); %(left)s left out, settled "
        "before the day or issued after it.",
        count=len(rows),
        by=say("a model learnt from these books")
        if verdict.promoted
        else say("the payers' own histograms"),
        why=verdict.why,
        left=left_out,
    )
    return {
        "file": str(asked.out),
        "predicted": len(rows),
        "left_out": left_out,
        "gate": verdict.as_json(),
        "sentence": str(sentence),
    }


def evaluated(
    data: Path,
    cutoffs: Sequence[date],
    *,
    country: str = "",
    told: Callable[[str], object],
) -> dict[str, Any]:
    """The figures of `evaluation.evaluate` for a file or folder; raises Refused."""
    invoices, customers = reading.tables_in(data)
    rows = [row for path in invoices for row in reading.invoices_of(path)]
    known = reading.payers_of(*customers)
    books = reading.books_of(rows, known=known, country=country)
    days = [number_of(day) for day in cutoffs]
    for day in days:
        if not (
            (books.issued >= day) & (books.issued < day + evaluation.WINDOW_DAYS)
        ).any():
            raise refused(
                where=say("the cutoff %(day)s", day=day_of(day)),
                saw=say("no invoice issued in the 31 days from it"),
                wanted=say("a day within the invoices of the table"),
                remedy=say("Choose a cutoff after which the table goes on for a month."),
            )
    return evaluation.evaluate(books, days, told=told)


def _rows(past: Past, predictor: Predictor, looks: Looks) -> Iterator[tuple[Any, ...]]:
    """The rows of the table, in the order of the looks."""
    blocks = processes.each(
        past,
        looks,
        lambda places, known: (places, list(_block(past, known, predictor))),
    )
    places = np.concatenate([np.zeros(0, np.int64), *(places for places, _ in blocks)])
    rows = [row for _, block in blocks for row in block]
    yield from (rows[place] for place in np.argsort(places).tolist())


def _block(past: Past, known: Known, predictor: Predictor) -> Iterator[tuple[Any, ...]]:
    answer = predictor.answer(past, known)
    days = (answer.expected, answer.median, answer.low, answer.high)
    chances = (answer.late, answer.much_later, answer.within_7)
    told = reasons.reasons(past, known)
    for place, row in enumerate(known.rows.tolist()):
        yield (
            past.books.name[row].partition("\n")[0],
            *(day_of(one[place]).isoformat() for one in days),
            *(f"{one[place]:.4f}" for one in chances),
            told[place],
        )
